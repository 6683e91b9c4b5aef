"""The journal as steps that can be undone and redone, over the whole roll and across restarts."""

from __future__ import annotations

from dataclasses import dataclass

from app.model import Record
from app.store.database import Database
from app.store.rolls import record_of


@dataclass(frozen=True, slots=True)
class Change:
    """What a step did to one student."""

    student_id: str
    before: Record
    after: Record


@dataclass(frozen=True, slots=True)
class Step:
    """What one key did: one change, or many in a bulk fill."""

    id: int
    changes: tuple[Change, ...]


class Journal:
    """Reads the journal; only the outbox writes it."""

    def __init__(self, database: Database) -> None:
        """Read it from this database."""
        self._database = database

    def to_undo(self, list_id: str) -> Step | None:
        """Return the newest step of a list that was not undone."""
        undo, _ = self._stacks(list_id)
        return self._step(list_id, undo[-1]) if undo else None

    def to_redo(self, list_id: str) -> Step | None:
        """Return the step of a list undone last, None where something was decided since."""
        _, redo = self._stacks(list_id)
        return self._step(list_id, redo[-1]) if redo else None

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
            elif undo and undo[-1] == reverses:
                redo.append(undo.pop())
            elif redo and redo[-1] == reverses:
                undo.append(redo.pop())
        return undo, redo

    def _step(self, list_id: str, step: int) -> Step:
        rows = self._database.read(
            "SELECT student_id, before_mark, before_comment, mark, comment FROM decision"
            " WHERE list_id = ? AND step = ? ORDER BY seq",
            (list_id, step),
        )
        changes = (Change(row["student_id"], record_of(row, "before_"), record_of(row)) for row in rows)
        return Step(step, tuple(changes))
