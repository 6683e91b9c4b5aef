"""What a mark, a fill, a late arrival and a comment do in a roll, and where the cursor goes: without a screen."""

from __future__ import annotations

import pytest

from app.domain.model import Mark, Mode, Record, Student
from app.domain.roll_order import Arrangement, Order
from app.messages import roll as messages
from app.roll.outcomes import Already, Blocked, Commented, Filled, Late, Marked, Notice, Resolved, Step
from app.roll.search import Search, mark_in_query
from app.roll.session import RollSession
from app.workspace.workspace import CallingOptions
from tests.support.roll_caller import ABSENT, LIST, PEOPLE, PRESENT, RollCaller, in_hand, shown

P, R, J, A = Mark.INTRAMURAL, Mark.REMOTE, Mark.JUSTIFIED, Mark.ABSENT
COMMENT = Record(None, "mail")


def taken(session: RollSession, query: str) -> None:
    assert Search(session.roll.cursor).take(query)


# --- going on ---


def test_a_mark_goes_on_to_the_next_without_one_and_is_on_disk(caller):
    caller.keep(held={1: PRESENT})
    session = caller.call()
    outcome = session.mark(A)
    assert isinstance(outcome, Marked)
    assert (outcome.before.student, outcome.after, outcome.step) == (PEOPLE[0], ABSENT, Step.NEXT)
    assert in_hand(session) == "2"
    assert caller.record("0") == ABSENT
    assert (session.decided, session.last_student) == (1, "0")
    assert session.roll.tally.left == 4


def test_below_the_last_one_the_first_above_is_next(caller):
    caller.keep()
    session = caller.call(student_id="5")
    assert session.mark(P).step is Step.WRAPPED
    assert in_hand(session) == "0"


def test_the_last_mark_of_all_stays_where_it_was_made(caller):
    caller.keep(held=dict.fromkeys((0, 1, 3, 4, 5), PRESENT))
    session = caller.call()
    assert in_hand(session) == "2"
    assert session.mark(A).step is Step.ALL_MARKED
    session.load()
    assert in_hand(session) == "2"
    assert session.next_unmarked() is Notice.ALL_MARKED


def test_going_on_without_a_mark_says_where_it_comes_round(caller):
    caller.keep()
    session = caller.call(student_id="4")
    assert session.next_unmarked() is Notice.DONE
    assert session.next_unmarked() is Notice.WRAPPED
    assert in_hand(session) == "0"


def test_who_has_left_the_list_is_passed_over(caller):
    caller.keep()
    session = caller.call()
    caller.keep(people=[who for who in PEOPLE if who.id != "1"])
    session.load()
    assert session.mark(P).step is Step.NEXT
    assert in_hand(session) == "2"
    assert [entry.student.id for entry in session.to_fill()] == ["2", "3", "4", "5"]


def test_one_moves_to_either_end_and_no_further(caller):
    caller.keep()
    session = caller.call()
    assert session.move(2) is Notice.DONE
    assert session.move(100) is Notice.DONE
    assert (in_hand(session), session.move(1)) == ("5", Notice.NO_FURTHER)
    assert session.move(-100) is Notice.DONE
    assert (in_hand(session), session.move(-1)) == ("0", Notice.NO_FURTHER)


# --- nobody is there ---


@pytest.mark.parametrize("known", [True, False], ids=["empty", "never read"])
def test_where_nobody_is_on_the_roll_nothing_is_said_of_marks(caller, known):
    if known:
        caller.keep(people=())
    session = caller.call()
    for command in (session.mark_present, session.next_unmarked, lambda: session.late("0", "late")):
        assert command() is Notice.NOBODY
    assert session.keep_mine() is Notice.NOTHING_TO_DECIDE
    assert session.move(1) is Notice.NO_FURTHER
    assert session.to_fill() == []


def test_a_roll_that_was_unknown_at_opening_is_called_once_it_is_known(caller):
    session = caller.call()
    assert session.roll.list is None
    caller.keep(Mode.REMOTE, {0: Record(R, "")})
    session.load()
    assert in_hand(session) == "1"
    assert session.mark_present().after == Record(R, "")


# --- a mark again, another mark, a mark that is not allowed ---


def test_the_same_mark_again_is_no_decision(caller):
    caller.keep()
    session = caller.call()
    session.mark(P)
    session.move(-1)
    before = caller.dump()
    outcome = session.mark(P)
    assert isinstance(outcome, Already)
    assert (in_hand(session), session.decided, caller.dump()) == ("0", 1, before)


def test_a_correction_tells_both_marks_and_keeps_the_comment(caller):
    caller.keep(held={0: Record(A, "mail")})
    session = caller.call(student_id="0")
    outcome = session.mark(J)
    assert outcome.is_correction
    assert (outcome.before.record, outcome.after) == (Record(A, "mail"), Record(J, "mail"))
    assert caller.record("0") == Record(J, "mail")


def test_a_correction_goes_on_so_that_the_next_key_is_for_the_next_student(caller):
    caller.keep()
    session = caller.call()
    for mark in (P, P, P):
        session.mark(mark)
    session.move(-1)
    assert session.mark(A).step is Step.NEXT
    session.mark(P)
    assert shown(session) == [P, P, A, P, None, None]


@pytest.mark.parametrize(("mode", "mark"), [(Mode.INTRAMURAL, R), (Mode.REMOTE, P)])
@pytest.mark.parametrize("held", [{}, {5: ABSENT}], ids=["no marks", "marks"])
def test_a_mark_the_mode_forbids_changes_nothing_and_moves_nowhere(caller, mode, mark, held):
    caller.keep(mode, held)
    session, before = caller.call(), caller.dump()
    assert session.mark(mark) == Blocked(mode, fixed=bool(held))
    assert session.fill(["0", "1"], mark) == Blocked(mode, fixed=bool(held))
    assert (in_hand(session), caller.dump()) == ("0", before)


# --- the presence of the list's mode ---


@pytest.mark.parametrize(("mode", "presence"), [(Mode.INTRAMURAL, P), (Mode.REMOTE, R), (Mode.HYBRID, P)])
def test_present_is_what_the_mode_implies(caller, mode, presence):
    caller.keep(mode)
    session = caller.call()
    assert session.mark_present().after.mark is presence


def test_in_a_hybrid_list_it_is_the_presence_used_last(caller):
    caller.keep(Mode.HYBRID)
    session = caller.call()
    session.mark(R)
    session.mark(A)
    assert session.mark_present().after.mark is R
    session.load()
    assert session.roll.presence is R
    session.fill(["3"], P)
    assert session.roll.presence is P
    assert caller.call().roll.presence is P


# --- a search, and the way back ---


def test_after_a_search_the_next_mark_comes_back(caller):
    caller.keep()
    session = caller.call()
    session.mark(P)
    taken(session, "nowak")
    assert in_hand(session) == "4"
    assert session.mark(A).step is Step.RETURNED
    assert (in_hand(session), caller.record("4")) == ("1", ABSENT)


@pytest.mark.parametrize(
    "command",
    [
        lambda session: session.comment("4", "was ill"),
        lambda session: session.late("4", "late 3 min"),
        lambda session: session.come_back(),
    ],
    ids=["comment", "late", "nothing"],
)
def test_whatever_was_done_there_it_comes_back(caller, command):
    caller.keep()
    session = caller.call()
    session.move(2)
    taken(session, "nowak")
    command(session)
    assert in_hand(session) == "2"


def test_a_second_search_comes_back_to_where_the_first_began(caller):
    caller.keep()
    session = caller.call()
    taken(session, "zak")
    taken(session, "nowak")
    session.mark(P)
    assert in_hand(session) == "0"


def test_who_moves_by_hand_after_a_search_stays_there(caller):
    caller.keep()
    session = caller.call()
    taken(session, "muller")
    session.move(1)
    assert session.mark(P).step is Step.NEXT
    assert in_hand(session) == "5"


def test_a_search_that_is_given_up_leads_back_once_and_the_next_mark_goes_on(caller):
    caller.keep()
    session = caller.call()
    taken(session, "nowak")
    second = Search(session.roll.cursor)
    second.look("zak")
    second.drop()
    assert in_hand(session) == "0"
    assert session.mark(P).step is Step.NEXT
    assert in_hand(session) == "1"


def test_a_search_without_a_match_leaves_the_cursor_where_it_was(caller):
    caller.keep()
    session = caller.call()
    session.move(3)
    search = Search(session.roll.cursor)
    search.look("nowak")
    assert not search.take("nowakx")
    assert in_hand(session) == "3"
    assert session.mark(P).step is Step.NEXT


@pytest.mark.parametrize(
    ("text", "character", "mark"),
    [
        ("now", "4", A),
        ("no", "4", A),
        ("now", "x", None),
        ("", "4", None),
        (" ", "4", None),
        ("41", "4", None),
        ("now", "", None),
        ("s", "4", None),  # the beginning of a number such as S412345
        ("wz-", "4", None),
        ("WZ", "4", None),
        ("wz", "1", P),
    ],
)
def test_a_digit_behind_letters_marks_where_it_is_no_part_of_a_number(text, character, mark):
    students = [
        Student(id="1", first_name="Anna", last_name="Nowak", number="WZ-412"),
        Student(id="2", first_name="Jan", last_name="Kos", number="s100"),
    ]
    assert mark_in_query(text, character, students) is mark


# --- filling ---


def test_a_fill_marks_who_has_no_mark_by_then_and_is_one_step(caller):
    caller.keep()
    session = caller.call()
    session.mark(A)
    asked = [entry.student.id for entry in session.to_fill()]
    caller.register.mark(LIST, "2", J)  # meanwhile, elsewhere
    assert session.fill(asked, P) == Filled(4, P)
    session.load()
    assert shown(session) == [A, P, J, P, P, P]
    undone = session.undo()
    assert len(undone.changed) == 4
    assert shown(session) == [A, None, J, None, None, None]


def test_who_needs_a_decision_or_has_left_is_not_filled_in(caller):
    caller.keep()
    session = caller.call()
    session.comment("1", "mail")
    caller.store.outbox.refuse_list(LIST, "student_not_in_group")
    caller.keep(people=[who for who in PEOPLE if who.id != "2"])
    session.load()
    asked = [entry.student.id for entry in session.to_fill()]
    assert asked == ["0", "3", "4", "5"]
    assert session.fill([*asked, "1"], P) == Filled(4, P)
    assert caller.record("1") == COMMENT


def test_what_was_filled_in_is_told_in_the_order_of_the_roll(caller):
    caller.keep()
    session = caller.call()
    session.mark(A)
    session.rearrange(Arrangement(Order.FIRST_NAME))
    session.fill([entry.student.id for entry in session.to_fill()], P)
    told = caller.register.roll_details.last_decisions(LIST, 6)
    by_first_name = sorted(PEOPLE[1:], key=lambda one: one.first_name)
    assert [one.student_id for one in told] == [*(one.id for one in by_first_name), "0"]


def test_a_fill_that_finds_everybody_marked_changes_nothing(caller):
    caller.keep(held={0: PRESENT})
    session, before = caller.call(), caller.dump()
    assert session.fill(["0"], A) == Filled(0, A)
    assert caller.dump() == before


# --- late, and comments ---


def test_late_marks_the_presence_with_a_comment_in_one_step(caller):
    caller.keep()
    session = caller.call()
    outcome = session.late("0", " late 2 min ")
    assert isinstance(outcome, Marked)
    assert (outcome.after, outcome.step) == (Record(P, "late 2 min"), Step.NEXT)
    assert len(session.undo().changed) == 1
    assert caller.record("0") == Record(None, "")


def test_a_presence_that_stands_stays_when_somebody_was_late(caller):
    caller.keep(Mode.HYBRID, {0: Record(R, "")})
    session = caller.call(student_id="0")
    outcome = session.late("0", "late 2 min")
    assert outcome == Late(outcome.entry, "late 2 min", Step.STAYED)
    assert caller.record("0") == Record(R, "late 2 min")


def test_a_presence_the_mode_forbids_by_now_does_not_stay(caller):
    caller.keep(Mode.INTRAMURAL, {0: Record(R, "")})
    session = caller.call(student_id="0")
    assert session.late("0", "late").after == Record(P, "late")


@pytest.mark.parametrize(
    ("before", "written", "after"),
    [
        ("late 2 min", "late 14 min", "late 14 min"),
        ("mail", "late 2 min", "late 2 min; mail"),
        ("late 2 min; mail", "", "mail"),
        ("late 2 min", "", ""),
        ("spóźnienie 5 min", "late 7 min", "late 7 min"),
    ],
)
def test_what_was_said_of_being_late_is_replaced_and_the_rest_stays(caller, before, written, after):
    caller.keep(held={0: Record(P, before)})
    session = caller.call(student_id="0")
    session.late("0", written)
    assert caller.record("0") == Record(P, after)


@pytest.mark.parametrize("typed", ["late7 min", "late7min", "late 7min"])
def test_a_space_that_was_deleted_with_the_minutes_is_put_back(caller, typed):
    caller.keep()
    session = caller.call(student_id="0")
    assert session.late("0", typed).late == "late 7 min"
    assert caller.record("0") == Record(P, "late 7 min")


@pytest.mark.parametrize("rest", ["", ", tram 512", "; room A12"])
def test_what_is_typed_beside_a_late_arrival_stays_as_it_is(caller, rest):
    caller.keep()
    session = caller.call(student_id="0")
    assert session.late("0", f"late7 min{rest}").late == f"late 7 min{rest}"


def test_the_digits_in_words_of_ones_own_are_no_minutes_and_stay(callers):
    caller = callers(options=CallingOptions(late="lab2: {minutes} min late (240h)"))
    caller.keep()
    session = caller.call(student_id="0")
    session.late("0", "lab2: 7min late (240h)")
    assert caller.record("0") == Record(P, "lab2: 7 min late (240h)")
    assert session.late("0", "lab2: 300 min late (240h)") is Notice.NOT_LATE


@pytest.mark.parametrize("written", ["late 2o min", "late 2000 min", "late 999 min", "late 0 min", "20", "bus"])
def test_what_would_not_be_counted_as_late_is_refused_with_a_word(caller, written):
    caller.keep()
    session = caller.call()
    outcome = session.late("0", written)
    assert outcome is Notice.NOT_LATE
    assert messages.told(outcome) == "Give the minutes as a number, as in: late 20 min (from 1 to 240)"
    assert caller.record("0") == Record(None, "")


def test_words_of_ones_own_without_minutes_are_known_again(callers):
    caller = callers(options=CallingOptions(late="came {minutes}' late"))
    caller.keep(held={0: Record(P, "came late")})
    session = caller.call(student_id="0")
    session.late("0", "came 3' late")
    assert caller.record("0") == Record(P, "came 3' late")


def test_a_comment_is_kept_word_for_word_and_cleared_and_the_mark_stays(caller):
    caller.keep(held={0: ABSENT})
    session = caller.call(student_id="0")
    text = " mail:\n\tdoctor [bold]\u00a0 "
    assert isinstance(session.comment("0", text), Commented)
    assert caller.record("0") == Record(A, text)
    session.comment("0", "")
    assert caller.record("0") == ABSENT


def test_a_comment_without_a_mark_waits_and_travels_with_the_mark(caller):
    caller.keep()
    session = caller.call()
    session.comment("0", "mail")
    assert (caller.store.outbox.due(), caller.register.unsent(LIST).total) == ([], 1)
    session.mark(J)
    assert caller.due("0").record == Record(J, "mail")


# --- what USOS did not take ---


@pytest.mark.parametrize(("command", "record"), [("keep_mine", ABSENT), ("take_theirs", PRESENT)])
def test_a_conflict_is_decided_for_either_side(caller, command, record):
    caller.keep()
    session = caller.call()
    session.mark(A)
    caller.keep(held={0: PRESENT})
    session.load()
    assert getattr(session, command)() is Notice.NOTHING_TO_DECIDE
    session.move(-1)
    outcome = getattr(session, command)()
    assert isinstance(outcome, Resolved)
    assert (outcome.entry.record, in_hand(session)) == (record, "0")
    assert not outcome.entry.needs_decision


# --- order, head count ---


def test_in_another_order_the_cursor_stays_on_its_student_and_marks_made_before_are_shown(caller):
    caller.keep()
    session = caller.call()
    session.mark(A)
    session.mark(P)
    session.rearrange(Arrangement(Order.UNMARKED))
    assert in_hand(session) == "2"
    assert [entry.student.id for entry in session.roll.cursor.entries] == ["2", "3", "4", "5", "0", "1"]
    assert shown(session) == [None, None, None, None, A, P]


def test_an_order_that_lasts_is_that_of_every_roll(caller):
    caller.keep()
    caller.call().rearrange(Arrangement(Order.FIRST_NAME))
    assert caller.call().roll.arrangement == Arrangement(Order.FIRST_NAME)


def test_a_random_order_is_of_this_roll_alone(caller):
    caller.keep()
    session = caller.call()
    session.rearrange(Arrangement(Order.RANDOM, 1234))
    assert session.roll.arrangement.seed == 1234
    assert caller.call().roll.arrangement == Arrangement()


def test_a_roll_keeps_its_order_while_it_is_called(caller):
    caller.keep()
    session = caller.call()
    session.rearrange(Arrangement(Order.UNMARKED))
    session.mark(P)
    session.load()
    assert [entry.student.id for entry in session.roll.cursor.entries] == ["0", "1", "2", "3", "4", "5"]
    assert in_hand(session) == "1"


def test_a_head_count_is_kept_for_the_list(caller):
    caller.keep()
    session = caller.call()
    session.count_heads(5)
    session.load()
    assert session.roll.tally.heads == 5
    session.count_heads(None)
    assert caller.call().roll.tally.heads is None


def test_what_has_changed_is_told_once(caller: RollCaller):
    caller.keep()
    session = caller.call()
    session.mark(P)
    session.comment("3", "mail")
    assert [entry.student.id for entry in session.roll.take_changes()] == ["0", "3"]
    assert session.roll.take_changes() == []


# --- comments with signs that nobody types ---


@pytest.mark.parametrize("sign", ["\x1b[2J", "\x07", "\u202e", "\x9b"])
def test_a_comment_with_control_signs_is_refused_with_a_word(caller, sign):
    caller.keep()
    session = caller.call()
    for outcome in (session.comment("0", f"mail{sign}"), session.late("0", f"late{sign} 5 min")):
        assert outcome is Notice.CONTROL_SIGN
        assert messages.is_warning(outcome)
        assert "nothing was written" in messages.told(outcome)
    assert caller.record("0") == Record(None, "")


def test_a_control_sign_that_usos_has_does_not_keep_one_from_correcting_the_rest(caller):
    caller.keep(held={0: Record(P, "mail\x1b")})
    session = caller.call(student_id="0")
    assert isinstance(session.comment("0", "mail\x1b, grypa"), Commented)
    assert caller.record("0") == Record(P, "mail\x1b, grypa")
