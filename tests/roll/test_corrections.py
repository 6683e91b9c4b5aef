"""Correcting marks in several lists from one page: the rules of each roll, steps back in the order they were made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from app.domain.model import AttendanceList, ListId, Mark, Mode
from app.messages import roll
from app.register.reversal import Reversal
from app.roll.corrections import Corrections
from app.roll.outcomes import Already, Blocked, Marked, Notice, PressAgain, ReadOnly, Resolved, UndoStops
from tests.support.clock import NOW
from tests.support.roll_caller import ABSENT, KEY, LIST, PEOPLE, PRESENT, RollCaller

OTHER = ListId("1002")
FIRST, SECOND = PEOPLE[0].id, PEOPLE[1].id


def held(caller: RollCaller, list_id: str, student_id: str) -> Mark | None:
    entry = caller.register.entry(list_id, student_id)
    assert entry is not None
    return entry.mark


def two_lists(caller: RollCaller) -> Corrections:
    caller.keep(held={0: ABSENT, 1: PRESENT})
    caller.keep(held={0: PRESENT}, list_id=OTHER)
    return Corrections(caller.workspace)


def test_a_mark_is_that_of_the_student_named_whoever_the_roll_has_in_hand(caller: RollCaller) -> None:
    corrections = two_lists(caller)
    outcome = corrections.mark(OTHER, SECOND, Mark.ABSENT)
    assert isinstance(outcome, Marked)
    assert outcome.before.student.id == SECOND
    assert (held(caller, OTHER, SECOND), held(caller, LIST, SECOND)) == (Mark.ABSENT, Mark.INTRAMURAL)


def test_nobody_is_marked_in_place_of_a_student_who_is_not_on_the_roll(caller: RollCaller) -> None:
    corrections = two_lists(caller)
    assert corrections.mark(LIST, "nobody", Mark.ABSENT) is Notice.ENTRY_GONE
    assert [held(caller, LIST, one.id) for one in PEOPLE] == [Mark.ABSENT, Mark.INTRAMURAL, *[None] * 4]


def test_what_the_lists_mode_forbids_is_blocked(caller: RollCaller) -> None:
    assert isinstance(two_lists(caller).mark(LIST, FIRST, Mark.REMOTE), Blocked)


def test_steps_are_taken_back_and_done_again_in_their_order_whichever_list_they_are_of(caller: RollCaller) -> None:
    corrections = two_lists(caller)
    corrections.mark(LIST, FIRST, Mark.JUSTIFIED)
    corrections.mark(OTHER, FIRST, Mark.ABSENT)
    corrections.mark(LIST, SECOND, Mark.ABSENT)

    def marks() -> list[Mark | None]:
        return [held(caller, LIST, FIRST), held(caller, OTHER, FIRST), held(caller, LIST, SECOND)]

    assert roll.told(corrections.undo()) == "Undone: Ćwik Zofia, absent → present."
    corrections.undo()
    assert marks() == [Mark.JUSTIFIED, Mark.INTRAMURAL, Mark.INTRAMURAL]
    corrections.redo()
    assert marks() == [Mark.JUSTIFIED, Mark.ABSENT, Mark.INTRAMURAL]
    corrections.undo()
    corrections.undo()
    assert marks() == [Mark.ABSENT, Mark.INTRAMURAL, Mark.INTRAMURAL]
    assert corrections.undo() == Reversal()


def test_behind_a_mark_that_usos_cannot_clear_no_older_step_of_any_list_is_undone_unasked(caller: RollCaller) -> None:
    corrections = two_lists(caller)
    corrections.mark(OTHER, FIRST, Mark.ABSENT)
    corrections.mark(LIST, PEOPLE[2].id, Mark.ABSENT)
    caller.accepted(PEOPLE[2].id)
    assert isinstance(corrections.undo(), Reversal)
    stops = corrections.undo()
    assert isinstance(stops, UndoStops)
    assert (stops.entry.student, held(caller, OTHER, FIRST)) == (PEOPLE[2], Mark.ABSENT)
    corrections.undo()
    assert held(caller, OTHER, FIRST) is Mark.INTRAMURAL


def test_a_mark_that_was_there_already_is_no_step(caller: RollCaller) -> None:
    corrections = two_lists(caller)
    corrections.mark(LIST, FIRST, Mark.JUSTIFIED)
    corrections.mark(LIST, SECOND, Mark.INTRAMURAL)
    corrections.undo()
    assert (held(caller, LIST, FIRST), held(caller, LIST, SECOND)) == (Mark.ABSENT, Mark.INTRAMURAL)


def test_a_new_mark_ends_what_could_be_done_again(caller: RollCaller) -> None:
    corrections = two_lists(caller)
    corrections.mark(LIST, FIRST, Mark.JUSTIFIED)
    corrections.undo()
    corrections.mark(OTHER, FIRST, Mark.ABSENT)
    assert corrections.redo() == Reversal(back=False)
    assert held(caller, LIST, FIRST) is Mark.ABSENT


def test_steps_that_are_forgotten_stay_as_they_are(caller: RollCaller) -> None:
    corrections = two_lists(caller)
    corrections.mark(LIST, FIRST, Mark.JUSTIFIED)
    corrections.forget_steps()
    assert roll.told(corrections.undo()) == "Nothing to undo."
    assert held(caller, LIST, FIRST) is Mark.JUSTIFIED


def test_changes_are_told_once_and_by_list(caller: RollCaller) -> None:
    corrections = two_lists(caller)
    corrections.mark(OTHER, FIRST, Mark.ABSENT)
    told = [(list_id, [entry.student.id for entry in entries]) for list_id, entries in corrections.take_changes()]
    assert told == [(OTHER, [FIRST])]
    assert list(corrections.take_changes()) == []


def test_where_another_program_has_the_store_nothing_is_marked(callers: Callable[..., RollCaller]) -> None:
    caller_beside = callers(owner="process 4711")
    caller_beside.keep(held={0: ABSENT})
    corrections = Corrections(caller_beside.workspace)
    assert isinstance(corrections.mark(LIST, FIRST, Mark.JUSTIFIED), ReadOnly)
    assert held(caller_beside, LIST, FIRST) is Mark.ABSENT


def test_a_conflict_is_decided_from_there_for_either_side(caller: RollCaller) -> None:
    corrections = two_lists(caller)
    for student_id in (FIRST, SECOND):
        corrections.mark(LIST, student_id, Mark.JUSTIFIED)
    caller.keep(held={0: PRESENT, 1: ABSENT})  # somebody else has changed both meanwhile
    corrections.renew()
    assert isinstance(corrections.keep_mine(LIST, FIRST), Resolved)
    assert isinstance(corrections.take_theirs(LIST, SECOND), Resolved)
    assert [held(caller, LIST, one) for one in (FIRST, SECOND)] == [Mark.JUSTIFIED, Mark.ABSENT]
    assert caller.register.unsent().stuck == 0
    assert corrections.keep_mine(LIST, FIRST) is Notice.NOTHING_TO_DECIDE


def test_only_the_same_key_again_takes_a_presence_away(caller: RollCaller) -> None:
    corrections = two_lists(caller)
    entry = caller.register.entry(LIST, SECOND)
    assert entry is not None
    assert corrections.correct(LIST, SECOND, Mark.JUSTIFIED, entry, again=False) == PressAgain(entry, Mark.JUSTIFIED)
    assert held(caller, LIST, SECOND) is Mark.INTRAMURAL
    assert isinstance(corrections.correct(LIST, SECOND, Mark.JUSTIFIED, entry, again=True), Marked)
    assert held(caller, LIST, SECOND) is Mark.JUSTIFIED


def test_a_first_mark_which_usos_cannot_clear_is_given_only_by_the_same_key_again(caller: RollCaller) -> None:
    corrections, third = two_lists(caller), PEOPLE[2].id
    entry = caller.register.entry(LIST, third)
    assert entry is not None
    asked = corrections.correct(LIST, third, Mark.JUSTIFIED, entry, again=False)
    assert (asked, held(caller, LIST, third)) == (PressAgain(entry, Mark.JUSTIFIED), None)
    assert isinstance(corrections.correct(LIST, third, Mark.JUSTIFIED, entry, again=True), Marked)


def test_an_absence_is_excused_by_one_key_and_a_presence_that_stands_is_not_asked_about(caller: RollCaller) -> None:
    corrections = two_lists(caller)
    entries = [entry for one in (FIRST, SECOND) if (entry := caller.register.entry(LIST, one))]
    assert isinstance(corrections.correct(LIST, FIRST, Mark.JUSTIFIED, entries[0], again=False), Marked)
    assert isinstance(corrections.correct(LIST, SECOND, Mark.INTRAMURAL, entries[1], again=False), Already)
    assert isinstance(corrections.correct(LIST, SECOND, Mark.REMOTE, entries[1], again=False), Blocked)


def test_a_step_that_is_taken_back_names_its_list(caller: RollCaller) -> None:
    corrections = two_lists(caller)
    corrections.mark(OTHER, FIRST, Mark.ABSENT)
    undone = corrections.undo()
    assert isinstance(undone, Reversal)
    assert undone.list_id == OTHER


def test_a_class_to_come_is_marked_only_by_the_same_key_again(caller: RollCaller) -> None:
    corrections = two_lists(caller)
    ahead = AttendanceList(LIST, KEY, NOW + timedelta(days=7), Mode.INTRAMURAL, "")
    caller.store.mirror.keep_list(ahead)
    entry = caller.register.entry(LIST, PEOPLE[2].id)
    assert entry is not None
    asked = corrections.correct(LIST, PEOPLE[2].id, Mark.JUSTIFIED, entry, again=False)
    assert (asked, held(caller, LIST, PEOPLE[2].id)) == (PressAgain(entry, Mark.JUSTIFIED), None)
    assert isinstance(corrections.correct(LIST, PEOPLE[2].id, Mark.JUSTIFIED, entry, again=True), Marked)


def test_behind_an_undo_that_waited_and_could_not_be_done_nothing_older_is_undone_unasked(caller: RollCaller) -> None:
    corrections = two_lists(caller)
    corrections.mark(LIST, FIRST, Mark.JUSTIFIED)
    corrections.mark(LIST, PEOPLE[2].id, Mark.ABSENT)
    due = caller.leaves(PEOPLE[2].id)
    waits = corrections.undo()
    assert isinstance(waits, Reversal)
    assert waits.waits_for
    caller.store.outbox.accept(due)
    corrections.renew()
    (stuck,) = corrections.take_unasked()
    assert isinstance(stuck, Reversal)
    assert corrections.undo() == UndoStops(stuck.stuck[0])
    assert held(caller, LIST, FIRST) is Mark.JUSTIFIED
    corrections.undo()
    assert held(caller, LIST, FIRST) is Mark.ABSENT


def test_where_nothing_older_was_made_here_undo_does_not_say_that_it_would_be_next(caller: RollCaller) -> None:
    corrections = two_lists(caller)
    corrections.mark(LIST, PEOPLE[2].id, Mark.ABSENT)
    caller.accepted(PEOPLE[2].id)
    stuck = corrections.undo()
    assert isinstance(stuck, Reversal)
    assert stuck.stuck
    assert corrections.undo() == Reversal()
