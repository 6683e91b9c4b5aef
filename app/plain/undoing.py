"""Undo and redo, and what becomes of those that wait for USOS's answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.domain.model import Entry
from app.register.register import Reversal
from app.workspace.workspace import Workspace


class Undoing:
    """The undos and redos of one list that wait until USOS has answered."""

    def __init__(self, workspace: Workspace, list_id: str) -> None:
        """Reverse steps of this list."""
        self._workspace, self._list_id = workspace, list_id
        self._waiting: dict[int, Reversal] = {}
        self.warned: set[int] = set()
        """Steps of which it was said that leaving drops their undo."""

    def reverse(self, *, back: bool, step: int | None = None) -> Reversal:
        """Undo or redo the last step, or the one named, as far as it can be done now."""
        register, sync = self._workspace.register, self._workspace.sync
        reversal = (register.undo if back else register.redo)(self._list_id, step, self._waiting.keys())
        if reversal.waits_for:
            self._waiting[reversal.step] = reversal
            sync.withhold(self._list_id, _students(reversal.waits_for))
            return reversal
        self._stop(one for one in self._waiting.values() if one.step in {reversal.step, step})
        if reversal.affected:
            sync.decided(self._list_id, *_students(reversal.affected))
        return reversal

    def finished(self) -> Iterator[Reversal]:
        """Do what waited and can be done by now."""
        for waiting in list(self._waiting.values()):
            with self._workspace.sync.deciding():
                reversal = self.reverse(back=waiting.back, step=waiting.step)
            if not reversal.waits_for:
                yield reversal

    def overtaken_by(self, student_id: str) -> None:
        """Give up an undo about a student of whom there is a newer word; any newer word ends a redo."""
        self._stop(one for one in self._waiting.values() if student_id in _students(one.waits_for) or not one.back)

    def first_waiting(self) -> Reversal | None:
        """Return what waits longest."""
        return next(iter(self._waiting.values()), None)

    def _stop(self, reversals: Iterable[Reversal]) -> None:
        for reversal in list(reversals):
            del self._waiting[reversal.step]
            self._workspace.sync.decided(self._list_id, *_students(reversal.waits_for))


def _students(entries: Iterable[Entry]) -> set[str]:
    return {entry.student.id for entry in entries}
