"""The look: our theme, light and dark, the colours of the four marks, and where the stylesheets lie."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath

from textual.theme import Theme

DARK = Theme(
    name="rollcall-dark",
    dark=True,
    primary="#82b7f5",
    secondary="#9db4cc",
    accent="#82b7f5",
    success="#8fcf98",
    warning="#e6bd6b",
    error="#f29a8e",
    foreground="#e4e7eb",
    background="#15181d",
    surface="#1b1f26",
    panel="#242a33",
    variables={
        "foreground-muted": "#98a1ad",
        "primary-muted": "#26374b",
        "border-blurred": "#4a5463",
        "mark-intramural": "#8df6cd",
        "mark-remote": "#5497e7",
        "mark-justified": "#fbd644",
        "mark-absent": "#e65f4a",
    },
)

LIGHT = Theme(
    name="rollcall-light",
    dark=False,
    primary="#1b5ea6",
    secondary="#4d6279",
    accent="#1b5ea6",
    success="#256b31",
    warning="#7a5500",
    error="#ab2318",
    foreground="#1f242b",
    background="#fbfbf9",
    surface="#f2f2ee",
    panel="#e7e7e1",
    variables={
        "foreground-muted": "#5c646e",
        "primary-muted": "#d5e4f4",
        "border-blurred": "#a9a9a0",
        "mark-intramural": "#00816f",
        "mark-remote": "#103896",
        "mark-justified": "#8e6d04",
        "mark-absent": "#720000",
    },
)

_MARKS = ("mark-intramural", "mark-remote", "mark-justified", "mark-absent")
# Where a terminal has sixteen colours only, these are shown as its bright or dark green, blue, yellow and red.
_SIXTEEN = {True: ("#55ff55", "#5555ff", "#ffff55", "#ff5555"), False: ("#00aa00", "#0000aa", "#aa5500", "#aa0000")}


def mark_colours(theme: Theme, *, sixteen: bool) -> Mapping[str, str]:
    """Return the variables for the colours of the four marks in a theme, on a terminal of sixteen colours or of more.

    They are four that stay apart for every kind of colour-blindness: the same in all dark themes, and in all light
    ones. In a theme of the terminal's own colours they are among these.
    """
    if theme.ansi:
        return dict(zip(_MARKS, ("ansi_green", "ansi_blue", "ansi_yellow", "ansi_red"), strict=True))
    if sixteen:
        return dict(zip(_MARKS, _SIXTEEN[theme.dark], strict=True))
    ours = DARK if theme.dark else LIGHT
    return {name: ours.variables[name] for name in _MARKS}


def stylesheets(*names: str) -> list[str | PurePath]:
    """Return the stylesheets of these names; a checkout's own folder is preferred to the copy in the wheel."""
    package = Path(__file__).parent.parent
    checkout = package.parent / "styles"
    folder = checkout if (checkout / "screens.tcss").is_file() else package / "styles"
    return [folder / f"{name}.tcss" for name in names]
