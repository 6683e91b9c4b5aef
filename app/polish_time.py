"""Polish wall-clock time, which is what USOS speaks."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_POLAND = ZoneInfo("Europe/Warsaw")


def now() -> datetime:
    """Return it without a zone, wherever this computer thinks it is."""
    return datetime.now(_POLAND).replace(tzinfo=None)


def exists(moment: datetime) -> bool:
    """Tell whether Polish clocks show this time at all: on a Sunday in March they skip an hour."""
    return moment.replace(tzinfo=_POLAND).astimezone(UTC).astimezone(_POLAND).replace(tzinfo=None) == moment
