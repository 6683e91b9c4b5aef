"""Whose turn it is to write to a store: one at a time, and a key before all that waits for it."""

from __future__ import annotations

import threading


class Turns:
    """A lock that is fair to keys: a lecturer's mark waits for the change under way, never for those behind it."""

    def __init__(self) -> None:
        """Nobody has the turn."""
        self._changed = threading.Condition()
        self._is_taken = False
        self.waiting_keys = 0  # how many keys wait for it

    def take(self, *, of_key: bool = False) -> None:
        """Wait for the turn and have it until `release`."""
        with self._changed:
            self.waiting_keys += of_key
            self._changed.wait_for(lambda: not self._is_taken and (of_key or not self.waiting_keys))
            self.waiting_keys -= of_key
            self._is_taken = True

    def release(self) -> None:
        """Let the next one have it."""
        with self._changed:
            self._is_taken = False
            self._changed.notify_all()
