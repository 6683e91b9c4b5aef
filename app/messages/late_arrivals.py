"""Who came late, in sentences."""

from __future__ import annotations

from app.domain.model import Mark
from app.i18n import drawable, gettext
from app.messages.marks import mark_word


def told(name: str, written: str, mark: Mark | None = None) -> str:
    """Return what was written of a late arrival, and the `mark` that was given with it, if one was."""
    given = f"{mark_word(mark)}{beside(written)}" if mark else _words(written)
    return f"{drawable(name)}: {given}"


def beside(written: str | None) -> str:
    """Return the same behind the mark that was given; empty where it is no late arrival."""
    return "" if written is None else f", {_words(written)}"


def _words(written: str) -> str:
    if not written:
        return gettext("not late")
    if any(sign.isdigit() for sign in written):
        return drawable(written)
    return gettext("{late} (without minutes)").format(late=drawable(written))
