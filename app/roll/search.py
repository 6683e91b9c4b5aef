"""Finding a student while one types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.domain import names
from app.domain.found import Found
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
        self.found = Found()
        """All who match, as they were when the query became what it is; the chosen one is given a mark."""

    def look(self, text: str) -> Sequence[Student]:
        """Choose the best match of a part of a name or number, and return all; for the same text nothing changes."""
        if text != self.text:
            students = [entry.student for entry in self._cursor.entries]
            marked = {entry.student.id for entry in self._cursor.entries if entry.mark is not None}
            self.text, self.found = text, Found(names.best(text, students, marked, students))
        self._show()
        return self.found.students

    def is_of_album(self, student: Student) -> bool:
        """Tell whether a match is one by the album number alone, and neither by the name nor by the row."""
        row = str(self._cursor.number_of(student.id))
        return self.text.strip() != row and names.is_of_number(self.text, student)

    def choose(self, step: int) -> bool:
        """Choose the match so many further down, at most the last; tell whether that is another one."""
        before, self.found = self.found, self.found.moved(step)
        self._show()
        return self.found.place != before.place

    def _show(self) -> None:
        self._cursor.go_to(self.found.chosen.id if self.found.chosen else self._start)

    def take(self, text: str) -> bool:
        """End on the chosen match, from where the next mark or comment leads back; tell whether there is one."""
        self.look(text)
        if self.found.chosen is None or self._cursor.position_of(self.found.chosen.id) is None:
            return False
        self._cursor.go_to(self._start)
        self._cursor.leave_for(self.found.chosen.id)
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
    return marks_in_query(text, students).get(character) if character in keys.marking_digits() else None


def marks_in_query(text: str, students: Iterable[Student]) -> Mapping[str, Mark]:
    """Return the mark that each digit gives behind this query, as `mark_in_query`."""
    if not may_mark(text):
        return {}
    query, numbers = _compact(text), (_compact(student.number) for student in students)
    alike = [number for number in numbers if query in number]
    typed = ((digit, mark, _compact(text + digit)) for digit, mark in keys.marking_digits().items())
    return {digit: mark for digit, mark, after in typed if not any(after in number for number in alike)}


def _compact(number: str) -> str:
    return names.folded(number).replace(" ", "")
