"""Rolls that could not be read, told on the screens that count them."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.model import AttendanceList
from app.i18n import gettext
from app.messages import failures
from app.sync.requests import ReadRoll
from app.sync.sync import Sync


def told(sync: Sync, lists: Iterable[AttendanceList], key: str) -> str:
    """Return how many of these lists could not be read, and the `key` that tries again; empty where all could."""
    number = sum(sync.failure(ReadRoll(one.id)) is not None for one in lists)
    if not number:
        return ""
    return f"{failures.unread(number)} {gettext('{key} tries again.').format(key=key)}"
