"""What is called next, and what an answer means for it: rows and times in, a choice out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.model import GroupKey, Mark, Mode, Record
from app.store.outbox import Due
from app.sync import scheduler
from app.sync.connection import Connection, Pace
from app.sync.moments import Moments
from app.sync.request_queue import RequestQueue
from app.sync.requests import (
    ChangeMode,
    CheckEntries,
    Create,
    CreateFromTimetable,
    DeleteList,
    Deliver,
    ReadEachList,
    ReadGroups,
    ReadList,
    ReadLists,
    ReadRoll,
    Recreate,
    Request,
)
from app.usos.errors import (
    BusyError,
    NotAllowedError,
    NotDoneError,
    NotKeptError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    Silence,
    UnknownEndError,
    UnreadableError,
    UsosError,
)

OFFLINE = OfflineError(Silence.NO_CONNECTION)
UNAVAILABLE = OfflineError(Silence.SERVER, retry_after=60.0)
BUSY = BusyError(None)
SIGN_IN = SignInNeededError()
FORBIDDEN = NotAllowedError("services/attendance/update_attendance", "scope_missing")
REFUSED = RefusedError("object_invalid", "student_not_in_group")
UNREADABLE = UnreadableError()
NOT_KEPT = NotKeptError()
NOW = 100.0
PACE = Pace(lease=60, gather=0)  # what was checked stays so, but where a test is about that
Situation = partial(scheduler.Situation, pace=PACE)


def row(
    seq: int, who: str | None = None, list_id: str = "1001", attempted: int | None = None, *, untouched: bool = False
) -> Due:
    return Due(list_id, who or str(seq), seq, Record(Mark.ABSENT, ""), attempted, untouched=untouched)


def first(count: int) -> list[Due]:
    """That many marks of a list in which USOS holds none."""
    return [row(seq, untouched=True) for seq in range(1, count + 1)]


def next_request(now: float = NOW, moments: Moments | None = None, **situation: object) -> Request | None:
    """The next call; unless a test says otherwise, every roll was read just now."""
    read = Moments(read={f"{1001 + number}": now for number in range(3)})
    return scheduler.next_request(now, Situation(moments=moments or read, **situation))


def seconds_of(moments: Moments, due: Sequence[Due], **situation: object) -> list[int]:
    """The seconds, of a minute, in which something could be sent."""
    return [
        second
        for second in range(60)
        if isinstance(scheduler.next_request(second, Situation(due=due, moments=moments, **situation)), Deliver)
    ]


# --- the order of calls ---


def test_without_anything_to_do_nothing_is_called():
    assert next_request() is None


def test_deliveries_go_first_in_the_order_of_decisions_then_readings_as_wanted():
    due, wanted = [row(1), row(2)], [ReadGroups(), ReadRoll("1002")]
    expected = [Deliver(due[0]), Deliver(due[1]), *wanted]
    busy: list[Request] = []
    while (work := next_request(due=due, wanted=wanted, busy=busy)) is not None:
        busy.append(work)
    assert busy == expected


def test_four_calls_at_most_are_under_way():
    due = [row(seq) for seq in range(1, 9)]
    assert next_request(due=due, busy=[Deliver(one) for one in due[:3]]) == Deliver(due[3])
    assert next_request(due=due, busy=[Deliver(one) for one in due[:4]]) is None


def test_no_student_of_a_list_has_two_calls_under_way():
    sent = Deliver(row(1, "anna"))
    assert next_request(due=[row(2, "anna"), row(3, "jan")], busy=[sent]) == Deliver(row(3, "jan"))
    assert next_request(due=[row(2, "anna")], busy=[sent]) is None
    assert next_request(due=[row(2, "anna", "1002")], busy=[sent]) == Deliver(row(2, "anna", "1002"))


def test_a_roll_is_not_read_while_one_of_its_marks_is_under_way():
    busy = [Deliver(row(1))]
    assert next_request(wanted=[ReadRoll("1001")], busy=busy) is None
    assert next_request(unconfirmed=["1001"], busy=busy) is None
    assert next_request(wanted=[ReadRoll("1001"), ReadRoll("1002")], busy=busy) == ReadRoll("1002")
    assert next_request(wanted=[ReadList("1001")], busy=busy) == ReadList("1001")


def test_a_mark_does_not_leave_while_its_roll_is_being_read():
    busy = [ReadRoll("1001")]
    assert next_request(due=[row(1)], busy=busy) is None
    assert next_request(due=[row(1), row(2, list_id="1002")], busy=busy) == Deliver(row(2, list_id="1002"))


def test_marks_and_the_move_of_marks_into_a_roll_are_never_under_way_together():
    move = Recreate("draft|1|1|2026-11-23T10:15:00")
    sent = Deliver(row(1))
    assert next_request(actions=[move], due=[row(2)], busy=[sent]) is None
    assert next_request(actions=[move], due=[row(2)]) == move
    assert next_request(actions=[move], due=[row(2), row(3, list_id="1002")], busy=[move]) is None
    assert next_request(due=[row(2)]) == Deliver(row(2))
    assert next_request(actions=[DeleteList("1002")], due=[row(2)], busy=[DeleteList("1002")]) == Deliver(row(2))


def test_no_reading_is_under_way_twice():
    assert next_request(wanted=[ReadGroups(), ReadLists()], busy=[ReadGroups()]) == ReadLists()
    assert next_request(wanted=[ReadGroups()], busy=[ReadGroups()]) is None


def test_a_mark_of_which_nobody_knows_whether_usos_holds_it_waits_for_a_wanted_reading_of_its_roll():
    unknown, fresh = row(1, attempted=1), row(2)
    assert next_request(due=[unknown], wanted=[ReadRoll("1001")]) == ReadRoll("1001")
    assert next_request(due=[unknown, fresh], wanted=[ReadRoll("1001")]) == Deliver(fresh)
    assert next_request(due=[unknown], wanted=[ReadRoll("1002")]) == Deliver(unknown)
    assert next_request(due=[row(3, attempted=1)], wanted=[ReadRoll("1001")]) == ReadRoll("1001")
    assert next_request(due=[unknown]) == Deliver(unknown)


def test_what_is_only_read_ahead_waits_until_nothing_else_is_to_do():
    ahead = [ReadRoll("1"), ReadRoll("2")]
    assert next_request(ahead=ahead) == ReadRoll("1")
    assert next_request(ahead=ahead, wanted=[ReadGroups()]) == ReadGroups()
    assert next_request(ahead=ahead, due=[row(1)]) == Deliver(row(1))
    assert next_request(ahead=ahead, due=[row(1)], busy=[Deliver(row(1))]) is None
    assert next_request(ahead=ahead, due=[row(1)], moments=Moments(held={("1001", "1"): NOW + 1})) is None
    assert next_request(ahead=ahead, busy=[ReadGroups()]) is None
    assert next_request(ahead=ahead, connection=Connection(OFFLINE, 1, 90.0, 95.0)) == ReadRoll("1")
    assert next_request(ahead=ahead, connection=Connection(OFFLINE, 1, 90.0, 105.0)) is None


def test_what_was_tried_longest_ago_goes_first_so_that_one_that_always_fails_starves_nobody():
    moments = Moments(read={"1001": NOW}, tried={("1001", "1"): 99.0, ("1001", "3"): 98.0})
    due, order = [row(1), row(2), row(3)], []
    while due:
        work = next_request(due=due, moments=moments, connection=Connection(OFFLINE, 3, 90.0, 95.0))
        assert isinstance(work, Deliver)
        order.append(work.due.seq)
        due.remove(work.due)
    assert order == [2, 3, 1]


# --- when the way is not open ---


def test_nothing_is_called_before_the_way_may_be_tried_again():
    link = Connection(OFFLINE, 1, 99.0, 101.0)
    assert next_request(100.9, due=[row(1)], wanted=[ReadGroups()], connection=link) is None
    assert next_request(101.0, due=[row(1)], connection=link) == Deliver(row(1))


@pytest.mark.parametrize("trouble", [OFFLINE, UNAVAILABLE, BUSY, UNREADABLE])
def test_after_trouble_one_call_at_a_time_tries_the_way(trouble):
    link = Connection(trouble, 3, 90.0, 95.0)
    assert next_request(due=[row(1), row(2)], connection=link) == Deliver(row(1))
    assert next_request(due=[row(1), row(2)], busy=[Deliver(row(1))], connection=link) is None
    assert next_request(due=[row(1)], busy=[ReadGroups()], connection=link) is None


@pytest.mark.parametrize("trouble", [SIGN_IN, FORBIDDEN])
def test_nothing_is_called_while_the_lecturer_has_to_do_something(trouble):
    link = Connection(trouble, 1, 0.0, 0.0)
    assert next_request(1e9, due=[row(1)], wanted=[ReadGroups()], ahead=[ReadRoll("1")], connection=link) is None


# --- hold ---


def test_a_mark_is_held_while_it_can_still_be_taken_back_and_others_go_meanwhile():
    moments = Moments(held={("1001", "1"): 5.0}, read={"1001": 0.0})
    assert seconds_of(moments, [row(1)]) == [*range(5, 60)]
    assert scheduler.next_request(0.0, Situation(due=[row(1), row(2)], moments=moments)) == Deliver(row(2))


def test_an_open_outbox_holds_nothing():
    moments = Moments(held={("1001", "1"): 5.0}, read={"1001": 0.0}, open=True)
    assert seconds_of(moments, [row(1)])[0] == 0


def test_a_mark_of_before_the_restart_is_not_held():
    assert next_request(due=[row(1)]) == Deliver(row(1))


def test_a_student_whose_undo_waits_is_not_sent_whatever_else_is_released():
    moments = Moments(read={"1001": NOW}, withheld={("1001", "1")}, released={"1001"}, open=True)
    assert next_request(due=[row(1)], moments=moments) is None
    assert next_request(due=[row(1), row(2)], moments=moments) == Deliver(row(2))


# --- the first mark of a list ---


def test_the_first_two_marks_of_a_list_wait_for_twenty_seconds():
    moments = Moments(begun={"1001": 0.0}, read={"1001": 0.0})
    for count in (1, 2):
        assert seconds_of(moments, first(count))[0] == 20
        assert scheduler.at_barrier(19.9, "1001", Situation(due=first(count), moments=moments))
        assert not scheduler.at_barrier(20.0, "1001", Situation(due=first(count), moments=moments))


def test_with_the_third_mark_they_go():
    moments = Moments(begun={"1001": 0.0}, read={"1001": 0.0})
    assert seconds_of(moments, first(3))[0] == 0


def test_the_third_mark_need_not_be_ready_itself_to_let_the_others_go():
    moments = Moments(begun={"1001": 0.0}, read={"1001": 0.0}, held={("1001", "3"): 5.0})
    assert scheduler.next_request(1.0, Situation(due=first(3), moments=moments)) == Deliver(first(3)[0])


def test_with_the_roll_left_they_go_and_at_the_end_of_the_program():
    moments = Moments(begun={"1001": 0.0}, read={"1001": 0.0})
    assert seconds_of(replace(moments, released={"1001"}), first(1))[0] == 0
    assert seconds_of(replace(moments, open=True), first(1))[0] == 0
    assert seconds_of(replace(moments, released={"1002"}), first(1))[0] == 20


def test_a_list_that_has_marks_in_usos_has_no_barrier():
    moments = Moments(begun={"1001": 0.0}, read={"1001": 0.0})
    assert seconds_of(moments, [row(1)])[0] == 0


def test_the_barrier_of_one_list_is_not_that_of_another():
    moments = Moments(begun={"1001": 0.0, "1002": 0.0}, read={"1001": 0.0, "1002": 0.0})
    due = [*first(1), row(2, list_id="1002")]
    assert scheduler.next_request(0.0, Situation(due=due, moments=moments)) == Deliver(due[1])


def test_the_first_mark_of_a_list_goes_alone_and_the_others_follow_its_success():
    due = first(4)
    assert next_request(due=due) == Deliver(due[0])
    assert next_request(due=due, busy=[Deliver(due[0])]) is None
    followers = [replace(one, untouched=False) for one in due[1:]]
    assert next_request(due=followers) == Deliver(followers[0])
    assert next_request(due=followers, busy=[Deliver(followers[0])]) == Deliver(followers[1])


# --- reading before sending, and reading back ---


def check(*rows: Due) -> CheckEntries:
    return CheckEntries(rows[0].list_id, rows)


def test_a_mark_leaves_only_within_two_seconds_of_the_answer_that_told_its_entry():
    usual = Situation(due=[row(1)], moments=Moments(read={"1001": 0.0}), pace=Pace(gather=0))
    assert scheduler.next_request(1.9, usual) == Deliver(row(1))
    assert scheduler.next_request(2.0, usual) == check(row(1))
    assert scheduler.next_request(0.0, replace(usual, moments=Moments())) == check(row(1))
    assert scheduler.next_request(3.0, replace(usual, moments=Moments(checked={("1001", "1"): 1.5}))) == Deliver(row(1))
    assert scheduler.next_request(3.0, replace(usual, moments=Moments(checked={("1001", "2"): 2.9}))) == check(row(1))


def test_marks_are_gathered_from_the_end_of_the_first_hold_until_there_are_eight_of_a_list():
    def moments(number: int, **more: object) -> Moments:
        return Moments(held={("1001", str(seq)): 10.0 + seq for seq in range(1, number + 1)}, **more)

    def asked(now: float, number: int, **more: object) -> Request | None:
        due = [row(seq) for seq in range(1, number + 1)]
        return scheduler.next_request(now, Situation(due=due, moments=moments(number, **more), pace=Pace()))

    assert asked(15.9, 2) is None
    assert asked(16.0, 2) == check(row(1), row(2))
    assert asked(17.9, 7) is not None
    assert asked(14.0, 3) is None
    assert asked(18.0, 8) == check(*(row(seq) for seq in range(1, 9)))
    together = Moments(held={("1001", str(seq)): 10.0 for seq in range(1, 9)})
    due = [row(seq) for seq in range(1, 9)]
    assert scheduler.next_request(10.0, Situation(due=due[:7], moments=together, pace=Pace())) is None
    assert scheduler.next_request(10.0, Situation(due=due, moments=together, pace=Pace())) == check(*due)
    assert asked(15.9, 2, released={"1001"}) == check(row(1), row(2))
    assert asked(10.5, 2, open=True) == check(row(1), row(2))
    assert scheduler.next_moment(13.0, Situation(due=[row(1)], moments=moments(2), pace=Pace())) == 16.0


def test_marks_that_are_not_held_are_gathered_for_a_moment_only():
    moments = Moments(held={("1001", "1"): 10.0})
    assert scheduler.next_request(10.2, Situation(due=[row(1)], moments=moments, pace=Pace(hold=0))) is None
    assert scheduler.next_request(10.3, Situation(due=[row(1)], moments=moments, pace=Pace(hold=0))) == check(row(1))


@pytest.mark.parametrize(("latency", "most"), [(0.0, 204), (0.05, 84), (0.15, 28), (0.5, 12), (0.8, 8), (0.9, 1)])
def test_after_one_check_go_as_many_marks_as_can_leave_within_a_second(latency: float, most: int):
    due = [row(seq) for seq in range(1, 301)]
    asked = scheduler.next_request(9.0, Situation(due=due, moments=Moments(latency=latency)))
    assert isinstance(asked, CheckEntries)
    assert len(asked.student_ids) == most


def test_entries_that_were_not_told_together_are_checked_alone_after_the_others():
    moments = Moments()
    moments.failing.apart |= {("1001", "1"), ("1001", "3")}
    assert next_request(due=[row(1), row(2), row(3), row(4)], moments=moments) == check(row(2), row(4))
    assert next_request(due=[row(1), row(3)], moments=moments) == check(row(1))


def test_no_roll_is_read_beside_a_check_of_its_entries_lest_the_older_answer_be_kept_last():
    assert next_request(wanted=[ReadRoll("1001")], busy=[check(row(1))]) is None
    assert next_request(unconfirmed=["1001"], busy=[check(row(1))], moments=Moments(open=True)) is None


def test_no_check_is_made_while_a_mark_of_its_list_is_under_way_and_no_mark_overtakes_a_check():
    checked = Moments(checked={("1001", "2"): NOW})
    assert next_request(due=[row(1)], busy=[Deliver(row(3))], moments=Moments()) is None
    assert next_request(due=[row(2)], busy=[check(row(1))], moments=checked) is None
    other = row(4, list_id="1002")
    assert next_request(due=[row(1), other], busy=[Deliver(row(3))], moments=Moments()) == check(other)


@pytest.mark.parametrize("error", [OFFLINE, BUSY, UNREADABLE, SIGN_IN])
def test_a_call_that_fails_voids_every_check(error: UsosError):
    moments = Moments(read={"1001": NOW}, checked={("1002", "1"): NOW})
    moments.note(ReadGroups(), error, began=NOW, answered=NOW, now=NOW, ahead=False)
    assert not moments.is_checked(("1001", "1"), NOW, PACE)
    assert not moments.is_checked(("1002", "1"), NOW, PACE)


def test_an_answer_that_was_under_way_when_a_call_failed_or_the_laptop_slept_lets_nothing_leave():
    for asked, entry in ((ReadRoll("1001"), ("1001", "1")), (check(row(1)), ("1001", "1"))):
        moments = Moments()
        moments.begin(asked, NOW)
        moments.void_readings()
        moments.note(asked, None, began=NOW, answered=NOW, now=NOW, ahead=False)
        assert not moments.is_checked(entry, NOW, PACE)
        moments.begin(asked, NOW)
        moments.note(asked, None, began=NOW, answered=NOW, now=NOW, ahead=False)
        assert moments.is_checked(entry, NOW, PACE)


def test_a_refusal_voids_no_check():
    moments = Moments(read={"1001": NOW})
    moments.note(Deliver(row(2)), REFUSED, began=NOW, answered=NOW, now=NOW, ahead=False)
    assert moments.is_checked(("1001", "1"), NOW, PACE)


def test_the_reading_before_sending_waits_for_the_marks_under_way_and_no_mark_overtakes_it():
    moments = Moments(read={"1001": 0.0})
    assert scheduler.next_request(60.0, Situation(due=[row(2)], busy=[Deliver(row(1))], moments=moments)) is None
    assert scheduler.next_request(60.0, Situation(due=[row(2)], busy=[ReadRoll("1001")], moments=moments)) is None


def test_a_roll_is_not_read_for_marks_that_are_held_or_wait_for_others():
    assert next_request(due=[row(1)], moments=Moments(held={("1001", "1"): NOW + 1})) is None
    assert next_request(due=first(1), moments=Moments(begun={"1001": NOW})) is None
    assert next_request(due=[row(1)], moments=Moments(withheld={("1001", "1")})) is None


def test_a_roll_is_read_back_when_twenty_seconds_passed_without_a_mark():
    situation = Situation(unconfirmed=["1001"], moments=Moments(last={"1001": NOW}))
    assert scheduler.next_request(NOW + 19.9, situation) is None
    assert scheduler.next_moment(NOW, situation) == NOW + 20
    assert scheduler.next_request(NOW + 20, situation) == ReadRoll("1001")


def test_a_roll_that_was_left_is_read_back_at_once_and_all_are_at_the_end():
    for moments in (Moments(released={"1001"}), Moments(open=True)):
        moments.last["1001"] = NOW
        assert next_request(unconfirmed=["1001"], moments=moments) == ReadRoll("1001")
    assert next_request(unconfirmed=["1001"], moments=Moments(last={"1001": NOW}, released={"1002"})) is None


# --- any situation ---

STUDENTS = st.sampled_from(["anna", "jan", "ewa", "ola"])
LISTS = st.sampled_from(["1001", "1002"])
ENTRIES = st.tuples(LISTS, STUDENTS)
TIMES = st.integers(0, 90).map(float)
PLANNED = st.lists(st.tuples(LISTS, STUDENTS, st.booleans()), max_size=8, unique_by=lambda each: each[:2])
READINGS = st.lists(
    st.sampled_from(
        [ReadGroups(), ReadLists(), ReadList("1001"), ReadRoll("1001"), ReadRoll("1002"), ReadRoll("1003")]
    ),
    max_size=6,
    unique=True,
)
MOMENTS = st.builds(
    Moments,
    held=st.dictionaries(ENTRIES, TIMES, max_size=4),
    begun=st.dictionaries(LISTS, TIMES),
    last=st.dictionaries(LISTS, TIMES),
    read=st.dictionaries(LISTS, st.just(0.0)),
    released=st.sets(LISTS),
    withheld=st.sets(ENTRIES, max_size=2),
    open=st.booleans(),
)


def rows_of(marks: list[tuple[str, str, bool]], untouched: frozenset[str] = frozenset()) -> list[Due]:
    return [
        row(seq, who, list_id, seq if tried else None, untouched=list_id in untouched)
        for seq, (list_id, who, tried) in enumerate(marks, 1)
    ]


@given(PLANNED, READINGS, READINGS, st.data())
def test_any_work_is_done_once_and_within_the_rules(marks, wanted, ahead, data):
    due = rows_of(marks)
    left = [one for one in ahead if one not in wanted]
    every = [*map(Deliver, due), *wanted, *left]
    wanted, busy, done = [*wanted], [], []
    while len(done) < len(every):
        work = next_request(due=due, wanted=wanted, ahead=left, busy=busy)
        assert work is not None or busy, "nothing is under way and nothing is begun"
        if work is not None and (not busy or data.draw(st.booleans())):
            assert work not in busy
            busy.append(work)
            sent = [(one.due.list_id, one.due.student_id) for one in busy if isinstance(one, Deliver)]
            assert len(sent) == len(set(sent))
            assert not {one.list_id for one in busy if isinstance(one, ReadRoll)} & {list_id for list_id, _ in sent}
            assert len(busy) <= scheduler.MOST_CALLS
            if work in left:
                assert (busy, due) == ([work], [])
        elif busy:
            ended = busy.pop(data.draw(st.integers(0, len(busy) - 1)))
            done.append(ended)
            due = [one for one in due if Deliver(one) != ended]
            wanted = [one for one in wanted if one != ended]
            left = [one for one in left if one != ended]
    assert sorted(map(repr, done)) == sorted(map(repr, every))


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    due = rows_of(draw(PLANNED), frozenset(draw(st.sets(LISTS))))
    busy = [Deliver(one) for one in draw(st.lists(st.sampled_from(due), max_size=3, unique=True))] if due else []
    return Situation(
        due=[one for one in due if Deliver(one) not in busy],
        wanted=draw(READINGS),
        unconfirmed=draw(st.lists(LISTS, unique=True)),
        busy=busy,
        connection=Connection(closed_until=draw(TIMES)),
        moments=draw(MOMENTS),
    )


@given(situations(), TIMES)
@settings(max_examples=300)
def test_nothing_becomes_possible_before_the_moment_that_was_told(situation, now):
    if scheduler.next_request(now, situation) is not None:
        return
    told = scheduler.next_moment(now, situation)
    assert told is None or told > now
    end = 300.0 if told is None else told
    between = [now + (end - now) * share / 40 for share in range(40)]
    assert all(scheduler.next_request(moment, situation) is None for moment in between)


@given(PLANNED, st.sets(LISTS), MOMENTS)
def test_whoever_is_not_withheld_is_sent_in_the_end(marks, untouched, moments):
    due = rows_of(marks, frozenset(untouched))
    sent: list[tuple[str, str]] = []
    now, calls = 0.0, 0
    while True:
        calls += 1
        assert calls < 200
        situation = Situation(due, moments=moments, pace=Pace())
        match scheduler.next_request(now, situation):
            case Deliver(one):
                sent.append((one.list_id, one.student_id))
                due = [replace(each, untouched=False) if each.list_id == one.list_id else each for each in due]
                due = [each for each in due if each.seq != one.seq]
            case CheckEntries(list_id, checked):
                moments.checked |= {(list_id, each.student_id): now for each in checked}
            case None:
                moment = scheduler.next_moment(now, situation)
                if moment is None:
                    break
                now = moment
    assert {(one.list_id, one.student_id) for one in due} <= moments.withheld
    assert len(sent) == len(set(sent)) == len(marks) - len(due)


# --- what an answer makes worth reading ---


def test_an_unreadable_answer_makes_the_roll_worth_reading_and_a_refusal_the_list():
    assert scheduler.worth_reading(row(1), UNREADABLE) == (ReadRoll("1001"),)
    assert scheduler.worth_reading(row(1), REFUSED) == (ReadList("1001"),)
    for error in (None, OFFLINE, BUSY, SIGN_IN, FORBIDDEN):
        assert scheduler.worth_reading(row(1), error) == ()


def test_a_reading_is_tried_again_by_itself_where_time_or_signing_in_can_help():
    helped, not_helped = (OFFLINE, UNAVAILABLE, BUSY, SIGN_IN, NOT_KEPT), (FORBIDDEN, REFUSED, UNREADABLE)
    assert all(scheduler.stays_wanted(error) for error in helped)
    assert not any(scheduler.stays_wanted(error) for error in not_helped)


@pytest.mark.parametrize("error", [None, OFFLINE, UNAVAILABLE, BUSY, SIGN_IN, NOT_KEPT, FORBIDDEN, REFUSED, UNREADABLE])
def test_an_action_is_done_once_whatever_its_end(error):
    wishes, action = RequestQueue(), Recreate("1001")
    wishes.act(action)
    wishes.act(action)
    assert next_request(actions=wishes.actions) == action
    wishes.note(action, error)
    assert wishes.actions == []
    assert wishes.failures.get(action) is error


def test_an_action_that_cannot_be_tried_now_has_failed_and_is_not_kept():
    waiting, under_way = DeleteList("1001"), DeleteList("1002")
    for link, stranded in (
        (Connection(), []),
        (Connection(OFFLINE, closed_until=10.0), [waiting]),
        (Connection(OFFLINE, closed_until=5.0), []),  # it may be tried at this moment
        (Connection(SIGN_IN), [waiting]),
    ):
        wishes = RequestQueue()
        wishes.act(waiting)
        wishes.act(under_way)
        assert wishes.strand(link, [under_way], now=5.0) == stranded
        assert wishes.actions == [one for one in (waiting, under_way) if one not in stranded]
        assert [wishes.failures.get(one) for one in stranded] == [link.trouble] * len(stranded)


def test_the_end_of_an_action_makes_worth_reading_what_nobody_knows():
    group, at = GroupKey("1", "3"), datetime(2026, 11, 23, 10, 15)  # noqa: DTZ001 - USOS has no zones
    unknown, entries = UnknownEndError(Silence.TIMEOUT), RefusedError("object_invalid", "has_entries")
    for action in (Create(group, at, Mode.REMOTE), CreateFromTimetable(group, Mode.REMOTE)):
        assert scheduler.worth_reading_after(action, unknown) == (ReadLists(group),)
        assert scheduler.worth_reading_after(action, None) == scheduler.worth_reading_after(action, OFFLINE) == ()
    for changed in (ChangeMode("1001", Mode.REMOTE), DeleteList("1001")):
        assert scheduler.worth_reading_after(changed, unknown) == (ReadEachList(("1001",)),)
        assert scheduler.worth_reading_after(changed, entries) == (ReadRoll("1001"),)
        assert (
            scheduler.worth_reading_after(changed, None) == scheduler.worth_reading_after(changed, NotDoneError()) == ()
        )


@pytest.mark.parametrize(
    ("comment", "held", "attempted", "sent"),
    [
        ("mail", "", None, "mail"),
        ("mail", "other", None, "mail"),
        ("mail", "mail", 1, "mail"),
        ("", "other", None, ""),
        ("", "", None, None),
        ("", "", 1, ""),
        ("  \n", "", None, "  \n"),
    ],
)
def test_a_mark_goes_with_the_comment_that_should_stand(comment, held, attempted, sent):
    due = replace(row(2, attempted=attempted), record=Record(Mark.ABSENT, comment), known_comment=held)
    assert scheduler.comment_to_send(due) == sent
