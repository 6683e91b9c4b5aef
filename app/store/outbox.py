"""The outbox: decisions of the lecturer that USOS has not accepted, or that no reading has confirmed yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType

from app.domain.frozen import frozen
from app.domain.model import PRESENCES, Entry, ListId, Mark, Record
from app.domain.reason import Reason
from app.store.database import Database
from app.store.deciding import ROW, decide, next_step, stop_at_others
from app.store.drafts import is_draft
from app.store.rolls import record_of


@frozen
class Due:
    """An outbox row that could be sent. `attempted` is a seq that left here and whose end nobody knows, else None.

    `tried`: this very seq may have left before, and may still come to USOS. `known_comment` is the comment USOS has
    as far as is known. `untouched` is a list in which USOS holds no mark yet.
    """

    list_id: ListId
    student_id: str
    seq: int
    record: Record
    attempted: int | None = None
    known_comment: str = ""
    untouched: bool = False
    tried: bool = False


@frozen
class Unsent:
    """How many decisions USOS has not accepted, how many of these need a decision, and since when the oldest waits."""

    total: int
    stuck: int
    since: datetime | None


class Outbox:
    """Decisions on their way to USOS. At most one row per list and student: the newest decision wins."""

    def __init__(self, database: Database) -> None:
        """Keep it in this database."""
        self._database = database

    # --- what the lecturer does ---

    def decide(
        self,
        list_id: str,
        records: Mapping[str, Record],
        at: datetime,
        reverses: int | None = None,
        shown: Collection[Entry] = (),
    ) -> None:
        """Write decisions by student as one step to the journal and the outbox; they are on disk when this returns.

        A decision for what USOS holds anyway needs no sending, unless an attempt may have changed that. `reverses` is
        the step that this one turns back, `shown` the entries that the lecturer had before him: where USOS was found to
        hold another mark since, the decision is kept, and is a conflict. Raises `UnknownEntryError`, or `StoreError`
        when nothing could be stored.
        """
        of_list = {(list_id, student_id): record for student_id, record in records.items()}
        self.decide_together(of_list, at, reverses, {(list_id, one.student.id): one for one in shown})

    def decide_together(
        self,
        records: Mapping[tuple[str, str], Record],
        at: datetime,
        reverses: int | None = None,
        shown: Mapping[tuple[str, str], Entry] = MappingProxyType({}),
    ) -> int:
        """Write decisions by list and student as one step, all of them or none; return the step. Else as `decide`."""
        with self._database.change() as change:
            step = next_step(change)
            for entry, record in records.items():
                decide(change, *entry, record, (at.isoformat(), step, reverses), shown=shown.get(entry))
        return step

    # --- what the delivery does ---

    def due(self) -> list[Due]:
        """Return the rows that could be sent, oldest decision first: marked, waiting, of a read entry of no draft."""
        rows = self._database.read(
            f"""
            WITH untouched AS ( -- once a list, not once a row
                SELECT list_id FROM (SELECT DISTINCT list_id FROM outbox) AS listed
                WHERE NOT EXISTS (SELECT 1 FROM entry WHERE entry.list_id = listed.list_id AND mark IS NOT NULL)
            )
            SELECT outbox.list_id, outbox.student_id, outbox.seq, attempted, decision.mark, decision.comment,
                   entry.comment AS known_comment,
                   outbox.list_id IN untouched AS untouched,
                   EXISTS (SELECT 1 FROM attempt WHERE attempt.seq = outbox.seq) AS tried
            FROM outbox
            JOIN decision ON decision.seq = outbox.seq
            JOIN entry ON entry.list_id = outbox.list_id AND entry.student_id = outbox.student_id
            WHERE decision.mark IS NOT NULL AND state = 'waiting' AND NOT {is_draft("outbox.list_id")}
            ORDER BY outbox.seq
            """
        )
        return [
            Due(
                list_id=ListId(row["list_id"]),
                student_id=row["student_id"],
                seq=row["seq"],
                record=record_of(row),
                attempted=row["attempted"],
                known_comment=row["known_comment"],
                untouched=bool(row["untouched"]),
                tried=bool(row["tried"]),
            )
            for row in rows
        ]

    def attempt(self, due: Due, at: datetime) -> bool:
        """Note, before the request leaves, that this seq is tried; False where a newer decision has replaced it."""
        with self._database.change() as change:
            tried = change.execute(
                f"UPDATE outbox SET attempted = seq {ROW} AND seq = ? AND state = 'waiting'",
                (due.list_id, due.student_id, due.seq),
            ).rowcount
            if tried:
                change.execute(
                    "INSERT INTO attempt VALUES (?, 1, ?)"
                    " ON CONFLICT DO UPDATE SET open = open + 1, left_at = excluded.left_at",
                    (due.seq, at.isoformat()),
                )
            return tried == 1

    def accept(self, due: Due) -> None:
        """USOS holds the seq that was sent, by its own word. A newer decision goes on, unless it says the same."""
        with self._database.change() as change:
            _answered(change, due)
            change.execute(
                f"UPDATE entry SET mark = ?, comment = ? {ROW}",
                (due.record.mark, due.record.comment, due.list_id, due.student_id),
            )
            change.execute(
                f"""
                UPDATE outbox SET attempted = NULL, state = CASE WHEN EXISTS (
                    SELECT 1 FROM decision WHERE seq = outbox.seq AND (seq = ? OR (mark IS ? AND comment = ?))
                ) THEN 'accepted' ELSE state END {ROW}
                """,
                (due.seq, due.record.mark, due.record.comment, due.list_id, due.student_id),
            )

    def refuse(self, due: Due, reason: str) -> None:
        """USOS did not take the seq that was sent, for this reason; a newer decision goes on.

        Of an earlier attempt whose end nobody knows, nobody knows more now.
        """
        with self._database.change() as change:
            _answered(change, due)
            change.execute(
                f"UPDATE outbox SET attempted = ?, state = iif(seq = ?, 'refused', state),"
                f" reason = iif(seq = ?, ?, reason) {ROW}",
                (due.attempted, due.seq, due.seq, reason, due.list_id, due.student_id),
            )

    def refuse_unseen(self, due: Due, reason: str) -> None:
        """Do not send this seq, for USOS does not tell, for this reason, what it would be written over.

        Of an earlier attempt whose end nobody knows, nobody knows more now.
        """
        with self._database.change() as change:
            change.execute(
                f"UPDATE outbox SET state = 'refused', reason = ? {ROW} AND seq = ? AND state = 'waiting'",
                (reason, due.list_id, due.student_id, due.seq),
            )

    def refuse_list(self, list_id: str, reason: str) -> None:
        """Nothing of a list can be sent any more, for this reason."""
        with self._database.change() as change:
            change.execute(
                "UPDATE outbox SET attempted = NULL, state = 'refused', reason = ?"
                " WHERE list_id = ? AND state IN ('waiting', 'accepted', 'refused')",
                (reason, list_id),
            )

    def not_tried(self, due: Due) -> None:
        """The request never got to USOS, or USOS did nothing about it: it is as if it had not been sent."""
        with self._database.change() as change:
            change.execute(
                f"UPDATE outbox SET attempted = ? {ROW} AND attempted = ?",
                (due.attempted, due.list_id, due.student_id, due.seq),
            )
            _answered(change, due)
            if not due.tried:
                change.execute("DELETE FROM attempt WHERE seq = ?", (due.seq,))

    def move(self, list_id: str, new_id: str) -> None:
        """Decide in another list, step by step and in its time, what waits in one that is gone or was a draft.

        What the other list holds already, set by somebody else, is a conflict. Students who are not on it stay behind;
        a draft's are refused, for USOS does not have them in that list.
        """
        with self._database.change() as change:
            rows = change.execute(
                "SELECT decision.* FROM decision JOIN outbox USING (list_id, student_id)"
                " JOIN entry ON entry.list_id = ? AND entry.student_id = decision.student_id"
                " WHERE decision.list_id = ? ORDER BY decision.seq",
                (new_id, list_id),
            ).fetchall()
            steps: dict[int, int] = {}
            for row in rows:
                if row["step"] not in steps:
                    steps[row["step"]] = next_step(change)
                act = (row["decided_at"], steps[row["step"]], steps.get(row["reverses"]))
                decide(change, new_id, row["student_id"], record_of(row), act)
            for student_id in {row["student_id"] for row in rows}:
                stop_at_others(change, new_id, student_id)
                change.execute(f"DELETE FROM outbox {ROW}", (list_id, student_id))
            change.execute(
                f"UPDATE outbox SET state = 'refused', reason = ? WHERE list_id = ? AND {is_draft('list_id')}",
                (Reason.STUDENT_NOT_IN_GROUP, list_id),
            )

    def unconfirmed_lists(self) -> list[ListId]:
        """Return the lists with accepted decisions to be read back, and with none that still waits to be sent."""
        rows = self._database.read(
            "SELECT outbox.list_id FROM outbox JOIN decision USING (seq) GROUP BY outbox.list_id"
            " HAVING max(state = 'accepted') AND NOT max(state = 'waiting' AND mark IS NOT NULL)"
        )
        return [ListId(row["list_id"]) for row in rows]

    def may_reach(self, list_id: str) -> bool:
        """Tell whether anything decided of a list waits here, or has left and may still come to USOS."""
        rows = self._database.read(
            "SELECT 1 FROM outbox WHERE list_id = ? UNION ALL"
            " SELECT 1 FROM attempt JOIN decision USING (seq) WHERE list_id = ? AND open > 0 LIMIT 1",
            (list_id, list_id),
        )
        return bool(rows)

    # --- what the screens ask ---

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
            "SELECT count(*) AS total, sum(state != 'waiting') AS stuck, min(decided_at) AS since"
            " FROM outbox JOIN decision USING (seq)"
            " WHERE state != 'accepted' AND (? IS NULL OR outbox.list_id = ?)",
            (list_id, list_id),
        )[0]
        return Unsent(row["total"], row["stuck"] or 0, datetime.fromisoformat(row["since"]) if row["since"] else None)


def _answered(change: sqlite3.Connection, due: Due) -> None:
    change.execute("UPDATE attempt SET open = open - 1 WHERE seq = ?", (due.seq,))
