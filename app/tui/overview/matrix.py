"""The students of an overview beside their meetings: names and counts stand still, the meetings move under them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.events import Click
from textual.strip import Strip

from app.domain.overview import OverviewStudent
from app.tui.overview import cells
from app.tui.overview.columns import CELL, Layout, pieces
from app.tui.roll.roster import MARKED_STYLES
from app.tui.widgets.rows import Piece, Rows

NAME = -1
"""The column of the names; the meetings are counted from 0."""


class Matrix(Rows):
    """Students × meetings with a cursor in both directions. A row is painted once, and shown from where one looks."""

    STYLES: ClassVar[tuple[str, ...]] = (*MARKED_STYLES, "current")
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"rows--{style}" for style in (*MARKED_STYLES, "current")}

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self.fitted = Layout()
        self.column = NAME
        self.first = 0  # the meeting at the left edge
        self._meetings = 0
        self._students: list[OverviewStudent] = []
        self._numbers: Mapping[str, int] = {}
        self._segments: dict[tuple[str, str, bool], Segment] = {}  # there are few different ones
        self._meeting_strips: dict[tuple[int, bool], tuple[OverviewStudent, Strip]] = {}

    # --- what a screen does ---

    @property
    def students(self) -> Sequence[OverviewStudent]:
        """The students as shown, from top to bottom."""
        return self._students

    @property
    def current(self) -> OverviewStudent | None:
        """The student in hand, None while there are none."""
        return self._students[self.cursor] if self._students else None

    def row_of(self, student_id: str) -> int:
        """Return the row of a student, -1 where there is none."""
        return next((row for row, one in enumerate(self._students) if one.student.id == student_id), -1)

    def show(
        self,
        students: Sequence[OverviewStudent],
        numbers: Mapping[str, int],
        meetings: int,
        *,
        cursor: int,
        placeholder: str,
    ) -> None:
        """Show these students of so many meetings, with their numbers in the class, and the cursor in a row."""
        self._students, self._numbers, self._meetings = list(students), numbers, meetings
        self._meeting_strips.clear()
        self.fill(len(students), cursor, placeholder=placeholder)

    def fit(self, layout: Layout) -> None:
        """Show these columns."""
        if layout != self.fitted:
            self.fitted = layout
            self.repaint()
        self.go_to_column(self.column)

    def renew(self, students: Iterable[OverviewStudent]) -> None:
        """Show these students as they are now; only their rows are painted."""
        now = {one.student.id: one for one in students}
        for row, one in enumerate(self._students):
            if one.student.id in now:
                self._students[row] = now[one.student.id]
                self.refresh_line(row)

    def go_to_column(self, column: int) -> None:
        """Put the cursor on a meeting, or on the name, and bring it into sight."""
        before, first = self.column, self.first
        self.column = max(NAME, min(column, self._meetings - 1))
        most = max(self._meetings - self.fitted.meetings, 0)
        if self.column != NAME:
            self.first = max(self.column - self.fitted.meetings + 1, min(self.first, self.column))
        self.first = max(0, min(self.first, most))
        if NAME in {before, self.column} and before != self.column:
            self._strips.drop(self.cursor)  # the name is in hand, or no longer
        if self.first != first:
            self.refresh()
        elif self.column != before:
            self.refresh_line(self.cursor)

    def look_at(self, meeting: int) -> None:
        """Bring a meeting to the right edge, whatever is in hand."""
        self.first = max(0, meeting - self.fitted.meetings + 1)
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Put both cursors where somebody has clicked; a click on where they are chooses it."""
        event.prevent_default()
        row, at = event.y + self.scroll_offset.y, event.x - self.fitted.pinned
        column = NAME if at < 0 else min(self.first + at // CELL, self._meetings - 1)
        if (row, column) == (self.cursor, self.column) and self.count:
            self.post_message(self.Chosen(self))
        else:
            self.move_to(row)
            self.go_to_column(column)
            self.post_message(self.Moved(self.cursor))

    # --- painting ---

    def content(self, row: int) -> object:
        """Return the student: with the columns they decide how a row looks."""
        return self._students[row]

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return what stands still in a row."""
        student = self._students[row]
        style = ("current" if self.column == NAME else "name") if row == self.cursor else ""
        number = self._numbers.get(student.student.id, row + 1)
        found = (pieces(column, student, number, name_style=style) for column in self.fitted.columns)
        return [piece for column in found for piece in column]

    def row_strip(self, row: int, width: int) -> Strip:
        """Return a row: what stands still, and the meetings in sight, cut from the row of all of them."""
        pinned = super().row_strip(row, min(self.fitted.pinned, width))
        room = min(width - pinned.cell_length, self.fitted.meetings * CELL)
        if room <= 0:
            return pinned
        start = self.first * CELL
        meetings = self._meetings_strip(row).crop(start, start + room)
        if row == self.cursor and self.first <= self.column:
            at = (self.column - self.first) * CELL
            meetings = _highlighted(meetings, at, min(at + CELL - 1, room), self._style("current"))
        rest = width - pinned.cell_length - meetings.cell_length
        return Strip.join([pinned, meetings, Strip([self._segment(" " * rest, "", current=row == self.cursor)], rest)])

    def _meetings_strip(self, row: int) -> Strip:
        """Return all meetings of a row, painted when they were not yet, or are others."""
        student, current = self._students[row], row == self.cursor
        kept = self._meeting_strips.get((row, current))
        if kept is None or kept[0] is not student:
            segments = [
                self._segment(*piece, current=current) for cell in student.cells for piece in cells.pieces(cell)
            ]
            kept = student, Strip(segments, len(student.cells) * CELL)
            self._meeting_strips[row, current] = kept
        return kept[1]

    def _segment(self, text: str, style: str, *, current: bool) -> Segment:
        """Return a piece as it is painted; on the band of the cursor there is one colour of text."""
        key = (text, "" if current else style, current)
        if key not in self._segments:
            base = self.rich_style + self._style("cursor") if current else self.rich_style
            self._segments[key] = Segment(text, base + self._style(style) if key[1] else base)
        return self._segments[key]

    def repaint(self) -> None:
        """Paint every row anew."""
        self._meeting_strips.clear()
        super().repaint()

    def notify_style_update(self) -> None:
        """Forget what was painted when the theme changes."""
        super().notify_style_update()
        self._meeting_strips.clear()
        self._segments.clear()


def _highlighted(strip: Strip, start: int, end: int, style: Style) -> Strip:
    """Return a strip with some of its cells in another style."""
    before, inside, after = strip.divide([start, end, strip.cell_length])
    return Strip.join([before, Strip(Segment.apply_style(inside, post_style=style), end - start), after])
