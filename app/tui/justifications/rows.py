"""Absences under the names of their students, or of their groups, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar

from rich.cells import cell_len

from app.domain.model import Mark
from app.i18n import clock_time, date_in_column, drawable
from app.messages import groups, justifications, marks
from app.register.justifications import Absence, CoveredGroup, Place, StudentAbsences
from app.tui import group_title
from app.tui.roll.roster import MARKED_STYLES, pill
from app.tui.widgets.rows import Piece, Rows, cut

_DATE, _DAY, _MARK, _MODE, _UNTIL, _BRIEF = 18, 10, 7, 13, 35, 22  # cells
_TIMED = 70  # cells from which there is room for the time of day
_MOST_GROUP = 60  # cells: what stands after it is not to be far away on a very wide screen
_ROOMY = 100  # cells from which there is room for the days left
_SOON = 2  # days before its last one from which an absence is urgent

Heading = tuple[str, str] | StudentAbsences
"""A text with what stands beside it, or a student."""

Row = Heading | Absence


class AbsenceRows(Rows):
    """Headings, and the absences under each."""

    STYLES: ClassVar[tuple[str, ...]] = MARKED_STYLES
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"rows--{style}" for style in MARKED_STYLES}

    def __init__(self, today: date, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self.today = today
        self._rows: list[Row] = []
        self._named = False  # whether each row names its group
        self._numbers = False  # whether students are told with their album numbers

    @property
    def current(self) -> Absence | None:
        """The absence under the cursor, None while there are none."""
        row = self._rows[self.cursor] if self._rows else None
        return row if isinstance(row, Absence) else None

    def go_to(self, student_id: str, list_id: str) -> None:
        """Put the cursor on a student's absence from this list, or from any where none is given; else it stays."""
        wanted = (list_id, student_id)
        here = self.current
        if here is not None and here.entry.student.id == student_id and list_id in {"", here.list.id}:
            return
        shown = (
            row
            for row, one in enumerate(self._rows)
            if isinstance(one, Absence) and (one.place == wanted or (not list_id and one.place[1] == student_id))
        )
        self.move_to(next(shown, -1))

    def show_students(self, found: Iterable[StudentAbsences], placeholder: str, *, numbers: bool) -> None:
        """Show absences by student, with album `numbers` or without; the cursor stays on its absence."""
        rows: list[Row] = []
        for one in found:  # there may be thousands: what is written of them is made where it is seen
            rows.append(one)
            rows += one.absences
        self._named, self._numbers = True, numbers
        self._show(rows, placeholder)

    def show_groups(self, found: Iterable[CoveredGroup], placeholder: str) -> None:
        """Show what a certificate covers by group, with what the counts become."""
        rows: list[Row] = []
        for one in found:
            rows += [(groups.group_title(one.group), ""), ("", justifications.counts(one)), *one.absences]
        self._named = False
        self._show(rows, placeholder)

    def _show(self, rows: Sequence[Row], placeholder: str) -> None:
        before = self.current.place if self.current else None
        self._rows = list(rows)
        headings = [row for row, one in enumerate(rows) if not isinstance(one, Absence)]
        self.fill(len(rows), self._row_of(before), headings=headings, placeholder=placeholder)

    def _row_of(self, place: Place | None) -> int:
        """Return the row of an absence, or the one the cursor is on where it is not shown any more."""
        here = self._rows[self.cursor] if self.cursor < len(self._rows) else None
        if place is None or (isinstance(here, Absence) and here.place == place):
            return self.cursor
        shown = (row for row, one in enumerate(self._rows) if isinstance(one, Absence) and one.place == place)
        return next(shown, self.cursor)

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a heading, or an absence: when, of which group, its mark, until when it can be justified."""
        shown = self._rows[row]
        if not isinstance(shown, Absence):
            title, beside = self._heading(shown)
            return [(f" {title}", "heading"), (f"   {beside}" if beside else "", "faint")]
        room = _BRIEF if width < _TIMED else min(_BRIEF if width < _ROOMY else _UNTIL, width // 3)
        told = justifications.deadline(shown, self.today, brief=width < _ROOMY or shown.past)
        if cell_len(told) > room:
            told = justifications.deadline(shown, self.today, brief=True)
        at = shown.list.date
        year = f" {at.year}" if at.year != self.today.year else ""
        time = f"  {clock_time(at)}" if width >= _TIMED else ""
        date_room = (_DATE if time else _DAY) + len(year)
        left = max(0, width - 3 - date_room - _MARK - room - 3)
        return [
            (f"   {cut(f'{date_in_column(at)}{year}{time}', date_room)} ", _style(shown, "faint")),
            (self._where(shown, left), _style(shown, "faint")),
            (" ", ""),
            pill(shown.entry.mark),
            (" ", ""),
            (cut(told, room), self._urgency(shown)),
        ]

    def _where(self, shown: Absence, width: int) -> str:
        """Return the group where each row names its own, else how the class was held, in that many cells at most."""
        if self._named:
            return group_title.in_cells(shown.group, min(width, _MOST_GROUP), groups.of_draft(shown.list))
        return cut(marks.mode_word(shown.list.mode), min(width, _MODE))

    def _heading(self, heading: Heading) -> tuple[str, str]:
        if isinstance(heading, tuple):
            return heading
        return drawable(heading.student.name), drawable(heading.student.number) if self._numbers else ""

    def _urgency(self, shown: Absence) -> str:
        if shown.entry.needs_decision:
            return "warning"
        if shown.is_open and not shown.past and shown.until and (shown.until - self.today).days <= _SOON:
            return "warning"
        return _style(shown, "faint")


def _style(shown: Absence, past: str) -> str:
    return past if shown.past or shown.entry.mark is not Mark.ABSENT else ""
