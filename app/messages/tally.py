"""The counts of a roll, and what USOS has of it, in a few words."""

from __future__ import annotations

from datetime import datetime

from app.domain.model import Mark
from app.i18n import clock_time, gettext, ngettext
from app.roll.tally import RollTally


def counted(tally: RollTally, mark: Mark, *, is_read: bool) -> str:
    """Return how many have a mark, a dash where that is not known or cannot be."""
    return "–" if tally.is_blocked(mark) or not is_read else str(tally.counts[mark])


def left(tally: RollTally) -> str:
    """Return how many are to be marked yet, empty where there is nobody."""
    if not tally.total:
        return ""
    if tally.left:
        return gettext("{left} of {total} left").format(left=tally.left, total=tally.total)
    return gettext("all {total} marked").format(total=tally.total)


def left_short(tally: RollTally) -> str:
    """Return how many are to be marked yet, as short as can be, empty where nobody is."""
    return gettext("{left} left").format(left=tally.left) if tally.left else ""


def settled(tally: RollTally, confirmed_at: datetime | None, *, is_read: bool, brief: bool = False) -> str:
    """Return what is true when nothing is unsent: saved, or confirmed by reading back."""
    if confirmed_at is None:
        return gettext("all in USOS") if is_read and tally.marked else ""
    time = clock_time(confirmed_at)
    if brief:
        return gettext("confirmed {time}").format(time=time)
    text = gettext("confirmed in USOS {time} ({marked} of {total})")
    return text.format(time=time, marked=tally.marked, total=tally.total)


def heads_short(heads: int, present: int) -> str:
    """Return how many are in the room, and how many are marked present where these are others, as short as can be."""
    if heads == present:
        return gettext("{heads} in the room").format(heads=heads)
    return gettext("{heads} in the room, {present} present").format(heads=heads, present=present)


def heads(counted: int, present: int) -> str:
    """Return how many are in the room against those marked present."""
    text = gettext("{heads} in the room, {present} present: {difference}")
    difference = _difference(counted, present) if counted != present else gettext("matches")
    return text.format(heads=counted, present=present, difference=difference)


def _difference(heads: int, present: int) -> str:
    missing = heads - present
    if missing > 0:
        return ngettext(
            "{number} fewer present than in the room", "{number} fewer present than in the room", missing
        ).format(number=missing)
    return ngettext(
        "{number} more present than in the room", "{number} more present than in the room", -missing
    ).format(number=-missing)
