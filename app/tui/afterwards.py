"""What a key waits for, and what it does not: its row is painted first, the lines around it after that.

A paint costs what lies between the highest and the lowest thing it changes, so that a row alone is a fraction of it.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.widget import Widget

from app.store import StoreError

_PAUSE = 0.01  # seconds in which the thread that writes to the terminal has this process to itself


class Afterwards:
    """Shows things once a widget has been painted, in the order in which they were put here."""

    def __init__(self, first: Widget, failed: Callable[[], None]) -> None:
        """Follow the paints of the widget that comes first; call `failed` for each thing that the store keeps back."""
        self._first = first  # not the screen: that would not wait for what its widgets have yet to tell it
        self._failed = failed
        self._waiting: list[Callable[[], None]] = []

    def put(self, *shows: Callable[[], None]) -> None:
        """Call these after the next paint, or at `settle`."""
        if not self._waiting:
            self._first.call_after_refresh(lambda: self._first.set_timer(_PAUSE, self.settle))
        self._waiting.extend(shows)

    def settle(self) -> None:
        """Show what waits, before anything else happens: what is said must not come after what followed it."""
        while self._waiting:
            show = self._waiting.pop(0)
            try:
                show()
            except StoreError:  # neither what waits behind it nor the key that comes next has a part in that
                self._failed()
