"""Polish wall-clock time, which is what USOS speaks, and the instant behind it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_POLAND = ZoneInfo("Europe/Warsaw")


class _Shift:
    """How far the program's time is ahead of this computer's clock: not at all, but in tests."""

    ahead = timedelta()


def start_from(moment: datetime) -> None:
    """Let the time of this process go on from another moment. Raises `ValueError` for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"without a zone nobody knows when {moment.isoformat()} is")
    _Shift.ahead = moment - datetime.now(UTC)


def instant() -> datetime:
    """Return this instant in UTC."""
    return datetime.now(UTC) + _Shift.ahead


def epoch() -> float:
    """Return this instant in seconds since 1970, as OAuth dates signatures."""
    return instant().timestamp()


def at(moment: datetime) -> datetime:
    """Return what clocks in Poland say at a moment that has a zone; `fold` is 1 in the second of two like hours."""
    return moment.astimezone(_POLAND).replace(tzinfo=None)


def now() -> datetime:
    """Return it without a zone, wherever this computer thinks it is."""
    return at(instant())


def here() -> datetime:
    """Return what this computer's own clock says, in the zone it thinks it is in."""
    return instant().astimezone().replace(tzinfo=None)


def seconds_ahead(epoch_seconds: float, told: datetime) -> float:
    """Return by how many seconds an instant is ahead of a Polish wall-clock time.

    On the nights on which clocks change the time may be of two instants: the nearer one counts.
    """
    readings = (told.replace(tzinfo=_POLAND, fold=fold).timestamp() for fold in (0, 1))
    return min((epoch_seconds - one for one in readings), key=abs)


def exists(moment: datetime) -> bool:
    """Tell whether Polish clocks show this time at all: on a Sunday in March they skip an hour."""
    return at(moment.replace(tzinfo=_POLAND).astimezone(UTC)) == moment
