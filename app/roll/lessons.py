"""The class that a list is of: when it begins and how long it takes. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from app.domain.agenda import USUAL_LENGTH, is_of
from app.domain.model import AttendanceList, Meeting
from app.importing.presence import Lesson


def lesson_of(known: AttendanceList, meetings: Iterable[Meeting], minutes: int | None) -> Lesson:
    """Return the class of a list: the meeting of its group that goes on when the list begins, else one of usual length.

    `minutes` is its length where the lecturer has said it.
    """
    of_it = next((one for one in meetings if is_of(known, one)), None)
    start, length = (of_it.start, of_it.finish - of_it.start) if of_it else (known.date, USUAL_LENGTH)
    return Lesson(start, start + (length if minutes is None else timedelta(minutes=minutes)))
