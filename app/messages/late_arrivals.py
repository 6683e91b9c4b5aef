"""Who came late, in sentences."""

from __future__ import annotations

from app.domain import late
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


def asked_minutes() -> str:
    """Return how late somebody can be, and how it is written."""
    told = gettext("Give the minutes as a number, as in: late 20 min (from 1 to {most})")
    return told.format(most=late.LONGEST)


def _words(written: str) -> str:
    if not written:
        return gettext("not late")
    if any(sign.isdigit() for sign in written):
        return drawable(written)
    return gettext("{late} (without minutes)").format(late=drawable(written))
