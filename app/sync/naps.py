"""Notices that the laptop slept: the wall clock went on while the steady one stood still."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

_NAP = timedelta(seconds=30)


class Naps:
    """Compares two clocks; any thread may ask."""

    def __init__(self, now: Callable[[], datetime], clock: Callable[[], float]) -> None:
        """Begin to compare; `clock` gives seconds and stands still while the system sleeps, where it can."""
        self._now = now
        self._clock = clock
        self._turn = threading.Lock()
        self._apart = self._distance()

    def slept(self) -> bool:
        """Tell whether the laptop slept since this was last asked."""
        with self._turn:
            before, self._apart = self._apart, self._distance()
            return self._apart - before > _NAP

    def _distance(self) -> datetime:
        return self._now() - timedelta(seconds=self._clock())
