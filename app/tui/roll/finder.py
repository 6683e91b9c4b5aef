"""Finds a student of a roll while one types, without diacritics."""

from __future__ import annotations

from collections.abc import Callable

from app.domain import names
from app.domain.model import Entry, Mark, Student
from app.i18n import drawable, gettext, ngettext
from app.keymap import keys
from app.tui.roll.matches import MOST
from app.tui.roll.roster import Roster
from app.tui.widgets.bars import KeyItem
from app.tui.widgets.prompt import Question


def _hint(text: str, matches: list[Student]) -> str:
    """Return what is to be said of a search: how many more match, and the album number if that is what matched."""
    if not text.strip():
        return ""
    if not matches:
        return gettext("nobody matches")
    others = len(matches) - 1
    more = ngettext("and {number} other", "and {number} others", others).format(number=others) if others else ""
    number = drawable(matches[0].number) if any(sign.isdigit() for sign in text) else ""
    return "  ".join(part for part in (number, more) if part)


class Finder:
    """One search. The roster's cursor shows the best match; Esc puts it back."""

    def __init__(
        self,
        roster: Roster,
        show: Callable[[str, list[tuple[int, Entry]]], None],
        *,
        start: str | None,
        taken: Callable[[str, Mark | None], None],
        dropped: Callable[[], None],
    ) -> None:
        """Search this roster; `show` is told what to say of the matches, and the best of them.

        `taken` is told where the cursor came from (a student's id) and the mark, if a digit marked the match at once.
        `start` is that place where an earlier search has moved the cursor already.
        """
        self._roster = roster
        self._show_found = show
        self._taken = taken
        self._dropped = dropped
        self._start = start or (roster.current.student.id if roster.current else "")

    def question(self) -> Question:
        """Return what to ask."""
        digits = sorted(keys.marking_digits())
        row = len(digits) > 2 and "".join(digits) in "0123456789"
        marking = f"{digits[0]}–{digits[-1]}" if row else " ".join(digits)
        items = (
            *((KeyItem(marking, gettext("mark the best match")),) if marking else ()),
            KeyItem(keys.name_of("enter"), gettext("take it")),
            KeyItem(keys.name_of("escape"), gettext("back")),
        )
        return Question("/", items, self._accept, self._drop, self._show, self._catch)

    def _show(self, text: str) -> int:
        """Put the cursor on the best match and say how many there are."""
        entries = self._roster.entries
        marked = {entry.student.id for entry in entries if entry.mark is not None}
        matches = names.best(text, (entry.student for entry in entries), marked)
        self._move_to(matches[0].id if matches else self._start)
        found = [found for one in matches[:MOST] if (found := self._roster.numbered(one.id))]
        self._show_found(_hint(text, matches), found)
        return len(matches)

    def _catch(self, character: str, text: str) -> bool:
        """Take a digit in a query of letters for a mark; in a query with digits it is part of a number."""
        mark = keys.marking_digits().get(character)
        if mark is None or not text.strip() or any(sign.isdigit() for sign in text):
            return False
        if self._show(text):
            self._taken(self._start, mark)
        return True

    def _accept(self, text: str) -> None:
        if self._show(text):
            self._taken(self._start, None)

    def _drop(self) -> None:
        self._move_to(self._start)
        self._dropped()

    def _move_to(self, student_id: str) -> None:
        row = self._roster.row_of(student_id)
        if row is not None:
            self._roster.move_to(row)
