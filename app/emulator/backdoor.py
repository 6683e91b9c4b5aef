"""What a test, the demo or a fault does behind the API's back, past every rule except the database's own."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from app.emulator.database import Database
from app.emulator.method import number
from app.emulator.methods.attendance import ON_LIST, put_mark, roll

_LISTS = f"""
    SELECT *,
           (SELECT count(*) FROM entries WHERE list_id = lists.id AND mark IS NOT NULL) AS marked,
           (SELECT count(*) FROM ({ON_LIST})) AS students
    FROM lists ORDER BY date, id
"""  # noqa: S608 nothing in it comes from outside


@dataclass(frozen=True)
class ListSummary:
    """One attendance list and how far it is filled."""

    id: str
    unit_id: str
    group_number: int
    date: datetime
    mode: str
    marked: int
    students: int


class Backdoor:
    """Direct access to the installation's data; ids are text here. LookupError for a list that is not there."""

    def __init__(self, database: Database) -> None:
        self.database = database
        """Where the data are: for what no method here reads or changes."""

    def marks(self, list_id: str) -> dict[str, tuple[str | None, str | None]]:
        """Mark and comment by student id, of everybody on the list."""
        with self.database.transaction() as db:
            rows = roll(db, _existing(db, list_id)["id"])
        return {str(row["id"]): (row["mark"], row["comment"]) for row in rows}

    def lists(self) -> list[ListSummary]:
        """Every list of every lecturer, oldest first."""
        with self.database.transaction() as db:
            rows = db.execute(_LISTS).fetchall()
        return [
            ListSummary(
                id=str(row["id"]),
                unit_id=str(row["unit_id"]),
                group_number=row["number"],
                date=datetime.fromisoformat(row["date"]),
                mode=row["mode"],
                marked=row["marked"],
                students=row["students"],
            )
            for row in rows
        ]

    def set_mark(self, list_id: str, student_id: str, mark: str | None, comment: str | None) -> None:
        """What a colleague does to an entry of the list."""
        with self.database.transaction() as db:
            put_mark(db, _existing(db, list_id)["id"], number(student_id), mark, comment)

    def set_list_mode(self, list_id: str, mode: str) -> None:
        """Change the mode of a list, marks or no marks."""
        with self.database.transaction() as db:
            db.execute("UPDATE lists SET mode = ? WHERE id = ?", (mode, _existing(db, list_id)["id"]))

    def delete_list(self, list_id: str) -> None:
        """Delete a list with its marks."""
        with self.database.transaction() as db:
            db.execute("DELETE FROM lists WHERE id = ?", (_existing(db, list_id)["id"],))

    def remove_student(self, list_id: str, student_id: str) -> None:
        """Take a student out of the group that the list is for; a mark already given stays on the list."""
        with self.database.transaction() as db:
            row = _existing(db, list_id)
            query = "DELETE FROM participants WHERE unit_id = ? AND number = ? AND user_id = ?"
            db.execute(query, (row["unit_id"], row["number"], number(student_id)))

    def add_student(self, list_id: str, student_id: str) -> None:
        """Put a student into the group that the list is for, who may have been in it before."""
        with self.database.transaction() as db:
            row = _existing(db, list_id)
            query = "INSERT INTO participants (unit_id, number, user_id) VALUES (?, ?, ?)"
            db.execute(query, (row["unit_id"], row["number"], number(student_id)))

    def expire_tokens(self) -> None:
        """Let every access token run out now."""
        with self.database.transaction() as db:
            db.execute("UPDATE access_tokens SET expires = 0")

    def renew_tokens(self) -> None:
        """Let every access token there is be good again."""
        with self.database.transaction() as db:
            db.execute("UPDATE access_tokens SET expires = NULL")

    def expire_request_tokens(self) -> None:
        """Let every sign-in that is under way run out now."""
        with self.database.transaction() as db:
            db.execute("UPDATE request_tokens SET expires = 0")

    def revoke_tokens(self) -> None:
        """Take every access token away, as a user can in USOSweb."""
        with self.database.transaction() as db:
            db.execute("DELETE FROM access_tokens")


def _existing(db: sqlite3.Connection, list_id: str) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute("SELECT * FROM lists WHERE id = ?", (number(list_id),)).fetchone()
    if row is None:
        raise LookupError(f"no attendance list {list_id}")
    return row
