"""Decisions about entries: where register and sync meet, and nowhere else.

Each decision passes four points in this order: may this program write at all; let sync take up nothing of the outbox
meanwhile; commit; tell sync whose marks are new, so that it holds them for a moment before they go.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from app.domain.model import AttendanceList, Entry, GroupKey, Mark, Mode, Record
from app.domain.typed_text import control_signs
from app.register.reversal import Reversal
from app.roll.outcomes import Notice, ReadOnly, Rejected
from app.store import BusyStoreError, LostStoreError, StoreError
from app.store.deciding import UnknownEntryError
from app.store.journal import Change
from app.workspace.workspace import Workspace

if TYPE_CHECKING:
    from app.register.excusing import Together

ResultT = TypeVar("ResultT")


class _ControlSignError(Exception):
    """A comment has signs that command a terminal; nothing was decided."""


class Decisions:
    """Decides about any list of a workspace. Each method returns what is on disk then, or why nothing was decided."""

    def __init__(self, workspace: Workspace) -> None:
        """Decide in the register of this workspace, and tell its sync."""
        self._workspace = workspace
        self._register, self._sync = workspace.register, workspace.sync

    # --- one student, or many in one step ---

    # `shown` is the entry on which the lecturer decides, as he has it before him: what USOS was found to hold since
    # makes the decision a conflict.

    def mark(self, list_id: str, shown: Entry, mark: Mark) -> Entry | Rejected:
        """Mark a student, with the comment that stands."""
        return self._entry(list_id, lambda: self._register.mark(list_id, shown.student.id, mark, shown))

    def comment(self, list_id: str, shown: Entry, comment: str) -> Entry | Rejected:
        """Write a comment beside the mark that stands; an empty one clears it."""
        student_id = shown.student.id
        decide = partial(self._register.comment, list_id, student_id, comment, shown)
        return self._typed(list_id, student_id, comment, decide)

    def record(self, list_id: str, shown: Entry, record: Record) -> Entry | Rejected:
        """Write mark and comment as one step."""
        student_id = shown.student.id
        decide = partial(self._register.record, list_id, student_id, record, shown)
        return self._typed(list_id, student_id, record.comment, decide)

    def follow(self, list_id: str, shown: Entry, after: Callable[[Entry], Record]) -> Entry | Rejected:
        """Write what follows from the entry as it is on disk by now, as one step."""
        now = self._register.entry(list_id, shown.student.id)
        return Notice.ENTRY_GONE if now is None else self.record(list_id, shown, after(now))

    def fill(self, list_id: str, students: Collection[str], mark: Mark) -> Sequence[Entry] | Rejected:
        """Mark those of these students who have no mark by now, as one step."""
        return self._carry_out(list_id, lambda: self._register.fill(list_id, students, mark), _themselves)

    def together(self, changes: Mapping[tuple[str, str], tuple[Record, Record]]) -> Together | Rejected:
        """Make changes by list and student, whose first record still stands, as one step over many lists."""

        def decided() -> Together:
            with self._sync.deciding():
                together = self._register.excusing.record(changes)
                for list_id, student_id in together.entries:
                    self._sync.decided(list_id, student_id)
                return together

        return self.write(decided)

    def change(self, list_id: str, changes: Collection[Change]) -> Sequence[Entry] | Rejected:
        """Make those of these changes whose record before them still stands, as one step."""
        return self._carry_out(list_id, lambda: self._register.change(list_id, changes), _themselves)

    def keep_mine(self, list_id: str, shown: Entry) -> Entry | Rejected:
        """Send what was decided here over what USOS holds, or once more what it refused."""
        return self._entry(list_id, lambda: self._register.keep_mine(list_id, shown.student.id, shown))

    def take_theirs(self, list_id: str, shown: Entry) -> Entry | Rejected:
        """Take what USOS holds; nothing is sent."""
        return self._entry(list_id, lambda: self._register.take_theirs(list_id, shown.student.id))

    # --- steps back and forth ---

    def reverse(
        self, list_id: str, *, back: bool, step: int | None = None, beside: Collection[int] = ()
    ) -> Reversal | Rejected:
        """Undo or redo a step: the one named, or the newest that is not `beside`.

        Where USOS has not answered about a student of it, nothing is decided and the marks of these wait as well.
        """
        turn = self._register.undo if back else self._register.redo
        result = self._carry_out(list_id, lambda: turn(list_id, step, beside), lambda reversal: reversal.affected)
        if isinstance(result, Reversal) and result.waits_for:
            self._sync.withhold(list_id, students(result.waits_for))
        return result

    def let_go(self, list_id: str, entries: Iterable[Entry]) -> None:
        """Withhold these no longer: no undo waits for them any more."""
        self._sync.decided(list_id, *students(entries))

    # --- drafts ---

    def begin_draft(self, group: GroupKey, start: datetime, mode: Mode) -> AttendanceList | Rejected:
        """Return the draft of a meeting, made now if there is none."""
        return self.write(lambda: self._register.timetable.draft(group, start, mode))

    def take_over(self, draft: str, into: AttendanceList, marked: Collection[str]) -> Notice | ReadOnly:
        """Let a draft's list take its place: what still waits in the draft goes to it, and is held anew."""

        def move() -> Notice:
            if self._register.timetable.waiting(draft):  # marked while the list came into being
                self._register.timetable.take_over(draft, into.id)
                self._sync.decided(into.id, *marked)
            self._register.timetable.drop_draft(draft)
            return Notice.DONE

        return self._carry_out(into.id, move, lambda _: ())

    # --- how ---

    def write(self, write: Callable[[], ResultT]) -> ResultT | Rejected:
        """Write something that is no decision about an entry, if this program may write."""
        if self._workspace.owner:
            return ReadOnly(self._workspace.owner)
        try:
            return write()
        except BusyStoreError:
            return Notice.STORE_BUSY
        except LostStoreError:
            return Notice.STORE_LOST
        except StoreError:
            return Notice.NOT_STORED
        except UnknownEntryError:
            return Notice.ENTRY_GONE

    def _typed(self, list_id: str, student_id: str, comment: str, decide: Callable[[], Entry]) -> Entry | Rejected:
        """Decide about one entry, unless the comment brings in control signs; some may have stood there before."""

        def checked() -> Entry:
            new = control_signs(comment)
            if new and new.difference(*(one.comment for one in self._register.entries(list_id, [student_id]))):
                raise _ControlSignError
            return decide()

        try:
            return self._entry(list_id, checked)
        except _ControlSignError:
            return Notice.CONTROL_SIGN

    def _entry(self, list_id: str, decide: Callable[[], Entry]) -> Entry | Rejected:
        return self._carry_out(list_id, decide, lambda entry: (entry,))

    def _carry_out(
        self, list_id: str, decide: Callable[[], ResultT], about: Callable[[ResultT], Iterable[Entry]]
    ) -> ResultT | Rejected:
        def decided() -> ResultT:
            with self._sync.deciding():
                result = decide()
                if student_ids := students(about(result)):
                    self._sync.decided(list_id, *student_ids)
                return result

        return self.write(decided)


def students(entries: Iterable[Entry]) -> set[str]:
    """Return whose entries these are."""
    return {entry.student.id for entry in entries}


def _themselves(entries: Sequence[Entry]) -> Sequence[Entry]:
    return entries
