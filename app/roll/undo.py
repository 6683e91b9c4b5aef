"""Undo and redo of a roll, and the wait for USOS where that is what they hang on.

USOS cannot clear a mark, so what an undo has to do depends on whether the mark has reached USOS. While a call is under
way nobody knows: the undo then waits, its students' marks are withheld, and every answer and every reading is a reason
to try again. Example: a mark is sent and its answer is lost; Backspace is pressed. The undo waits. A reading shows that
USOS holds nothing for the student: the undo takes the mark back and nothing is sent. Had the reading shown the mark,
the undo would say that USOS cannot clear it. After a restart nothing waits any more: the journal and the attempts on
disk say the same, and the next Backspace begins anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from app.domain.model import Entry
from app.register.reversal import Reversal
from app.roll.decisions import Decisions, students
from app.roll.outcomes import Notice, Rejected, UndoStops


class UndoQueue:
    """The undos and redos of one list that wait until USOS has answered, and the stop behind one that USOS cannot do.

    Whoever presses once more because a mark cannot be cleared does not mean the mark before it: see `stop`.
    """

    def __init__(self, decisions: Decisions, list_id: Callable[[], str]) -> None:
        """Reverse steps of the list that `list_id` names: a draft goes over to another."""
        self._decisions, self._list_id = decisions, list_id
        self._waiting: dict[int, Reversal] = {}
        self._warned: set[int] = set()  # of these steps: leaving drops the undo that waits
        self._stop: tuple[str, int] | None = None  # who has the mark, and how many decisions there were by then

    def reverse(self, *, back: bool, step: int | None = None) -> Reversal | Rejected:
        """Undo or redo the newest step, or the one named, as far as it can be done now."""
        result = self._decisions.reverse(self._list_id(), back=back, step=step, beside=self._waiting.keys())
        if not isinstance(result, Reversal):
            if result is Notice.ENTRY_GONE and step is not None:
                self._drop(waiting for waiting in self._waiting.values() if waiting.step == step)
            return result
        if result.waits_for:
            self._waiting[result.step] = result
        else:
            self._drop(waiting for waiting in self._waiting.values() if waiting.step in {result.step, step})
        return result

    def stop(self, current: Entry | None, decided: int) -> UndoStops | None:
        """Return, once, who is in hand with a mark that the last undo could not clear, if nothing was decided since."""
        stop, self._stop = self._stop, None
        return UndoStops(current) if current is not None and stop == (current.student.id, decided) else None

    def stop_at(self, reversal: Reversal, decided: int) -> None:
        """Stop once before the next undo, where this one could not clear a mark."""
        if reversal.back and reversal.stuck:
            self._stop = reversal.stuck[0].student.id, decided

    def finish(self) -> Iterator[Reversal | Rejected]:
        """Do what waited and can be done by now; yield what came of it, nothing of what waits on."""
        for waiting in list(self._waiting.values()):
            result = self.reverse(back=waiting.back, step=waiting.step)
            if not isinstance(result, Reversal):
                if result is Notice.ENTRY_GONE:  # all else is tried again by itself
                    yield result
            elif not result.waits_for:
                yield result

    def supersede(self, entries: Iterable[Entry]) -> None:
        """Give up an undo about a student of whom there is a newer word; any newer word ends a redo."""
        about = students(entries)
        self._drop(one for one in self._waiting.values() if about & students(one.waits_for) or not one.back)

    def warn(self) -> Reversal | None:
        """Return the newest undo that leaving would drop and of which that was not said yet; it counts as said then."""
        newest = max(self._waiting.keys() - self._warned, default=None)
        if newest is None:
            return None
        self._warned.add(newest)
        return self._waiting[newest]

    def _drop(self, reversals: Iterable[Reversal]) -> None:
        for reversal in list(reversals):
            del self._waiting[reversal.step]
            self._decisions.let_go(self._list_id(), reversal.waits_for)
