"""Finding a student while one types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.domain import names
from app.domain.model import Mark, Student
from app.keymap import keys
from app.roll.cursor import Cursor

_LETTERS = 2  # of a query, from which on it can be a name that is meant


class Search:
    """One search: the cursor goes to the best match, or to another one that is chosen.

    It goes back where there is none, or where the search is given up.
    """

    def __init__(self, cursor: Cursor) -> None:
        """Begin at the student in hand, or where an earlier search began."""
        self._cursor = cursor
        self._start = cursor.origin or (cursor.current.student.id if cursor.current else "")
        self.text = ""  # the query
        self.matches: Sequence[Student] = ()
        """All who match, the best first, as they were when the query became what it is."""
        self.place = 0
        """The place of the one who is chosen among the matches."""

    @property
    def chosen(self) -> Student | None:
        """The one that a mark is given to, None where nobody matches."""
        return self.matches[self.place] if self.matches else None

    def look(self, text: str) -> Sequence[Student]:
        """Choose the best match of a part of a name or number, and return all; for the same text nothing changes."""
        if text != self.text:
            students = [entry.student for entry in self._cursor.entries]
            marked = {entry.student.id for entry in self._cursor.entries if entry.mark is not None}
            self.text, self.place = text, 0
            self.matches = names.best(text, students, marked, students)
        self._show()
        return self.matches

    def is_of_album(self, student: Student) -> bool:
        """Tell whether a match is one by the album number alone, and neither by the name nor by the row."""
        row = str(self._cursor.number_of(student.id))
        return self.text.strip() != row and names.is_of_number(self.text, student)

    def choose(self, step: int) -> bool:
        """Choose the match so many further down, at most the last; tell whether that is another one."""
        before, last = self.place, len(self.matches) - 1
        self.place = max(0, min(before + step, last))
        self._show()
        return self.place != before

    def _show(self) -> None:
        self._cursor.go_to(self.chosen.id if self.chosen else self._start)

    def take(self, text: str) -> bool:
        """End on the chosen match, from where the next mark or comment leads back; tell whether there is one."""
        self.look(text)
        if self.chosen is None or self._cursor.position_of(self.chosen.id) is None:
            return False
        self._cursor.go_to(self._start)
        self._cursor.leave_for(self.chosen.id)
        return True

    def drop(self) -> None:
        """Go back to where the search began, and stay there."""
        self._cursor.go_to(self._start)
        self._cursor.settle()


DIGIT_WAIT = 0.3
"""Seconds in which no further character may follow a digit that is to mark; where more follows, it is of a number."""


def may_mark(text: str) -> bool:
    """Tell whether a digit behind this query can mark: from two letters on, without a digit among them."""
    return sum(sign.isalpha() for sign in text) >= _LETTERS and not any(sign.isdigit() for sign in text)


def mark_in_query(text: str, character: str, students: Iterable[Student]) -> Mark | None:
    """Return the mark that a digit typed behind a query gives to the chosen match; None where it belongs to the query.

    It does where it `may_mark`, unless the query with it is part of an album number of these students.
    """
    mark = keys.marking_digits().get(character)
    if mark is None or not may_mark(text):
        return None
    number = _compact(text + character)
    return None if any(number in _compact(student.number) for student in students) else mark


def _compact(number: str) -> str:
    return names.folded(number).replace(" ", "")
