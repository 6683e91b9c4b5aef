"""Undo and redo of a roll, and the wait for USOS where that is what they hang on.

USOS cannot clear a mark, so what an undo has to do depends on whether the mark has reached USOS. While a call is under
way nobody knows: the undo then waits, its students' marks are withheld, and every answer and every reading is a reason
to try again. Example: a mark is sent and its answer is lost; Backspace is pressed. The undo waits. A reading shows that
USOS holds nothing for the student: the undo takes the mark back and nothing is sent. Had the reading shown the mark,
the undo would say that USOS cannot clear it. Where the lecturer has marked or moved meanwhile, the cursor stays. After
a restart nothing waits any more: the journal and the attempts on disk say the same, and the next Backspace begins anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from app.domain.frozen import frozen
from app.domain.model import Entry
from app.register.reversal import Reversal
from app.roll.decisions import Decisions, students
from app.roll.loaded import LoadedRoll
from app.roll.outcomes import Notice, Rejected, UndoStops


@frozen
class _Here:
    """Where the lecturer is: who is in hand, and how many decisions were made."""

    student_id: str
    decided: int


class UndoQueue:
    """The undos and redos of one list, those that wait until USOS has answered, and the stop behind one it cannot do.

    Whoever presses once more because a mark cannot be cleared does not mean the mark before it: see `stop`.
    """

    def __init__(
        self, decisions: Decisions, roll: LoadedRoll, list_id: Callable[[], str], decided: Callable[[], int]
    ) -> None:
        """Reverse steps of the list that `list_id` names, for a draft goes over to another, and show that in `roll`.

        `decided` tells how many decisions were made so far.
        """
        self._decisions, self._roll, self._list_id, self._decided = decisions, roll, list_id, decided
        self._waiting: dict[int, Reversal] = {}
        self._asked: dict[int, _Here | None] = {}  # where one was when these steps began to wait, if they lead away
        self._warned: set[int] = set()  # of these steps: leaving drops the undo that waits
        self._stop: _Here | None = None

    def reverse(self, *, back: bool, step: int | None = None, leads: bool = True) -> Reversal | Rejected:
        """Undo or redo the newest step, or the one named, as far as it can be done now; it `leads` to its student."""
        result = self._turn(back=back, step=step, here=self._here() if leads else None)
        return self._shown(result, goes=leads) if isinstance(result, Reversal) else result

    def _turn(self, *, back: bool, step: int | None, here: _Here | None) -> Reversal | Rejected:
        result = self._decisions.reverse(self._list_id(), back=back, step=step, beside=self._waiting.keys())
        if not isinstance(result, Reversal):
            if result is Notice.ENTRY_GONE and step is not None:
                self._drop(waiting for waiting in self._waiting.values() if waiting.step == step)
            return result
        if result.waits_for:
            self._waiting[result.step] = result
            self._asked.setdefault(result.step, here)
        else:
            self._drop(waiting for waiting in self._waiting.values() if waiting.step in {result.step, step})
        return result

    def _shown(self, result: Reversal, *, goes: bool) -> Reversal:
        """Take in what a step has changed; where one `goes` to its first student, stop there if that has the mark."""
        if result.waits_for or not result.affected:
            return result
        self._roll.renew_from_store(students(result.affected))
        if not goes:
            return replace(result, stayed=True)
        cursor = self._roll.cursor
        cursor.lead_to(result.affected[0].student.id, in_order=result.back and not result.of_comments)
        self._stop = self._here() if result.back and result.stuck else None
        return replace(result, back_to=cursor.back_to)

    def _here(self) -> _Here:
        current = self._roll.cursor.current
        return _Here(current.student.id if current else "", self._decided())

    def stop(self) -> UndoStops | None:
        """Return, once, who is in hand with a mark that the last undo could not clear, if nothing was decided since."""
        stop, self._stop, current = self._stop, None, self._roll.cursor.current
        return UndoStops(current) if current is not None and stop == self._here() else None

    def finish(self, *, leads: bool) -> Iterator[Reversal | Rejected]:
        """Do what waited and can be done by now; yield what came of it, nothing of what waits on.

        It `leads` to its student where the lecturer is still where it was asked for.
        """
        here = self._here()
        for waiting in list(self._waiting.values()):
            goes = leads and self._asked[waiting.step] == here
            result = self._turn(back=waiting.back, step=waiting.step, here=here)
            if not isinstance(result, Reversal):
                if result is Notice.ENTRY_GONE:  # all else is tried again by itself
                    yield result
            elif not result.waits_for:
                yield self._shown(result, goes=goes)

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
            del self._waiting[reversal.step], self._asked[reversal.step]
            self._decisions.let_go(self._list_id(), reversal.waits_for)
