"""An import without a screen: what it rests on, what can be decided, and that it is one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.model import NOT_SET, Mark, Meeting, Mode, Record, Student
from app.importing.inputs import Judging
from app.importing.matching import How
from app.messages import importing
from app.register.reversal import Reversal
from app.roll.differences import Answer, Difference, Group
from app.roll.import_session import ImportSession
from app.roll.outcomes import Blocked, Imported, Notice, ReadOnly
from app.store.identities import Alias
from app.sync.requests import ReadEmails, ReadMeetings, ReadRoll
from app.workspace.report_files import UnreadableFileError
from tests.importing.written import Stayed, teams, zoom
from tests.support.clock import NOW
from tests.support.roll_caller import ABSENT, KEY, LIST, PEOPLE, PRESENT, RollCaller

BEGIN = NOW.replace(minute=15, second=0)
REMOTE = Record(Mark.REMOTE, "")
NICKNAME = "Zocha Ćwikx"  # of PEOPLE[1], Zofia Ćwik


def stayed(one: Student, minutes: int = 90, late: int = 0, name: str = "") -> Stayed:
    begin = BEGIN + timedelta(minutes=late)
    return Stayed(name or f"{one.first_name} {one.last_name}", begin, begin + timedelta(minutes=minutes))


def imports(caller: RollCaller, folder: Path, text: str | None = None, name: str = "report.csv") -> ImportSession:
    """An import of a report, by default of one in which everybody stayed to the end."""
    session = ImportSession(caller.call())
    read(session, folder, teams([stayed(one) for one in PEOPLE]) if text is None else text, name)
    return session


def read(session: ImportSession, folder: Path, text: str, name: str = "report.csv") -> None:
    (folder / name).write_text(text, encoding="utf-8")
    session.take(session.reading([folder / name])())


def of(session: ImportSession, student: Student) -> Difference:
    return next(row for row in session.rows() if row.key == ("student", student.id, 0))


def asked(session: ImportSession) -> Difference:
    """The one row of the file that is asked about."""
    (row,) = [row for row in session.rows() if row.key[0] == "row" and row.is_undecided]
    return row


# --- writing, and taking back ---


def test_nothing_is_written_before_it_is_asked_for_and_then_all_of_it_as_one_step(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path)
    assert {caller.record(one.id) for one in PEOPLE} == {NOT_SET}

    assert session.write() == Imported(len(PEOPLE), 0)

    assert {caller.record(one.id) for one in PEOPLE} == {REMOTE}
    assert len(caller.store.journal.undoable(LIST)) == 1
    assert {row.group for row in session.rows()} == {Group.SAME}


def test_what_was_written_is_taken_back_and_can_be_written_again(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path)
    session.write()

    session.undo()
    assert {caller.record(one.id) for one in PEOPLE} == {NOT_SET}

    assert session.write() == Imported(len(PEOPLE), 0)


def test_leaving_loses_decisions_until_they_are_written_and_once_they_are_taken_back(
    caller: RollCaller, tmp_path: Path
):
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path)
    assert not session.is_touched
    session.choose(of(session, PEOPLE[0]), Mark.ABSENT)
    assert session.is_touched
    session.write()
    assert not session.is_touched
    session.undo()
    assert session.is_touched


def test_leaving_loses_nothing_where_what_was_written_is_in_usos_to_stay(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path)
    session.choose(of(session, PEOPLE[0]), Mark.ABSENT)
    session.write()
    for one in PEOPLE:
        caller.accepted(one.id)
    outcome = session.undo()
    assert isinstance(outcome, Reversal)
    assert len(outcome.stuck) == len(PEOPLE)
    assert not session.is_touched


def test_a_decision_after_the_writing_that_is_taken_back_is_nothing_to_lose(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path)
    session.mark(of(session, PEOPLE[0]), Mark.ABSENT)
    session.write()
    session.mark(of(session, PEOPLE[1]), Mark.ABSENT)
    assert session.is_touched

    session.undo()

    assert not session.is_touched


def test_the_same_file_again_has_nothing_to_write(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    imports(caller, tmp_path).write()

    again = imports(caller, tmp_path)

    assert (again.write(), again.steps) == (Notice.DONE, 0)


def nothing_to_write(session: ImportSession) -> str:
    return importing.nothing_to_write(session.proposal, session.rows())


def test_where_there_is_nothing_to_write_it_is_told_why(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.INTRAMURAL)
    assert "does not fit an in-person list" in nothing_to_write(imports(caller, tmp_path))
    caller.keep(Mode.REMOTE)
    nickname = imports(caller, tmp_path, teams([stayed(PEOPLE[1], name=NICKNAME)]))
    assert "1 row is not decided" in nothing_to_write(nickname)
    imports(caller, tmp_path).write()
    assert "the list already has all of it" in nothing_to_write(imports(caller, tmp_path))


def test_undo_takes_back_nothing_that_was_decided_elsewhere(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path)
    session.calling.mark(Mark.JUSTIFIED)

    assert session.undo() is Notice.DONE
    assert caller.record(PEOPLE[0].id).mark is Mark.JUSTIFIED


def test_who_was_marked_while_the_page_was_open_is_left_alone(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path)
    session.calling.mark(Mark.JUSTIFIED)

    assert session.write() == Imported(len(PEOPLE) - 1, 1)
    assert caller.record(PEOPLE[0].id).mark is Mark.JUSTIFIED
    assert of(session, PEOPLE[0]).group is Group.DECIDE


def test_a_mark_that_stands_stays_until_the_lecturer_decides(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE, {0: ABSENT})
    session = imports(caller, tmp_path)
    row = of(session, PEOPLE[0])
    assert (row.group, row.choices, row.change) == (Group.DECIDE, (Mark.REMOTE, Answer.KEEP), None)

    session.choose(row, Answer.KEEP)
    assert of(session, PEOPLE[0]).group is Group.SAME
    session.choose(row, Mark.REMOTE)
    session.write()

    assert caller.record(PEOPLE[0].id) == REMOTE


def test_a_disk_that_takes_nothing_is_said_and_nothing_has_changed(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path)
    caller.let_the_disk_take_nothing()

    assert (session.write(), session.steps) == (Notice.NOT_STORED, 0)

    caller.let_the_disk_take_all()
    assert session.write() == Imported(len(PEOPLE), 0)


def test_where_another_program_has_the_store_nothing_is_written(callers: Callable[..., RollCaller], tmp_path: Path):
    callers().keep(Mode.REMOTE)
    reader = callers(owner="4711")

    assert imports(reader, tmp_path).write() == ReadOnly("4711")


# --- deciding ---


def test_a_suggestion_gives_a_row_to_a_student_and_its_name_is_known_from_then_on(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    text = teams([stayed(PEOPLE[1], name=NICKNAME)])
    session = imports(caller, tmp_path, text)
    session.choose(asked(session), PEOPLE[1])
    assert of(session, PEOPLE[1]).after == REMOTE
    assert caller.register.identities.aliases() == []

    session.write()

    assert [(one.called, one.student) for one in caller.register.identities.aliases()] == [(NICKNAME, PEOPLE[1])]
    again = imports(caller, tmp_path, text)
    assert again.proposal is not None
    assert [(row.how, row.student_id) for row in again.proposal.rows] == [(How.ALIAS, PEOPLE[1].id)]
    caller.register.identities.erase(caller.register.identities.aliases()[0].key)
    assert asked(imports(caller, tmp_path, text)).choices[0] == PEOPLE[1]


def test_a_row_of_nobody_is_no_question_any_more_and_nothing_is_kept_of_it(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path, teams([stayed(PEOPLE[1], name=NICKNAME)]))

    session.choose(asked(session), Answer.NOBODY)

    assert [row.group for row in session.rows() if row.key[0] == "row"] == [Group.OTHERS]
    session.write()
    assert caller.register.identities.aliases() == []


def test_a_row_that_is_left_out_is_not_written_and_comes_back(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path)
    session.leave_out(of(session, PEOPLE[0]))
    assert of(session, PEOPLE[0]).change is None

    session.leave_out(of(session, PEOPLE[0]))

    assert session.write() == Imported(len(PEOPLE), 0)


def test_a_mark_that_the_mode_forbids_is_not_chosen(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path)

    assert isinstance(session.mark(of(session, PEOPLE[0]), Mark.INTRAMURAL), Blocked)
    assert of(session, PEOPLE[0]).after == REMOTE


def test_a_chosen_presence_is_written_with_how_late_it_was(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path, teams([stayed(PEOPLE[0], 46, late=20)]))

    session.mark(of(session, PEOPLE[0]), Mark.REMOTE)
    session.write()

    assert caller.record(PEOPLE[0].id) == Record(Mark.REMOTE, "late 20 min")


def test_who_may_be_the_one_that_is_asked_about_waits_and_is_no_question_of_its_own(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path, teams([stayed(PEOPLE[1], name=NICKNAME)]))

    assert of(session, PEOPLE[1]).group is Group.WAITING
    assert sum(row.is_undecided for row in session.rows()) == 1


def test_leaving_loses_decisions_only_before_they_are_written(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path)
    assert not session.is_touched
    session.leave_out(of(session, PEOPLE[0]))
    assert session.is_touched
    session.write()
    assert not session.is_touched


def test_leaving_loses_nothing_where_a_name_was_confirmed_of_somebody_who_had_the_mark(
    caller: RollCaller, tmp_path: Path
):
    caller.keep(Mode.REMOTE, {int(one.id): ABSENT for one in PEOPLE} | {int(PEOPLE[1].id): REMOTE})
    session = imports(caller, tmp_path, teams([stayed(PEOPLE[1], name=NICKNAME)]))
    session.choose(asked(session), PEOPLE[1])
    assert session.is_touched
    assert session.write() is Notice.DONE
    assert [one.student for one in caller.register.identities.aliases()] == [PEOPLE[1]]
    assert not session.is_touched


# --- what it rests on ---


def test_the_class_takes_as_long_as_the_timetable_says_else_ninety_minutes(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    text = zoom([stayed(PEOPLE[0], 80)])
    assert of(imports(caller, tmp_path, text), PEOPLE[0]).group is Group.SET
    caller.store.meetings.keep_of(
        KEY, [Meeting(group=KEY, start=BEGIN, finish=BEGIN + timedelta(minutes=180), room="")]
    )
    session = imports(caller, tmp_path, text)
    assert session.lesson is not None
    assert session.lesson.length == timedelta(minutes=180)

    session.measure(minutes=100)

    assert of(session, PEOPLE[0]).after == REMOTE


def test_a_list_made_during_a_meeting_is_of_the_whole_meeting(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    start = BEGIN - timedelta(minutes=15)
    caller.store.meetings.keep_of(KEY, [Meeting(group=KEY, start=start, finish=BEGIN + timedelta(hours=1), room="")])

    lesson = imports(caller, tmp_path).lesson

    assert lesson is not None
    assert (lesson.start, lesson.length) == (start, timedelta(minutes=75))


def test_the_share_can_be_changed(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path, teams([stayed(PEOPLE[0], 30), stayed(PEOPLE[1])]))
    assert of(session, PEOPLE[0]).after == ABSENT

    session.measure(share=20)

    assert of(session, PEOPLE[0]).after == REMOTE


def test_addresses_that_usos_gave_tell_who_is_who(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    caller.register.identities.keep_emails({PEOPLE[2].id: "Jan.Lis@Example.edu.pl"})
    session = imports(caller, tmp_path, teams([replace(stayed(PEOPLE[2], name="J"), address="jan.lis@example.edu.pl")]))

    assert session.proposal is not None
    assert [(row.how, row.student_id) for row in session.proposal.rows] == [(How.EMAIL, PEOPLE[2].id)]


def test_what_is_read_for_it_is_the_roll_the_timetable_and_addresses(caller: RollCaller):
    caller.keep(Mode.REMOTE)
    readings = ImportSession(caller.call()).readings()
    assert {ReadRoll(LIST), ReadMeetings(KEY), ReadEmails(LIST)} <= set(readings)


def test_several_files_are_joined_and_one_that_is_read_again_replaces_itself(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path, teams([stayed(PEOPLE[0], 30)]), "first.csv")
    read(session, tmp_path, teams([stayed(PEOPLE[0], 40, late=50)]), "second.csv")
    assert of(session, PEOPLE[0]).after == REMOTE

    read(session, tmp_path, teams([stayed(PEOPLE[1])]), "second.csv")

    assert session.proposal is not None
    assert [one.report.name for one in session.proposal.readings] == ["first.csv", "second.csv"]
    assert (of(session, PEOPLE[0]).after, of(session, PEOPLE[1]).after) == (None, REMOTE)


def test_a_file_that_cannot_be_read_changes_nothing(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path)
    before = session.rows()

    with pytest.raises(UnreadableFileError):
        session.reading([tmp_path / "none.csv"])()

    assert session.rows() == before


def test_a_list_nobody_knows_has_no_rows_until_it_is_read(caller: RollCaller, tmp_path: Path):
    session = imports(caller, tmp_path)
    assert (session.proposal, session.rows(), session.write()) == (None, [], Notice.DONE)

    caller.keep(Mode.REMOTE)
    session.calling.load()
    session.refresh()

    assert of(session, PEOPLE[0]).after == REMOTE


def test_an_in_person_list_has_no_rows_for_a_call_and_takes_a_table(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.INTRAMURAL)
    session = imports(caller, tmp_path)
    assert session.rows() == []

    table = imports(caller, tmp_path, f"Nazwisko i imię;{BEGIN:%d.%m.%Y}\n{PEOPLE[0].name};+\n", "lista.csv")

    assert of(table, PEOPLE[0]).after == PRESENT


def test_a_draft_takes_an_import_as_any_list(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    caller.store.meetings.keep_participants({KEY: [*PEOPLE]})
    draft = caller.register.timetable.draft(KEY, BEGIN + timedelta(days=7), Mode.REMOTE)
    session = ImportSession(caller.call(draft.id))
    begin = BEGIN + timedelta(days=7)
    rows = [Stayed(f"{one.first_name} {one.last_name}", begin, begin + timedelta(minutes=90)) for one in PEOPLE]
    read(session, tmp_path, teams(rows))

    assert session.write() == Imported(len(PEOPLE), 0)


def test_an_alias_is_another_students_if_the_lecturer_says_so(caller: RollCaller):
    caller.keep()
    identities = caller.register.identities
    identities.confirm([Alias("zocha", "Zocha", PEOPLE[1])])
    identities.confirm([Alias("zocha", "Zocha", PEOPLE[2])])
    assert [one.student for one in identities.aliases()] == [PEOPLE[2]]


# --- how it is worked out ---


def test_an_answer_gives_what_judging_all_of_it_anew_would_give(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    rows = [stayed(PEOPLE[0]), stayed(PEOPLE[1], name=NICKNAME), stayed(PEOPLE[2], 43)]
    session = imports(caller, tmp_path, zoom(rows))
    for choice in (PEOPLE[1], Answer.NOBODY):
        session.choose(asked(session), choice)
        inputs = session.inputs()
        assert inputs is not None
        assert session.proposal == Judging().judged(inputs)
        session = imports(caller, tmp_path, zoom(rows))
    session.measure(share=20, minutes=45)
    inputs = session.inputs()
    assert inputs is not None
    assert session.proposal == Judging().judged(inputs)


def test_reading_tells_how_far_it_is_file_by_file_and_row_by_row(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.REMOTE)
    shares: list[float] = []
    files = [tmp_path / name for name in ("first.csv", "second.csv")]
    for file in files:
        file.write_text(zoom([stayed(PEOPLE[0], name=f"Gość Numer{row}") for row in range(300)]), encoding="utf-8")

    ImportSession(caller.call()).reading(files, shares.append)()

    assert shares == sorted(shares)
    assert shares[0] > 0
    assert shares[-1] < 1
    assert len(set(shares)) > len(files)


def test_two_of_one_name_are_told_apart_as_in_the_roll(caller: RollCaller, tmp_path: Path):
    twin = replace(PEOPLE[0], id="90", number="400090")
    caller.keep(Mode.REMOTE, people=[PEOPLE[0], twin, PEOPLE[1]])
    session = imports(caller, tmp_path, zoom([stayed(PEOPLE[0])]))
    offered = {importing.choice(one) for one in asked(session).choices}
    assert offered == {"Ąbek Łucja …40", "Ąbek Łucja …90", "nobody on this list"}
