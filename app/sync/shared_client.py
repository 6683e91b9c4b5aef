"""The one client that all sync threads share: made by the first that needs it, renewed after the laptop slept."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.usos.client import Usos  # httpx and authlib are imported by the first thread, not by the start

_NAP = timedelta(seconds=30)


class SharedClient:
    """The way to USOS. Any thread may use it."""

    def __init__(self, connect: Callable[[], Usos], sleep_detector: SleepDetector) -> None:
        """Make clients by `connect`, which may take its time and raise any `UsosError`."""
        self._connect, self._sleep = connect, sleep_detector
        self._usos: Usos | None = None
        self._lock = threading.Lock()

    def usos(self) -> Usos:
        """Return the client. Raises what `connect` raises."""
        with self._lock:
            if self._usos is None:
                self._usos = self._connect()
            elif self._sleep.slept():
                self._usos.renew()  # the old connections are dead and would cost a timeout each
            return self._usos

    def close(self) -> None:
        """Close the client; a call in flight ends with an error, the next one makes a client anew."""
        with self._lock:
            usos, self._usos = self._usos, None
        if usos is not None:
            usos.close()


class SleepDetector:
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
