"""Rolls as the lecturer sees them: what USOS holds, with the decisions it has not accepted laid over it."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from app.model import Entry, GroupKey, Mark, Record, Standing, Student, Tally
from app.store.database import Database

# "newest" is the decision waiting in the outbox where there is one; it may say "not set".
_ENTRIES = """
    SELECT student.id, first_name, last_name, student.number, refusal, outbox.seq IS NOT NULL AS waits,
           CASE WHEN outbox.seq IS NULL THEN entry.mark ELSE decision.mark END AS mark,
           CASE WHEN outbox.seq IS NULL THEN entry.comment ELSE decision.comment END AS comment
    FROM entry
    JOIN student ON student.id = entry.student_id
    LEFT JOIN outbox ON outbox.list_id = entry.list_id AND outbox.student_id = entry.student_id
    LEFT JOIN decision ON decision.seq = outbox.seq
    WHERE entry.list_id = ?
"""


class Rolls:
    """Reads rolls and counts of them; writes nothing."""

    def __init__(self, database: Database) -> None:
        """Read them from this database."""
        self._database = database

    def entries(self, list_id: str) -> list[Entry]:
        """Return all entries of a list, in no particular order; none where its roll was never read."""
        return [_entry(row) for row in self._database.read(_ENTRIES, (list_id,))]

    def entry(self, list_id: str, student_id: str) -> Entry | None:
        """Return one student's entry."""
        rows = self._database.read(f"{_ENTRIES} AND entry.student_id = ?", (list_id, student_id))
        return _entry(rows[0]) if rows else None

    def read_at(self, list_id: str) -> datetime | None:
        """Return when the roll of a list was last read from USOS."""
        rows = self._database.read("SELECT read_at FROM attendance_list WHERE id = ?", (list_id,))
        return datetime.fromisoformat(rows[0]["read_at"]) if rows and rows[0]["read_at"] else None

    def tallies(self, of: GroupKey) -> dict[str, Tally]:
        """Return how many are marked, decisions included, for those lists of a group whose roll was read."""
        rows = self._database.read(
            """
            SELECT entry.list_id, count(*) AS students,
                   count(CASE WHEN outbox.seq IS NULL THEN entry.mark ELSE decision.mark END) AS marked
            FROM attendance_list
            JOIN entry ON entry.list_id = attendance_list.id
            LEFT JOIN outbox ON outbox.list_id = entry.list_id AND outbox.student_id = entry.student_id
            LEFT JOIN decision ON decision.seq = outbox.seq
            WHERE unit_id = ? AND number = ?
            GROUP BY entry.list_id
            """,
            of,
        )
        return {row["list_id"]: Tally(row["marked"], row["students"]) for row in rows}


def record_of(row: sqlite3.Row) -> Record:
    """Return the columns mark and comment of a row as a value."""
    return Record(None if row["mark"] is None else Mark(row["mark"]), row["comment"])


def _entry(row: sqlite3.Row) -> Entry:
    refusal: str | None = row["refusal"]
    unsettled = Standing.UNSENT if refusal is None else Standing.REFUSED
    return Entry(
        Student(row["id"], row["first_name"], row["last_name"], row["number"]),
        record_of(row),
        unsettled if row["waits"] else Standing.SAVED,
        refusal or "",
    )
