"""The look: our theme, light and dark, and where the stylesheets lie."""

from __future__ import annotations

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
    variables={"foreground-muted": "#98a1ad", "primary-muted": "#26374b", "border-blurred": "#39414d"},
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
    variables={"foreground-muted": "#5c646e", "primary-muted": "#d5e4f4", "border-blurred": "#c9c9c2"},
)


def stylesheets(*names: str) -> list[str | PurePath]:
    """Return the stylesheets of these names; a checkout's own folder is preferred to the copy in the wheel."""
    package = Path(__file__).parent.parent
    checkout = package.parent / "styles"
    folder = checkout if (checkout / "screens.tcss").is_file() else package / "styles"
    return [folder / f"{name}.tcss" for name in names]
