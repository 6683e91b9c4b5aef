"""A roll as the store holds it, seated in an order that does not jump while it is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from app.domain.model import PRESENCES, AttendanceList, Entry, Group, Mark, Mode
from app.domain.roll_order import Arrangement, Seating
from app.roll import readings
from app.roll.cursor import Cursor
from app.roll.decisions import Decisions
from app.roll.draft import DraftBinding
from app.roll.outcomes import Adopted, Blocked, Notice
from app.roll.tally import RollTally
from app.sync.open_roll import OpenRoll
from app.sync.requests import Reading
from app.workspace.workspace import Workspace


class LoadedRoll:
    """The list, its entries under a cursor, and their counts. Reading it may raise `StoreError`."""

    def __init__(self, workspace: Workspace, draft: DraftBinding, first: str | None) -> None:
        """Show the roll of the list that `draft` names, nothing of which is loaded yet.

        The cursor begins at the student `first`, else at the first without a mark.
        """
        self._register, self._sync = workspace.register, workspace.sync
        self._draft, self._first = draft, first
        self.list: AttendanceList | None = None
        self.is_read = False  # whether USOS's roll was ever read
        self.presence = Mark.INTRAMURAL  # the one that the list's mode implies
        self.cursor = Cursor()
        self.tally = RollTally()
        self._arrangement: Arrangement | None = None  # that of all rolls, until this one is loaded
        self._details: bool | None = None  # likewise
        self._changed: dict[str, Entry] = {}
        self._handle: OpenRoll | None = None

    # --- opening and leaving ---

    def open(self) -> None:
        """Let sync know that the roll is called, and ask for what it is made of."""
        before, self._handle = self._handle, self._sync.open_roll(self._draft.list_id)
        if before is not None:
            before.close()
        self._sync.want(*readings.at_opening(self._draft, self._register))

    def close(self) -> None:
        """Let go out what is held back: nobody will undo it here any more. A draft that was left empty is forgotten."""
        if self._handle is not None:
            self._handle.close()
        self._draft.leave()

    def readings(self) -> tuple[Reading, ...]:
        """Return what the roll is made of, to be read again when asked to."""
        return readings.of_roll(self._draft, has_students=bool(self.cursor.entries))

    # --- what the store holds ---

    @property
    def arrangement(self) -> Arrangement:
        """The order in which the roll is called."""
        if self._arrangement is None:
            self._arrangement = self._register.roll_details.arrangement
        return self._arrangement

    @property
    def details(self) -> bool:
        """Whether numbers, absences and comments are shown."""
        if self._details is None:
            self._details = self._register.roll_details.details
        return self._details

    def turn_details(self, decisions: Decisions) -> bool:
        """Show them or hide them, in every roll from now on; return whether they are shown."""
        self._details = shown = not self.details
        decisions.write(lambda: self._register.roll_details.keep_details(shown=shown))
        return shown

    def group(self) -> Group | None:
        """Return the group this is a roll of, None where it is not known."""
        return self._register.group(self.list.group) if self.list else None

    def load(self) -> Adopted | Notice | None:
        """Take in what the store holds; a draft whose list is there goes over to it first, and that is returned.

        Who has joined since the roll was loaded first comes last, who has left the list stays.
        """
        adopted = self._draft.go_over(self.cursor.entries)
        if adopted is not None:
            self._first = self.cursor.current.student.id if self.cursor.current else self._first
            self.open()
        list_id = self._draft.list_id
        roll = self._register.roll(list_id, self.arrangement)
        entries = roll.entries if roll else ()
        # Where nobody was shown nobody has joined: the roll may have been looked at while it was being kept.
        was_shown = roll and self.is_read and self.cursor.entries
        self.list = roll.list if roll else None
        self.is_read = bool(roll and roll.read_at)
        if self.list:
            self.presence = self._register.usual_presence(self.list)
        self.tally.take(
            roll.counts() if roll else Counter(),
            self.list.mode if self.list else None,
            self._register.roll_details.head_count(list_id),
        )
        self.cursor.seat(self.cursor.seating.renewed(entries) if was_shown else Seating(entries), self._first)
        self._changed.clear()
        return adopted

    def rearrange(self, arrangement: Arrangement) -> None:
        """Seat the roll in another order; the cursor stays on its student."""
        self._arrangement = arrangement
        roll = self._register.roll(self._draft.list_id, arrangement)
        self.cursor.reseat(roll.entries if roll else ())

    def renew_from_store(self, student_ids: Collection[str]) -> list[Entry]:
        """Take in what the store holds now of these students, and return it."""
        entries = self._register.entries(self._draft.list_id, student_ids)
        self.renew(entries)
        return entries

    def renew(self, entries: Sequence[Entry]) -> bool:
        """Take these entries as they are now; tell whether any record is another than before."""
        renewed = self.cursor.renew(entries)
        self.tally.renew(renewed)
        self._changed |= {now.student.id: now for _, now in renewed}
        return any(before.record != now.record for before, now in renewed)

    def blocked(self, mark: Mark) -> Blocked | None:
        """Return why the list's mode forbids a mark; None where it does not."""
        if self.list is None or self.list.mode.allows(mark):
            return None
        return Blocked(self.list.mode, fixed=self.tally.marked > 0)

    def follow_presence(self, mark: Mark) -> None:
        """In a hybrid list let the presence used last be the usual one from then on."""
        if self.list and self.list.mode is Mode.HYBRID and mark in PRESENCES:
            self.presence = mark

    def take_changes(self) -> list[Entry]:
        """Return the entries that have changed since this was last asked, or since the roll was loaded."""
        changed, self._changed = list(self._changed.values()), {}
        return changed

    def is_untouched(self) -> bool:
        """Tell whether USOS holds no mark of this list, as far as is known."""
        return not any(entry.known.mark for entry in self.cursor.entries)

    def waits_at_barrier(self) -> bool:
        """Tell whether nothing is sent yet because the first mark in USOS would fix the list's mode and existence."""
        return self.is_untouched() and self._sync.at_barrier(self._draft.list_id)
