"""The one client that all sync threads share: made by the first that needs it, renewed after the laptop slept."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.sync.naps import Naps

if TYPE_CHECKING:
    from app.usos.client import Usos  # httpx and authlib are imported by the first thread, not by the start


class Way:
    """The way to USOS. Any thread may use it."""

    def __init__(self, connect: Callable[[], Usos], naps: Naps) -> None:
        """Make clients by `connect`, which may take its time and raise any `UsosError`."""
        self._connect, self._naps = connect, naps
        self._usos: Usos | None = None
        self._lock = threading.Lock()

    def usos(self) -> Usos:
        """Return the client. Raises what `connect` raises."""
        with self._lock:
            if self._usos is None:
                self._usos = self._connect()
            elif self._naps.slept():
                self._usos.renew()  # the old connections are dead and would cost a timeout each
            return self._usos

    def close(self) -> None:
        """Close the client; a call in flight ends with an error, the next one makes a client anew."""
        with self._lock:
            usos, self._usos = self._usos, None
        if usos is not None:
            usos.close()
