"""How long a roll took."""

from __future__ import annotations


class Sitting:
    """When the last key was pressed since the roll was opened, and when the first and the last decision were made.

    All in seconds of the keys' clock.
    """

    def __init__(self) -> None:
        """Begin before the first key."""
        self.pressed = 0.0
        self._first: float | None = None
        self._last = 0.0

    def press(self, at: float) -> None:
        """Take note of a key."""
        self.pressed = at

    def decided(self) -> None:
        """Take note that the last key has decided something."""
        self._first = self.pressed if self._first is None else self._first
        self._last = self.pressed

    @property
    def seconds(self) -> int | None:
        """How long it took, None where nothing was decided."""
        return None if self._first is None else round(self._last - self._first)
