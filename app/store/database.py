"""The database file: a connection per thread, durable commits, the schema and its migrations."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# One script per version, each bringing the file from the version before. Never edit one that was released.
_MIGRATIONS = (
    """
    CREATE TABLE term (
        id TEXT PRIMARY KEY, name_pl TEXT NOT NULL, name_en TEXT NOT NULL,
        start TEXT NOT NULL, finish TEXT NOT NULL, place INTEGER NOT NULL
    );
    CREATE TABLE class_group (
        unit_id TEXT, number TEXT, term_id TEXT NOT NULL,
        course_pl TEXT NOT NULL, course_en TEXT NOT NULL, type_pl TEXT NOT NULL, type_en TEXT NOT NULL,
        students INTEGER,
        PRIMARY KEY (unit_id, number)
    );
    CREATE TABLE attendance_list (
        id TEXT PRIMARY KEY, unit_id TEXT NOT NULL, number TEXT NOT NULL,
        date TEXT NOT NULL, mode TEXT NOT NULL, owner TEXT NOT NULL, read_at TEXT, confirmed_at TEXT
    );
    CREATE INDEX lists_of_group ON attendance_list (unit_id, number);
    CREATE TABLE student (
        id TEXT PRIMARY KEY, first_name TEXT NOT NULL, last_name TEXT NOT NULL, number TEXT NOT NULL
    );
    -- What USOS held when last read, or accepted since.
    CREATE TABLE entry (
        list_id TEXT REFERENCES attendance_list ON DELETE CASCADE, student_id TEXT REFERENCES student,
        mark TEXT, comment TEXT NOT NULL,
        PRIMARY KEY (list_id, student_id)
    ) WITHOUT ROWID;
    -- The journal: what the lecturer decided, append-only; seq is the order of decisions. A step is what one key did;
    -- "reverses" is the step that an undo or a redo turns back.
    CREATE TABLE decision (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, list_id TEXT NOT NULL, student_id TEXT NOT NULL,
        before_mark TEXT, before_comment TEXT NOT NULL, mark TEXT, comment TEXT NOT NULL, decided_at TEXT NOT NULL,
        step INTEGER NOT NULL, reverses INTEGER
    );
    CREATE INDEX decisions_of_entry ON decision (list_id, student_id);
    -- The decisions whose request may have left this machine: values of ours that USOS may come to hold.
    CREATE TABLE attempt (seq INTEGER PRIMARY KEY REFERENCES decision);
    -- The newest decision of each student that no reading has confirmed. "attempted" is a seq whose request left and
    -- whose end nobody knows; "base" what USOS held before all of these; "found" what it holds instead, in the states
    -- conflict and missing.
    CREATE TABLE outbox (
        list_id TEXT, student_id TEXT, seq INTEGER NOT NULL REFERENCES decision,
        state TEXT NOT NULL DEFAULT 'waiting'
            CHECK (state IN ('waiting', 'accepted', 'refused', 'conflict', 'missing')),
        reason TEXT NOT NULL DEFAULT '',
        attempted INTEGER, resent INTEGER NOT NULL DEFAULT 0,
        base_mark TEXT, base_comment TEXT NOT NULL,
        found_mark TEXT, found_comment TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (list_id, student_id)
    ) WITHOUT ROWID;
    -- When something was last read that is not a row of its own: groups, lists of a group.
    CREATE TABLE reading (topic TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
    """,
    """
    -- How many calls of this attempt left and have no answer yet; one of them may come to USOS late.
    ALTER TABLE attempt ADD COLUMN open INTEGER NOT NULL DEFAULT 0;
    """,
    """
    -- When the last call of this attempt left.
    ALTER TABLE attempt ADD COLUMN left_at TEXT NOT NULL DEFAULT '';
    """,
    """
    CREATE TABLE meeting (
        unit_id TEXT, number TEXT, start TEXT, finish TEXT NOT NULL, room TEXT NOT NULL,
        PRIMARY KEY (unit_id, number, start)
    ) WITHOUT ROWID;
    CREATE INDEX meetings_by_day ON meeting (start);
    -- Who is in a group, as far as USOS tells: whom to call where there is no list yet.
    CREATE TABLE participant (
        unit_id TEXT, number TEXT, student_id TEXT REFERENCES student,
        PRIMARY KEY (unit_id, number, student_id)
    ) WITHOUT ROWID;
    CREATE INDEX unmarked_entries ON entry (list_id) WHERE mark IS NULL;
    """,
    """
    -- In which place USOS gave a student of a list when it gave them first; NULL where that was before this column.
    ALTER TABLE entry ADD COLUMN place INTEGER;
    -- What the lecturer has chosen on the screens, by what it is about.
    CREATE TABLE choice (topic TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    """,
)


class StoreError(Exception):
    """The disk or the file did not let us: what was to be read is not known, nothing of a change was kept."""


class CorruptStoreError(StoreError):
    """The file is damaged, or no store at all; it is left as it is."""


class NewerStoreError(StoreError):
    """The file was written by a newer program; it is left as it is."""


class Database:
    """One file. Writers of this process take turns on a lock: SQLite's own waiting would sleep and poll."""

    def __init__(self, file: Path) -> None:
        """Open or make the file, for its owner's eyes only, and migrate it. Raises `StoreError`."""
        self._file = file
        self._mine = threading.local()
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
        """Return the rows of a query, as of one moment. Raises `StoreError` when they could not be read."""
        try:
            return self._connection().execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise _named(error) from error

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Run the block as one transaction: on disk when it ends, undone if it raises.

        Raises `StoreError` when it could not be stored.
        """
        try:
            connection = self._connection()
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
        except sqlite3.Error as error:
            raise _named(error) from error

    def close(self) -> None:
        """Take no more changes, from whatever thread: another program may have the file from now on."""
        with self._turn:
            self._shut = True
        self.close_thread()

    def close_thread(self) -> None:
        """Close the calling thread's connection."""
        connection = getattr(self._mine, "connection", None)
        if connection is not None:
            connection.close()
            self._mine.connection = None

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._file, isolation_level=None, timeout=5)
            connection.row_factory = sqlite3.Row
            # A painted mark must survive a power cut: FULL waits for the disk, fullfsync for macOS's disk cache too.
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "fullfsync=ON", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}")
            self._mine.connection = connection
        return connection

    def _migrate(self) -> None:
        with self.change() as connection:
            version: int = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > len(_MIGRATIONS):
                raise NewerStoreError(str(self._file))
            for number, script in enumerate(_MIGRATIONS[version:], version + 1):
                for statement in script.split(";\n"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version={number}")

    def _check(self) -> None:
        """Find out before the first mark whether the file is sound and the disk takes a change."""
        if self.read("PRAGMA quick_check(1)")[0][0] != "ok":
            raise CorruptStoreError(str(self._file))
        with self.change() as connection:
            connection.execute("CREATE TABLE probe (written)")
            connection.execute("DROP TABLE probe")


def _named(error: sqlite3.Error) -> StoreError:
    """Return the error as the rest of the program knows it."""
    damaged = getattr(error, "sqlite_errorcode", None) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
    return CorruptStoreError(str(error)) if damaged else StoreError(str(error))
