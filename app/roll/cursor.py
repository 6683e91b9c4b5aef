"""Which student of a roll is in hand, and who is next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from app.domain.model import Entry
from app.domain.roll_order import Seating
from app.roll.outcomes import Step


class Cursor:
    """The students of a roll as they are seated, and a place among them."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.seating = Seating()
        self.position = 0
        self.was_moved = False  # whether a person ever put it somewhere
        self._entries: list[Entry] = []
        self._positions: dict[str, int] = {}
        self.origin: str | None = None
        """The student from whom a search has led away: after the next mark or comment the cursor comes back."""

    # --- who is there ---

    @property
    def entries(self) -> Sequence[Entry]:
        """The entries as they are now, from top to bottom; those who have joined stand last."""
        return self._entries

    @property
    def current(self) -> Entry | None:
        """The entry in hand, None while there are none."""
        return self._entries[self.position] if self._entries else None

    def position_of(self, student_id: str) -> int | None:
        """Return a student's place from 0, None where they are not on the roll."""
        return self._positions.get(student_id)

    def number_of(self, student_id: str) -> int:
        """Return a student's number on the roll, one past the last for somebody who is not on it."""
        position = self.position_of(student_id)
        return len(self._entries) + 1 if position is None else position + 1

    def entry_of(self, student_id: str) -> Entry | None:
        """Return a student's entry as it was taken in last."""
        position = self.position_of(student_id)
        return None if position is None else self._entries[position]

    def seated(self) -> Seating:
        """Return the seating with the entries as they are now."""
        return Seating(tuple(self._entries), self.seating.joined, self.seating.gone)

    def here(self) -> list[Entry]:
        """Return the entries of those who have not left the list since it was opened."""
        return [entry for entry in self._entries if entry.student.id not in self.seating.gone]

    # --- taking in what the store holds ---

    def seat(self, seating: Seating, first: str | None = None) -> None:
        """Take these entries; the cursor stays on its student, at first on `first` or on the first unmarked one."""
        staying = self.current.student.id if self.current and self.was_moved else first
        self.seating = seating
        self._entries = list(seating.entries)
        self._positions = {entry.student.id: position for position, entry in enumerate(self._entries)}
        found = self._positions.get(staying) if staying else None
        if found is None:
            found = self.position if self.was_moved else self._unmarked(range(len(self._entries))) or 0
        self.position = max(0, min(found, len(self._entries) - 1))

    def reseat(self, ordered: Sequence[Entry]) -> None:
        """Seat the same students in another order; the cursor stays on its student."""
        current, was_moved, self.was_moved = self.current, self.was_moved, False
        self.seat(self.seated().rearranged(ordered), current.student.id if current else None)
        self.was_moved = was_moved

    def renew(self, entries: Iterable[Entry]) -> list[tuple[Entry, Entry]]:
        """Take entries as they are now; return each that is on the roll as it was and as it is."""
        renewed = []
        for entry in entries:
            position = self.position_of(entry.student.id)
            if position is not None:
                renewed.append((self._entries[position], entry))
                self._entries[position] = entry
        return renewed

    # --- moving ---

    def move(self, step: int) -> bool:
        """Move by so many students, at most to either end; tell whether that is another student."""
        return self._put(max(0, min(self.position + step, len(self._entries) - 1)))

    def go_to(self, student_id: str) -> bool:
        """Put the cursor on a student; nothing happens where they are not on the roll."""
        position = self.position_of(student_id)
        return position is not None and self._put(position)

    def keep(self) -> None:
        """Stay on the student in hand when other entries come, though nobody has moved there."""
        self.was_moved = True

    def follow(self, student_id: str) -> None:
        """Go where a click has put the cursor on the screen; nothing is chosen where it is there already."""
        position = self.position_of(student_id)
        if position is not None and position != self.position:
            self._put(position)

    def _put(self, position: int) -> bool:
        self.was_moved = True  # to where it is already, too: it was chosen, and stays when other entries come
        moved, self.position = position != self.position, position
        return moved

    def go_on(self, *, is_correction: bool = False) -> Step:
        """Go to the next student without a mark below, else to the first above; stay where there is nobody at all.

        After a correction that everybody is marked is nothing new.
        """
        below = self._unmarked(range(self.position + 1, len(self._entries)))
        if below is not None:
            self._put(below)
            return Step.NEXT
        above = self._unmarked(range(self.position))
        if above is not None:
            self._put(above)
            return Step.WRAPPED
        here = self._unmarked([self.position])
        return Step.ALL_MARKED if here is None and self._entries and not is_correction else Step.STAYED

    def following(self, most: int) -> list[Entry]:
        """Return who comes next, at most so many: those without a mark below the student in hand, then those above."""
        order = [*range(self.position + 1, len(self._entries)), *range(min(self.position, len(self._entries)))]
        found = (self._entries[position] for position in order if self._unmarked([position]) is not None)
        return list(islice(found, most))

    def _unmarked(self, positions: Iterable[int]) -> int | None:
        for position in positions:
            if position < len(self._entries):
                entry = self._entries[position]
                if entry.mark is None and entry.student.id not in self.seating.gone:
                    return position
        return None

    # --- a search, and the way back from whom it has found ---

    def leave_for(self, student_id: str) -> None:
        """Go to a student that was searched for; where an earlier search began, the way back stays that one's."""
        current = self.current
        if self.origin is None and current is not None:
            self.origin = current.student.id
        self.go_to(student_id)

    def settle(self) -> None:
        """Stay here: the cursor was moved by hand."""
        self.origin = None

    def come_back(self) -> bool:
        """Go back to where a search began; tell whether there was one, and it was somewhere else."""
        origin, self.origin = self.origin, None
        here = self.current.student.id if self.current else None
        if origin is None or origin == here:
            return False
        self.go_to(origin)
        return True
