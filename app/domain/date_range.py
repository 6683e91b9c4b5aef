"""Reading a range of days as a lecturer types it: "9–13 Nov", "od wczoraj do dziś", "3.11 - 10.11", or one day."""

from __future__ import annotations

import re
from datetime import date

from app.domain import date_input
from app.domain.date_input import Span

_BETWEEN = re.compile(r"\s*(?:–|—|\.\.+|…)\s*|\s+(?:-|do|to|till|until)\s+", re.IGNORECASE)
_TIGHT = re.compile(r"(?<=[\d.])-(?=\d)")
_FROM = re.compile(r"^\s*(?:od|from)\s+", re.IGNORECASE)
_DAY_ALONE = re.compile(r"\d{1,2}\.?", re.ASCII)
_MONTH = re.compile(r"\d{1,2}\.?\s+(?P<named>\D.*)|\d{1,2}(?P<dotted>[./]\d.*)", re.ASCII)


def read(text: str, today: date, term: Span | None = None) -> Span | None:
    """Return the first and the last day that are meant, None where that cannot be told; each as `date_input.read`.

    One day alone is a range of that day. A first day without a month has that of the last one.
    """
    text = _FROM.sub("", text)
    whole = _day(text, today, term)  # "2026-11-03" holds hyphens, too
    if whole is not None:
        return whole, whole
    for parts in (_BETWEEN.split(text), _TIGHT.split(text)):
        if len(parts) != 2:
            continue
        first, last = _day(_with_month(*parts), today, term), _day(parts[1], today, term)
        if first is not None and last is not None and first <= last:
            return first, last
    return None


def _with_month(first: str, last: str) -> str:
    month = _MONTH.fullmatch(last.strip())
    if month is None or not _DAY_ALONE.fullmatch(first.strip()):
        return first
    day = first.strip().rstrip(".")
    return f"{day} {month['named']}" if month["named"] else f"{day}{month['dotted']}"


def _day(text: str, today: date, term: Span | None) -> date | None:
    """Return the day that is meant; a time says nothing of absences, so a text with one is no day."""
    typed = date_input.read(text, today, term)
    return typed.day if typed is not None and typed.time is None else None
