"""What a digit decides of a row of an import, how it is said and taken back, and what is said of the files."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app import i18n
from app.domain.model import NOT_SET, Mark, Mode, Student
from app.messages import import_decisions, importing, reports, roll
from app.roll.differences import Answer, Difference, Group
from app.roll.import_session import ImportSession
from app.roll.outcomes import Imported, Notice
from tests.importing.written import teams
from tests.roll.test_import_session import BEGIN, NICKNAME, REMOTE, imports, of, read, stayed
from tests.support.roll_caller import ABSENT, PEOPLE, PRESENT, RollCaller, in_hand

STRANGER = "Tablet Sali"


def row_of(session: ImportSession, name: str) -> Difference:
    """The row of somebody whom the file calls so, before anybody is known to be meant."""
    return next(row for row in session.rows() if row.key[0] == "row" and importing.subject(row) == name)


def with_names(caller: RollCaller, folder: Path, *names: str) -> ImportSession:
    """A report of people whose names are no student's."""
    caller.keep(Mode.HYBRID)
    return imports(caller, folder, teams([stayed(PEOPLE[1], name=name) for name in names]))


# --- digits ---


def test_nobody_is_0_in_every_row_and_people_count_from_1(caller: RollCaller, tmp_path: Path) -> None:
    session = with_names(caller, tmp_path, NICKNAME, STRANGER)
    likely, unlikely = (row_of(session, name) for name in (NICKNAME, STRANGER))

    assert likely.numbered["1"] == PEOPLE[1]
    assert {likely.numbered["0"], unlikely.numbered["0"]} == {Answer.NOBODY}
    assert unlikely.numbered.get("1") is not Answer.NOBODY
    assert importing.choices(likely).endswith("  0 nobody on this list")


# --- what was decided, and taking it back ---


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", [f"{NICKNAME} = Ćwik Zofia. ⌫ undoes it.", f"{STRANGER} = nobody on this list. ⌫ undoes it."]),
        ("pl", [f"{NICKNAME} = Ćwik Zofia. ⌫ – cofnij.", f"{STRANGER} = nikt z tej listy. ⌫ – cofnij."]),
    ],
)
def test_a_decision_says_who_was_chosen(caller: RollCaller, tmp_path: Path, language: str, told: list[str]) -> None:
    i18n.use_language(language)
    session = with_names(caller, tmp_path, NICKNAME, STRANGER)

    session.choose(row_of(session, NICKNAME), PEOPLE[1])
    first = session.newest
    session.choose(row_of(session, STRANGER), Answer.NOBODY)

    assert [import_decisions.decided(one) for one in (first, session.newest) if one] == told


def test_a_decision_about_a_mark_and_a_row_left_out_are_said_too(caller: RollCaller, tmp_path: Path) -> None:
    caller.keep(Mode.REMOTE)
    session, said = imports(caller, tmp_path), []
    session.mark(of(session, PEOPLE[0]), Mark.ABSENT)
    said.append(session.newest)
    for _ in range(2):
        session.leave_out(of(session, PEOPLE[2]))
        said.append(session.newest)

    assert [import_decisions.decided(one).removesuffix(". ⌫ undoes it.") for one in said if one] == [
        "Ąbek Łucja: absent",
        "Lis Jan: left out",
        "Lis Jan: taken in again",
    ]


def test_decisions_are_taken_back_one_by_one_the_newest_first(caller: RollCaller, tmp_path: Path) -> None:
    session = with_names(caller, tmp_path, NICKNAME, STRANGER)
    before = session.rows()
    session.choose(row_of(session, NICKNAME), PEOPLE[1])
    session.choose(row_of(session, STRANGER), Answer.NOBODY)

    for name, undone in ((STRANGER, "nobody on this list"), (NICKNAME, "Ćwik Zofia")):
        newest = session.newest
        assert newest is not None
        assert import_decisions.taken_back(newest) == f"Undone: {name} = {undone}."
        assert session.undo() is Notice.DONE
        assert row_of(session, name).is_undecided
        assert row_of(session, name).key == newest.row.key
    assert (session.rows(), session.can_undo, session.is_touched) == (before, False, False)
    assert session.undo() is Notice.DONE


def test_what_was_written_is_taken_back_as_a_whole_and_keeps_the_names_in_it(
    caller: RollCaller, tmp_path: Path
) -> None:
    session = with_names(caller, tmp_path, NICKNAME)
    session.choose(row_of(session, NICKNAME), PEOPLE[1])
    assert session.write() == Imported(1, 0)
    assert (session.newest, session.steps) == (None, 1)
    session.calling.arrive(PEOPLE[4].id)

    undone = session.undo()

    assert roll.told(undone).startswith("Undone: ")
    assert "back to" not in roll.told(undone), "one is on the page of the import"
    assert in_hand(session.calling) == PEOPLE[4].id
    assert (caller.record(PEOPLE[1].id), of(session, PEOPLE[1]).after, session.steps) == (NOT_SET, REMOTE, 0)
    assert (session.undo(), session.can_undo) == (Notice.DONE, False)
    assert of(session, PEOPLE[1]).after == REMOTE, "the name is remembered"


@pytest.mark.parametrize("waits", [False, True])
def test_what_an_import_takes_back_leaves_the_roll_on_its_way_back_from_a_search(
    caller: RollCaller, tmp_path: Path, waits: bool
) -> None:
    session = with_names(caller, tmp_path, NICKNAME)
    session.choose(row_of(session, NICKNAME), PEOPLE[1])
    session.write()
    session.calling.roll.cursor.leave_for(PEOPLE[4].id)
    here = session.calling.roll.cursor.back_to
    assert here is not None
    due = caller.leaves(PEOPLE[1].id) if waits else None

    session.undo()
    if due is not None:
        caller.store.outbox.not_tried(due)
    session.calling.finish_undo()

    assert caller.record(PEOPLE[1].id) == NOT_SET
    assert (in_hand(session.calling), session.calling.roll.cursor.back_to) == (PEOPLE[4].id, here)


def test_a_decision_after_the_writing_is_taken_back_before_it(caller: RollCaller, tmp_path: Path) -> None:
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path)
    session.write()
    session.mark(of(session, PEOPLE[0]), Mark.ABSENT)

    assert session.undo() is Notice.DONE

    assert (caller.record(PEOPLE[0].id), of(session, PEOPLE[0]).group) == (REMOTE, Group.SAME)


def test_in_a_row_that_is_nobodys_nothing_is_marked_nor_left_out(caller: RollCaller, tmp_path: Path) -> None:
    session = with_names(caller, tmp_path, STRANGER)
    session.choose(row_of(session, STRANGER), Answer.NOBODY)
    row = row_of(session, STRANGER)
    assert (row.can_be_marked, row.can_be_left_out) == (False, False)
    newest, rows = session.newest, session.rows()

    session.mark(row, Mark.ABSENT)
    session.leave_out(row)

    assert (session.newest, session.rows()) == (newest, rows)


def test_what_was_decided_of_a_row_goes_with_the_file_it_was_in(caller: RollCaller, tmp_path: Path) -> None:
    session = with_names(caller, tmp_path, NICKNAME, STRANGER)
    session.choose(row_of(session, NICKNAME), PEOPLE[1])
    session.mark(of(session, PEOPLE[0]), Mark.ABSENT)
    read(session, tmp_path, teams([stayed(PEOPLE[1], name=name) for name in (NICKNAME, STRANGER)]))
    assert of(session, PEOPLE[1]).after == REMOTE, "the same file says the same"

    read(session, tmp_path, teams([stayed(PEOPLE[1], name=name) for name in (STRANGER, NICKNAME)]))

    assert all(row_of(session, name).is_undecided for name in (STRANGER, NICKNAME))
    assert session.undo() is Notice.DONE
    assert (of(session, PEOPLE[0]).chosen, session.can_undo) == (False, False)
    assert all(row_of(session, name).is_undecided for name in (STRANGER, NICKNAME))


def test_what_is_decided_while_a_file_is_read_stays_decided(caller: RollCaller, tmp_path: Path) -> None:
    session = with_names(caller, tmp_path, NICKNAME)
    (tmp_path / "second.csv").write_text(everybody(PEOPLE[2:3]), encoding="utf-8")
    reading = session.reading([tmp_path / "second.csv"])

    session.choose(row_of(session, NICKNAME), PEOPLE[1])
    session.take(reading())

    assert [of(session, one).after for one in PEOPLE[1:3]] == [REMOTE, REMOTE]


# --- files ---


def said(session: ImportSession) -> str:
    assert session.proposal is not None
    return reports.troubles(session.proposal, session.fresh)


def files(session: ImportSession) -> list[str]:
    return [one.report.name for one in session.proposal.readings] if session.proposal else []


def another(session: ImportSession, folder: Path, text: str, name: str) -> None:
    session.choose_another()
    read(session, folder, text, name)


def everybody(people: tuple[Student, ...] = PEOPLE, counted: int | None = None) -> str:
    return teams([stayed(one) for one in people], counted=counted)


def test_a_refused_file_is_named_and_gone_once_another_is_chosen(caller: RollCaller, tmp_path: Path) -> None:
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path, "no columns here\n", "notes.csv")
    assert said(session).startswith("notes.csv: This is not an attendance report")
    assert session.proposal is not None
    assert reports.refused(session.proposal) == said(session)

    another(session, tmp_path, everybody(PEOPLE[:5]), "report.csv")

    assert (said(session), files(session)) == ("", ["report.csv"])
    absent = of(session, PEOPLE[5]).after
    assert absent is not None
    assert absent.mark is Mark.ABSENT, "the refused file is none that is incomplete"


def test_a_call_that_an_in_person_list_refuses_does_not_keep_out_a_table(caller: RollCaller, tmp_path: Path) -> None:
    caller.keep(Mode.INTRAMURAL)
    session = imports(caller, tmp_path)
    assert said(session).startswith("report.csv: A report of a meeting does not fit an in-person list")

    another(session, tmp_path, f"Nazwisko i imię;{BEGIN:%d.%m.%Y}\n{PEOPLE[0].name};+\n", "lista.csv")

    assert (said(session), of(session, PEOPLE[0]).after) == ("", PRESENT)


def test_what_was_said_of_a_file_that_stays_is_not_said_of_the_next(caller: RollCaller, tmp_path: Path) -> None:
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path, everybody(PEOPLE[:3], counted=9), "first.csv")
    assert said(session).startswith("first.csv: The file ends in the middle")

    another(session, tmp_path, everybody(PEOPLE[3:]), "second.csv")
    assert (said(session), files(session)) == ("", ["first.csv", "second.csv"])

    another(session, tmp_path, everybody(PEOPLE[:3], counted=8), "first.csv")
    assert said(session).startswith("first.csv: The file ends in the middle")


def test_files_read_together_are_all_named_and_a_long_name_keeps_its_end(caller: RollCaller, tmp_path: Path) -> None:
    caller.keep(Mode.REMOTE)
    long = "Metody numeryczne, grupa 3, raport obecności 23-11-26.csv"
    session = imports(caller, tmp_path, "no columns here\n", long)
    read(session, tmp_path, teams([]), "empty.csv")

    assert said(session).startswith("Metody numerycz…")
    assert "ści 23-11-26.csv: This is not an attendance report" in said(session)
    assert "empty.csv: This report lists nobody." in said(session)


def table(*cells: str) -> str:
    rows = [f"{one.name};{cell}" for one, cell in zip(PEOPLE, cells, strict=False)]
    return "\n".join([f"Nazwisko i imię;{BEGIN:%d.%m.%Y}", *rows])


@pytest.mark.parametrize(
    ("mode", "cells", "told"),
    [
        (Mode.INTRAMURAL, ("x", "", "x"), "“x” = present, blank = no change"),
        (Mode.REMOTE, ("+", "+", "+"), "“+” = remote"),
        (Mode.HYBRID, ("-", "", ""), "“-” = absent, blank = no change"),
        (Mode.HYBRID, ("x", "", "u"), ""),
        (Mode.HYBRID, ("present", "", ""), ""),
        (Mode.HYBRID, ("?", "", ""), ""),
    ],
)
def test_how_the_only_sign_of_a_table_is_read_is_said_before_it_is_written(
    caller: RollCaller, tmp_path: Path, mode: Mode, cells: tuple[str, ...], told: str
) -> None:
    caller.keep(mode)
    session = imports(caller, tmp_path, table(*cells), "lista.csv")
    assert session.proposal is not None
    assert importing.by_what(session.proposal, session.share) == told
    assert reports.files(session.proposal) == [f"lista.csv (table): {told}." if told else "lista.csv (table)"]


def test_what_is_left_out_is_counted_apart_and_only_what_would_change_something_can_be(
    caller: RollCaller, tmp_path: Path
) -> None:
    caller.keep(Mode.HYBRID, {int(PEOPLE[2].id): PRESENT})
    session = imports(caller, tmp_path, table("ob", "ob", "ob"), "lista.csv")
    session.leave_out(of(session, PEOPLE[0]))

    assert importing.number([row for row in session.rows() if row.group is Group.SET]) == "1, left out: 1"
    assert [of(session, one).can_be_left_out for one in PEOPLE[:4]] == [True, True, False, False]


def done(session: ImportSession) -> tuple[bool, bool]:
    return session.can_write(session.rows()), session.is_done(session.rows())


def test_it_is_done_once_all_is_decided_and_written_until_that_is_taken_back(
    caller: RollCaller, tmp_path: Path
) -> None:
    caller.keep(Mode.HYBRID, {int(PEOPLE[0].id): ABSENT})
    session = imports(caller, tmp_path, table("ob", "ob"), "lista.csv")
    assert done(session) == (True, False)
    session.write()
    assert done(session) == (False, False), "a row is undecided"
    session.choose(of(session, PEOPLE[0]), Answer.KEEP)
    assert done(session) == (False, True)
    session.undo()
    session.undo()
    assert done(session) == (True, False)


@pytest.mark.parametrize(("passed", "told"), [(-5, "just now"), (59, "just now"), (60, "1 min ago"), (7200, "2 h ago")])
def test_how_long_ago_a_file_was_saved_is_said(passed: int, told: str) -> None:
    assert reports.saved(timedelta(seconds=passed)) == told


def test_a_contradiction_is_told_as_one(caller: RollCaller, tmp_path: Path) -> None:
    caller.keep(Mode.HYBRID, {int(PEOPLE[0].id): ABSENT})
    session = imports(caller, tmp_path, table("ob"), "lista.csv")
    assert session.lesson is not None
    told = importing.about(of(session, PEOPLE[0]), session.lesson)
    assert told == f"{PEOPLE[0].name}, “ob”, in the list: absent, the table has another mark"
