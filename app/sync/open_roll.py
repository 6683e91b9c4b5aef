"""Which rolls are being called: while one is, its holds and the undos that wait in it stand."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from functools import partial


class OpenRoll:
    """One caller's claim on a list. Several may be open for one list; closing twice closes once."""

    def __init__(self, close: Callable[[], None]) -> None:
        """Call `close` when the caller has left the roll."""
        self._close: Callable[[], None] | None = close

    def close(self) -> None:
        """Leave the roll."""
        close, self._close = self._close, None
        if close is not None:
            close()


class OpenRolls:
    """Counts the callers of each list."""

    def __init__(self, lock: threading.Condition, *, left: Callable[[str], None], changed: Callable[[], None]) -> None:
        """Call `left` when the last caller of a list has left it, then `changed`; both with the lock held."""
        self._lock, self._left, self._changed = lock, left, changed
        self._callers: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self._callers)

    def open(self, list_id: str) -> OpenRoll:
        """Count one caller more until the handle is closed."""
        with self._lock:
            self._callers[list_id] += 1
        return OpenRoll(partial(self._leave, list_id))

    def _leave(self, list_id: str) -> None:
        with self._lock:
            self._callers[list_id] -= 1
            if not self._callers[list_id]:
                del self._callers[list_id]
                self._left(list_id)
                self._changed()
