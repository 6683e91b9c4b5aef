"""Which mark keys count: keys at their times, on a session, without a screen."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.domain.frozen import frozen
from app.domain.model import Mark, Mode
from app.keymap import keys
from app.roll.bursts import Keystroke
from app.roll.key_guard import DecidingKeys, KeyGuard
from app.roll.outcomes import Notice, Repeated, TooFast
from app.workspace.workspace import CallingOptions
from tests.support.roll_caller import PRESENT, RollCaller, in_hand, shown

P, A, J = Mark.INTRAMURAL, Mark.ABSENT, Mark.JUSTIFIED


def pressed(session, *timed: tuple[float, str]) -> list[Repeated | None]:
    """Press mark keys at these seconds; those that count mark."""
    verdicts = []
    for at, key in timed:
        repeated = session.key_guard.press(key, at, marks=keys.marks(key))
        mark = keys.mark_of(key)
        if repeated is None and mark is not None:
            session.mark(mark)
        verdicts.append(repeated)
    return verdicts


@pytest.fixture
def session(callers):
    return opened(callers, 0.1)


def opened(callers, guard: float):
    caller: RollCaller = callers(options=CallingOptions(repeat_guard=guard))
    caller.keep()
    return caller.call()


def test_keys_pressed_by_hand_all_count(session):
    assert pressed(session, (0, "1"), (0.15, "1"), (0.2, "4"), (0.25, "1")) == [None] * 4
    assert shown(session)[:4] == [P, P, A, P]


def test_of_a_held_key_the_first_press_stays_and_the_repeat_that_was_counted_is_taken_back(session):
    first, second, third, fourth = pressed(session, (0, "1"), (0.4, "1"), (0.43, "1"), (0.46, "1"))
    assert (first, second, fourth) == (None, None, Repeated("1"))
    assert [entry.student.id for entry, _ in third.taken_back.changed] == ["1"]
    assert (shown(session)[:3], in_hand(session)) == ([P, None, None], "1")


def test_a_repeat_that_came_at_once_takes_nothing_back(session):
    assert pressed(session, (0, "1"), (0.05, "1"), (0.1, "1"))[1:] == [Repeated("1"), Repeated("1")]
    assert shown(session)[:2] == [P, None]


def test_a_repeat_that_decided_nothing_takes_nothing_back(callers):
    caller: RollCaller = callers(options=CallingOptions())
    caller.keep(Mode.INTRAMURAL, dict.fromkeys(range(6), PRESENT))
    session = caller.call()
    assert pressed(session, (0, "1"), (0.4, "1"), (0.43, "1"))[2] == Repeated("1")
    assert pressed(session, (9, "2"), (9.4, "2"), (9.43, "2"))[2] == Repeated("2")
    assert shown(session) == [P] * 6


def test_what_cannot_be_taken_back_is_told_with_it(callers):
    caller: RollCaller = callers(options=CallingOptions())
    caller.keep()
    session = caller.call()
    pressed(session, (0, "1"), (0.4, "1"))
    caller.let_the_disk_take_nothing()
    assert pressed(session, (0.43, "1")) == [Repeated("1", Notice.NOT_STORED)]
    assert shown(session)[:2] == [P, P]


@pytest.mark.parametrize(("guard", "counted"), [(0, 3), (0.1, 3), (0.5, 1)])
def test_how_close_counts_as_held_is_a_setting(callers, guard, counted):
    session = opened(callers, guard)
    pressed(session, (0, "3"), (0.2, "3"), (0.4, "3"))
    assert shown(session).count(J) == counted


def test_letters_typed_into_a_search_are_no_mark_keys(session):
    for at in (0, 0.01, 0.02):
        assert session.key_guard.press("n", at, marks=False) is None


def test_a_key_that_does_not_mark_is_told_from_its_repeats(session):
    assert [session.key_guard.is_repeat("enter", at) for at in (0, 0.05, 0.3)] == [False, True, False]


# --- where a decision cannot be taken back ---


@frozen
class Pressed:
    key: str
    time: float


def decided(*timed: tuple[float, str], guard: float = 0.1) -> list[str]:
    """Press keys at these seconds on a page that settles things by "m"; return those that counted, in their order."""
    deciding = DecidingKeys(lambda key: key == "m", find="", settles=True)
    page = KeyGuard(CallingOptions(repeat_guard=guard), lambda: 0, lambda: Notice.DONE, deciding)
    counted: list[str] = []

    def judge(arrived: Sequence[Keystroke | TooFast | Repeated]) -> None:
        strokes = [one for one in arrived if not isinstance(one, (TooFast, Repeated))]
        counted.extend(one.key for one in strokes if page.judge(one, marks=page.marks(one.key)) is None)

    for place, (at, key) in enumerate(timed):
        judge(page.arrive(Pressed(key, at), page.use_of(key, {"m", "down"})))
        following = timed[place + 1][0] if place + 1 < len(timed) else float("inf")
        if page.holds and following - at >= page.rest:
            judge(page.settle())
    return counted


def test_a_key_held_down_settles_one_thing():
    repeats = [(0.4 + 0.033 * number, "m") for number in range(30)]
    assert decided((0, "m"), *repeats) == ["m"]


def test_the_same_key_pressed_again_by_hand_settles_the_next_thing():
    assert decided((0, "m"), (0.3, "m"), (0.6, "m"), (5, "m")) == ["m"] * 4
    assert decided((0, "m"), (0.3, "down"), (0.35, "m")) == ["m", "down", "m"]


def test_where_repeats_are_not_told_from_presses_each_counts():
    assert decided((0, "m"), (0.4, "m"), (0.433, "m"), guard=0) == ["m"] * 3


def test_after_a_held_key_the_next_press_counts():
    repeats = [(0.4 + 0.033 * number, "m") for number in range(10)]
    assert decided((0, "m"), *repeats, (2.5, "m")) == ["m", "m"]
