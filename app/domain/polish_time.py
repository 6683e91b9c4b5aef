"""Polish wall-clock time, which is what USOS speaks."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_POLAND = ZoneInfo("Europe/Warsaw")


def at(moment: datetime) -> datetime:
    """Return what clocks in Poland say at a moment that has a zone."""
    return moment.astimezone(_POLAND).replace(tzinfo=None)


def now() -> datetime:
    """Return it without a zone, wherever this computer thinks it is."""
    return at(datetime.now(UTC))


def here() -> datetime:
    """Return what this computer's own clock says, in the zone it thinks it is in."""
    return datetime.now().astimezone().replace(tzinfo=None)


def exists(moment: datetime) -> bool:
    """Tell whether Polish clocks show this time at all: on a Sunday in March they skip an hour."""
    return at(moment.replace(tzinfo=_POLAND).astimezone(UTC)) == moment
