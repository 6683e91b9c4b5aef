"""The installation's clock, which need not agree with anybody else's."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")


def computer_time() -> datetime:
    """Polish wall-clock time without a zone, by this computer's clock."""
    return datetime.now(WARSAW).replace(tzinfo=None)


class Clock:
    """Ahead of what it is told by `ahead`, which any thread may set."""

    def __init__(self, told: Callable[[], datetime], ahead: timedelta) -> None:
        """`told` gives Polish wall-clock time without a zone; in an hour that comes twice, `fold` tells which it is."""
        self._told = told
        self.ahead = ahead

    def __call__(self) -> datetime:
        """The moment it shows, in the zone of Poland."""
        # Wall-clock time cannot be added to: a sum forgets `fold`, and may be an hour that there is not.
        told = self._told().replace(tzinfo=WARSAW).astimezone(UTC)
        return (told + self.ahead).astimezone(WARSAW)
