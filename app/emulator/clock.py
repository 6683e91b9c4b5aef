"""The installation's clock, which need not agree with anybody else's."""

from collections.abc import Callable
from datetime import datetime, timedelta


class Clock:
    """Polish wall-clock time, ahead of what it is told by `ahead`. Any thread may set it."""

    def __init__(self, told: Callable[[], datetime], ahead: timedelta) -> None:
        self._told = told
        self.ahead = ahead

    def __call__(self) -> datetime:
        """The time it shows."""
        return self._told() + self.ahead
