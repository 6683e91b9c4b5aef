"""SQLite: the last known state of USOS, the journal of decisions, the outbox. Each change is one transaction."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.store.database import (
    BusyStoreError,
    CorruptStoreError,
    Database,
    FileState,
    LostStoreError,
    NewerStoreError,
    OlderStoreError,
    ReadOnlyStoreError,
    StoreError,
    WritableDatabase,
)
from app.store.drafts import Drafts
from app.store.identities import Identities
from app.store.journal import Journal
from app.store.meetings import Meetings
from app.store.mirror import Mirror
from app.store.outbox import Outbox
from app.store.preferences import Preferences
from app.store.rolls import Rolls

__all__ = [
    "BusyStoreError",
    "CorruptStoreError",
    "FileState",
    "LostStoreError",
    "NewerStoreError",
    "OlderStoreError",
    "ReadOnlyStoreError",
    "Store",
    "StoreError",
]


class Store:
    """Everything kept on this machine for one installation and one USOS user. Any thread may use it."""

    def __init__(self, file: Path, open_database: Callable[[Path], Database] = WritableDatabase) -> None:
        """Open the file by `open_database`; the usual one makes it or brings it to the present schema.

        With `read_only.open_read_only` every change raises `ReadOnlyStoreError`; `unwritable.UnwritableDatabase` is for
        a disk that takes nothing. Raises `StoreError`.
        """
        self.database = open_database(file)
        """The file itself: for what the parts below do not tell, such as the journal as rows."""
        self.mirror = Mirror(self.database)
        self.outbox = Outbox(self.database)
        self.journal = Journal(self.database)
        self.rolls = Rolls(self.database)
        self.meetings = Meetings(self.database)
        self.drafts = Drafts(self.database)
        self.preferences = Preferences(self.database)
        self.identities = Identities(self.database)

    def state(self) -> FileState:
        """Return what becomes of what is written."""
        return self.database.state()

    def close_thread(self) -> None:
        """Close the calling thread's connection; a later use opens a new one."""
        self.database.close_thread()

    def close(self) -> None:
        """Take no more changes from any thread, and close the calling thread's connection."""
        self.database.close()
