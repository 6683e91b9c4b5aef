"""By what reports know students beside their names: e-mail addresses of USOS, and aliases the lecturer confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.domain.frozen import frozen
from app.domain.model import Student
from app.store import people
from app.store.database import Database


@frozen
class Alias:
    """What a report called a student, by the lecturer's word.

    `key` is what the next report is compared with (`importing.matching.alias_key`), `called` the name as it stood.
    """

    key: str
    called: str
    student: Student


class Identities:
    """Kept for this account only; they go with its store."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database."""
        self._database = database

    # --- e-mail addresses ---

    def emails(self) -> dict[str, str]:
        """Return the addresses that are known, by student's id."""
        return {row["student_id"]: row["address"] for row in self._database.read("SELECT * FROM email")}

    def keep_emails(self, emails: Mapping[str, str]) -> None:
        """Keep the addresses of these students; those of nobody else are touched. Raises `StoreError`."""
        with self._database.change() as change:
            change.executemany(
                "INSERT OR REPLACE INTO email SELECT id, ? FROM student WHERE id = ?",
                [(address, student_id) for student_id, address in emails.items()],
            )

    # --- aliases ---

    def aliases(self) -> list[Alias]:
        """Return the confirmed aliases, in order of students' names."""
        rows = self._database.read(
            f"SELECT alias.name, called, {people.COLUMNS} FROM alias"
            " JOIN student ON student.id = alias.student_id ORDER BY last_name, first_name, student.id, alias.name"
        )
        return [Alias(row["name"], row["called"], people.of_row(row)) for row in rows]

    def confirm(self, aliases: Iterable[Alias]) -> None:
        """Keep aliases; one that was another student's is this one's from now on. Raises `StoreError`."""
        with self._database.change() as change:
            change.executemany(
                "INSERT OR REPLACE INTO alias VALUES (?, ?, ?)",
                [(one.key, one.called, one.student.id) for one in aliases],
            )

    def erase(self, key: str) -> None:
        """Forget an alias. Raises `StoreError`."""
        with self._database.change() as change:
            change.execute("DELETE FROM alias WHERE name = ?", (key,))
