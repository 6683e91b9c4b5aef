"""Calling the roll of one list: its rules, without a screen.

A command (`mark`, `fill`, `undo` …) decides, commits and moves the cursor, and returns an `Outcome` that
`messages/roll.py` says in words; whatever marks drives the same session. `take_changes` tells what to paint anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from app.domain.model import Entry, Mark, Record
from app.domain.roll_order import Arrangement
from app.register.reversal import Reversal
from app.roll import lateness, news, sending
from app.roll.decisions import Decisions
from app.roll.draft import DraftBinding
from app.roll.key_guard import KeyGuard
from app.roll.loaded import LoadedRoll
from app.roll.outcomes import (
    Already,
    Blocked,
    Commented,
    Filled,
    Imported,
    Late,
    LeavingUndo,
    Marked,
    Notice,
    Outcome,
    ReadOnly,
    Rejected,
    Resolved,
    Step,
    UndoStops,
)
from app.roll.undo import UndoQueue
from app.store.journal import Change
from app.sync.events import EntriesAnswered, ReadingEnded, SyncEvent
from app.sync.requests import ReadGroups
from app.workspace.workspace import Workspace

DecidedT = TypeVar("DecidedT", Entry, Sequence[Entry])

_STEPS_TO_TELL = {Step.WRAPPED: Notice.WRAPPED, Step.ALL_MARKED: Notice.ALL_MARKED}


class RollSession:
    """One roll while it is called. Every method may raise `StoreError` where the store cannot be read."""

    def __init__(self, workspace: Workspace, list_id: str, student_id: str | None = None) -> None:
        """Call this list or draft, which need not be known yet, beginning with that student."""
        self.workspace = workspace
        self.decisions = Decisions(workspace)
        self.draft = DraftBinding(workspace, self.decisions, list_id)
        self.roll = LoadedRoll(workspace, self.draft, student_id)
        self.pressed = 0.0  # when the last key came, in seconds of the keys' clock
        self.key_guard = KeyGuard(workspace.options, lambda: self.decided, lambda: self.reverse(back=True))
        self.decided = 0  # how many decisions were made here
        self.last_student = ""  # the one decided about last
        self._undo = UndoQueue(self.decisions, self.roll, lambda: self.list_id, lambda: self.decided)
        self._cursor = self.roll.cursor
        self._unasked: list[Outcome] = []

    @property
    def list_id(self) -> str:
        """The list or draft this is the roll of; a draft's session goes over to its list."""
        return self.draft.list_id

    # --- opening and leaving ---

    def open(self, *, creating: bool = False) -> None:
        """Begin to call; `creating` asks USOS at once for the list of a draft."""
        if creating and self.draft.group is not None:
            self.draft.create_list()
        self.roll.open()

    def before_leaving(self) -> LeavingUndo | None:
        """Return what would be lost by leaving now, once; None if the roll may be left."""
        return LeavingUndo(waiting) if (waiting := self._undo.warn()) else None

    def close(self) -> None:
        """End the call of the roll."""
        self.roll.close()

    # --- what the store holds ---

    def load(self) -> None:
        """Take in what the store holds; a draft whose list is there goes over to it first."""
        before = tuple(self._cursor.entries)
        adopted = self.roll.load()
        self._unasked += news.of_loading(before, self._cursor.entries) if adopted is None else [adopted]

    def follow(self, event: SyncEvent) -> None:
        """Take in what an event of sync changes of the entries."""
        match event:
            case EntriesAnswered(list_id, student_ids) if list_id == self.list_id:
                before = tuple(self._cursor.entries)
                self._unasked += news.of_answer(before, self.roll.renew_from_store(student_ids))
            case ReadingEnded(ReadGroups()) if self.draft.group and self.roll.list and not self._cursor.entries:
                known = self.roll.list  # its students have become known: the draft is filled with them
                self.decisions.begin_draft(known.group, known.date, known.mode)
            case _:
                pass

    def finish_undo(self, *, leads: bool = True) -> None:
        """Finish the undos that waited for USOS and can be done by now; none `leads` away while something is asked."""
        self._unasked += map(self._or_list_stays, self._undo.finish(leads=leads))

    def tell_later(self, outcome: Outcome) -> None:
        """Keep an outcome until `take_unasked`: it is told where the roll is."""
        self._unasked.append(outcome)

    def take_unasked(self) -> list[Outcome]:
        """Return what has come about without a command since this was last asked."""
        unasked, self._unasked = self._unasked, []
        return unasked

    # --- marking ---

    def mark(self, mark: Mark) -> Outcome:
        """Mark the student in hand and go on: below, else to the first without a mark, else stay."""
        entry = self._cursor.current
        if entry is None or self.roll.list is None:
            return Notice.NOBODY
        decided = self._decide(lambda there: self.roll.blocked(mark) or self.decisions.mark(there, entry, mark))
        if not isinstance(decided, Entry):
            return decided
        self.roll.follow_presence(mark)
        if entry.mark is mark:
            return Already(entry, self._come_back())
        return Marked(before=entry, after=Record(mark, entry.comment), step=self._leave(entry, mark))

    def mark_present(self) -> Outcome:
        """Mark the presence that this list's mode implies."""
        return self.mark(self.roll.presence)

    def comment(self, student_id: str, comment: str) -> Outcome:
        """Write a comment word for word; an empty one clears it. The mark stays as it is."""
        if (shown := self._cursor.entry_of(student_id)) is None:
            return Notice.NOBODY
        decided = self._decide(lambda list_id: self.decisions.comment(list_id, shown, comment))
        return Commented(decided, self._come_back()) if isinstance(decided, Entry) else decided

    def late(self, student_id: str, written: str) -> Outcome:
        """Mark a presence with a comment on how late it was, as one step; a presence that stands stays."""
        if (before := self._cursor.entry_of(student_id)) is None:
            return Notice.NOBODY
        if (told := lateness.tidied(written, template := self.workspace.options.late)) is None:
            return Notice.NOT_LATE
        comes = lateness.coming_late(self.roll, told, template)
        decided = self._decide(lambda list_id: self.decisions.follow(list_id, before, comes))
        if not isinstance(decided, Entry):
            return decided
        step = self._leave(before, decided.mark)
        if before.mark is decided.mark:
            return Late(before, told, step)
        return Marked(before=before, after=decided.record, step=step, late=told)

    def to_fill(self) -> list[Entry]:
        """Return whom a fill would mark: on the list, without a mark, and nothing else to be decided about them."""
        return [entry for entry in self._cursor.here() if entry.mark is None and not entry.needs_decision]

    def fill(self, student_ids: Collection[str], mark: Mark) -> Outcome:
        """Mark those of these students who have no mark by now, as one step of undo."""
        filled = self._decide(lambda there: self.roll.blocked(mark) or self.decisions.fill(there, student_ids, mark))
        if isinstance(filled, (Notice, ReadOnly, Blocked)):
            return filled
        self.roll.follow_presence(mark)
        return Filled(len(filled), mark)

    def change(self, changes: Collection[Change]) -> Outcome:
        """Make the changes that a report proposes, as one step of undo; who has another record by now is left alone."""
        changed = self._decide(lambda there: self.decisions.change(there, changes))
        if isinstance(changed, (Notice, ReadOnly, Blocked)):
            return changed
        return Imported(len(changed), len(changes) - len(changed))

    def _leave(self, before: Entry, mark: Mark | None) -> Step:
        """Go on from a student who has got a mark; where everybody has one by now, a correction stays."""
        marked = before.mark is not mark
        step = self._come_back(marked=marked)
        return self._cursor.go_on(is_correction=before.mark is not None) if marked and step is Step.STAYED else step

    def _come_back(self, *, marked: bool = False) -> Step:
        return Step.RETURNED if self._cursor.come_back(marked=marked) else Step.STAYED

    # --- what USOS did not take, and steps back ---

    def keep_mine(self) -> Outcome:
        """Send what was decided about the student in hand over what USOS holds, or once more what it refused."""
        return self._resolve(self.decisions.keep_mine)

    def take_theirs(self) -> Outcome:
        """Take what USOS holds for the student in hand; nothing is sent."""
        return self._resolve(self.decisions.take_theirs)

    def _resolve(self, decide: Callable[[str, Entry], Entry | Rejected]) -> Outcome:
        entry = self._cursor.current
        if entry is None or not entry.needs_decision:
            return Notice.NOTHING_TO_DECIDE
        decided = self._decide(lambda list_id: decide(list_id, entry))
        return Resolved(decided) if isinstance(decided, Entry) else decided

    def undo(self) -> Reversal | Rejected | UndoStops:
        """Take back the newest step as far as can be; behind one that USOS could not clear, only when asked again."""
        stops = self._undo.stop()
        is_last = stops is not None and not self.workspace.register.can_undo(self.list_id)
        return self.reverse(back=True) if stops is None or is_last else stops

    def redo(self) -> Reversal | Rejected:
        """Do again the step that was taken back last."""
        return self.reverse(back=False)

    def reverse(self, *, back: bool, step: int | None = None, leads: bool = True) -> Reversal | Rejected:
        """Undo or redo the newest step, or the one named, and nothing else; it `leads` there as `Cursor.lead_to`."""
        result = self._undo.reverse(back=back, step=step, leads=leads)
        if result is Notice.ENTRY_GONE and self._has_gone_over():
            result = self._undo.reverse(back=back, step=step, leads=leads)
        return self._or_list_stays(result)

    def _or_list_stays(self, result: Reversal | Rejected) -> Reversal | Rejected:
        if result == Reversal() and self.workspace.list_history.was_created_here(self.list_id):
            return Notice.LIST_STAYS
        return result

    # --- moving and finding ---

    def move(self, step: int) -> Outcome:
        """Move by so many students without marking; no wrapping round."""
        self._cursor.settle()
        return Notice.DONE if self._cursor.move(step) else Notice.NO_FURTHER

    def arrive(self, student_id: str) -> None:
        """Take note that the cursor was moved to a student by hand: no search or undo leads back any more."""
        self._cursor.settle()
        self._cursor.go_to(student_id)

    def next_unmarked(self) -> Outcome:
        """Go to the next student without a mark: where a search or undo has led away from, else below, else above."""
        if self._cursor.come_back() and self._cursor.current and self._cursor.current.mark is None:
            return Notice.DONE
        if self._cursor.current is None:
            return Notice.NOBODY
        self._cursor.settle()
        return _STEPS_TO_TELL.get(self._cursor.go_on(), Notice.DONE)

    def come_back(self) -> Outcome:
        """Go back to where a search or an undo has led away from, if one has, with nothing done."""
        self._cursor.come_back()
        return Notice.DONE

    def rearrange(self, arrangement: Arrangement) -> None:
        """Call the roll in another order; one that lasts is kept for every roll."""
        if arrangement.lasts:
            self.decisions.write(lambda: self.workspace.register.roll_details.keep_arrangement(arrangement))
        self.roll.rearrange(arrangement)

    def count_heads(self, heads: int | None) -> None:
        """Keep how many people are in the room, None for not counted."""
        self.roll.tally.count_heads(heads)
        self.decisions.write(lambda: self.workspace.register.roll_details.keep_head_count(self.list_id, heads))

    # --- sending ---

    def send(self) -> Outcome:
        """Send what is held back, and try again what waits for a connection; of a draft: create its list."""
        return self.draft.create_list() if self.draft.group else sending.send(self.workspace, self.list_id)

    def create_list(self) -> Outcome:
        """Create the list of a draft, or take the one that is there."""
        return self.draft.create_list()

    def _decide(self, decide: Callable[[str], DecidedT | Rejected | Blocked]) -> DecidedT | Rejected | Blocked:
        """Decide about this list; where it is a draft whose list has just taken its place, about that one."""
        self._cursor.keep()
        decided = decide(self.list_id)
        if decided is Notice.ENTRY_GONE and self._has_gone_over():
            decided = decide(self.list_id)
        if isinstance(decided, (Notice, ReadOnly, Blocked)):
            return decided
        self.take_in([decided] if isinstance(decided, Entry) else decided)
        return decided

    def take_in(self, entries: Sequence[Entry]) -> None:
        """Take note of what was decided about these, here or together with other lists."""
        if entries:
            self.last_student = entries[-1].student.id
            self._undo.supersede(entries)
            before = [one for entry in entries if (one := self._cursor.entry_of(entry.student.id)) is not None]
            self._unasked += news.of_answer(before, entries)
            if self.roll.renew(entries):
                self.decided += 1

    def _has_gone_over(self) -> bool:
        """Load the roll anew, and tell whether it is that of a list now which was a draft's before."""
        was_draft = self.draft.group is not None
        self.load()
        return was_draft and self.draft.group is None
