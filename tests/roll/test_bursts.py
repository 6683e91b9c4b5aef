"""Keys in bursts, as values: which of them wait, and which are none."""

from __future__ import annotations

from itertools import chain

import pytest

from app.domain.frozen import frozen
from app.roll.bursts import Bursts, Dropped, Use


@frozen
class Stroke:
    """A key at a time."""

    key: str
    time: float


def arrived(*uses: tuple[str, Use], apart: float = 0.01) -> list[list[str | int]]:
    """Return for each of these keys what counts when it has come, and at last when none follows."""
    bursts = Bursts()
    told = [bursts.arrive(Stroke(key, number * apart), use) for number, (key, use) in enumerate(uses)]
    told.append(bursts.settle())
    return [[one.number if isinstance(one, Dropped) else one.key for one in part] for part in told]


def test_an_arrow_that_the_keyboard_repeats_faster_than_a_hand_never_waits():
    assert arrived(*[("down", Use.MOVES)] * 30) == [["down"]] * 30 + [[]]


def test_a_key_that_comes_close_behind_a_held_arrow_counts():
    moved = [("down", Use.MOVES)] * 10
    assert arrived(*moved, ("enter", Use.OTHER))[-2:] == [[], ["enter"]]
    assert arrived(*moved, ("4", Use.MARKS), ("down", Use.MOVES))[-3:] == [[], [], ["4", "down"]]


@pytest.mark.parametrize("number", [6, 40])
def test_mark_keys_alone_all_count_in_their_order(number: int):
    assert list(chain(*arrived(*[("1", Use.MARKS)] * number))) == ["1"] * number


@pytest.mark.parametrize("last", [Use.OTHER, Use.SEARCHES])
def test_six_keys_with_one_that_marks_nobody_are_a_text(last: Use):
    told = arrived(*[("1", Use.MARKS)] * 5, ("x", last))
    assert told == [["1"], [], [], [], [], [], [6]]
    assert list(chain(*arrived(*[("1", Use.MARKS)] * 4, ("x", last)))) == ["1", "1", "1", "1", "x"]


def test_a_tab_may_be_of_a_text():
    told = arrived(("tab", Use.SKIPS), ("tab", Use.SKIPS), *[("x", Use.OTHER)] * 4)
    assert told[-1] == [6]


def test_a_key_that_settles_something_waits_until_it_is_known_to_be_alone():
    assert arrived(("t", Use.SETTLES)) == [[], ["t"]]
    assert arrived(("t", Use.SETTLES), ("t", Use.SETTLES), apart=0.5) == [[], ["t"], ["t"]]
    assert arrived(("t", Use.SETTLES), *[("x", Use.OTHER)] * 5) == [[], [], [], [], [], [], [6]]
