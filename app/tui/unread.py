"""Rolls that could not be read, told on the screens that count them."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.model import AttendanceList
from app.i18n import gettext
from app.messages import failures
from app.sync.requests import ReadRoll
from app.sync.sync import Sync


def readings(sync: Sync, lists: Iterable[AttendanceList]) -> list[ReadRoll]:
    """Return the readings of the rolls of these lists that have failed."""
    return [reading for one in lists if sync.failure(reading := ReadRoll(one.id)) is not None]


def told(sync: Sync, lists: Iterable[AttendanceList], key: str) -> str:
    """Return how many of these lists could not be read, and the `key` that tries again; empty where all could."""
    number = len(readings(sync, lists))
    if not number:
        return ""
    return f"{failures.unread(number)} {gettext('{key} tries again.').format(key=key)}"
