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

MARKS = ("mark-intramural", "mark-remote", "mark-justified", "mark-absent")
"""The variables with the colours of the four marks."""
# Where a terminal has sixteen colours only, these are shown as its bright or dark green, blue, yellow and red.
_SIXTEEN = {True: ("#55ff55", "#5555ff", "#ffff55", "#ff5555"), False: ("#00aa00", "#0000aa", "#aa5500", "#aa0000")}


def mark_colours(theme: Theme, *, sixteen: bool) -> Mapping[str, str]:
    """Return the variables for the colours of the four marks in a theme, on a terminal of sixteen colours or of more.

    They are four that stay apart for every kind of colour-blindness: the same in all dark themes, and in all light
    ones. In a theme of the terminal's own colours they are among these.
    """
    if theme.ansi:
        return dict(zip(MARKS, ("ansi_green", "ansi_blue", "ansi_yellow", "ansi_red"), strict=True))
    if sixteen:
        return dict(zip(MARKS, _SIXTEEN[theme.dark], strict=True))
    ours = DARK if theme.dark else LIGHT
    return {name: ours.variables[name] for name in MARKS}


# What else our themes have among the sixteen: the nearest of them to our own colours are grey or pale.
_AMONG_SIXTEEN = {
    True: {
        "primary": "#55ffff",
        "accent": "#55ffff",
        "warning": "#ffff55",
        "error": "#ff5555",
        "primary-muted": "#0000aa",
    },
    False: {
        "primary": "#0000aa",
        "accent": "#0000aa",
        "warning": "#aa0000",
        "border-blurred": "#555555",
    },
}
PALE = ("mark-intramural", "mark-justified")
"""Green and yellow, which nobody can read on white."""
_INK = "#000000"


def has_pale_colours(theme: Theme, *, sixteen: bool) -> bool:
    """Tell whether green and yellow are those of a terminal of sixteen colours, on a background that is light."""
    return sixteen and not theme.dark and not theme.ansi


def variables_of(theme: Theme, *, sixteen: bool) -> Mapping[str, str]:
    """Return what the stylesheets need of a theme beyond Textual's own, on a terminal of sixteen colours or of more.

    The colour of each mark, and that of a text in it: black where the mark's own would be pale on a light background.
    """
    marks = mark_colours(theme, sixteen=sixteen)
    pale = PALE if has_pale_colours(theme, sixteen=sixteen) else ()
    texts = {f"{name}-text": _INK if name in pale else colour for name, colour in marks.items()}
    ours = theme.name in {DARK.name, LIGHT.name}
    return {**marks, **texts, **(_AMONG_SIXTEEN[theme.dark] if sixteen and ours else {})}


def stylesheets(*names: str) -> list[str | PurePath]:
    """Return the stylesheets of these names; a checkout's own folder is preferred to the copy in the wheel."""
    package = Path(__file__).parent.parent
    checkout = package.parent / "styles"
    folder = checkout if (checkout / "screens.tcss").is_file() else package / "styles"
    return [folder / f"{name}.tcss" for name in names]
