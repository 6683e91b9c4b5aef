"""Undo and redo without a screen, in each of the cases that hang on what USOS has got (DESIGN.md, section 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.domain.model import NOT_SET, GroupKey, ListId, Mark, Mode, Record
from app.emulator import Emulator, Fault, FaultKind
from app.messages.roll import is_warning
from app.messages.roll import told as sentence
from app.register.reversal import Reversal
from app.roll.outcomes import LeavingUndo, Notice, Step
from app.roll.search import Search
from app.sync.events import ActionEnded
from app.sync.requests import Create, ReadRoll
from tests.support.clock import NOW
from tests.support.driver import QUICK, connection, emulated
from tests.support.roll_caller import ABSENT, LIST, PEOPLE, PRESENT, in_hand, shown, told

P, J, A = Mark.INTRAMURAL, Mark.JUSTIFIED, Mark.ABSENT
UPDATE = "services/attendance/update_attendance"


# --- never attempted ---


def test_what_never_left_is_taken_back_exactly_and_nothing_is_sent(caller):
    caller.keep()
    session = caller.call()
    session.mark(P)
    undone = session.undo()
    assert [(entry.record, record) for entry, record in undone.changed] == [(PRESENT, NOT_SET)]
    assert (in_hand(session), shown(session)[0]) == ("0", None)
    assert (caller.store.outbox.due(), caller.register.unsent(LIST).total) == ([], 0)


def test_undo_goes_back_over_the_whole_roll_and_redo_forward(caller):
    caller.keep(held={5: Record(J, "mail")})
    session = caller.call()
    session.mark(P)
    session.mark(A)
    session.comment("5", "")
    assert [session.undo().changed[0][0].student for _ in range(3)] == [PEOPLE[5], PEOPLE[1], PEOPLE[0]]
    assert session.undo() == Reversal(back=True)
    assert caller.record("5") == Record(J, "mail")
    assert [session.redo().changed[0][0].student for _ in range(2)] == [PEOPLE[0], PEOPLE[1]]
    session.mark(P)
    assert session.redo() == Reversal(back=False)


def test_undo_never_takes_back_the_list_itself_but_says_where_one_can(caller):
    caller.keep()
    session, group = caller.call(), GroupKey("17879", "3")
    caller.workspace.list_history.follow(
        ActionEnded(Create(group, NOW, Mode.INTRAMURAL), (ListId(LIST),)), caller.register
    )
    session.mark(P)
    assert len(session.undo().changed) == 1
    assert session.undo() is Notice.LIST_STAYS
    assert caller.register.attendance_list(LIST) is not None
    assert sentence(Notice.LIST_STAYS) == (
        "Nothing to undo here. Ctrl+Z in the group's lists takes back the list itself."
    )


def test_undo_survives_a_restart(caller):
    caller.keep()
    caller.call().mark(P)
    session = caller.call()
    assert in_hand(session) == "1"
    assert len(session.undo().changed) == 1
    assert in_hand(session) == "0"


def test_a_step_that_changed_nothing_here_is_passed_over_by_the_next_undo(caller):
    caller.keep(held={1: Record(J, "mail")})
    session = caller.call()
    session.mark(P)
    session.arrive("1")
    session.mark(A)
    caller.accepted("1")
    caller.keep(held={1: Record(A, "mail")})
    caller.keep(held={1: Record(P, "a colleague's")})
    session.load()
    undone = session.undo()
    assert (undone.changed, undone.stuck, undone.done) == ((), (), True)
    assert session.undo().changed[0][0].student == PEOPLE[0]


# --- accepted ---


def test_an_accepted_first_mark_cannot_be_cleared_and_the_cursor_goes_to_the_student(caller):
    caller.keep()
    session = caller.call()
    session.mark(P)
    caller.accepted("0")
    undone = session.undo()
    assert ([entry.student for entry in undone.stuck], undone.changed) == ([PEOPLE[0]], ())
    assert in_hand(session) == "0"
    assert session.mark(A).is_correction
    assert caller.due("0").record == ABSENT


def test_over_a_former_value_an_undo_sends_the_former_mark_and_comment(caller):
    caller.keep(held={0: Record(J, "mail")})
    session = caller.call(student_id="0")
    session.mark(A)
    caller.accepted("0")
    assert len(session.undo().changed) == 1
    assert caller.due("0").record == Record(J, "mail")


def test_of_a_fill_some_of_which_usos_has_the_rest_is_taken_back(caller):
    caller.keep()
    session = caller.call()
    session.fill(["0", "1", "2"], P)
    caller.accepted("1")
    undone = session.undo()
    assert [entry.student for entry, _ in undone.changed] == [PEOPLE[0], PEOPLE[2]]
    assert [entry.student for entry in undone.stuck] == [PEOPLE[1]]
    assert shown(session)[:3] == [None, P, None]
    assert in_hand(session) == "1", "whose right mark the sentence asks for"
    assert sentence(undone) == (
        "Undone: 2 students. Ćwik Zofia: USOS cannot clear a mark. Choose the right one. Then back to Ąbek."
    )


def test_behind_a_mark_that_cannot_be_cleared_nothing_older_is_undone_before_it_is_asked_for_again(caller):
    caller.keep(held={0: Record(J, "mail")})
    session = caller.call(student_id="0")
    session.mark(A)
    session.mark(P)
    caller.accepted("1")
    assert session.undo().stuck
    stops = session.undo()
    assert sentence(stops) == ("Ćwik Zofia: this mark stays in USOS. ⌫ again undoes the one before.")
    assert caller.record("0").mark is A
    assert session.undo().changed[0][0].student == PEOPLE[0]


def test_where_there_is_nothing_older_undo_does_not_say_that_it_would_be_next(caller):
    caller.keep()
    session = caller.call()
    session.mark(P)
    caller.accepted("0")
    assert session.undo().stuck
    assert session.undo() == Reversal(back=True)


@pytest.mark.parametrize("between", [lambda session: session.mark(J), lambda session: session.move(2)])
def test_the_stop_ends_with_a_decision_and_with_moving_on(caller, between):
    caller.keep()
    session = caller.call()
    session.mark(A)
    session.mark(P)
    caller.accepted("1")
    assert session.undo().stuck
    between(session)
    assert isinstance(session.undo(), Reversal)


# --- in flight, or lost ---


def test_in_flight_an_undo_waits_and_the_cursor_stays(caller):
    caller.keep()
    session = caller.call()
    session.mark(P)
    caller.leaves("0")
    undone = session.undo()
    assert [entry.student for entry in undone.waits_for] == [PEOPLE[0]]
    assert (in_hand(session), shown(session)[0]) == ("1", P)
    session.finish_undo()
    assert told(session) == []


def test_when_the_answer_is_that_usos_has_it_the_undo_says_that_it_cannot_clear_it(caller):
    caller.keep()
    session = caller.call()
    session.mark(P)
    due = caller.leaves("0")
    session.undo()
    caller.store.outbox.accept(due)
    session.finish_undo()
    (outcome,) = told(session)
    assert [entry.student for entry in outcome.stuck] == [PEOPLE[0]]
    assert in_hand(session) == "0"


@pytest.mark.parametrize(("held", "stuck"), [({}, False), ({0: PRESENT}, True)], ids=["not there", "there"])
def test_a_reading_settles_a_lost_answer(caller, held, stuck):
    caller.keep()
    session = caller.call()
    session.mark(P)
    caller.store.outbox.not_tried(replace(caller.leaves("0"), tried=True, attempted=1))
    assert session.undo().waits_for
    caller.keep(held=held)
    session.load()
    session.finish_undo()
    (outcome,) = told(session)
    assert (bool(outcome.stuck), bool(outcome.changed)) == (stuck, not stuck)
    assert caller.record("0") == (PRESENT if stuck else NOT_SET)


def test_several_undos_wait_each_for_its_own_answer(caller):
    caller.keep()
    session = caller.call()
    for mark in (P, A, J):
        session.mark(mark)
    first, second = caller.leaves("0"), caller.leaves("1")
    assert [session.undo().step for _ in range(3)] == [3, 2, 1]
    assert shown(session)[:3] == [P, A, None]
    caller.store.outbox.not_tried(first)
    session.finish_undo()
    assert [entry.student for entry, _ in told(session)[0].changed] == [PEOPLE[0]]
    caller.store.outbox.not_tried(second)
    session.finish_undo()
    assert [entry.student for entry, _ in told(session)[0].changed] == [PEOPLE[1]]
    session.finish_undo()
    assert told(session) == []


def test_a_newer_word_about_a_student_ends_the_undo_that_waits(caller):
    caller.keep()
    session = caller.call()
    session.mark(P)
    due = caller.leaves("0")
    session.undo()
    session.arrive("0")
    session.mark(J)
    caller.store.outbox.not_tried(due)
    session.finish_undo()
    assert told(session) == []
    assert session.before_leaving() is None
    assert caller.record("0") == Record(J, "")


def test_any_newer_word_ends_a_redo_that_waits(caller):
    caller.keep(held={0: Record(J, "mail")})
    session = caller.call(student_id="0")
    session.mark(A)
    caller.accepted("0")
    session.undo()
    due = caller.leaves("0")
    redone = session.redo()
    assert (redone.back, [entry.student for entry in redone.waits_for]) == (False, [PEOPLE[0]])
    session.arrive("3")
    session.mark(P)
    caller.store.outbox.accept(due)
    session.finish_undo()
    assert told(session) == []
    assert caller.record("0") == Record(J, "mail")


# --- leaving with undos that wait ---


def test_each_undo_that_waits_is_asked_about_once_before_the_roll_is_left(caller):
    caller.keep()
    session = caller.call()
    assert session.before_leaving() is None
    for student_id in ("0", "1"):
        session.mark(P)
        caller.leaves(student_id)
    session.undo()
    session.undo()
    asked = [session.before_leaving() for _ in range(2)]
    assert [[entry.student for entry in one.waiting.waits_for] for one in asked] == [[PEOPLE[1]], [PEOPLE[0]]]
    assert all(isinstance(one, LeavingUndo) for one in asked)
    assert session.before_leaving() is None


def test_of_one_that_was_asked_about_and_is_done_nothing_is_asked_again(caller):
    caller.keep()
    session = caller.call()
    session.mark(P)
    due = caller.leaves("0")
    session.undo()
    session.before_leaving()
    caller.store.outbox.not_tried(due)
    session.finish_undo()
    session.mark(P)
    caller.leaves("0")
    session.undo()
    assert session.before_leaving() is not None


# --- a student who vanishes ---


def test_an_undo_whose_student_vanishes_is_dropped_and_said_once(caller):
    caller.keep()
    session = caller.call()
    session.mark(P)
    caller.leaves("0")
    session.undo()
    caller.keep(held={0: PRESENT})
    caller.keep(people=PEOPLE[1:])
    session.load()
    for _ in range(3):
        session.finish_undo()
    assert told(session) == [Notice.ENTRY_GONE]
    assert session.before_leaving() is None


# --- with USOS over HTTP ---


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=6) as emulator:
        yield emulator


def online(callers, usos, **pace):
    caller = callers(connection(usos), pace=replace(QUICK, confirm=0.05, **pace))
    caller.start()
    session = caller.call(usos.current_list())
    reading = ReadRoll(usos.current_list())
    caller.until(session, lambda: session.roll.is_read and not caller.sync.is_wanted(reading))
    return caller, session


@pytest.mark.parametrize(
    ("kind", "held"), [(FaultKind.CUT_BEFORE, None), (FaultKind.CUT_AFTER, "absence")], ids=["lost", "applied"]
)
def test_an_undo_of_a_call_without_an_answer_is_settled_by_what_is_read(callers, usos, kind, held):
    usos.faults.add(Fault(kind, UPDATE))
    caller, session = online(callers, usos, first=30, most=30, watched=30)
    first = in_hand(session)
    session.mark(A)
    caller.until(session, lambda: caller.sync.connection.trouble)  # else the cut is noticed after the next try
    assert caller.register.entry(session.list_id, first).in_doubt
    assert session.undo().waits_for
    caller.sync.try_now()
    said: list[object] = []
    caller.until(session, lambda: said.extend(told(session)) or said)
    (outcome,) = said
    assert bool(outcome.stuck) is (held is not None)
    caller.until(session, lambda: not caller.sync.has_work())
    assert usos.marks(usos.current_list())[first][0] == held
    assert usos.calls.count(UPDATE) == 1


def test_a_mark_that_waits_for_its_undo_is_not_sent_before_that_is_settled_or_the_roll_is_left(callers, usos):
    usos.faults.add(Fault(FaultKind.CUT_BEFORE, UPDATE))
    caller, session = online(callers, usos, first=30, most=30, watched=30)
    first = in_hand(session)
    session.mark(A)
    caller.until(session, lambda: caller.sync.connection.trouble)  # else the cut is noticed after the next try
    assert caller.register.entry(session.list_id, first).in_doubt
    session.undo()
    leaving = session.before_leaving()
    assert isinstance(leaving, LeavingUndo)
    session.close()
    caller.sync.try_now()
    caller.until(None, lambda: usos.calls.count(UPDATE) == 2)


def test_a_second_roll_over_the_first_ends_neither_its_undo_nor_its_holds(callers, usos):
    caller, session = online(callers, usos, hold=60)
    other = next(one.id for one in usos.lists() if one.id != usos.current_list() and one.students)
    session.mark(P)
    over = caller.call(other)
    caller.until(over, lambda: over.roll.is_read)
    over.close()
    caller.until(session, lambda: not caller.sync.is_wanted(ReadRoll(other)))
    assert session.undo().changed
    session.close()
    caller.until(None, lambda: not caller.sync.has_work())
    assert usos.calls.count(UPDATE) == 0


# --- the way back ---


def find(session, student_id):
    """Select a student by a search."""
    assert session.roll.cursor.entry_of(student_id) is not None
    search = Search(session.roll.cursor)
    search.look(session.roll.cursor.entry_of(student_id).student.last_name)
    assert search.take(search.text)
    assert in_hand(session) == student_id


def marked_by_search(caller, student_id, mark):
    """Call the roll from its second student, and mark another one by a search."""
    caller.keep()
    session = caller.call()
    session.mark(P)
    find(session, student_id)
    session.mark(mark)
    assert in_hand(session) == "1"
    return session


def test_from_a_student_marked_by_a_search_who_is_undone_the_next_mark_leads_back_to_where_one_calls(caller):
    session = marked_by_search(caller, "4", A)
    undone = session.undo()
    assert in_hand(session) == "4"
    assert sentence(undone) == "Undone: Nowak Anna, absent → no mark. Next: Nowak, then back to Ćwik."
    assert is_warning(undone), "it stays until the next key"
    marked = session.mark(P)
    assert (in_hand(session), sentence(marked)) == ("1", "Nowak Anna: no mark → present. ⌫ undoes it.")
    session.mark(A)
    assert in_hand(session) == "2"
    assert shown(session) == [P, A, None, None, P, None]


@pytest.mark.parametrize("is_sent", [False, True])
def test_undone_right_after_it_was_marked_in_the_order_of_the_roll_nothing_leads_back_but_calling(caller, is_sent):
    caller.keep()
    session = caller.call()
    session.mark(P)
    session.mark(P)
    if is_sent:
        caller.accepted("1")
    undone = session.undo()
    assert (undone.back_to, bool(undone.stuck), is_warning(undone)) == (None, is_sent, is_sent)
    marked = session.mark(A)
    assert in_hand(session) == "2"
    assert marked.step is Step.NEXT


def test_two_undone_in_the_order_of_the_roll_are_called_again_in_it(caller):
    caller.keep()
    session = caller.call()
    session.mark(P)
    session.mark(P)
    assert [session.undo().back_to for _ in range(2)] == [None, None]
    assert in_hand(session) == "0"
    assert [(session.mark(A).step, in_hand(session)) for _ in range(2)] == [(Step.NEXT, "1"), (Step.NEXT, "2")]


def test_several_steps_taken_back_are_gone_through_again_one_by_one(caller):
    session = marked_by_search(caller, "4", A)
    find(session, "3")
    session.mark(A)
    session.undo()
    undone = session.undo()
    assert sentence(undone).endswith("Next: Nowak, then back to Müller.")
    assert in_hand(session) == "4"
    assert [(session.mark(P).step, in_hand(session)) for _ in range(2)] == [(Step.RETURNED, "3"), (Step.RETURNED, "1")]


def test_done_again_a_step_says_where_the_next_mark_goes_and_an_undo_of_it_leads_no_further_away(caller):
    session = marked_by_search(caller, "4", A)
    session.undo()
    assert sentence(session.redo()) == "Redone: Nowak Anna, no mark → absent. Next: Nowak, then back to Ćwik."
    session.move(1)
    session.mark(P)
    assert in_hand(session) == "1", "wrapped: from where one has moved calling goes on"
    session.move(1)
    assert sentence(session.undo()).endswith("Next: Żak, then back to Lis.")
    session.late("5", "late 5 min")
    assert in_hand(session) == "2"


def test_a_comment_taken_back_leads_back_for_the_next_key_would_mark_whom_it_is_about(caller):
    caller.keep()
    session = caller.call()
    session.mark(P)
    session.comment("0", "sits at the door")
    assert sentence(session.undo()) == "Undone: comment on Ąbek Łucja. Next: Ąbek, then back to Ćwik."
    session.comment("0", "at the window")
    assert in_hand(session) == "1"


def test_of_a_mark_that_usos_cannot_clear_the_right_one_leads_back(caller):
    session = marked_by_search(caller, "4", A)
    caller.accepted("4")
    assert sentence(session.undo()) == (
        "Nowak Anna: USOS cannot clear a mark. Choose the right one. Then back to Ćwik."
    )
    assert session.mark(J).is_correction
    assert in_hand(session) == "1"


@pytest.mark.parametrize(
    "between", [lambda session: session.mark(P), lambda session: session.move(1), lambda session: find(session, "3")]
)
def test_an_undo_that_has_waited_leaves_the_cursor_where_one_has_gone_on(caller, between):
    session = marked_by_search(caller, "5", A)
    due = caller.leaves("5")
    session.undo()
    between(session)
    here = in_hand(session)
    caller.store.outbox.accept(due)
    session.finish_undo()
    (outcome,) = told(session)
    assert sentence(outcome) == "Żak Ewa: USOS cannot clear a mark, so it stays."
    assert in_hand(session) == here
    assert isinstance(session.undo(), Reversal), "there is nothing to stop at"


def test_an_undo_that_has_waited_leads_to_its_student_where_one_has_waited_for_it(caller):
    session = marked_by_search(caller, "5", A)
    due = caller.leaves("5")
    session.undo()
    caller.store.outbox.not_tried(due)
    session.finish_undo()
    (outcome,) = told(session)
    assert sentence(outcome) == "Undone: Żak Ewa, absent → no mark. Next: Żak, then back to Ćwik."
    session.mark(P)
    assert in_hand(session) == "1"


def test_a_search_between_an_undo_and_the_right_mark_comes_back_to_whom_one_had_undone_in_the_order(caller):
    caller.keep()
    session = caller.call()
    session.mark(P)
    session.undo()
    find(session, "4")
    session.mark(A)
    assert in_hand(session) == "0"
    session.mark(A)
    assert in_hand(session) == "1"


def test_enter_goes_back_to_where_one_calls_and_the_undone_student_is_left_without_a_mark(caller):
    session = marked_by_search(caller, "4", A)
    session.undo()
    assert session.next_unmarked() is Notice.DONE
    assert in_hand(session) == "1"
    session.mark(P)
    assert shown(session) == [P, P, None, None, None, None]
    find(session, "5")
    session.arrive("0")
    session.next_unmarked()
    assert in_hand(session) == "2", "who has moved by hand is led back nowhere"


def test_a_redo_in_the_order_of_the_roll_says_that_the_next_mark_is_for_whom_was_marked_again(caller):
    caller.keep()
    session = caller.call()
    session.mark(P)
    session.undo()
    assert sentence(session.redo()) == "Redone: Ąbek Łucja, no mark → present. Next: Ąbek, then back to Ćwik."
    session.mark(A)
    assert in_hand(session) == "1"


def test_from_a_student_done_again_a_search_that_is_undone_leads_back_to_where_one_calls(caller):
    caller.keep()
    session = caller.call()
    session.mark(P)
    session.undo()
    session.redo()
    find(session, "4")
    session.mark(A)
    session.undo()
    session.mark(P)
    assert in_hand(session) == "1"


def test_each_of_several_steps_done_again_in_the_order_of_the_roll_says_whom_the_next_mark_is_for(caller):
    caller.keep()
    session = caller.call()
    for _ in range(3):
        session.mark(P)
    for _ in range(3):
        session.undo()
    assert [sentence(session.redo()).partition(" Next: ")[2] for _ in range(3)] == [
        "Ąbek, then back to Ćwik.",
        "Ćwik, then back to Lis.",
        "Lis, then back to Müller.",
    ]
    session.mark(A)
    assert in_hand(session) == "3"


def test_of_a_mark_and_its_comment_taken_back_both_are_given_again_without_moving_between_them(caller):
    caller.keep()
    session = caller.call()
    session.comment("0", "sits at the door")
    session.mark(P)
    session.undo()
    assert sentence(session.undo()) == "Undone: comment on Ąbek Łucja."
    session.comment("0", "at the window")
    assert in_hand(session) == "0", "who was not marked is in hand"
    session.mark(A)
    assert in_hand(session) == "1"


def test_a_second_search_before_the_right_mark_comes_back_to_whom_one_had_undone_in_the_order(caller):
    caller.keep()
    session = caller.call()
    session.mark(P)
    session.undo()
    find(session, "4")
    find(session, "3")
    session.mark(A)
    assert in_hand(session) == "0"
    find(session, "5")
    Search(session.roll.cursor).drop()
    assert in_hand(session) == "0"
