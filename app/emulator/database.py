"""The installation's data: SQLite, in memory or in a file, one transaction per call."""

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY,
    first_name TEXT NOT NULL,
    middle_names TEXT,
    last_name TEXT NOT NULL,
    sex TEXT NOT NULL CHECK (sex IN ('M', 'F')),
    title_before TEXT,
    title_after TEXT,
    student_number TEXT UNIQUE,
    student_status INTEGER NOT NULL,
    staff_status INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS terms (
    id TEXT PRIMARY KEY,
    name_pl TEXT NOT NULL,
    name_en TEXT NOT NULL,
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL,
    finish_date TEXT NOT NULL,
    order_key INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS courses (id TEXT PRIMARY KEY, name_pl TEXT NOT NULL, name_en TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS class_types (id TEXT PRIMARY KEY, name_pl TEXT NOT NULL, name_en TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS units (
    id INTEGER PRIMARY KEY,
    course_id TEXT NOT NULL REFERENCES courses,
    term_id TEXT NOT NULL REFERENCES terms,
    class_type_id TEXT NOT NULL REFERENCES class_types,
    UNIQUE (course_id, term_id, class_type_id)
) STRICT;
CREATE TABLE IF NOT EXISTS groups (
    unit_id INTEGER NOT NULL REFERENCES units,
    number INTEGER NOT NULL,
    PRIMARY KEY (unit_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lecturers (
    user_id INTEGER NOT NULL REFERENCES users,
    unit_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (user_id, unit_id, number),
    FOREIGN KEY (unit_id, number) REFERENCES groups
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS participants (
    unit_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users,
    PRIMARY KEY (unit_id, number, user_id),
    FOREIGN KEY (unit_id, number) REFERENCES groups
) STRICT, WITHOUT ROWID;
-- Who was not in the group from its beginning on: such a participant is on no list before that date.
CREATE TABLE IF NOT EXISTS joined (
    unit_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users,
    since TEXT NOT NULL,
    PRIMARY KEY (unit_id, number, user_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS meetings (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    start_time TEXT NOT NULL,
    end_time TEXT NOT NULL,
    building TEXT NOT NULL,
    room TEXT NOT NULL,
    UNIQUE (unit_id, number, start_time),
    FOREIGN KEY (unit_id, number) REFERENCES groups
) STRICT;
CREATE TABLE IF NOT EXISTS lists (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    unit_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    owner_id INTEGER NOT NULL REFERENCES users,
    date TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('intramural', 'remote', 'hybrid')),
    UNIQUE (unit_id, number, date),
    FOREIGN KEY (unit_id, number) REFERENCES groups
) STRICT;
CREATE TABLE IF NOT EXISTS entries (
    list_id INTEGER NOT NULL REFERENCES lists ON DELETE CASCADE,
    student_id INTEGER NOT NULL REFERENCES users,
    mark TEXT CHECK (mark IN ('intramural', 'remote', 'justified_absence', 'absence')),
    comment TEXT,
    PRIMARY KEY (list_id, student_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS consumers (
    key TEXT PRIMARY KEY,
    secret TEXT NOT NULL,
    name TEXT NOT NULL,
    url TEXT,
    email TEXT NOT NULL,
    date_registered TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS request_tokens (
    token TEXT PRIMARY KEY,
    secret TEXT NOT NULL,
    consumer_key TEXT NOT NULL REFERENCES consumers,
    callback TEXT NOT NULL,
    scopes TEXT NOT NULL,
    expires REAL NOT NULL,
    user_id INTEGER REFERENCES users,
    verifier TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS access_tokens (
    token TEXT PRIMARY KEY,
    secret TEXT NOT NULL,
    consumer_key TEXT NOT NULL REFERENCES consumers,
    user_id INTEGER NOT NULL REFERENCES users,
    scopes TEXT NOT NULL,
    expires REAL
) STRICT;
CREATE TABLE IF NOT EXISTS consents (
    consumer_key TEXT NOT NULL REFERENCES consumers,
    user_id INTEGER NOT NULL REFERENCES users,
    scope TEXT NOT NULL,
    PRIMARY KEY (consumer_key, user_id, scope)
) STRICT;
CREATE TABLE IF NOT EXISTS web_logins (
    cookie TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users
) STRICT;
"""


class Database:
    """One connection that any thread may use, one transaction at a time."""

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        if path is not None:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # there are secrets in it; SQLite would let all read
        self._connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        # The data live as long as this object; afterwards Python would complain about a connection left open.
        weakref.finalize(self, self._connection.close)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA foreign_keys = ON")
        if path is not None:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
        # Always, not only for a new file: one from an older version lacks the newer tables.
        self._connection.executescript(_SCHEMA)

    @contextmanager
    def transaction(self, *, keep: bool = True) -> Iterator[sqlite3.Connection]:
        """Everything done inside happens or nothing of it does; with `keep=False` nothing."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            kept = False
            try:
                yield self._connection
                kept = keep
            finally:
                self._connection.execute("COMMIT" if kept else "ROLLBACK")
