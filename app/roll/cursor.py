"""Which student of a roll is in hand, and who is next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, takewhile

from app.domain.frozen import frozen
from app.domain.model import Entry, Student
from app.domain.roll_order import Seating
from app.roll.outcomes import Step


@frozen
class _Place:
    """Where one was, and whether calling `goes_on` there by itself: then nobody need be led back."""

    student_id: str
    goes_on: bool = False


class Cursor:
    """The students of a roll as they are seated, and a place among them."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.seating = Seating()
        self.position = 0
        self.was_moved = False  # whether a person ever put it somewhere
        self._entries: list[Entry] = []
        self._positions: dict[str, int] = {}
        self._way_back: list[_Place] = []  # to the last of them first

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
        self._way_back = [one for one in self._way_back if one.student_id in self._positions]
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
            self.settle()
            self._put(position)

    def _put(self, position: int) -> bool:
        self.was_moved = True  # to where it is already, too: it was chosen, and stays when other entries come
        moved, self.position = position != self.position, position
        self._forget_way_from(position)
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

    # --- where a search or an undo has led, and the way back ---

    @property
    def origin(self) -> str | None:
        """The student from whom a search has led away, or the first of several; None where one is on no such way.

        Where calling goes on by itself from a student who was undone, a search begins at that one.
        """
        ways = list(takewhile(lambda one: not one.goes_on, reversed(self._way_back)))
        return ways[-1].student_id if ways else None

    @property
    def back_to(self) -> Student | None:
        """The student to whom the cursor comes back after the next mark or comment, None where calling goes on."""
        if not self._way_back or self._way_back[-1].goes_on:
            return None
        entry = self.entry_of(self._way_back[-1].student_id)
        return entry.student if entry else None

    def leave_for(self, student_id: str) -> None:
        """Go to a student that was searched for; where an earlier search began, the way back stays that one's."""
        if self.origin is None and self.current is not None:
            self._way_back.append(_Place(self.current.student.id))
        self.go_to(student_id)

    def lead_to(self, student_id: str, *, in_order: bool) -> None:
        """Go to a student about whom a step was taken back or done again; the way leads back as after a search.

        Where it is the one right above, whom one has called just before, calling `in_order` goes on from there by
        itself. Of several such steps each leads back to the one before it, but not to a student who has a mark. Nor
        does calling go on by itself from a student whose mark was done again: the next key would correct it.
        """
        position, current = self.position_of(student_id), self.current
        if position is None or current is None:
            return
        is_led = position != self.position
        leaves = is_led and (not self._way_back or current.mark is None)
        if leaves:
            self._way_back.append(_Place(current.student.id, in_order and position + 1 == self.position))
        self._put(position)
        corrects = not in_order and self._entries[position].mark is not None
        if self._way_back and (corrects or (is_led and not leaves)):
            self._way_back[-1] = _Place(self._way_back[-1].student_id)

    def settle(self) -> None:
        """Stay here: the cursor was moved by hand."""
        self._way_back.clear()

    def come_back(self, *, marked: bool = False) -> bool:
        """Go back to where a search or an undo has led away from; tell whether there is such a place.

        Where calling goes on there by itself, nothing is done but to forget it when the student in hand was `marked`.
        """
        if not self._way_back:
            return False
        if self._way_back[-1].goes_on:
            if marked:
                self._way_back.pop()
            return False
        return self.go_to(self._way_back.pop().student_id)

    def _forget_way_from(self, position: int) -> None:
        """Forget the way back to a student where one is by now, and from there on."""
        for place, one in enumerate(self._way_back):
            if self.position_of(one.student_id) == position:
                del self._way_back[place:]
                return
