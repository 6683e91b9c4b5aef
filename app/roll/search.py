"""Finding a student while one types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.domain import names
from app.domain.model import Mark, Student
from app.keymap import keys
from app.roll.cursor import Cursor

_LETTERS = 2  # of a query, from which on it can be a name that is meant


class Search:
    """One search: the cursor goes to the best match, and back where there is none or the search is given up."""

    def __init__(self, cursor: Cursor) -> None:
        """Begin at the student in hand, or where an earlier search began."""
        self._cursor = cursor
        self._start = cursor.origin or (cursor.current.student.id if cursor.current else "")

    def look(self, text: str) -> Sequence[Student]:
        """Put the cursor on the best match of a part of a name or number; return all matches, the best first."""
        entries = self._cursor.entries
        marked = {entry.student.id for entry in entries if entry.mark is not None}
        matches = names.best(text, (entry.student for entry in entries), marked)
        self._cursor.go_to(matches[0].id if matches else self._start)
        return matches

    def take(self, text: str) -> bool:
        """End on the best match, from where the next mark or comment leads back; tell whether there is one."""
        matches = self.look(text)
        if matches:
            self._cursor.go_to(self._start)
            self._cursor.leave_for(matches[0].id)
        return bool(matches)

    def drop(self) -> None:
        """Go back to where the search began, and stay there."""
        self._cursor.go_to(self._start)
        self._cursor.settle()


DIGIT_WAIT = 0.3
"""Seconds in which no further character may follow a digit that is to mark; where more follows, it is of a number."""


def mark_in_query(text: str, character: str, students: Iterable[Student]) -> Mark | None:
    """Return the mark that a digit typed behind a query gives to the best match; None where it belongs to the query.

    It marks behind two letters or more, without a digit among them, that with it are no part of an album number of
    these students.
    """
    mark = keys.marking_digits().get(character)
    letters = sum(sign.isalpha() for sign in text)
    if mark is None or letters < _LETTERS or any(sign.isdigit() for sign in text):
        return None
    number = _compact(text + character)
    return None if any(number in _compact(student.number) for student in students) else mark


def _compact(number: str) -> str:
    return names.folded(number).replace(" ", "")
