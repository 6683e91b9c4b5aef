"""The rows of a roll: number, name, mark, and what is to be said of the mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from rich.cells import cell_len

from app.domain.model import Absences, Entry, Mark, Standing
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
MARKED_STYLES = (*Rows.STYLES, "intramural", "remote", "justified", "absent")
_ROOMY = 100  # cells from which there is room for words and details,
_WIDE = 72  # and for words beside a mark, or album numbers
_LEAST_NAME = 16
_MOST_NAME = 100
_BESIDE_NAME = 36  # cells, less in a narrow terminal: for the number, the mark, and what is said of it,
_ALBUM, _ABSENCES = 9, 11  # and for what is shown with details
_FEW = 8  # rows that are painted one by one; more of them are cheaper to paint all at once


@dataclass(frozen=True, slots=True)
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

    STYLES: ClassVar[tuple[str, ...]] = (*MARKED_STYLES, "current", "gone")
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"rows--{style}" for style in (*MARKED_STYLES, "current", "gone")}

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._lines: list[Entry | None] = []  # None is the heading over those who have joined
        self._rows: dict[str, int] = {}
        self._heading: int | None = None
        self._gone: frozenset[str] = frozenset()
        self._longest = _LEAST_NAME
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
                    self.refresh_line(row)
        if len(entries) > _FEW:
            self.refresh()

    def row_of(self, student_id: str) -> int | None:
        """Return the row of a student, None where there is none."""
        return self._rows.get(student_id)

    def content(self, row: int) -> object:
        """Return the entry: with the details it decides how its row looks."""
        return self._lines[row]

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a row: its number, the name, the mark, and what is to be said of it."""
        entry = self._lines[row]
        if entry is None:
            return [(f"  {gettext('new in the group')}", "heading")]
        details, gone = self.details, entry.student.id in self._gone
        album = details.shown and width >= _WIDE
        beside = min(_BESIDE_NAME, width // 2 - 2)
        if details.shown:
            beside = _BESIDE_NAME + _ABSENCES + (_ALBUM if album else 0)
        name_width = max(min(self._longest, width - beside), _LEAST_NAME)
        name = cut(drawable(entry.student.name), name_width)
        pieces = [
            (f"{self._number(row):>4} ", "faint"),
            (f" {name} ", "current" if row == self.cursor else "gone" if gone else ""),
        ]
        if album:
            pieces.append((f" {cut(drawable(entry.student.number), _ALBUM - 1)}", "faint"))
        pieces.append((f" {cut(marks.letter_and_shape(entry.mark), 5)}", "gone" if gone else MARK_STYLES[entry.mark]))
        pieces.append(("✎ " if entry.comment else "  ", "accent"))
        if details.shown:
            told, at_limit = details.of(entry.student.id)
            pieces.append((cut(told, _ABSENCES), "warning" if at_limit else "faint"))
        if gone:
            return [*pieces, (gettext("left the group"), "faint")]
        words = width >= (_ROOMY if details.shown else _WIDE)
        match entry.standing:
            case Standing.UNSENT:
                pieces.append((f"↑ {marks.waiting(entry.mark)}  " if words else "↑ ", "faint"))
            case Standing.SAVED:
                if entry.replaced:
                    pieces.append((f"{marks.was(marks.letter_and_shape(entry.replaced.mark))}  ", "faint"))
            case _:
                pieces.append((f"{marks.stuck_short(entry)}  ", "warning"))
        if details.shown and entry.comment:
            pieces.append((drawable(entry.comment), ""))
        return pieces
