"""What is written beside an absence that was excused afterwards: that something was handed in, and never what."""

from __future__ import annotations

from app.i18n import language

TEXTS = {"en": "excuse handed in", "pl": "zwolnienie dostarczone"}
"""What is written where nothing else was chosen."""


def text(chosen: str) -> str:
    """Return what is written: what was chosen, or where that is empty the usual words of the language in use."""
    return chosen or TEXTS[language()]


def beside(comment: str, said: str) -> str:
    """Return a comment with this said at its end; once is enough."""
    if said.casefold() in comment.casefold():
        return comment
    return "; ".join(part for part in (comment.rstrip("; "), said) if part.strip())
