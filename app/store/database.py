"""The database file: a connection per thread, durable commits, and every error of SQLite as a `StoreError`."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from enum import Enum, auto
from pathlib import Path
from typing import Protocol

from app.store import schema
from app.store.connections import ThreadConnections
from app.store.turns import Turns

WAIT = 5
"""Seconds for which SQLite waits where another connection has the file."""
_MOMENT = 0.1  # seconds for which a key waits, and after which other threads try again


class StoreError(Exception):
    """The disk or the file did not let us: what was to be read is not known, nothing of a change was kept."""


class BusyStoreError(StoreError):
    """Another process kept the file to itself for longer than we could wait."""


class LostStoreError(StoreError):
    """The file, or a folder it is in, was deleted or replaced: what is written reaches nobody who opens it later."""


class CorruptStoreError(StoreError):
    """The file is damaged, or no store at all; it is left as it is."""


class NewerStoreError(StoreError):
    """The file was written by a newer program; it is left as it is."""


class OlderStoreError(StoreError):
    """The file is of an older version and may not be migrated, because it was opened only to be read."""


class ReadOnlyStoreError(StoreError):
    """The store was opened only to be read, and something was to be written to it."""


class FileState(Enum):
    """What becomes of what is written to a store."""

    SOUND = auto()  # it is kept
    LOST = auto()  # it, or what SQLite keeps beside it, was deleted or replaced: what is written is not kept
    UNWRITABLE = auto()  # nothing can be written: what is in it was read when the program began


class Database(Protocol):
    """What the parts of a store need of a file. Any thread may use it."""

    connections: ThreadConnections
    """The connection of each thread, as SQLite knows it."""

    doubted: bool
    """Whether the file is to be looked through at the next start, since what is in it may not be sound."""

    def read(self, sql: str, parameters: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """Return the rows of a query, as of one moment. Raises `StoreError` when they could not be read."""

    def change(self) -> AbstractContextManager[sqlite3.Connection]:
        """Run the block as one transaction: on disk when it ends, undone if it raises.

        Raises `StoreError` when it could not be stored.
        """

    def state(self) -> FileState:
        """Return what becomes of what is written."""

    def close(self) -> None:
        """Take no more changes from any thread, and close the calling thread's connection."""

    def close_thread(self) -> None:
        """Close the calling thread's connection; a later use opens a new one."""


class WritableDatabase:
    """A file that this process writes. Writers take turns on a lock: SQLite's own waiting would sleep and poll.

    The thread that opens it is that of the keys. It waits for nobody else's lock on the file longer than a moment, and
    decides nothing in a file that is lost; the others go on with what was decided.
    """

    def __init__(self, file: Path, *, sealed: bool = False) -> None:
        """Open or make the file, for its owner's eyes only, and migrate it; one that is `sealed` is taken for sound.

        Raises `StoreError`.
        """
        self._file = file
        self.doubted = False
        self.connections = ThreadConnections(self._connect)
        self._turns = Turns()
        self._shut = threading.Event()
        self._of_keys: int | None = None  # the thread, once the file is open
        try:
            handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                self._identity = _identity(os.fstat(handle))
            finally:
                os.close(handle)
        except OSError as error:
            raise StoreError(str(error)) from error
        try:
            self._migrate()
            if not sealed:
                require_sound(self)
            self._require_room()
        except StoreError:
            self.close_thread()
            raise
        self._of_keys = threading.get_ident()
        _wait_for_others(self.connections.get(), _MOMENT)

    def read(self, sql: str, parameters: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """Read as `Database` says."""
        with self._named_errors():
            return self.connections.get().execute(sql, parameters).fetchall()

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Change as `Database` says."""
        with self._named_errors():
            connection = self.connections.get()
            self._begin(connection)
            try:
                yield connection
                if self._is_of_keys():
                    self._require_there()
                connection.execute("COMMIT")
            except BaseException as error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if isinstance(error, LostStoreError):
                    self._save(connection)
                raise
            finally:
                self._turns.release()

    def state(self) -> FileState:
        """Tell as `Database` says."""
        is_there = _is_still(self._file, self._identity) and all(
            _is_still(file, identity) for file, identity in self.connections.beside.items()
        )
        return FileState.SOUND if is_there else FileState.LOST

    def close(self) -> None:
        """Take no more changes, from whatever thread: another program may have the file from now on."""
        self._turns.take()
        self._shut.set()
        self._turns.release()
        self.close_thread()

    def close_thread(self) -> None:
        """Close the calling thread's connection."""
        self.connections.close()

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        try:
            with named_errors():
                yield
        except CorruptStoreError:
            self.doubted = True
            raise

    def _begin(self, connection: sqlite3.Connection) -> None:
        """Take a turn and begin to write. While another process writes, try again, but for a key once only."""
        tries = 1 if self._is_of_keys() or self._of_keys is None else round(WAIT / _MOMENT)
        while True:
            tries -= 1
            self._turns.take(of_key=self._is_of_keys())
            try:
                self._require_open()
                connection.execute("BEGIN IMMEDIATE")
                self._look_beside()
            except BaseException as error:
                self._turns.release()
                if not (tries and _is_busy(error)):
                    raise
            else:
                return
            self._shut.wait(_MOMENT)  # without the turn: a key may have it

    def _look_beside(self) -> None:
        """Take note of what SQLite keeps beside the file: while a connection is open, nobody else makes that anew."""
        if not self.connections.beside:
            with suppress(OSError):
                self.connections.beside = {
                    file: _identity(file.stat())
                    for file in (self._file.with_name(f"{self._file.name}{suffix}") for suffix in ("-wal", "-shm"))
                }

    def _save(self, connection: sqlite3.Connection) -> None:
        """Let what was committed before be in the file itself, where only what was beside it is gone."""
        with suppress(sqlite3.Error):
            connection.execute("PRAGMA wal_checkpoint")

    def _require_open(self) -> None:
        if self._shut.is_set():
            raise StoreError("closed")

    def _require_there(self) -> None:
        if self.state() is FileState.LOST:
            raise LostStoreError(str(self._file))

    def _is_of_keys(self) -> bool:
        return self._of_keys == threading.get_ident()

    def _connect(self) -> sqlite3.Connection:
        self._require_there()  # SQLite would make a new one
        patience = WAIT if self._of_keys is None else _MOMENT
        connection = sqlite3.connect(self._file, isolation_level=None, timeout=patience)
        try:
            # A painted mark must survive a power cut: FULL waits for the disk, fullfsync for macOS's disk cache too.
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "fullfsync=ON", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    def _migrate(self) -> None:
        with self.change() as connection:
            if schema.version_of(connection) > schema.present_version():
                raise NewerStoreError(str(self._file))
            schema.migrate(connection)

    def _require_room(self) -> None:
        """Find out before the first mark whether the disk takes a change."""
        with self.change() as connection:
            connection.execute("CREATE TABLE probe (written)")
            connection.execute("DROP TABLE probe")


@contextmanager
def named_errors() -> Iterator[None]:
    """Raise what SQLite raises in the block as the `StoreError` that names it."""
    try:
        yield
    except sqlite3.Error as error:
        if _code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise CorruptStoreError(str(error)) from error
        raise BusyStoreError(str(error)) if _is_busy(error) else StoreError(str(error)) from error
    except UnicodeDecodeError as error:  # what SQLite says of a damaged file quotes it, and may be no text
        raise CorruptStoreError("no text") from error


def _is_busy(error: BaseException) -> bool:
    return _code(error) == sqlite3.SQLITE_BUSY


def _code(error: BaseException) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF  # the rest of it says why


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _is_still(file: Path, identity: tuple[int, int]) -> bool:
    try:
        return _identity(file.stat()) == identity
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True  # where the disk itself has trouble SQLite will say so


def _wait_for_others(connection: sqlite3.Connection, seconds: float) -> None:
    connection.execute(f"PRAGMA busy_timeout={round(1000 * seconds)}")


def require_sound(database: Database) -> None:
    """Raise `CorruptStoreError` where SQLite finds the file damaged."""
    if database.read("PRAGMA quick_check(1)")[0][0] != "ok":
        raise CorruptStoreError("quick_check")
