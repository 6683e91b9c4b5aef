"""What a late arrival writes: USOS has no value for it, so it is a presence and a comment with minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain import late
from app.domain.model import PRESENCES, AttendanceList, Entry, Record
from app.domain.typed_text import control_signs
from app.roll.loaded import LoadedRoll


def proposed_text(one: AttendanceList, now: datetime, template: str) -> str:
    """Return what is proposed to be written of somebody who comes now: with minutes while the class is young."""
    return late.text(template, late.minutes_since(one.date, now))


def coming_late(roll: LoadedRoll, written: str, template: str) -> Callable[[Entry], Record] | None:
    """Return what makes the record of a student who came late: a presence that the list's mode allows stays.

    What the comment said of being late before is replaced; an empty `written` takes it out. None where it is not known
    again as late, so that nobody would count it: "late 2o min". What has control signs is refused as every comment is.
    """
    if written.strip() and not control_signs(written) and not late.is_late(written, template):
        return None

    def record(before: Entry) -> Record:
        stays = before.mark in PRESENCES and roll.blocked(before.mark) is None
        mark = before.mark if stays else roll.presence
        return Record(mark, late.replaced(before.comment, written.strip(), template))

    return record
