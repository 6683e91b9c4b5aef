"""What is called next, and what an answer means for it: rows and times in, a choice out."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model import Mark, Record
from app.store.outbox import Due
from app.sync import plan
from app.sync.plan import Deliver, Link, Pace, ReadGroups, Reading, ReadList, ReadLists, ReadRoll, Verdict, Work
from app.usos.errors import (
    BusyError,
    NotAllowedError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    Silence,
    UnreadableError,
    UsosError,
)

PACE = Pace(first=1.0, most=30.0, watched=5.0, hurried=2.0)
OFFLINE = OfflineError(Silence.NO_CONNECTION)
UNAVAILABLE = OfflineError(Silence.SERVER, retry_after=60.0)
BUSY = BusyError(None)
BUSY_A_MINUTE = BusyError(60.0)
SIGN_IN = SignInNeededError()
FORBIDDEN = NotAllowedError("services/attendance/update_attendance", "scope_missing")
REFUSED = RefusedError("object_invalid", "student_not_in_group")
UNREADABLE = UnreadableError()


def row(seq: int, who: str | None = None, list_id: str = "1001", attempted: int | None = None) -> Due:
    return Due(list_id, who or str(seq), seq, Record(Mark.ABSENT, ""), attempted, "")


def next_work(
    *,
    due: Sequence[Due] = (),
    wanted: Sequence[Reading] = (),
    ahead: Sequence[Reading] = (),
    busy: Collection[Work] = (),
    link: Link = Link(),  # noqa: B008 - frozen
    now: float = 100.0,
) -> Work | None:
    return plan.next_work(due=due, wanted=wanted, ahead=ahead, busy=busy, link=link, now=now)


def after_call(
    error: UsosError | None,
    *,
    link: Link = Link(),  # noqa: B008 - frozen
    work: Work = Deliver(row(1)),  # noqa: B008 - frozen
    began: float = 99.0,
    now: float = 100.0,
    watched: bool = False,
    chance: float = 0.5,
) -> Link:
    return plan.after_call(link, work, error, began=began, now=now, pace=PACE, watched=watched, chance=chance)


# --- what is called next ---


def test_without_anything_to_do_nothing_is_called():
    assert next_work() is None


def test_deliveries_go_first_in_the_order_of_decisions_then_readings_as_wanted():
    due, wanted = [row(1), row(2)], [ReadGroups(), ReadRoll("1002")]
    expected = [Deliver(due[0]), Deliver(due[1]), *wanted]
    busy: list[Work] = []
    while (work := next_work(due=due, wanted=wanted, busy=busy)) is not None:
        busy.append(work)
    assert busy == expected


def test_four_calls_at_most_are_under_way():
    due = [row(seq) for seq in range(1, 9)]
    assert next_work(due=due, busy=[Deliver(one) for one in due[:3]]) == Deliver(due[3])
    assert next_work(due=due, busy=[Deliver(one) for one in due[:4]]) is None


def test_no_student_of_a_list_has_two_calls_under_way():
    sent = Deliver(row(1, "anna"))
    assert next_work(due=[row(2, "anna"), row(3, "jan")], busy=[sent]) == Deliver(row(3, "jan"))
    assert next_work(due=[row(2, "anna")], busy=[sent]) is None
    assert next_work(due=[row(2, "anna", "1002")], busy=[sent]) == Deliver(row(2, "anna", "1002"))


def test_a_roll_is_not_read_while_one_of_its_marks_is_under_way():
    busy = [Deliver(row(1))]
    assert next_work(wanted=[ReadRoll("1001")], busy=busy) is None
    assert next_work(wanted=[ReadRoll("1001"), ReadRoll("1002")], busy=busy) == ReadRoll("1002")
    assert next_work(wanted=[ReadList("1001")], busy=busy) == ReadList("1001")


def test_a_mark_does_not_leave_while_its_roll_is_being_read():
    busy = [ReadRoll("1001")]
    assert next_work(due=[row(1)], busy=busy) is None
    assert next_work(due=[row(1), row(2, list_id="1002")], busy=busy) == Deliver(row(2, list_id="1002"))


def test_no_reading_is_under_way_twice():
    assert next_work(wanted=[ReadGroups(), ReadLists()], busy=[ReadGroups()]) == ReadLists()
    assert next_work(wanted=[ReadGroups()], busy=[ReadGroups()]) is None


def test_a_mark_of_which_nobody_knows_whether_usos_holds_it_waits_for_the_reading_of_its_roll():
    unknown, fresh = row(1, attempted=1), row(2)
    assert next_work(due=[unknown], wanted=[ReadRoll("1001")]) == ReadRoll("1001")
    assert next_work(due=[unknown, fresh], wanted=[ReadRoll("1001")]) == Deliver(fresh)
    assert next_work(due=[unknown], wanted=[ReadRoll("1002")]) == Deliver(unknown)
    assert next_work(due=[row(3, attempted=1)], wanted=[ReadRoll("1001")]) == Deliver(row(3, attempted=1))
    assert next_work(due=[unknown]) == Deliver(unknown)


def test_what_is_only_read_ahead_waits_until_nothing_else_is_to_do():
    ahead = [ReadRoll("1"), ReadRoll("2")]
    assert next_work(ahead=ahead) == ReadRoll("1")
    assert next_work(ahead=ahead, wanted=[ReadGroups()]) == ReadGroups()
    assert next_work(ahead=ahead, due=[row(1)]) == Deliver(row(1))
    assert next_work(ahead=ahead, due=[row(1)], busy=[Deliver(row(1))]) is None
    assert next_work(ahead=ahead, busy=[ReadGroups()]) is None
    assert next_work(ahead=ahead, link=Link(OFFLINE, 1, 90.0, 95.0)) is None


def test_nothing_is_called_before_the_way_may_be_tried_again():
    link = Link(OFFLINE, 1, 99.0, 101.0)
    assert next_work(due=[row(1)], wanted=[ReadGroups()], link=link, now=100.9) is None
    assert next_work(due=[row(1)], link=link, now=101.0) == Deliver(row(1))


@pytest.mark.parametrize("trouble", [OFFLINE, UNAVAILABLE, BUSY, UNREADABLE])
def test_after_trouble_one_call_at_a_time_tries_the_way(trouble):
    link = Link(trouble, 3, 90.0, 95.0)
    assert next_work(due=[row(1), row(2)], link=link) == Deliver(row(1))
    assert next_work(due=[row(1), row(2)], busy=[Deliver(row(1))], link=link) is None
    assert next_work(due=[row(1)], busy=[ReadGroups()], link=link) is None


@pytest.mark.parametrize("trouble", [SIGN_IN, FORBIDDEN])
def test_nothing_is_called_while_the_lecturer_has_to_do_something(trouble):
    link = Link(trouble, 1, 0.0, 0.0)
    assert link.stopped
    assert next_work(due=[row(1)], wanted=[ReadGroups()], ahead=[ReadRoll("1")], link=link, now=1e9) is None


works = st.lists(
    st.tuples(st.sampled_from(["1001", "1002"]), st.sampled_from(["anna", "jan", "ewa", "ola"]), st.booleans()),
    max_size=8,
    unique_by=lambda each: each[:2],
)
readings = st.lists(
    st.sampled_from(
        [ReadGroups(), ReadLists(), ReadList("1001"), ReadRoll("1001"), ReadRoll("1002"), ReadRoll("1003")]
    ),
    max_size=6,
    unique=True,
)


@given(works, readings, readings, st.data())
def test_any_work_is_done_once_and_within_the_rules(marks, wanted, ahead, data):
    due = [row(seq, who, list_id, seq if tried else None) for seq, (list_id, who, tried) in enumerate(marks, 1)]
    left = [one for one in ahead if one not in wanted]
    every = [*map(Deliver, due), *wanted, *left]
    wanted, busy, done = [*wanted], [], []
    while len(done) < len(every):
        work = next_work(due=due, wanted=wanted, ahead=left, busy=busy)
        assert work is not None or busy, "nothing is under way and nothing is begun"
        if work is not None and (not busy or data.draw(st.booleans())):
            assert work not in busy
            busy.append(work)
            sent = [(one.due.list_id, one.due.student_id) for one in busy if isinstance(one, Deliver)]
            assert len(sent) == len(set(sent))
            assert not {one.list_id for one in busy if isinstance(one, ReadRoll)} & {list_id for list_id, _ in sent}
            assert len(busy) <= plan.MOST_CALLS
            if work in left:
                assert (busy, due) == ([work], [])
        elif busy:
            ended = busy.pop(data.draw(st.integers(0, len(busy) - 1)))
            done.append(ended)
            due = [one for one in due if Deliver(one) != ended]
            wanted = [one for one in wanted if one != ended]
            left = [one for one in left if one != ended]
    assert sorted(map(repr, done)) == sorted(map(repr, every))


# --- what an answer means for a mark ---


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (None, Verdict.ACCEPTED),
        (REFUSED, Verdict.REFUSED),
        (OFFLINE, Verdict.KEPT),
        (UNAVAILABLE, Verdict.KEPT),
        (BUSY, Verdict.KEPT),
        (SIGN_IN, Verdict.KEPT),
        (FORBIDDEN, Verdict.KEPT),
        (UNREADABLE, Verdict.KEPT),
    ],
)
def test_only_a_good_answer_accepts_a_mark_and_only_a_reason_refuses_it(error, verdict):
    assert plan.verdict(error) is verdict


def test_an_unreadable_answer_makes_the_roll_worth_reading_and_a_refusal_the_list():
    assert plan.worth_reading(row(1), UNREADABLE) == (ReadRoll("1001"),)
    assert plan.worth_reading(row(1), REFUSED) == (ReadList("1001"),)
    for error in (None, OFFLINE, BUSY, SIGN_IN, FORBIDDEN):
        assert plan.worth_reading(row(1), error) == ()


def test_a_reading_is_tried_again_by_itself_where_time_or_signing_in_can_help():
    assert [plan.stays_wanted(error) for error in (OFFLINE, UNAVAILABLE, BUSY, SIGN_IN)] == [True] * 4
    assert [plan.stays_wanted(error) for error in (FORBIDDEN, REFUSED, UNREADABLE)] == [False] * 3


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
    due = replace(row(2, attempted=attempted), record=Record(Mark.ABSENT, comment), held_comment=held)
    assert plan.comment_to_send(due) == sent


# --- what an answer means for the way ---


def test_a_good_answer_opens_the_way():
    for error in (None, REFUSED):
        assert after_call(error, link=Link(OFFLINE, 5, 90.0, 98.0)) == Link()
    for error in (FORBIDDEN, UNREADABLE):  # of one reading only: other calls may well be answered
        assert after_call(error, link=Link(OFFLINE, 5, 90.0, 98.0), work=ReadGroups()) == Link()


def test_each_failure_doubles_the_pause_up_to_the_most():
    link, now, pauses = Link(), 100.0, []
    for _ in range(7):
        link = after_call(OFFLINE, link=link, began=now, now=now + 1)
        pauses.append(link.closed_until - (now + 1))
        now = link.closed_until
    assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    assert (link.trouble, link.failures) == (OFFLINE, 7)


def test_while_a_roll_is_open_the_way_is_tried_more_often():
    link = after_call(OFFLINE, link=Link(OFFLINE, 6, 90.0, 98.0), watched=True)
    assert link.closed_until == 105.0


def test_chance_spreads_the_tries_of_many_laptops():
    spread = [after_call(OFFLINE, chance=chance).closed_until - 100.0 for chance in (0.0, 0.5, 0.999)]
    assert spread == pytest.approx([0.75, 1.0, 1.25], abs=0.001)


@given(
    st.integers(0, 10_000),
    st.floats(0, 1, exclude_max=True),
    st.booleans(),
    st.sampled_from([OFFLINE, BUSY, UNREADABLE]),
)
def test_however_often_it_failed_the_pause_stays_within_bounds(failures, chance, watched, error):
    link = after_call(error, link=Link(OFFLINE, failures, 90.0, 95.0), watched=watched, chance=chance)
    assert 0.75 <= link.closed_until - 100.0 <= (5.0 if watched else 30.0) * 1.25
    assert link.failures == failures + 1


@pytest.mark.parametrize("error", [BUSY_A_MINUTE, UNAVAILABLE])
@pytest.mark.parametrize("watched", [True, False])
def test_a_pause_that_usos_names_is_kept_to_the_second(error, watched):
    assert after_call(error, watched=watched, chance=0.0).closed_until == 160.0


def test_a_call_under_way_that_ends_well_does_not_undo_the_pause_usos_named():
    asked = after_call(BUSY_A_MINUTE, began=98.0)
    for error in (None, REFUSED):
        assert after_call(error, link=asked, began=99.0, now=101.0) == asked
    assert after_call(OFFLINE, link=asked, began=99.0, now=101.0) == asked
    assert after_call(None, link=asked, began=160.0, now=161.0) == Link()


def test_of_two_pauses_the_longer_one_holds():
    asked = after_call(BUSY_A_MINUTE)
    assert after_call(BusyError(5.0), link=asked, began=99.0, now=101.0).closed_until == 160.0
    assert after_call(BusyError(90.0), link=asked, began=99.0, now=101.0).closed_until == 191.0


def test_calls_that_were_under_way_when_the_first_failed_count_as_one_failure():
    first = after_call(OFFLINE, began=98.0, now=100.0)
    assert after_call(OFFLINE, link=first, began=99.0, now=104.0) == first
    assert after_call(OFFLINE, link=first, began=101.0, now=104.0).failures == 2


@pytest.mark.parametrize("work", [Deliver(row(1)), ReadGroups()])
def test_without_a_valid_sign_in_everything_stops(work):
    link = after_call(SIGN_IN, work=work)
    assert link.stopped
    assert link.trouble is SIGN_IN


def test_a_call_under_way_that_ends_well_does_not_undo_the_stop():
    stopped = after_call(SIGN_IN, began=98.0)
    assert after_call(None, link=stopped, began=99.0, now=101.0) == stopped


def test_a_method_that_is_not_allowed_stops_where_it_was_a_mark_and_only_then():
    assert after_call(FORBIDDEN).stopped
    assert not after_call(FORBIDDEN, work=ReadLists()).stopped


def test_marks_answered_unreadably_are_sent_ever_more_rarely_though_readings_go_well():
    link, now, pauses = Link(), 100.0, []
    for _ in range(4):
        link = after_call(UNREADABLE, link=link, began=now, now=now)
        assert link.trouble is UNREADABLE
        pauses.append(link.closed_until - now)
        now = link.closed_until
        link = after_call(None, link=link, work=ReadRoll("1001"), began=now, now=now)
        assert link.trouble is None
    assert pauses == [1.0, 2.0, 4.0, 8.0]
    assert after_call(None, link=link, began=now, now=now) == Link()


# --- hurrying ---


def test_a_new_mark_moves_the_next_try_up_but_not_too_close_to_the_last():
    failed = Link(OFFLINE, 6, 100.0, 130.0)
    assert plan.hurried(failed, 100.5, PACE).closed_until == 102.0
    assert plan.hurried(failed, 110.0, PACE).closed_until == 110.0
    assert plan.hurried(Link(OFFLINE, 1, 100.0, 101.0), 100.5, PACE).closed_until == 101.0
    assert plan.hurried(Link(), 100.0, PACE) == Link()


@pytest.mark.parametrize("trouble", [BUSY, BUSY_A_MINUTE, UNAVAILABLE])
def test_nothing_moves_up_a_try_that_usos_asked_to_wait_with(trouble):
    asked = Link(trouble, 1, 100.0, 160.0)
    assert plan.hurried(asked, 110.0, PACE) == asked
    assert plan.reopened(asked, 110.0) == asked
    assert plan.reopened(asked, 160.0).closed_until == 160.0


def test_asking_for_a_try_opens_the_way_at_once_for_one_call():
    link = plan.reopened(Link(OFFLINE, 6, 100.0, 130.0), 101.0)
    assert next_work(due=[row(1), row(2)], link=link, now=101.0) == Deliver(row(1))
    assert next_work(due=[row(1), row(2)], busy=[Deliver(row(1))], link=link, now=101.0) is None
    assert link.failures == 6


@pytest.mark.parametrize("trouble", [SIGN_IN, FORBIDDEN])
def test_asking_for_a_try_starts_again_what_was_stopped(trouble):
    link = plan.reopened(Link(trouble, 1, 100.0, 100.0), 101.0)
    assert not link.stopped
    assert next_work(due=[row(1)], link=link, now=101.0) == Deliver(row(1))


@given(
    st.sampled_from([None, OFFLINE, UNAVAILABLE, BUSY, SIGN_IN, FORBIDDEN, UNREADABLE]),
    st.floats(0, 1000),
    st.floats(0, 1000),
    st.floats(0, 1000),
)
def test_hurrying_never_delays_a_try(trouble, failed_at, closed_until, now):
    link = Link(trouble, 3, failed_at, closed_until)
    hurried = plan.hurried(link, now, PACE)
    assert hurried.closed_until <= link.closed_until
    assert hurried == replace(link, closed_until=hurried.closed_until)
    assert hurried.closed_until >= min(link.closed_until, failed_at + PACE.hurried)
