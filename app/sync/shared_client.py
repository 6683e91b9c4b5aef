"""The one client that all sync threads share: made by the first that needs it, renewed after the laptop slept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.usos.client import Usos  # httpx and authlib are imported by the first thread, not by the start

_NAP = timedelta(seconds=30)


class _Client:
    """A client, and how many calls use it now."""

    def __init__(self, usos: Usos) -> None:
        self.usos = usos
        self.users = 0

    def take(self) -> None:
        self.users += 1

    def give_back(self) -> None:
        self.users -= 1


class SharedClient:
    """The way to USOS. Any thread may use it; a client is closed only when the last call that uses it has ended."""

    def __init__(self, connect: Callable[[], Usos], sleep_detector: SleepDetector) -> None:
        """Make clients by `connect`, which may take its time and raise any `UsosError`."""
        self._connect, self._sleep = connect, sleep_detector
        self._client: _Client | None = None
        self._generation = 0  # how often it was replaced
        self._making = threading.Lock()  # one thread makes a client, the others wait for it
        self._lock = threading.Lock()  # of the above, held for moments only

    @contextmanager
    def borrowed(self) -> Iterator[Usos]:
        """Lend the client for one call; it is not closed meanwhile. Raises what `connect` raises."""
        client = self._take()
        try:
            if self._sleep.slept():
                client.usos.renew()  # the old connections are dead and would cost a timeout each
            yield client.usos
        finally:
            with self._lock:
                client.give_back()
                unused = client is not self._client and not client.users
            if unused:
                client.usos.close()

    def replace(self) -> None:
        """Let the next call make a client anew, from now on. Returns at once: another thread closes the old one."""
        unused = self._retire()
        if unused is not None:
            threading.Thread(target=unused.close, name="closing", daemon=True).start()

    def close(self) -> None:
        """Close the client, or let the last call that uses it do so."""
        unused = self._retire()
        if unused is not None:
            unused.close()

    def _take(self) -> _Client:
        with self._making:
            while True:
                with self._lock:
                    if self._client is not None:
                        self._client.take()
                        return self._client
                self._make()

    def _make(self) -> None:
        """Make a client, unless what it would be made with has been replaced meanwhile."""
        generation = self._generation
        made = _Client(self._connect())
        with self._lock:
            if generation == self._generation:
                self._client = made
                return
        made.usos.close()

    def _retire(self) -> Usos | None:
        """Forget the client, and return it if nobody uses it."""
        with self._lock:
            client, self._client = self._client, None
            self._generation += 1
            return client.usos if client is not None and not client.users else None


class SleepDetector:
    """Compares two clocks; any thread may ask."""

    def __init__(self, now: Callable[[], datetime], clock: Callable[[], float], shortest: timedelta = _NAP) -> None:
        """Begin to compare; `clock` gives seconds and stands still while the system sleeps, where it can.

        A sleep shorter than `shortest` is none: clocks are set now and then.
        """
        self._now, self._clock, self._shortest = now, clock, shortest
        self._turn = threading.Lock()
        self._apart = self._distance()

    def slept(self) -> bool:
        """Tell whether the laptop slept since this was last asked."""
        with self._turn:
            before, self._apart = self._apart, self._distance()
            return self._apart - before > self._shortest

    def _distance(self) -> datetime:
        return self._now() - timedelta(seconds=self._clock())
