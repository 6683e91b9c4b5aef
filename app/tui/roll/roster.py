"""The rows of a roll: number, name, mark, and what is to be said of the mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import ClassVar

from rich.cells import cell_len

from app.domain.absences import Absences
from app.domain.frozen import frozen
from app.domain.model import Entry, Mark, Standing
from app.domain.roll_order import Seating
from app.i18n import drawable, gettext
from app.messages import marks
from app.tui.widgets.rows import Piece, Rows, cut

MARK_STYLES = {
    Mark.INTRAMURAL: "intramural",
    Mark.REMOTE: "remote",
    Mark.JUSTIFIED: "justified",
    Mark.ABSENT: "absent",
    None: "faint",
}
_OF_MARKS = tuple(style for mark, style in MARK_STYLES.items() if mark)
MARKED_STYLES = (*Rows.STYLES, *_OF_MARKS, *(f"{style}-pill" for style in _OF_MARKS))
_ROOMY = 100  # cells from which there is room for newspaper columns, or for words and details,
_WITH_ALBUM = 72  # for album numbers,
_WIDE = 62  # for words beside a mark,
_NARROW = 50  # and under which there is none for more than signs
_COLUMN = 36  # cells of a newspaper column, the least
_LEAST_NAME = 16
_MOST_NAME = 100
_NUMBER, _PILL, _SIGN = 5, 5, 2  # cells,
_STANDING, _STANDING_SHORT = 24, 18  # and for what is said of a mark,
_ALBUM, _ABSENCES = 9, 21  # and for what is shown with details
_FEW = 8  # rows that are painted one by one; more of them are cheaper to paint all at once


def pill(mark: Mark | None) -> Piece:
    """Return a mark as it stands before a name: shape and letter on its colour; a dot where there is none."""
    if mark is None:
        return cut(f"  {marks.letter_and_shape(mark)}", _PILL), "faint"
    return cut(f" {marks.letter_and_shape(mark)}", _PILL), f"{MARK_STYLES[mark]}-pill"


@frozen
class Details:
    """What is shown beside the marks where it is `shown`: album numbers, comments, and the absences so far.

    From `limit` unexcused absences on these are a warning.
    """

    shown: bool = False
    absences: Mapping[str, Absences] = field(default_factory=dict)
    limit: int | None = None

    def of(self, student_id: str) -> tuple[str, bool]:
        """Return what is said of a student's absences, and whether they are at the limit."""
        so_far = self.absences.get(student_id)
        if so_far is None:
            return "", False
        at_limit = self.limit is not None and so_far.unexcused >= self.limit
        return marks.absences(so_far) + (" !" if at_limit else ""), at_limit


class Roster(Rows):
    """The students of a list."""

    STYLES: ClassVar[tuple[str, ...]] = (*MARKED_STYLES, "gone")
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"rows--{style}" for style in (*MARKED_STYLES, "gone")}
    KEEPS_LINES: ClassVar[bool] = True

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._lines: list[Entry | None] = []  # None is the heading over those who have joined
        self._rows: dict[str, int] = {}
        self._heading: int | None = None
        self._gone: frozenset[str] = frozenset()
        self._longest = _LEAST_NAME
        self._overdue: frozenset[str] = frozenset()
        self.details = Details()

    @property
    def entries(self) -> Sequence[Entry]:
        """The entries as shown, from top to bottom."""
        return [entry for entry in self._lines if entry is not None]

    @property
    def current(self) -> Entry | None:
        """The entry under the cursor, None while there are none."""
        return self.entry_at(self.cursor)

    def entry_at(self, row: int) -> Entry | None:
        """Return the entry in a row, None where there is none."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def _number(self, row: int) -> int:
        return row if self._heading is not None and row > self._heading else row + 1

    def seat(self, seating: Seating) -> None:
        """Take these entries, to be shown by the next `show`."""
        end = len(seating.entries) - seating.joined
        self._lines = list(seating.entries)
        self._heading = end if seating.joined else None
        if seating.joined:
            self._lines.insert(end, None)
        self._rows = {entry.student.id: row for row, entry in enumerate(self._lines) if entry is not None}
        self._gone = seating.gone
        names = (cell_len(drawable(entry.student.name)) for entry in seating.entries)
        self._longest = min(max(names, default=0) + 2, _MOST_NAME)

    def show(self, cursor: int, placeholder: str) -> None:
        """Show the entries that were taken, with the cursor on one of them."""
        headings = () if self._heading is None else (self._heading,)
        self.fill(len(self._lines), cursor, headings=headings, placeholder=placeholder)

    def show_details(self, details: Details) -> None:
        """Show these details beside the marks."""
        self.details = details
        self.repaint()

    def renew(self, entries: Sequence[Entry]) -> None:
        """Show entries as they are now; only their rows are painted."""
        for entry in entries:
            row = self.row_of(entry.student.id)
            if row is not None:
                self._lines[row] = entry
                if len(entries) <= _FEW:
                    self.refresh_row(row)
        if len(entries) > _FEW:
            self.refresh()

    @property
    def overdue(self) -> frozenset[str]:
        """The students whose marks are unsent for so long that it is said aloud; of others a sign tells it."""
        return self._overdue

    def show_overdue(self, students: frozenset[str]) -> bool:
        """Let these students be `overdue`; tell whether others were before."""
        others, self._overdue = students ^ self._overdue, students
        for row in (self._rows[one] for one in others if one in self._rows):
            self._strips.drop(row)
            self.refresh_row(row)
        return bool(others)

    def columns(self) -> int:
        """Return as many columns as are needed to see all students at once, at most those there is room for."""
        if self.size.width < _ROOMY or self.details.shown or not self.size.height:
            return 1
        return min(-(-self.count // self.size.height), self.size.width // _COLUMN)

    def row_of(self, student_id: str) -> int | None:
        """Return the row of a student, None where there is none."""
        return self._rows.get(student_id)

    def content(self, row: int) -> object:
        """Return the entry: with the details it decides how its row looks."""
        return self._lines[row]

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a row: its number, the mark, the name, and what is to be said of the mark."""
        entry = self._lines[row]
        if entry is None:
            return [(f"  {gettext('new in the group')}", "heading")]
        gone = entry.student.id in self._gone
        sign, style = pill(entry.mark)
        before: list[Piece] = [(f"{self._number(row):>4} ", "faint"), (sign, "gone" if gone else style)]
        after = [("✎ " if entry.comment else "  ", "accent"), *self._details(entry, width)]
        if gone:
            after.append((gettext("left the group"), "faint"))
        else:
            after += self._standing(entry, width)
        if row != self.cursor:
            name = cut(drawable(entry.student.name), self._name_width(width))
            return [*before, (f" {name} ", "gone" if gone else ""), *after]
        room = self._name_width(width) + 2
        if not self.details.shown:  # else what is shown beside the names keeps its columns
            room = max(room, width - _NUMBER - _PILL - sum(cell_len(text) for text, _ in after))
        band = [f" {cut(_in_hand(entry, room - 2), room - 1)}", *(text for text, _ in after)]
        number, mark = before
        # On the band of the cursor there is one colour of text; the mark alone keeps its own.
        return [(number[0], ""), mark if entry.mark and not gone else (mark[0], ""), *((text, "") for text in band)]

    def _name_width(self, width: int) -> int:
        """Return the cells for a name in a row of that width."""
        standing = _STANDING_SHORT if width >= _NARROW else _SIGN
        if width >= _WIDE and not self.details.shown:
            standing = _STANDING
        beside = _NUMBER + _PILL + _SIGN + standing
        if self.details.shown:
            beside += _ABSENCES + (_ALBUM if width >= _WITH_ALBUM else 0)
        return max(min(self._longest, width - beside - 2), _LEAST_NAME)

    def _details(self, entry: Entry, width: int) -> list[Piece]:
        """Return the album number and the absences so far, where details are shown."""
        if not self.details.shown:
            return []
        told, at_limit = self.details.of(entry.student.id)
        absences = (cut(told, _ABSENCES), "warning" if at_limit else "faint")
        album = (f"{cut(drawable(entry.student.number), _ALBUM - 1)} ", "faint")
        return [album, absences] if width >= _WITH_ALBUM else [absences]

    def _standing(self, entry: Entry, width: int) -> list[Piece]:
        """Return how a mark stands with USOS, and the comment where details are shown."""
        told: list[Piece] = []
        words = width >= (_ROOMY if self.details.shown else _WIDE)
        if entry.needs_decision:
            told.append((f"{marks.stuck_short(entry)}  ", "warning"))
        elif entry.standing is Standing.UNSENT:
            loud = entry.mark is None or entry.student.id in self._overdue
            waiting = f"↑ {marks.waiting(entry.mark)}  " if loud and words else "↑ "
            told.append((waiting, "warning" if loud and entry.mark else "faint"))
        elif entry.replaced:
            told.append((f"{marks.was(marks.letter_and_shape(entry.replaced.mark))}  ", "faint"))
        if self.details.shown and entry.comment:
            told.append((drawable(entry.comment), ""))
        return told


def _in_hand(entry: Entry, room: int) -> str:
    """Return the name of the student in hand as large as one line has it: capitals with spaces between, if they fit."""
    last, first = drawable(entry.student.last_name), drawable(entry.student.given_name)
    spaced = " ".join(last.upper())
    candidates = (f"{spaced}     {' '.join(first.upper())}", f"{spaced}   {first}", f"{last.upper()} {first}")
    return next((name.strip() for name in candidates if cell_len(name) <= room), cut(f"{last} {first}", max(room, 1)))
