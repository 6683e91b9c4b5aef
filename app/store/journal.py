"""The journal as steps that can be undone and redone, over the whole roll and across restarts."""

from __future__ import annotations

from datetime import datetime

from app.domain.frozen import frozen
from app.domain.model import Record
from app.store.database import Database
from app.store.rolls import record_of


@frozen
class Change:
    """What a step did to one student."""

    student_id: str
    before: Record
    after: Record


@frozen
class Step:
    """What one key did: one change, or many in a bulk fill."""

    id: int
    changes: tuple[Change, ...]


@frozen
class Decision:
    """What was decided about a student, and when; `reversal` if it was by undo or redo."""

    student_id: str
    before: Record
    after: Record
    at: datetime
    reversal: bool


class Journal:
    """Reads the journal; only the outbox writes it."""

    def __init__(self, database: Database) -> None:
        """Read it from this database."""
        self._database = database

    def undoable(self, list_id: str) -> list[int]:
        """Return the steps of a list that were not undone, newest last."""
        return self._stacks(list_id)[0]

    def redoable(self, list_id: str) -> list[int]:
        """Return the steps of a list undone since the last decision, the one undone last at the end."""
        return self._stacks(list_id)[1]

    def _stacks(self, list_id: str) -> tuple[list[int], list[int]]:
        """Replay the steps: what could be undone now, and what could be redone, newest last."""
        undo: list[int] = []
        redo: list[int] = []
        rows = self._database.read(
            "SELECT DISTINCT step, reverses FROM decision WHERE list_id = ? ORDER BY step", (list_id,)
        )
        for step, reverses in rows:
            if reverses is None:
                undo.append(step)
                redo.clear()
            elif reverses in undo:  # not always the newest: an undo may have waited for USOS's answer
                undo.remove(reverses)
                redo.append(reverses)
            elif reverses in redo:
                redo.remove(reverses)
                undo.append(reverses)
        return undo, redo

    def newest(self, list_id: str, most: int) -> list[Decision]:
        """Return the newest decisions about a list, the newest step first, and those of one step in their order."""
        rows = self._database.read(
            "SELECT * FROM decision WHERE list_id = ? ORDER BY step DESC, seq LIMIT ?", (list_id, most)
        )
        return [
            Decision(
                student_id=row["student_id"],
                before=record_of(row, "before_"),
                after=record_of(row),
                at=datetime.fromisoformat(row["decided_at"]),
                reversal=row["reverses"] is not None,
            )
            for row in rows
        ]

    def first_marks(self, list_id: str) -> list[datetime]:
        """Return when each student of a list who had no mark was given one here first, in the order of that.

        A comment on a mark, or a correction of one, that was made elsewhere is none of these.
        """
        rows = self._database.read(
            "SELECT min(seq), decided_at FROM decision"
            " WHERE list_id = ? AND before_mark IS NULL AND mark IS NOT NULL GROUP BY student_id ORDER BY min(seq)",
            (list_id,),
        )
        return [datetime.fromisoformat(row["decided_at"]) for row in rows]

    def step(self, list_id: str, step: int) -> Step:
        """Return what a step of a list did."""
        rows = self._database.read(
            "SELECT student_id, before_mark, before_comment, mark, comment FROM decision"
            " WHERE list_id = ? AND step = ? ORDER BY seq",
            (list_id, step),
        )
        changes = (Change(row["student_id"], record_of(row, "before_"), record_of(row)) for row in rows)
        return Step(step, tuple(changes))

    def lists_of(self, step: int) -> list[str]:
        """Return the lists in which a step decided something: one, or those of a step over many."""
        return [
            row["list_id"]
            for row in self._database.read("SELECT DISTINCT list_id FROM decision WHERE step = ?", (step,))
        ]
