"""A student in all groups of the lecturer: when they were there, group by group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual.content import Content

from app.domain.model import PRESENCES, AttendanceList, Entry, Group, Mark, Student
from app.i18n import clock_time, date_in_column, drawable, gettext
from app.keymap.table import Place
from app.messages import groups, marks
from app.sync.requests import Reading
from app.tui.roll.roster import MARK_STYLES, MARKED_STYLES
from app.tui.store_screen import StoreScreen
from app.tui.widgets.rows import Piece, Rows, cut
from app.workspace.workspace import Workspace

_DATE, _MODE, _MARK = 24, 14, 5  # cells
_ROOMY = 60  # cells from which there is room for the mode

Row = str | tuple[AttendanceList, Entry] | None
"""The heading of a group, a meeting, or an empty line."""


class StudentRows(Rows):
    """Meetings under the names of their groups."""

    STYLES: ClassVar[tuple[str, ...]] = MARKED_STYLES
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"rows--{style}" for style in MARKED_STYLES}

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._rows: list[Row] = []

    @property
    def current(self) -> tuple[AttendanceList, Entry] | None:
        """The meeting under the cursor, None while there are none."""
        row = self._rows[self.cursor] if self._rows else None
        return row if isinstance(row, tuple) else None

    def show(self, found: Sequence[tuple[Group, Sequence[tuple[AttendanceList, Entry]]]], now: datetime) -> None:
        """Show a student's entries by group; `now` tells which meetings were held."""
        self._rows = []
        for group, meetings in found:
            between = [None] if self._rows else []
            self._rows += [*between, _heading(group, [entry for one, entry in meetings if one.date <= now]), *meetings]
        headings = [row for row, one in enumerate(self._rows) if not isinstance(one, tuple)]
        nothing = gettext("No marks of this student are known here.")
        self.fill(len(self._rows), self.cursor, headings=headings, placeholder=nothing)

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a heading, or a meeting: when, how, the mark, and that there is a comment."""
        shown = self._rows[row]
        if isinstance(shown, str):
            return [(f" {shown}", "heading")]
        if shown is None:
            return []
        one, entry = shown
        # On the band of the cursor there is one colour of text.
        sign = (cut(marks.letter_and_shape(entry.mark), _MARK), "" if row == self.cursor else MARK_STYLES[entry.mark])
        told = (marks.stuck_short(entry), "warning") if entry.needs_decision else (marks.mark_word(entry.mark), "")
        date = cut(f"{date_in_column(one.date)} {one.date.year}  {clock_time(one.date)}", min(_DATE, width // 2))
        mode = (cut(marks.mode_word(one.mode), _MODE), "faint") if width >= _ROOMY else ("", "")
        return [(f"   {date} ", ""), mode, sign, ("✎ " if entry.comment else "  ", "accent"), told]


def _heading(group: Group, entries: Sequence[Entry]) -> str:
    """Return whose meetings follow, and how many of those held so far were attended and missed, as in the term."""
    present = sum(entry.mark in PRESENCES for entry in entries)
    unexcused = sum(entry.mark is Mark.ABSENT for entry in entries)
    counted = gettext("attended {attended} of {held}, unexcused {unexcused}")
    told = counted.format(attended=present, held=len(entries), unexcused=unexcused)
    return f"{groups.group_title(group)} · {told}"


class StudentScreen(StoreScreen[StudentRows]):
    """Shows one student; Enter opens the roll of a meeting. What other lecturers hold the API does not show."""

    PLACE = Place.STUDENT

    def __init__(self, workspace: Workspace, student: Student) -> None:
        """Show this student."""
        super().__init__(workspace, StudentRows(id="student"))
        self._student = student

    def readings(self) -> tuple[Reading, ...]:
        """Return nothing: the rolls are read for the screen below."""
        return ()

    def load(self) -> None:
        """Show what is stored."""
        title, register = Content.styled(drawable(self._student.name), "bold"), self.workspace.register
        self.title_line.show(title, Content.styled(self.workspace.place, "$foreground-muted"))
        self.rows.show(register.overviews.of_student(self._student.id), register.now())
        self.show_state()

    def show_state(self) -> None:
        """Show what this is, and how much of it is known."""
        register = self.workspace.register
        parts = (gettext("All your groups"), groups.lists_read(*register.excusing.rolls_known()))
        left = Content.styled(" · ".join(part for part in parts if part), "$foreground-muted")
        self.state_line.show(left, self.sync_content(register.unsent().total))

    def action_open(self) -> None:
        """Open the roll of the meeting under the cursor at this student."""
        if self.rows.current is not None:
            self.navigator.open_roll(self.rows.current[0].id, self._student.id)

    def on_rows_chosen(self) -> None:
        """Open what was clicked."""
        self.action_open()
