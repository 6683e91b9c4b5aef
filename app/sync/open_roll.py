"""The handle of a roll that is being called: while one is open, its holds and its waiting undos stand."""

from __future__ import annotations

from collections.abc import Callable


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
