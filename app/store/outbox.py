"""The journal of decisions and the outbox: what the lecturer decided and USOS has not accepted yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.model import PRESENCES, Mark, Record
from app.store.database import Database
from app.store.rolls import record_of


class UnknownEntryError(Exception):
    """A decision about an entry that was never read from USOS; nothing may be sent for such a one."""


@dataclass(frozen=True, slots=True)
class Due:
    """An outbox row that could be sent. `attempted` is the seq that last left here, None if none did.

    `held_comment` is the comment USOS holds as far as is known.
    """

    list_id: str
    student_id: str
    seq: int
    record: Record
    attempted: int | None
    held_comment: str


@dataclass(frozen=True, slots=True)
class Unsent:
    """How many decisions USOS has not accepted, and how many of these it refused."""

    total: int
    refused: int


class Outbox:
    """Decisions on their way to USOS. At most one row per list and student: the newest decision wins."""

    def __init__(self, database: Database) -> None:
        """Keep it in this database."""
        self._database = database

    def decide(self, list_id: str, student_id: str, record: Record, at: datetime) -> None:
        """Write a decision to the journal and the outbox; it is on disk when this returns.

        A decision for what USOS holds anyway needs no sending, unless an attempt may have changed that.
        Raises `UnknownEntryError`, or `StoreError` when it could not be stored.
        """
        with self._database.change() as change:
            row = change.execute(
                """
                SELECT entry.mark AS held_mark, entry.comment AS held_comment, outbox.seq, attempted,
                       decision.mark, decision.comment
                FROM entry
                LEFT JOIN outbox ON outbox.list_id = entry.list_id AND outbox.student_id = entry.student_id
                LEFT JOIN decision ON decision.seq = outbox.seq
                WHERE entry.list_id = ? AND entry.student_id = ?
                """,
                (list_id, student_id),
            ).fetchone()
            if row is None:
                raise UnknownEntryError
            held = (row["held_mark"], row["held_comment"])
            before = held if row["seq"] is None else (row["mark"], row["comment"])
            after = (record.mark, record.comment)
            seq = change.execute(
                "INSERT INTO decision (list_id, student_id, before_mark, before_comment, mark, comment, decided_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (list_id, student_id, *before, *after, at.isoformat()),
            ).lastrowid
            if after == held and row["attempted"] is None:
                change.execute("DELETE FROM outbox WHERE list_id = ? AND student_id = ?", (list_id, student_id))
            else:
                change.execute(
                    "INSERT INTO outbox (list_id, student_id, seq) VALUES (?, ?, ?)"
                    " ON CONFLICT DO UPDATE SET seq = excluded.seq, refusal = NULL",
                    (list_id, student_id, seq),
                )

    def due(self) -> list[Due]:
        """Return the rows that could be sent, oldest decision first: marked, not refused, of a read entry."""
        rows = self._database.read(
            """
            SELECT outbox.list_id, outbox.student_id, outbox.seq, attempted, decision.mark, decision.comment,
                   entry.comment AS held_comment
            FROM outbox
            JOIN decision ON decision.seq = outbox.seq
            JOIN entry ON entry.list_id = outbox.list_id AND entry.student_id = outbox.student_id
            WHERE decision.mark IS NOT NULL AND refusal IS NULL
            ORDER BY outbox.seq
            """
        )
        return [
            Due(
                row["list_id"],
                row["student_id"],
                row["seq"],
                record_of(row),
                row["attempted"],
                row["held_comment"],
            )
            for row in rows
        ]

    def attempt(self, due: Due) -> bool:
        """Note, before the request leaves, that this seq is tried; False where a newer decision has replaced it."""
        with self._database.change() as change:
            return (
                change.execute(
                    "UPDATE outbox SET attempted = seq WHERE list_id = ? AND student_id = ? AND seq = ?",
                    (due.list_id, due.student_id, due.seq),
                ).rowcount
                == 1
            )

    def accept(self, due: Due) -> None:
        """Settle the seq that was sent: USOS holds it now. A newer decision stays, unless it says the same."""
        with self._database.change() as change:
            change.execute(
                "UPDATE entry SET mark = ?, comment = ? WHERE list_id = ? AND student_id = ?",
                (due.record.mark, due.record.comment, due.list_id, due.student_id),
            )
            change.execute(
                "DELETE FROM outbox WHERE list_id = ? AND student_id = ? AND EXISTS"
                " (SELECT 1 FROM decision WHERE seq = outbox.seq AND (seq = ? OR (mark IS ? AND comment = ?)))",
                (due.list_id, due.student_id, due.seq, due.record.mark, due.record.comment),
            )

    def refuse(self, due: Due, reason: str) -> None:
        """Stop the seq that was sent, with USOS's reason; a newer decision is not touched."""
        with self._database.change() as change:
            change.execute(
                "UPDATE outbox SET refusal = ? WHERE list_id = ? AND student_id = ? AND seq = ?",
                (reason, due.list_id, due.student_id, due.seq),
            )

    def last_presence(self, list_id: str) -> Mark | None:
        """Return the presence last decided in a list, None where none was."""
        rows = self._database.read(
            "SELECT mark FROM decision WHERE list_id = ? AND mark IN (?, ?) ORDER BY seq DESC LIMIT 1",
            (list_id, *PRESENCES),
        )
        return Mark(rows[0]["mark"]) if rows else None

    def unsent(self, list_id: str | None = None) -> Unsent:
        """Count what USOS has not accepted, of one list or of all."""
        row = self._database.read(
            "SELECT count(*) AS total, count(refusal) AS refused FROM outbox WHERE ?1 IS NULL OR list_id = ?1",
            (list_id,),
        )[0]
        return Unsent(row["total"], row["refused"])
