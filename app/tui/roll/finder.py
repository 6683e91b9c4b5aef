"""Finding a student while one types: the best match is in hand, and a digit marks it if nothing follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.timer import Timer

from app.domain.model import Entry, Mark, Student
from app.i18n import drawable, gettext
from app.keymap import keys
from app.messages import roll
from app.roll.search import DIGIT_WAIT, Search, mark_in_query
from app.roll.session import RollSession
from app.tui.roll.matches import MOST
from app.tui.widgets.bars import KeyItem
from app.tui.widgets.prompt import Question


def _hint(text: str, matches: Sequence[Student]) -> str:
    """Return how many others match beside the best match, and the album number if that is what matched."""
    if not text.strip():
        return ""
    if not matches:
        return gettext("nobody matches")
    others = len(matches) - 1
    more = roll.other_matches(others) if others else ""
    number = drawable(matches[0].number) if any(sign.isdigit() for sign in text) else ""
    return "  ".join(part for part in (number, more) if part)


class Finder:
    """One search in a roll; the session's cursor shows the best match."""

    def __init__(
        self,
        session: RollSession,
        show: Callable[[str, list[tuple[int, Entry]]], None],
        *,
        taken: Callable[[Mark | None], None],
        dropped: Callable[[], None],
        later: Callable[[float, Callable[[], None]], Timer],
    ) -> None:
        """Search this roll; `show` is told what to say of the matches, and the best of them.

        `taken` is told the mark if a digit marked the match. `later` calls something after so many seconds.
        """
        self._search, self._cursor = Search(session.roll.cursor), session.roll.cursor
        self._show_found = show
        self._taken = taken
        self._dropped = dropped
        self._later = later
        self._digit: tuple[str, str, Mark] | None = None  # typed last, behind which query, and what it marks
        self._timer: Timer | None = None

    def question(self) -> Question:
        """Return what to ask."""
        digits = sorted(keys.marking_digits())
        row = len(digits) > 2 and "".join(digits) in "0123456789"
        marking = f"{digits[0]}–{digits[-1]}" if row else " ".join(digits)
        items = (
            *((KeyItem(key=marking, word=gettext("mark the best match")),) if marking else ()),
            KeyItem(key=keys.name_of("enter"), word=gettext("select")),
            KeyItem(key=keys.name_of("escape"), word=gettext("back")),
        )
        return Question(
            label="/", items=items, accepted=self._accept, dropped=self._drop, changed=self._show, catch=self._catch
        )

    def _show(self, text: str) -> None:
        """Put the cursor on the best match and say how many there are; a digit that may mark is not sought."""
        if self._digit is not None:
            before, digit, _ = self._digit
            if text == before + digit:
                text = before
            else:
                self._forget_digit()
        matches, cursor = self._search.look(text), self._cursor
        best = [(cursor.number_of(one.id), cursor.entry_of(one.id)) for one in matches[:MOST]]
        self._show_found(_hint(text, matches), [(number, entry) for number, entry in best if entry is not None])

    def _catch(self, character: str, text: str) -> bool:
        """Let a digit that may mark wait for what follows; every character goes into the line."""
        self._forget_digit()
        mark = mark_in_query(text, character, [entry.student for entry in self._cursor.entries])
        if mark is not None:
            self._digit = text, character, mark
            self._timer = self._later(DIGIT_WAIT, self._mark)
        return False

    def _mark(self) -> None:
        """Mark the best match with the digit that nothing has followed."""
        if self._digit is not None:
            text, _, mark = self._digit
            self._forget_digit()
            if self._search.take(text):
                self._taken(mark)

    def _forget_digit(self) -> None:
        self._digit = None
        if self._timer is not None:
            self._timer.stop()

    def _accept(self, text: str) -> None:
        self._forget_digit()
        if self._search.take(text):
            self._taken(None)

    def _drop(self) -> None:
        self._forget_digit()
        self._search.drop()
        self._dropped()
