"""The colours of the four marks are told apart by everybody, and can be read."""

from __future__ import annotations

from itertools import combinations

import pytest
from rich.color import Color, ColorSystem
from textual.theme import BUILTIN_THEMES, Theme

from app.tui.program import Program
from app.tui.themes import DARK, LIGHT, MARKS, PALE, mark_colours, variables_of
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


# What terminals show as their sixteen colours: black, red, green, yellow, blue, magenta, cyan, white, and these bright.
PALETTES = {
    "xterm": "000000cd000000cd00cdcd000000eecd00cd00cdcde5e5e57f7f7fff000000ff00ffff005c5cffff00ff00ffffffffff",
    "GNOME": "2e3436cc00004e9a06c4a0003465a475507b06989ad3d7cf555753ef29298ae234fce94f729fcfad7fa834e2e2eeeeec",
    "Windows": "0c0c0cc50f1f13a10ec19c000037da8817983a96ddcccccc767676e7485616c60cf9f1a53b78ffb4009e61d6d6f2f2f2",
    "macOS": "00000099000000a6009999000000b2b200b200a6b2bfbfbf666666e5000000d900e5e5000000ffe500e500e5e5e5e5e5",
}
LEAST_OF_SIXTEEN = 3.5  # a terminal's colours are not ours


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_in_sixteen_colours_no_letter_of_the_light_theme_is_pale(palette: str) -> None:
    of = {"background": LIGHT.background or "", **variables_of(LIGHT, sixteen=True)}

    def shown(name: str) -> Color:
        number = Color.parse(of[name]).downgrade(ColorSystem.STANDARD).number or 0
        return Color.parse(f"#{palette[6 * number : 6 * number + 6]}")

    filled = [(f"{name}-text", name) for name in PALE] + [
        ("background", name) for name in ("mark-remote", "mark-absent")
    ]
    written = [(name, "background") for name in ("accent", "warning", *(f"{name}-text" for name in MARKS))]
    ratios = {pair: round(contrast(*map(shown, pair)), 1) for pair in (*filled, *written)}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < LEAST_OF_SIXTEEN} == {}


@pytest.mark.parametrize("name", sorted(Program.themes()))
def test_only_on_a_light_background_are_the_colours_of_letters_others(name: str) -> None:
    theme = {DARK.name: DARK, LIGHT.name: LIGHT, **BUILTIN_THEMES}[name]
    of = variables_of(theme, sixteen=True)
    others = {mark for mark in MARKS if of[mark] != of[f"{mark}-text"]}
    assert others == (set() if theme.dark or theme.ansi else set(PALE))
