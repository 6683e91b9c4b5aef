"""A store as it lies there, for who wants to know and not to change: nothing is made, migrated or locked."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

from app.store.database import _MIGRATIONS, CorruptStoreError, Database, NewerStoreError
from app.store.outbox import Outbox, Unsent


@dataclass(frozen=True, slots=True)
class Glance:
    """The version of a store's schema, and what waits in it."""

    version: int
    unsent: Unsent


def glance(file: Path) -> Glance:
    """Look at a store that is there. Raises `CorruptStoreError`, `NewerStoreError` or another `StoreError`."""
    database = _ReadOnly(file)
    try:
        version: int = database.read("PRAGMA user_version")[0][0]
        if version > len(_MIGRATIONS):
            raise NewerStoreError(file.name)
        if database.read("PRAGMA quick_check(1)")[0][0] != "ok":
            raise CorruptStoreError(file.name)
        # A program that died before its first change has left an empty file.
        return Glance(version, Outbox(database).unsent() if version else Unsent(0, 0, None))
    finally:
        database.close_thread()


class _ReadOnly(Database):
    """A database that is only read."""

    def __init__(self, file: Path) -> None:
        """Not the parent's: that one makes the file, migrates it and writes to see whether it can."""
        self._file, self._mine = file, threading.local()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if connection is None:
            # Without a -wal all is in the file itself; SQLite would make one only to read it, and leave it behind.
            whole = "" if self._file.with_name(f"{self._file.name}-wal").exists() else "&immutable=1"
            uri = f"{self._file.absolute().as_uri()}?mode=ro{whole}"
            connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5)
            connection.row_factory = sqlite3.Row
            self._mine.connection = connection
        return connection
