"""Students as they are kept: each once, whatever rolls and groups tell of them, and namesakes told apart."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection

from app.domain.model import Person, Student
from app.domain.names import same_name, told_apart

COLUMNS = "student.id, first_name, last_name, student.number, apart"
"""What `of_row` needs of a student."""


def of_row(row: sqlite3.Row) -> Student:
    """Return the student whose `COLUMNS` a row has."""
    return Student(
        id=row["id"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        number=row["number"],
        apart=row["apart"],
    )


def _number(one: Student | Person) -> str | None:
    """Return the album number, None where it is not told."""
    return one.number if isinstance(one, Student) else None


def keep(change: sqlite3.Connection, people: Collection[Student | Person]) -> None:
    """Keep who is on one roll, or in one group, of which no album numbers are told: those known stay.

    Those who have a name in common here are told apart from each other, and from all who were so before.
    """
    change.executemany(
        "INSERT INTO student (id, first_name, last_name, number) VALUES (?, ?, ?, coalesce(?, ''))"
        " ON CONFLICT (id) DO UPDATE SET first_name = excluded.first_name, last_name = excluded.last_name,"
        " number = coalesce(?, number)",
        ((one.id, one.first_name, one.last_name, number := _number(one), number) for one in people),
    )
    called: defaultdict[str, set[str]] = defaultdict(set)
    for one in people:
        called[same_name(one)].add(one.id)
    namesakes = [student_id for sharing in called.values() if len(sharing) > 1 for student_id in sharing]
    rows = change.execute(
        f"SELECT {COLUMNS} FROM student WHERE apart != '' OR id IN ({', '.join('?' * len(namesakes))})", namesakes
    ).fetchall()
    known = [of_row(row) for row in rows]
    told = told_apart(known)
    change.executemany(
        "UPDATE student SET apart = ? WHERE id = ?",
        [(told.get(one.id, ""), one.id) for one in known if told.get(one.id, "") != one.apart],
    )
