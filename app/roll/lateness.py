"""What a late arrival writes: USOS has no value for it, so it is a presence and a comment with minutes."""

from __future__ import annotations

from datetime import datetime

from app.domain import late
from app.domain.model import PRESENCES, AttendanceList, Entry, Mark, Record


def proposed_text(one: AttendanceList, now: datetime, template: str) -> str:
    """Return what is proposed to be written of somebody who comes now: with minutes while the class is young."""
    return late.text(template, late.minutes_since(one.date, now))


def late_record(before: Entry, one: AttendanceList, written: str, *, presence: Mark, template: str) -> Record:
    """Return the record of a student who came late: a presence that stands and that the list's mode allows stays.

    What the comment said of being late before is replaced; an empty `written` takes it out.
    """
    stays = before.mark in PRESENCES and one.mode.allows(before.mark)
    mark = before.mark if stays else presence
    return Record(mark, late.replaced(before.comment, written.strip(), template))
