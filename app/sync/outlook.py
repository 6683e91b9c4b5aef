"""What waits in the store: looked up once for all threads, until something changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.store import Store, StoreError
from app.store.outbox import Due


@dataclass(frozen=True, slots=True)
class Waiting:
    """The decisions that could be sent, and the lists that are to be read back."""

    due: Sequence[Due]
    unconfirmed: Sequence[str]


class Outlook:
    """Keeps the last look. Any thread may look; two at once do no harm."""

    def __init__(self, store: Store) -> None:
        """Look into this store."""
        self._store = store
        self._kept: tuple[int, Waiting] | None = None

    def look(self, version: int) -> Waiting | None:
        """Return what waits as of a version of the store or newer; None while it cannot be read."""
        kept = self._kept
        if kept is not None and kept[0] == version:
            return kept[1]
        try:
            waiting = Waiting(self._store.outbox.due(), self._store.outbox.unconfirmed_lists())
        except StoreError:
            return None
        self._kept = version, waiting
        return waiting
