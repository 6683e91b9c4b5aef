"""The schema of the database file and how a file of an older version is brought to it."""

from __future__ import annotations

import sqlite3

# One script per version, each bringing the file from the version before. Never edit one that was released.
MIGRATIONS = (
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
    """
    -- What reports call students, by the lecturer's word; and the e-mail addresses of those whom a report was read for.
    CREATE TABLE alias (name TEXT PRIMARY KEY, called TEXT NOT NULL, student_id TEXT NOT NULL REFERENCES student)
        WITHOUT ROWID;
    CREATE TABLE email (student_id TEXT PRIMARY KEY REFERENCES student, address TEXT NOT NULL) WITHOUT ROWID;
    """,
    """
    -- What tells a student from somebody of the same name who was on one roll or in one group with them.
    ALTER TABLE student ADD COLUMN apart TEXT NOT NULL DEFAULT '';
    CREATE INDEX namesakes ON student (id) WHERE apart != '';
    """,
    """
    CREATE INDEX absent_entries ON entry (list_id) WHERE mark = 'absence';
    """,
    """
    CREATE INDEX decisions_of_step ON decision (step, list_id);
    """,
)


def present_version() -> int:
    """Return the version of the schema that this program works with."""
    return len(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of a file's schema, 0 for a file in which there is nothing yet."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a file of this or an older version to the present one; to be called inside a transaction."""
    before = version_of(connection)
    for version, script in enumerate(MIGRATIONS[before:], before + 1):
        for statement in script.split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version={version}")
