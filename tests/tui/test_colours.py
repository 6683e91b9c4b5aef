"""The colours of the four marks are told apart by everybody, and can be read."""

from __future__ import annotations

from itertools import combinations

import pytest
from rich.color import Color, ColorSystem
from textual.theme import BUILTIN_THEMES, Theme

from app.tui.program import Program
from app.tui.themes import DARK, LIGHT, mark_colours
from tests.support.colour_difference import VISIONS, difference, least_difference
from tests.support.contrast import LEAST, contrast

LEAST_DIFFERENCE = 20.0
ANSI_GREEN, ANSI_YELLOW, ANSI_RED, ANSI_BLUE = 2, 3, 1, 4
_BRIGHT = 8


def colours(theme: Theme) -> list[str]:
    return list(mark_colours(theme, sixteen=False).values())


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [  # rows 1, 7, 9, 17, 20, 25 and 34 of table 1 in Sharma, Wu and Dalal 2005
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((50.0, 2.5, 0.0), (50.0, 3.2592, 0.335), 1.0),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_a_difference_is_computed_as_its_authors_have_it(
    one: tuple[float, float, float], other: tuple[float, float, float], expected: float
) -> None:
    assert round(difference(one, other), 4) == expected
    assert round(difference(other, one), 4) == expected


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_four_marks_differ_for_every_kind_of_colour_blindness(theme: Theme, vision: str) -> None:
    assert least_difference(colours(theme), vision) >= LEAST_DIFFERENCE


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_four_marks_can_be_read_on_the_background_and_filled_with_it(theme: Theme) -> None:
    assert theme.background is not None
    behind = Color.parse(theme.background)
    assert min(contrast(Color.parse(colour), behind) for colour in colours(theme)) >= LEAST


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_on_a_terminal_of_sixteen_colours_they_are_its_green_blue_yellow_and_red(theme: Theme) -> None:
    shown = mark_colours(theme, sixteen=True).values()
    numbers = [Color.parse(colour).downgrade(ColorSystem.STANDARD).number for colour in shown]
    expected = [ANSI_GREEN, ANSI_BLUE, ANSI_YELLOW, ANSI_RED]
    assert numbers == [number + (_BRIGHT if theme.dark else 0) for number in expected]


@pytest.mark.parametrize("name", sorted(Program.themes()))
def test_every_theme_has_four_colours_for_the_four_marks(name: str) -> None:
    theme = {DARK.name: DARK, LIGHT.name: LIGHT, **BUILTIN_THEMES}[name]
    assert all(one != other for one, other in combinations(colours(theme), 2))
