"""What an answer means for the way to USOS, and when it is tried again: answers and times in, a state out."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.model import Mark, Record
from app.store.outbox import Due
from app.sync.connection import Connection, Pace, after_call, hurried, reopened
from app.sync.moments import Moments
from app.sync.requests import Deliver, Request
from app.sync.scheduler import Situation, next_request
from app.usos.errors import (
    BusyError,
    NotAllowedError,
    NotKeptError,
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
NOT_KEPT = NotKeptError()
EVERY_SILENCE = [OfflineError(silence, reached=reached) for silence in Silence for reached in (True, False)]

MARK = {"sending": True, "about_marks": True}
ROLL = {"sending": False, "about_marks": True}
OTHER = {"sending": False, "about_marks": False}


def after(
    error: UsosError | None,
    *,
    link: Connection = Connection(),  # noqa: B008 - frozen
    call: dict[str, bool] = MARK,
    began: float = 99.0,
    now: float = 100.0,
    watched: bool = False,
    chance: float = 0.5,
) -> Connection:
    return after_call(link, error, **call, began=began, now=now, pace=PACE, watched=watched, chance=chance)


def next_of_two_marks(link: Connection, now: float, busy: tuple[Request, ...] = ()) -> Request | None:
    return next_request(
        now, Situation(due=[row(1), row(2)], busy=busy, connection=link, moments=Moments(read={"1001": now}), pace=PACE)
    )


def row(seq: int) -> Due:
    return Due("1001", str(seq), seq, Record(Mark.ABSENT, ""))


# --- what opens it ---


def test_a_good_answer_opens_the_way_and_so_does_a_refusal():
    for error in (None, REFUSED):
        for call in (MARK, ROLL, OTHER):
            assert after(error, link=Connection(OFFLINE, 5, 90.0, 98.0), call=call) == Connection()


def test_what_a_call_about_something_else_is_denied_does_not_keep_marks_from_going():
    for error in (FORBIDDEN, UNREADABLE):
        assert after(error, link=Connection(OFFLINE, 5, 90.0, 98.0), call=OTHER) == Connection()


# --- offline ---


@pytest.mark.parametrize("silence", EVERY_SILENCE)
@pytest.mark.parametrize("call", [MARK, ROLL, OTHER])
def test_whatever_kept_usos_silent_closes_the_way_for_a_second(silence, call):
    link = after(silence, call=call)
    assert (link.trouble, link.failures, link.closed_until) == (silence, 1, 101.0)
    assert not link.stopped


def test_each_failure_doubles_the_pause_up_to_the_most():
    link, now, pauses = Connection(), 100.0, []
    for _ in range(7):
        link = after(OFFLINE, link=link, began=now, now=now + 1)
        pauses.append(link.closed_until - (now + 1))
        now = link.closed_until
    assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    assert (link.trouble, link.failures) == (OFFLINE, 7)


def test_while_a_roll_is_open_the_way_is_tried_more_often():
    link = after(OFFLINE, link=Connection(OFFLINE, 6, 90.0, 98.0), watched=True)
    assert link.closed_until == 105.0


def test_chance_spreads_the_tries_of_many_laptops():
    spread = [after(OFFLINE, chance=chance).closed_until - 100.0 for chance in (0.0, 0.5, 0.999)]
    assert spread == pytest.approx([0.75, 1.0, 1.25], abs=0.001)


@given(
    st.integers(0, 10_000),
    st.floats(0, 1, exclude_max=True),
    st.booleans(),
    st.sampled_from([OFFLINE, BUSY, UNREADABLE]),
)
def test_however_often_it_failed_the_pause_stays_within_bounds(failures, chance, watched, error):
    link = after(error, link=Connection(OFFLINE, failures, 90.0, 95.0), watched=watched, chance=chance)
    assert 0.75 <= link.closed_until - 100.0 <= (5.0 if watched else 30.0) * 1.25
    assert link.failures == failures + 1


def test_calls_that_were_under_way_when_the_first_failed_count_as_one_failure():
    first = after(OFFLINE, began=98.0, now=100.0)
    assert after(OFFLINE, link=first, began=99.0, now=104.0) == first
    assert after(OFFLINE, link=first, began=101.0, now=104.0).failures == 2


# --- busy ---


@pytest.mark.parametrize("error", [BUSY_A_MINUTE, UNAVAILABLE])
@pytest.mark.parametrize("watched", [True, False])
def test_a_pause_that_usos_names_is_kept_to_the_second(error, watched):
    assert after(error, watched=watched, chance=0.0).closed_until == 160.0


def test_a_call_under_way_that_ends_well_does_not_undo_the_pause_usos_named():
    asked = after(BUSY_A_MINUTE, began=98.0)
    for error in (None, REFUSED):
        assert after(error, link=asked, began=99.0, now=101.0) == asked
    assert after(OFFLINE, link=asked, began=99.0, now=101.0) == asked
    assert after(None, link=asked, began=160.0, now=161.0) == Connection()


def test_of_two_pauses_the_longer_one_holds():
    asked = after(BUSY_A_MINUTE)
    assert after(BusyError(5.0), link=asked, began=99.0, now=101.0).closed_until == 160.0
    assert after(BusyError(90.0), link=asked, began=99.0, now=101.0).closed_until == 191.0


def test_busy_without_a_named_time_backs_off_as_any_failure():
    assert after(BUSY, link=Connection(BUSY, 2, 90.0, 98.0)).closed_until == 104.0


# --- what stops it ---


@pytest.mark.parametrize("call", [MARK, ROLL, OTHER])
def test_without_a_valid_sign_in_everything_stops(call):
    link = after(SIGN_IN, call=call)
    assert link.stopped
    assert link.trouble is SIGN_IN


@pytest.mark.parametrize("stop", [SIGN_IN, FORBIDDEN])
def test_a_call_under_way_that_ends_well_does_not_undo_the_stop(stop):
    stopped = after(stop, began=98.0)
    assert after(None, link=stopped, began=99.0, now=101.0) == stopped


def test_a_method_that_is_not_allowed_stops_where_marks_need_it_and_only_then():
    assert after(FORBIDDEN, call=MARK).stopped
    assert after(FORBIDDEN, call=ROLL).stopped
    assert not after(FORBIDDEN, call=OTHER).stopped


# --- the disk ---


@pytest.mark.parametrize("call", [MARK, ROLL, OTHER])
def test_while_the_disk_keeps_nothing_calls_are_made_ever_more_rarely(call):
    link = after(NOT_KEPT, link=Connection(NOT_KEPT, 2, 90.0, 98.0), call=call)
    assert (link.trouble, link.closed_until, link.stopped) == (NOT_KEPT, 104.0, False)
    assert after(None, link=link, began=104.0, now=105.0) == Connection()


# --- unreadable ---


def test_an_answer_about_marks_that_nobody_understands_is_trouble():
    for call in (MARK, ROLL):
        assert after(UNREADABLE, call=call).trouble is UNREADABLE


def test_marks_answered_unreadably_are_sent_ever_more_rarely_though_readings_go_well():
    link, now, pauses = Connection(), 100.0, []
    for _ in range(4):
        link = after(UNREADABLE, link=link, began=now, now=now)
        assert link.trouble is UNREADABLE
        pauses.append(link.closed_until - now)
        now = link.closed_until
        link = after(None, link=link, call=ROLL, began=now, now=now)
        assert link.trouble is None
    assert pauses == [1.0, 2.0, 4.0, 8.0]
    assert after(None, link=link, began=now, now=now) == Connection()


# --- hurrying ---


def test_a_new_mark_moves_the_next_try_up_but_not_too_close_to_the_last():
    failed = Connection(OFFLINE, 6, 100.0, 130.0)
    assert hurried(failed, 100.5, PACE).closed_until == 102.0
    assert hurried(failed, 110.0, PACE).closed_until == 110.0
    assert hurried(Connection(OFFLINE, 1, 100.0, 101.0), 100.5, PACE).closed_until == 101.0
    assert hurried(Connection(), 100.0, PACE) == Connection()


def test_a_hand_that_marks_without_a_pause_causes_a_try_every_two_seconds_at_most():
    link, tries = after(OFFLINE), []
    for now in (100 + each / 10 for each in range(1, 101)):
        link = hurried(link, now, PACE)
        if now >= link.closed_until:
            tries.append(now)
            link = after(OFFLINE, link=link, began=now, now=now)
    assert len(tries) > 2
    assert all(later - earlier >= 1.99 for earlier, later in pairwise(tries))


def test_a_pause_that_is_asked_for_without_a_time_can_be_shortened():
    assert hurried(Connection(BUSY, 4, 100.0, 130.0), 110.0, PACE).closed_until == 110.0
    assert reopened(Connection(BUSY, 4, 100.0, 130.0), 101.0).closed_until == 101.0


@pytest.mark.parametrize("trouble", [BUSY_A_MINUTE, UNAVAILABLE])
def test_nothing_moves_up_a_try_that_usos_asked_to_wait_with(trouble):
    asked = Connection(trouble, 1, 100.0, 160.0)
    assert hurried(asked, 110.0, PACE) == asked
    assert reopened(asked, 110.0) == asked
    assert reopened(asked, 160.0).closed_until == 160.0


def test_asking_for_a_try_opens_the_way_at_once_for_one_call():
    link = reopened(Connection(OFFLINE, 6, 100.0, 130.0), 101.0)
    assert next_of_two_marks(link, 101.0) == Deliver(row(1))
    assert next_of_two_marks(link, 101.0, (Deliver(row(1)),)) is None
    assert link.failures == 6


@pytest.mark.parametrize("trouble", [SIGN_IN, FORBIDDEN])
def test_asking_for_a_try_starts_again_what_was_stopped(trouble):
    stopped = Connection(trouble, 1, 100.0, 100.0)
    assert next_of_two_marks(stopped, 1e9) is None
    link = reopened(stopped, 101.0)
    assert not link.stopped
    assert next_of_two_marks(link, 101.0) == Deliver(row(1))


@pytest.mark.parametrize("trouble", [SIGN_IN, FORBIDDEN])
def test_a_new_mark_does_not_start_again_what_was_stopped(trouble):
    assert hurried(Connection(trouble, 1, 100.0, 100.0), 110.0, PACE).stopped


@given(
    st.sampled_from([None, OFFLINE, UNAVAILABLE, BUSY, SIGN_IN, FORBIDDEN, UNREADABLE]),
    st.floats(0, 1000),
    st.floats(0, 1000),
    st.floats(0, 1000),
)
def test_hurrying_never_delays_a_try(trouble, failed_at, closed_until, now):
    link = Connection(trouble, 3, failed_at, closed_until)
    sooner = hurried(link, now, PACE)
    assert sooner.closed_until <= link.closed_until
    assert sooner == replace(link, closed_until=sooner.closed_until)
    assert sooner.closed_until >= min(link.closed_until, failed_at + PACE.hurried)
