"""Finding a student while one types."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain import names
from app.domain.model import Mark, Student
from app.keymap import keys
from app.roll.cursor import Cursor


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


def mark_in_query(text: str, character: str) -> Mark | None:
    """Return the mark that a digit typed behind a query gives to the best match; None where it belongs to the query.

    In a query of letters it marks; in one with digits it is part of a number.
    """
    mark = keys.marking_digits().get(character)
    return None if mark is None or not text.strip() or any(sign.isdigit() for sign in text) else mark
