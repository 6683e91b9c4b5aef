"""Taking back a step of a list, or doing it again: what that comes to for each of its students."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from app.domain.frozen import frozen
from app.domain.model import Entry, Record, Standing, Student
from app.store import Store
from app.store.deciding import UnknownEntryError
from app.store.reconcile_rules import same


@frozen
class Reversal:
    """What an undo or redo of a step has done: nothing if not `done`.

    `changed` are the entries as they were, each with its new record. `stuck` are those that USOS has a mark of and
    had none before: it cannot clear a mark. `waits_for` are those USOS has not answered about; try again then.
    `elsewhere` is in how many other lists the same step stays as it is. `list_id` is named where it is told beside
    those of other lists, and is of one alone.
    Where a roll is called, the cursor goes to the first of `affected`: `back_to` is whom it comes back to after the
    next mark, None where calling goes on from there. It has `stayed` where one had gone on before USOS answered.
    """

    changed: tuple[tuple[Entry, Record], ...] = ()
    stuck: tuple[Entry, ...] = ()
    waits_for: tuple[Entry, ...] = ()
    done: bool = False
    step: int = 0
    back: bool = True
    elsewhere: int = 0
    list_id: str = ""
    back_to: Student | None = None
    stayed: bool = False

    @property
    def affected(self) -> tuple[Entry, ...]:
        """The entries the lecturer should look at, as they were: first those that wait for the right mark."""
        return (*self.stuck, *(entry for entry, _ in self.changed))

    @property
    def of_comments(self) -> bool:
        """Whether no mark is another one now, but what is written beside them."""
        return not self.stuck and all(entry.mark is record.mark for entry, record in self.changed)


def reverse(store: Store, list_id: str, chosen: int | None, at: datetime, *, back: bool) -> Reversal:
    """Turn back this step of a list, or do it again; without a step nothing is done.

    Nothing is written where USOS has not answered about a student of it. Raises what `Outbox.decide` raises.
    """
    if chosen is None:
        return Reversal(back=back)
    changes = store.journal.step(list_id, chosen).changes
    students = {change.student_id for change in changes}
    entries = {one.student.id: one for one in _entries(store, list_id, students)}
    if entries.keys() != students:
        raise UnknownEntryError
    turnable = store.journal.undoable if back else store.journal.redoable
    elsewhere = sum(chosen in turnable(other) for other in store.journal.lists_of(chosen) if other != list_id)
    doubtful = tuple(entry for entry in entries.values() if entry.in_doubt)
    if doubtful:
        return Reversal(waits_for=doubtful, step=chosen, back=back, elsewhere=elsewhere)
    changed, stuck, records = [], [], {}
    for change in changes:
        now, wanted = entries[change.student_id], change.before if back else change.after
        expected = change.after if back else change.before
        if back and now.standing in {Standing.CONFLICT, Standing.MISSING}:
            wanted = now.known  # taking back one's own word leaves what USOS has
        records[now.student.id] = now.record
        if wanted.mark is None and now.known.mark is not None:
            stuck.append(now)
        elif same(now.record, expected) and now.record != wanted:
            records[now.student.id] = wanted
            changed.append((now, wanted))
    store.outbox.decide(list_id, records, at, reverses=chosen, shown=entries.values())
    return Reversal(changed=tuple(changed), stuck=tuple(stuck), done=True, step=chosen, back=back, elsewhere=elsewhere)


def chosen_of(steps: Sequence[int], step: int | None, beside: Collection[int]) -> int | None:
    """Return that step if it is among these, or the last of them that is not `beside`."""
    wanted = [one for one in steps if one not in beside] if step is None else [one for one in steps if one == step]
    return wanted[-1] if wanted else None


def _entries(store: Store, list_id: str, students: Collection[str]) -> list[Entry]:
    """Return the entries of these students; one alone is asked for alone, for a key waits."""
    if len(students) == 1:
        return [one for student in students if (one := store.rolls.entry(list_id, student)) is not None]
    return [one for one in store.rolls.entries(list_id) if one.student.id in students]
