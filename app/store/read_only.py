"""A store that another program writes, or that nobody has open: it is read here, and nothing is made or changed."""

from __future__ import annotations

import os
import sqlite3
from contextlib import AbstractContextManager, closing
from pathlib import Path, PurePath
from urllib.parse import quote

from app.domain.frozen import frozen
from app.store import schema
from app.store.connections import ThreadConnections
from app.store.database import (
    WAIT,
    FileState,
    NewerStoreError,
    OlderStoreError,
    ReadOnlyStoreError,
    named_errors,
    require_sound,
)
from app.store.outbox import Outbox, Unsent


@frozen
class StoreSummary:
    """The version of a store's schema, and what waits in it."""

    version: int
    unsent: Unsent


def summarize(file: Path) -> StoreSummary:
    """Look at a store that is there, of this or an older version. Raises `StoreError`."""
    database = ReadOnlyDatabase(file)
    try:
        version = _sound_version(database, oldest=0)
        # A program that died before its first change has left an empty file.
        return StoreSummary(version, Outbox(database).unsent() if version else Unsent(0, 0, None))
    finally:
        database.close_thread()


def open_read_only(file: Path) -> ReadOnlyDatabase:
    """Open the file of a store of the present version. Raises `OlderStoreError` or another `StoreError`."""
    database = ReadOnlyDatabase(file)
    try:
        _sound_version(database, oldest=schema.present_version())
    except BaseException:
        database.close_thread()
        raise
    return database


class ReadOnlyDatabase:
    """A file that is only read: SQLite itself refuses to write it."""

    doubted = True
    """Whether it is sound is for the program to say that writes it."""

    def __init__(self, file: Path) -> None:
        """Read this file; nothing is opened yet."""
        self._file = file
        self._log = file.with_name(f"{file.name}-wal")
        self.connections = ThreadConnections(lambda: self._connect(""))

    def read(self, sql: str, parameters: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """Read as `Database` says."""
        with named_errors():
            if self._log.exists():
                return self.connections.get().execute(sql, parameters).fetchall()
            # Without a -wal all is in the file itself; SQLite would make one only to read it, and leave it behind.
            # Such a connection takes the file for unchanging, so it serves one query only.
            with closing(self._connect("&immutable=1")) as connection:
                connection.row_factory = sqlite3.Row
                return connection.execute(sql, parameters).fetchall()

    def change(self) -> AbstractContextManager[sqlite3.Connection]:
        """Raise `ReadOnlyStoreError`."""
        raise ReadOnlyStoreError(self._file.name)

    def state(self) -> FileState:
        """Return that all is well: what becomes of the file is another program's care."""
        return FileState.SOUND

    def close(self) -> None:
        """Close the calling thread's connection; there are no changes to end."""
        self.close_thread()

    def close_thread(self) -> None:
        """Close the calling thread's connection."""
        self.connections.close()

    def _connect(self, more: str) -> sqlite3.Connection:
        uri = f"{uri_of(self._file.absolute())}?mode=ro{more}"
        return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=WAIT)


def uri_of(file: PurePath) -> str:
    """Return the URI by which SQLite opens an absolute path, whatever characters are in it.

    SQLite takes no host in a URI, so that of a Windows share stays in the path, with four slashes before it.
    """
    path = file.as_posix()
    return f"file://{'' if path.startswith('/') else '/'}{quote(os.fsencode(path), safe='/:')}"


def _sound_version(database: ReadOnlyDatabase, *, oldest: int) -> int:
    """Return the version of a store's schema.

    Raises `OlderStoreError`, `NewerStoreError`, `CorruptStoreError` or another `StoreError`.
    """
    version: int = database.read("PRAGMA user_version")[0][0]
    if version < oldest:
        raise OlderStoreError(str(version))
    if version > schema.present_version():
        raise NewerStoreError(str(version))
    require_sound(database)
    return version
