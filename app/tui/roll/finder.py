"""Finding a student while one types: the chosen match is in hand, and a digit marks it if nothing follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from textual.timer import Timer

from app.domain.model import Mark
from app.i18n import drawable, gettext
from app.keymap import keys
from app.messages import finding
from app.roll.search import DIGIT_WAIT, Search, mark_in_query, marks_in_query, may_mark
from app.roll.session import RollSession
from app.tui.roll.matches import MOST, Match
from app.tui.widgets.bars import KeyItem
from app.tui.widgets.prompt import Question
from app.tui.widgets.rows import cut
from app.tui.widgets.searching import search_keys

_NAME, _SHORT_NAME = 34, 14  # cells at most on the key bar, and on a narrow one


class Finder:
    """One search in a roll; the session's cursor shows the match that is chosen."""

    def __init__(
        self,
        session: RollSession,
        show: Callable[[str, tuple[Match, ...], tuple[KeyItem, ...]], None],
        *,
        taken: Callable[[Mark | None], None],
        dropped: Callable[[], None],
        later: Callable[[float, Callable[[], None]], Timer],
    ) -> None:
        """Search this roll; `show` is told what stands beside the line, the best matches, and the keys that work.

        `taken` is told the mark if a digit marked the match. `later` calls something after so many seconds.
        """
        self._search, self._cursor = Search(session.roll.cursor), session.roll.cursor
        self._blocked = session.roll.blocked
        self._read_only = bool(session.workspace.owner)
        self._show_found = show
        self._taken = taken
        self._dropped = dropped
        self._later = later
        self._digit: tuple[str, str, Mark] | None = None  # typed last, behind which query, and what it marks
        self._timer: Timer | None = None
        self._text = ""

    def question(self) -> Question:
        """Return what to ask."""
        return Question(
            label="/",
            hint=finding.sought(),
            items=self._items(),
            accepted=self._accept,
            dropped=self._drop,
            changed=self._show,
            catch=self._catch,
            moved=self._choose,
        )

    def _show(self, text: str) -> None:
        """Put the cursor on the best match and say how many there are; a digit that may mark is not sought."""
        self._text = text
        if self._digit is not None:
            before, digit, _ = self._digit
            if text == before + digit:
                text = before
            else:
                self._forget_digit()
        self._search.look(text)
        self._show_found(self._hint(text), tuple(self._shown()), self._items(text))

    def _choose(self, step: int) -> None:
        """Choose another match; a digit that was about to mark the one before belongs to the query then."""
        if self._digit is not None:
            self._forget_digit()
            self._show(self._text)
        elif self._search.choose(step):
            self._show(self._text)

    def _shown(self) -> Iterator[Match]:
        """Yield those of the matches that there is room for: as many as the lines from page to page."""
        found = self._search.found
        begin = found.place // MOST * MOST
        for place, student in enumerate(found.students[begin : begin + MOST], begin):
            entry = self._cursor.entry_of(student.id)
            if entry is not None:
                chosen, number = place == found.place, self._cursor.number_of(student.id)
                said = finding.album_number(student, whole=chosen) if self._search.is_of_album(student) else ""
                digits = self._marking() if chosen else ()
                yield Match(number=number, entry=entry, chosen=chosen, said=said, digits=digits)

    def _marking(self) -> Sequence[tuple[str, Mark]]:
        """Return the digits that mark the chosen match behind the query as it is, each with its mark."""
        if self._read_only:
            return ()
        text, students = self._search.text, [entry.student for entry in self._cursor.entries]
        found = sorted(marks_in_query(text, students).items())
        return [(digit, mark) for digit, mark in found if self._blocked(mark) is None]

    def _hint(self, text: str) -> str:
        """Return which of the matches is chosen."""
        if not text.strip():
            return finding.sought()
        return finding.match_place(self._search.found)

    def _items(self, text: str = "") -> tuple[KeyItem, ...]:
        chosen, marking = self._search.found.chosen, tuple[KeyItem, ...]()
        if chosen is not None and not self._read_only and may_mark(text) and (digits := _marking_digits()):
            mark, names = gettext("mark {name}"), ((chosen.name, _NAME), (chosen.last_name or chosen.name, _SHORT_NAME))
            word, short = (mark.format(name=cut(drawable(name), room).rstrip()) for name, room in names)
            marking = (KeyItem(key=digits, word=word, short=short),)
        found = len(self._search.found.students) if text.strip() else 0
        return search_keys(found, taking=gettext("select"), leaving=gettext("back"), marking=marking)

    def _catch(self, character: str, text: str) -> bool:
        """Let a digit that may mark wait for what follows; every character goes into the line."""
        self._forget_digit()
        mark = mark_in_query(text, character, [entry.student for entry in self._cursor.entries])
        if mark is not None:
            self._digit = text, character, mark
            self._timer = self._later(DIGIT_WAIT, self._mark)
        return False

    def _mark(self) -> None:
        """Mark the chosen match with the digit that nothing has followed."""
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
        else:
            self._show(text)  # a digit that has not marked is sought

    def _drop(self) -> None:
        self._forget_digit()
        self._search.drop()
        self._dropped()


def _marking_digits() -> str:
    """Return the digits that mark, as a row where they are one."""
    digits = sorted(keys.marking_digits())
    if len(digits) > 2 and "".join(digits) in "0123456789":
        return f"{digits[0]}–{digits[-1]}"
    return " ".join(digits)
