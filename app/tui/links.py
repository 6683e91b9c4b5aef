"""Texts that lead to an address where they are clicked, in terminals that know links (OSC 8); others show the text."""

from __future__ import annotations

from textual.content import Content
from textual.style import Style


def linked(text: Content | str, address: str, style: str = "") -> Content:
    """Return a text as a link to an address: of a page, or of a file as `Path.as_uri` gives it."""
    shown = Content.styled(text, style) if isinstance(text, str) else text
    return shown.stylize(Style(link=address)) if address else shown
