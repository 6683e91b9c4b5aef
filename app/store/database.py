"""The database file: a connection per thread, durable commits, and every error of SQLite as a `StoreError`."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from app.store import schema

WAIT = 5
"""Seconds for which SQLite waits where another connection has the file."""


class StoreError(Exception):
    """The disk or the file did not let us: what was to be read is not known, nothing of a change was kept."""


class CorruptStoreError(StoreError):
    """The file is damaged, or no store at all; it is left as it is."""


class NewerStoreError(StoreError):
    """The file was written by a newer program; it is left as it is."""


class OlderStoreError(StoreError):
    """The file is of an older version and may not be migrated, because it was opened only to be read."""


class ReadOnlyStoreError(StoreError):
    """The store was opened only to be read, and something was to be written to it."""


class Database(Protocol):
    """What the parts of a store need of a file. Any thread may use it."""

    connections: ThreadConnections
    """The connection of each thread, as SQLite knows it."""

    def read(self, sql: str, parameters: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """Return the rows of a query, as of one moment. Raises `StoreError` when they could not be read."""

    def change(self) -> AbstractContextManager[sqlite3.Connection]:
        """Run the block as one transaction: on disk when it ends, undone if it raises.

        Raises `StoreError` when it could not be stored.
        """

    def close(self) -> None:
        """Take no more changes from any thread, and close the calling thread's connection."""

    def close_thread(self) -> None:
        """Close the calling thread's connection; a later use opens a new one."""


class WritableDatabase:
    """A file that this process writes. Writers take turns on a lock: SQLite's own waiting would sleep and poll."""

    def __init__(self, file: Path) -> None:
        """Open or make the file, for its owner's eyes only, and migrate it. Raises `StoreError`."""
        self._file = file
        self.connections = ThreadConnections(self._connect)
        self._turn = threading.Lock()
        self._shut = False
        try:
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise StoreError(str(error)) from error
        try:
            self._migrate()
            self._check()
        except StoreError:
            self.close_thread()
            raise

    def read(self, sql: str, parameters: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """Read as `Database` says."""
        with named_errors():
            return self.connections.get().execute(sql, parameters).fetchall()

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Change as `Database` says."""
        with named_errors():
            connection = self.connections.get()
            with self._turn:
                if self._shut:
                    raise StoreError("closed")
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.execute("COMMIT")
                except BaseException:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                    raise

    def close(self) -> None:
        """Take no more changes, from whatever thread: another program may have the file from now on."""
        with self._turn:
            self._shut = True
        self.close_thread()

    def close_thread(self) -> None:
        """Close the calling thread's connection."""
        self.connections.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, isolation_level=None, timeout=WAIT)
        # A painted mark must survive a power cut: FULL waits for the disk, fullfsync for macOS's disk cache too.
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "fullfsync=ON", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def _migrate(self) -> None:
        with self.change() as connection:
            if schema.version_of(connection) > schema.present_version():
                raise NewerStoreError(str(self._file))
            schema.migrate(connection)

    def _check(self) -> None:
        """Find out before the first mark whether the file is sound and the disk takes a change."""
        require_sound(self)
        with self.change() as connection:
            connection.execute("CREATE TABLE probe (written)")
            connection.execute("DROP TABLE probe")


class ThreadConnections:
    """A connection for each thread, made when the thread first needs it."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        """Make connections by `connect`."""
        self._connect = connect
        self._mine = threading.local()

    def get(self) -> sqlite3.Connection:
        """Return the calling thread's connection; its rows can be asked by name. Raises `sqlite3.Error`."""
        connection: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if connection is None:
            connection = self._connect()
            connection.row_factory = sqlite3.Row
            self._mine.connection = connection
        return connection

    def close(self) -> None:
        """Close the calling thread's connection, if it has one."""
        connection: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if connection is not None:
            connection.close()
            self._mine.connection = None


@contextmanager
def named_errors() -> Iterator[None]:
    """Raise what SQLite raises in the block as the `StoreError` that names it."""
    try:
        yield
    except sqlite3.Error as error:
        damaged = getattr(error, "sqlite_errorcode", None) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
        raise CorruptStoreError(str(error)) if damaged else StoreError(str(error)) from error


def require_sound(database: Database) -> None:
    """Raise `CorruptStoreError` where SQLite finds the file damaged."""
    if database.read("PRAGMA quick_check(1)")[0][0] != "ok":
        raise CorruptStoreError("quick_check")
