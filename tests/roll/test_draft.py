"""A draft and the list that takes its place, without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.model import AttendanceList, ListId, Mark, Mode, Record, Standing
from app.emulator import Emulator, Fault, FaultKind
from app.register.reversal import Reversal
from app.roll.outcomes import Adopted, Blocked, Filled, Marked, Notice
from app.roll.session import RollSession
from app.sync.events import ReadingEnded
from app.sync.requests import ReadGroups, ReadLists
from tests.support.clock import NOW
from tests.support.driver import QUICK, connection, emulated
from tests.support.roll_caller import ABSENT, KEY, PEOPLE, PRESENT, RollCaller, in_hand, shown, told

P, R, J, A = Mark.INTRAMURAL, Mark.REMOTE, Mark.JUSTIFIED, Mark.ABSENT
START = NOW - timedelta(hours=2)
GROUP = "services/attendance/group"
CREATE = "services/attendance/create_attendance_list"
UPDATE = "services/attendance/update_attendance"
THERE = ListId("2002")


# --- from the store alone ---


def draft(caller: RollCaller, mode: Mode = Mode.INTRAMURAL) -> str:
    """A draft of a group whose students are known from another list."""
    caller.keep()
    return caller.register.timetable.draft(KEY, START, mode).id


def has_come(caller: RollCaller, mode: Mode = Mode.INTRAMURAL, people=PEOPLE, held=None) -> None:
    """USOS has a list for the draft's meeting by now, and it was read."""
    caller.store.mirror.keep_list(AttendanceList(id=THERE, group=KEY, date=START, mode=mode, owner=""))
    held = held or {}
    records = [(who, held.get(int(who.id), Record(None, ""))) for who in people]
    caller.store.mirror.keep_roll(THERE, records, NOW)


def moved(caller: RollCaller, draft_id: str) -> None:
    """Sync has moved the draft's decisions there, as the end of its creation does."""
    caller.store.outbox.move(draft_id, THERE)
    caller.store.mirror.forget_list(draft_id)


def test_an_empty_draft_goes_over_by_itself_and_is_forgotten(caller):
    draft_id = draft(caller)
    session = caller.call(draft_id)
    session.move(3)
    has_come(caller)
    session.load()
    (outcome,) = told(session)
    assert outcome == Adopted(outcome.list, joined=(), left_out=(), with_marks=False)
    assert (session.list_id, in_hand(session)) == (THERE, "3")
    assert caller.register.attendance_list(draft_id) is None


def test_a_draft_with_marks_stays_until_it_is_asked_to_go_over(caller):
    session = caller.call(draft(caller))
    session.mark(A)
    has_come(caller)
    session.load()
    assert (session.draft.group, told(session)) == (KEY, [])
    assert session.draft.list_there.id == THERE
    assert session.create_list() is Notice.CREATING
    (asked,) = caller.sync.actions()
    assert asked.into == THERE
    assert session.send() is Notice.CREATING
    assert caller.sync.actions() == (asked,)


def test_a_draft_that_is_left_empty_is_forgotten_and_one_with_marks_is_kept(caller):
    draft_id = draft(caller)
    session = caller.call(draft_id)
    session.mark(A)
    session.undo()
    session.close()
    assert caller.register.attendance_list(draft_id) is None
    draft_id = draft(caller)
    session = caller.call(draft_id)
    session.mark(A)
    session.close()
    assert caller.register.attendance_list(draft_id) is not None


def test_a_list_of_usos_is_not_created(caller):
    caller.keep()
    session = caller.call()
    assert session.create_list() is Notice.LIST_IN_USOS
    assert caller.sync.actions() == ()


@pytest.mark.parametrize(
    ("command", "student_id"),
    [
        (lambda session: session.mark(A), "1"),
        (lambda session: session.mark_present(), "1"),
        (lambda session: session.comment("4", "mail"), "4"),
        (lambda session: session.late("4", "late"), "4"),
        (lambda session: session.fill(["4", "5"], A), "4"),
    ],
    ids=["mark", "present", "comment", "late", "fill"],
)
def test_what_meets_a_draft_that_was_moved_unseen_is_decided_in_its_list(caller, command, student_id):
    draft_id = draft(caller)
    session = caller.call(draft_id)
    session.mark(P)
    has_come(caller)
    moved(caller, draft_id)
    assert not isinstance(command(session), Notice)
    assert session.list_id == THERE
    assert caller.register.entry(THERE, student_id).decided_at is not None
    assert caller.record("0", THERE) == PRESENT


def test_undo_goes_on_over_the_steps_of_a_draft_that_was_moved_unseen(caller):
    draft_id = draft(caller)
    session = caller.call(draft_id)
    session.mark(P)
    session.mark(A)
    has_come(caller)
    moved(caller, draft_id)
    undone = session.undo()
    assert isinstance(undone, Reversal)
    assert [entry.student for entry, _ in undone.changed] == [PEOPLE[1]]
    assert caller.record("1", THERE) == Record(None, "")
    assert session.redo().changed


def test_a_mark_that_the_moved_drafts_list_forbids_is_not_made_there(caller):
    draft_id = draft(caller, Mode.HYBRID)
    session = caller.call(draft_id)
    session.mark(A)
    has_come(caller, Mode.INTRAMURAL)
    moved(caller, draft_id)
    assert session.mark(R) == Blocked(Mode.INTRAMURAL, fixed=True)
    assert session.fill(["3"], R) == Blocked(Mode.INTRAMURAL, fixed=True)
    assert caller.record("1", THERE) == Record(None, "")


def test_a_draft_whose_students_become_known_is_filled_with_them(caller):
    draft_id = caller.register.timetable.draft(KEY, START, Mode.REMOTE).id
    session = caller.call(draft_id)
    assert session.roll.cursor.current is None
    caller.keep()
    session.follow(ReadingEnded(ReadGroups()))
    session.load()
    assert shown(session) == [None] * len(PEOPLE)
    assert session.roll.list.mode is Mode.REMOTE


# --- with USOS over HTTP ---


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated() as emulator:
        yield emulator


def online(callers, usos, **pace) -> tuple[RollCaller, RollSession]:
    """The draft of the laboratory, which has no list today, with its students; nothing is asked for yet."""
    caller = callers(connection(usos), pace=replace(QUICK, confirm=0.05, **pace))
    caller.start()
    caller.sync.want(ReadGroups(), ReadLists())
    caller.until(None, lambda: not any(map(caller.sync.is_wanted, (ReadGroups(), ReadLists()))))
    (group,) = (
        one.key
        for term in caller.register.terms("pl")
        for one in term.groups
        if one.course.pl == "Podstawy sztucznej inteligencji" and one.students
    )
    session = caller.call(caller.register.timetable.draft(group, START, Mode.HYBRID).id)
    caller.until(session, lambda: not caller.sync.is_wanted(ReadLists(group)))
    return caller, session


def gone_over(caller: RollCaller, session: RollSession) -> Adopted:
    said: list[object] = []
    caller.until(session, lambda: said.extend(told(session)) or said)
    (outcome,) = said
    assert isinstance(outcome, Adopted)
    return outcome


def held(usos: Emulator, session: RollSession) -> list[str]:
    return sorted(mark for mark, _ in usos.marks(session.list_id).values() if mark)


def test_a_created_list_takes_the_drafts_marks_and_its_place(callers, usos):
    caller, session = online(callers, usos)
    session.mark(P)
    session.mark(A)
    here = in_hand(session)
    assert session.create_list() is Notice.CREATING
    assert session.draft.is_creating
    outcome = gone_over(caller, session)
    assert (outcome.joined, outcome.left_out, outcome.with_marks) == ((), (), True)
    assert (session.draft.group, in_hand(session)) == (None, here)
    caller.until(session, lambda: caller.register.unsent().total == 0)
    assert held(usos, session) == ["absence", "intramural"]


def test_a_list_whose_creation_got_no_answer_is_found_and_made_once(callers, usos):
    usos.faults.add(Fault(FaultKind.CUT_AFTER, CREATE))
    caller, session = online(callers, usos)
    session.mark(P)
    session.create_list()
    gone_over(caller, session)
    caller.until(session, lambda: caller.register.unsent().total == 0)
    assert usos.calls.count(CREATE) == 1


def test_a_list_that_cannot_be_created_leaves_the_draft_and_its_reason(callers, usos):
    usos.faults.add(Fault(FaultKind.REFUSED, CREATE, reason="no_students"))
    caller, session = online(callers, usos)
    session.mark(P)
    session.create_list()
    caller.until(session, lambda: not session.draft.is_creating)
    assert session.draft.error is not None
    assert (session.draft.group is None, told(session)) == (False, [])
    assert session.create_list() is Notice.CREATING
    gone_over(caller, session)


def test_a_colleagues_list_is_adopted_with_what_it_holds(callers, usos):
    caller, session = online(callers, usos)
    first = in_hand(session)
    session.mark(P)
    session.mark(A)
    way = connection(usos)()
    theirs = way.create_attendance_list(session.draft.group, START, Mode.HYBRID)
    way.close()
    usos.set_mark(theirs, first, "justified_absence", "mail")
    caller.sync.want_anew(*session.roll.readings())
    caller.until(session, lambda: session.draft.list_there)
    session.create_list()
    gone_over(caller, session)
    assert (session.list_id, usos.calls.count(CREATE)) == (theirs, 1)
    assert caller.register.entry(theirs, first).standing is Standing.CONFLICT


def test_who_is_new_on_the_list_and_who_is_left_out_is_told(callers, usos):
    caller, session = online(callers, usos)
    first = session.roll.cursor.current.student
    session.mark(P)
    session.mark(A)
    of_group = [one.id for one in usos.lists() if one.unit_id == session.draft.group.unit_id]
    usos.remove_student(of_group[0], first.id)
    were_there = {student for one in of_group for student in usos.marks(one)}
    stranger = min(usos.marks(usos.current_list()).keys() - were_there - {first.id})
    usos.add_student(of_group[0], stranger)
    session.create_list()
    outcome = gone_over(caller, session)
    assert ([who.id for who in outcome.joined], outcome.left_out) == ([stranger], (first,))
    assert session.roll.cursor.entries[-1].student.id == stranger
    assert caller.register.unsent().stuck == 1


def test_what_is_marked_while_the_list_comes_into_being_goes_to_it(callers, usos):
    usos.faults.add(Fault(FaultKind.LATENCY, CREATE, seconds=60))
    caller, session = online(callers, usos)
    session.create_list()
    assert isinstance(session.mark(P), Marked)
    usos.faults.clear()
    gone_over(caller, session)
    caller.until(session, lambda: caller.register.unsent().total == 0)
    assert held(usos, session) == ["intramural"]


def test_a_mark_that_goes_over_with_its_draft_does_not_skip_its_hold(callers, usos, monkeypatch):
    """The threads look just between the moving of a mark and the word that it is held."""
    caller, session = online(callers, usos, hold=60)
    way = connection(usos)()
    theirs = way.create_attendance_list(session.draft.group, START, Mode.HYBRID)
    session.create_list()
    caller.until(None, lambda: not session.draft.is_creating)  # its end was not seen here yet
    way.close()
    take_over = caller.register.timetable.take_over

    def slowly(draft_id: str, into: str) -> None:
        take_over(draft_id, into)
        caller.until_all_wait()

    monkeypatch.setattr(caller.register.timetable, "take_over", slowly)
    assert session.list_id != theirs
    caller.register.timetable.draft(session.draft.group, START, Mode.HYBRID)
    session.mark(P)
    session.load()
    assert session.list_id == theirs
    caller.until_all_wait()
    assert usos.calls.count(UPDATE) == 0
    assert len(session.undo().changed) == 1


def test_a_fill_in_a_draft_is_one_step_in_its_list(callers, usos):
    caller, session = online(callers, usos, hold=60)
    everybody = [entry.student.id for entry in session.to_fill()]
    assert session.fill(everybody, P) == Filled(len(everybody), P)
    session.create_list()
    gone_over(caller, session)
    assert len(session.undo().changed) == len(everybody)
    assert caller.register.unsent().total == 0
    assert ABSENT not in [entry.record for entry in session.roll.cursor.entries]
