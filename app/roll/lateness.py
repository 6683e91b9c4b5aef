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


def tidied(written: str, template: str) -> str | None:
    """Return what is written of a late arrival, for what was typed; "" where nothing was, which takes it out.

    None where it is not known again as late, so that nobody would count it: "late 2o min", or minutes no class has.
    What has control signs stays as it is: it is refused as every comment is.
    """
    typed = written.strip()
    return late.tidied(typed, template) if typed and not control_signs(written) else typed


def coming_late(roll: LoadedRoll, told: str, template: str) -> Callable[[Entry], Record]:
    """Return what makes the record of a student who came late: a presence that the list's mode allows stays.

    What the comment said of being late before is replaced by what is `told`; an empty text takes it out.
    """

    def record(before: Entry) -> Record:
        stays = before.mark in PRESENCES and roll.blocked(before.mark) is None
        mark = before.mark if stays else roll.presence
        return Record(mark, late.replaced(before.comment, told, template))

    return record
