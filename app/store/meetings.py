"""The timetable as last read: the meetings of groups, and who is in a group."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from app.domain.model import GroupKey, Meeting, Person, Student
from app.store import people
from app.store.database import Database

_FORGOTTEN = timedelta(days=30)
_OF_GROUP = "unit_id = ? AND number = ?"


class Meetings:
    """What USOS is known to hold of the timetable."""

    def __init__(self, database: Database) -> None:
        """Keep it in this database."""
        self._database = database

    def note_days(self, first: date, at: datetime) -> None:
        """Remember when the days from this one on were asked for; of days long past it is forgotten."""
        with self._database.change() as change:
            change.execute("INSERT OR REPLACE INTO reading VALUES (?, ?)", (_topic(first), at.isoformat()))
            change.execute(
                "DELETE FROM reading WHERE topic LIKE 'timetable %' AND topic < ?", (_topic(first - _FORGOTTEN),)
            )

    def days_read_at(self, first: date) -> datetime | None:
        """Return when the days from this one on were asked for, None if never."""
        rows = self._database.read("SELECT at FROM reading WHERE topic = ?", (_topic(first),))
        return datetime.fromisoformat(rows[0]["at"]) if rows else None

    def keep_days(self, meetings: Iterable[Meeting], first: date, days: int) -> None:
        """Replace the meetings of all groups on these days by what was read."""
        with self._database.change() as change:
            change.execute(
                "DELETE FROM meeting WHERE start >= ? AND start < ?",
                (first.isoformat(), (first + timedelta(days=days)).isoformat()),
            )
            _insert(change, meetings)

    def keep_of(self, group: GroupKey, meetings: Iterable[Meeting]) -> None:
        """Replace all meetings of one group by what was read."""
        with self._database.change() as change:
            change.execute(f"DELETE FROM meeting WHERE {_OF_GROUP}", group)
            _insert(change, meetings)

    def between(self, first: datetime, last: datetime) -> list[Meeting]:
        """Return the meetings of all groups that begin in this span, its end included, in no particular order."""
        return self._meetings("start BETWEEN ? AND ?", (first.isoformat(), last.isoformat()))

    def of(self, group: GroupKey) -> list[Meeting]:
        """Return the known meetings of a group, in order."""
        return self._meetings(f"{_OF_GROUP} ORDER BY start", group)

    def keep_participants(self, of_groups: Mapping[GroupKey, Sequence[Person]]) -> None:
        """Replace who is in these groups by what was read, a group at a time; numbers are known only from rolls."""
        for group, here in of_groups.items():
            with self._database.change() as change:
                people.keep(change, here)
                change.execute(f"DELETE FROM participant WHERE {_OF_GROUP}", group)
                change.executemany(
                    "INSERT OR IGNORE INTO participant VALUES (?, ?, ?)", ((*group, one.id) for one in here)
                )

    def participants(self, group: GroupKey) -> list[Student]:
        """Return who is in a group as far as USOS tells, in no particular order."""
        rows = self._database.read(
            "SELECT student.* FROM participant JOIN student ON student.id = student_id"
            " WHERE unit_id = ? AND participant.number = ?",
            group,
        )
        return [people.of_row(row) for row in rows]

    def _meetings(self, condition: str, parameters: tuple[object, ...]) -> list[Meeting]:
        rows = self._database.read(f"SELECT * FROM meeting WHERE {condition}", parameters)
        return [
            Meeting(
                group=GroupKey(row["unit_id"], row["number"]),
                start=datetime.fromisoformat(row["start"]),
                finish=datetime.fromisoformat(row["finish"]),
                room=row["room"],
            )
            for row in rows
        ]


def _topic(first: date) -> str:
    return f"timetable {first.isoformat()}"


def _insert(change: sqlite3.Connection, meetings: Iterable[Meeting]) -> None:
    change.executemany(
        "INSERT OR REPLACE INTO meeting VALUES (?, ?, ?, ?, ?)",
        ((*one.group, one.start.isoformat(), one.finish.isoformat(), one.room) for one in meetings),
    )
