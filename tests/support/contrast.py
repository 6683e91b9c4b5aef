"""Whether what is on a screen can be read: the contrast of every character, computed from what is painted."""

from __future__ import annotations

import unicodedata

from rich.color import Color, ColorSystem
from textual.app import App
from textual.pilot import Pilot

from app.tui.themes import DARK, LIGHT
from tests.support.private import painted_lines

LEAST = 4.5
"""WCAG 1.4.3, for text of the usual size."""

Finding = tuple[str, str, str, float]
"""A text, its colour, what is behind it, and their contrast."""


async def assert_readable(app: App[object], pilot: Pilot[object]) -> None:
    """Fail if any text on the screen has too little contrast in one of our themes, or none at all in 16 colours."""
    before = app.theme
    for theme in (DARK.name, LIGHT.name):
        app.theme = theme
        await pilot.pause()
        await pilot.pause()
        found = findings(app)
        assert found == [], f"hard to read in {theme}: {found}"
    app.theme = before
    await pilot.pause()
    await pilot.pause()


def findings(app: App[object]) -> list[Finding]:
    """Texts on the screen that are hard to read."""
    found: dict[tuple[str, str], Finding] = {}
    for y, line in enumerate(painted_lines(app)):
        x = 0
        for segment in line:
            x, style = x + segment.cell_length, segment.style
            if not _is_on_top(app, x - 1, y):
                continue
            text = "".join(sign for sign in segment.text if not is_decoration(sign))
            if not text or style is None or style.color is None or style.bgcolor is None:
                continue
            front, back = style.color, style.bgcolor
            if style.reverse:
                front, back = back, front
            ratio = contrast(front, back)
            if ratio < LEAST or alike_in_sixteen_colours(front, back):
                found[str(front), str(back)] = text, front.name, back.name, round(ratio, 2)
    return list(found.values())


def _is_on_top(app: App[object], x: int, y: int) -> bool:
    """Tell whether a place is not behind a box that is open: what is there cannot be used, and is shaded for that."""
    if not app.screen.is_modal:
        return True
    return any(child.display and child.region.contains(x, y) for child in app.screen.children)


def is_decoration(sign: str) -> bool:
    """Tell whether nobody has to read this: blanks, lines, frames, blocks."""
    return sign.isspace() or 0x2500 <= ord(sign) <= 0x259F or unicodedata.category(sign) == "Cf"


def contrast(one: Color, other: Color) -> float:
    """Contrast as WCAG 2 defines it, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def alike_in_sixteen_colours(one: Color, other: Color) -> bool:
    """Tell whether a terminal of 16 colours would show both as one."""
    return one.downgrade(ColorSystem.STANDARD).number == other.downgrade(ColorSystem.STANDARD).number


def _luminance(color: Color) -> float:
    parts = (part / 255 for part in color.get_truecolor())
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
