"""Above the matrix: the headings of what stands still, and of each meeting its date, mode and how many were there."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from app.domain.model import Mode
from app.domain.overview import Overview, OverviewMeeting
from app.i18n import gettext, month
from app.tui.overview.columns import CELL, Column, Field, Layout
from app.tui.widgets import sparks
from app.tui.widgets.rows import cut

LINES = 3
CHART = 4  # lines, where there is room for the chart of the term
_MODES = {Mode.INTRAMURAL: " ", Mode.REMOTE: "◐", Mode.HYBRID: "◑"}


class MatrixHead(Widget, can_focus=False):
    """Dates above the meetings; where the terminal is large, a chart of who was present above them."""

    STYLES: ClassVar[tuple[str, ...]] = ("faint", "accent", "current", "warning")
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"head--{style}" for style in STYLES}

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._shown: Overview | None = None
        self._layout_of_columns = Layout()
        self._first = 0
        self._column = -1
        self._chart = 0
        self._strips: dict[tuple[int, int, bool], Strip] = {}  # by line, meeting, and whether its month is named
        self._styles: dict[str, Style] = {}

    def show(self, shown: Overview, layout: Layout, *, chart: bool) -> None:
        """Show the headings of an overview in these columns, with the chart or without it."""
        self._shown, self._layout_of_columns, self._chart = shown, layout, CHART if chart else 0
        self._strips.clear()
        height = LINES + self._chart
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height  # only then, for it costs a layout of the screen
        self.refresh()

    def renew(self, shown: Overview) -> None:
        """Show the counts of an overview with the same meetings."""
        if self._shown is None or self._shown is shown:
            return
        before = self._shown.meetings
        changed = {place for place, (was, now) in enumerate(zip(before, shown.meetings, strict=True)) if was is not now}
        self._shown = shown
        self._strips = {key: strip for key, strip in self._strips.items() if key[1] not in changed}
        if self._chart:
            self.refresh()
        elif changed:
            self.refresh(Region(0, LINES - 1, self.size.width, 1))  # the line of how many are present

    def look(self, first: int, column: int) -> None:
        """Show the meetings from this one on, with the cursor in this column."""
        if (first, column) != (self._first, self._column):
            self._first, self._column = first, column
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint one line: each meeting is painted once, and shown from where one looks."""
        width = self.size.width
        if self._shown is None:
            return Strip.blank(width, self.rich_style)
        layout, meetings = self._layout_of_columns, self._shown.meetings
        in_sight = range(self._first, min(self._first + layout.meetings, len(meetings)))
        parts = [self._pinned(y)]
        for number in in_sight:
            named = number in {0, self._first} or _month(meetings[number]) != _month(meetings[number - 1])
            strip = self._of_meeting(y, number, meetings[number], named=named)
            if number == self._column and y > self._chart:
                strip = Strip(Segment.apply_style(strip, post_style=self._style("current")), strip.cell_length)
            parts.append(strip)
        if y - self._chart == 1:  # the line of the dates says where there are more of them
            accent = self._style("") + self._style("accent")
            if self._first:
                parts[0] = _ending_in(parts[0], "‹", accent)
            if in_sight and in_sight[-1] + 1 < len(meetings):
                parts[-1] = _ending_in(parts[-1], "›", accent)
        return Strip.join(parts).adjust_cell_length(width, self._style(""))

    def _pinned(self, y: int) -> Strip:
        key = (y, -1, False)
        if key not in self._strips:
            self._strips[key] = self.strip(self._heading(y), self._layout_of_columns.pinned, "faint")
        return self._strips[key]

    def _heading(self, y: int) -> str:
        layout, line = self._layout_of_columns, y - self._chart
        if 0 <= line < LINES - 1:
            return " " + "".join(_head(column, line) for column in layout.columns)
        called = any(one.list for one in self._shown.meetings) if self._shown else False
        told = self._scale(y) if line < 0 else gettext("present") if called else ""
        edge = layout.columns[-1]
        return f"{told:>{layout.pinned - edge.width - 1}} {_head(edge, 0)}"

    def _scale(self, y: int) -> str:
        """Return how much the chart's line stands for: all at the top, none at the foot."""
        return "100 %" if y == 0 else "50 %" if y == self._chart // 2 else ""

    def _of_meeting(self, y: int, number: int, meeting: OverviewMeeting, *, named: bool) -> Strip:
        key = (y, number, named)
        if key not in self._strips:
            called = meeting.counts is not None and not meeting.counts.unset
            style = ("accent" if called else "faint") if y < self._chart else "warning" if meeting.undecided else ""
            self._strips[key] = self.strip(self._text(y, meeting, named=named), CELL, style)
        return self._strips[key]

    def _text(self, y: int, meeting: OverviewMeeting, *, named: bool) -> str:
        line = y - self._chart
        if line < 0:
            counts = meeting.counts
            marked = counts.total - counts.unset if counts else 0
            if counts is None or not marked:
                return ""
            return sparks.column(counts.present / marked, self._chart)[y] * 2
        if line == 0:
            return month(meeting.date)[:CELL] if named else ""
        if line == 1:
            return f"{meeting.date.day:>2}{_MODES[meeting.mode] if meeting.mode else ' '}"
        if meeting.list is None:
            return ""
        return f"{meeting.counts.present:>2}{'↑' if meeting.unsent else ''}" if meeting.counts else " –"

    def strip(self, text: str, width: int, style: str) -> Strip:
        """Paint a text in that many cells, in one of the styles."""
        chosen = self._style("") + self._style(style) if style else self._style("")
        return Strip([Segment(cut(text, width), chosen)], width)

    def _style(self, name: str) -> Style:
        """Return a style by its name; that of the widget itself has none."""
        if name not in self._styles:
            part = f"head--{name}"
            self._styles[name] = self.get_component_rich_style(part, partial=True) if name else self.rich_style
        return self._styles[name]

    def notify_style_update(self) -> None:
        """Forget what was painted when the theme changes."""
        super().notify_style_update()
        self._styles.clear()
        self._strips.clear()


def _ending_in(strip: Strip, sign: str, style: Style) -> Strip:
    """Return a strip with a sign in its last cell."""
    return Strip.join([strip.crop(0, strip.cell_length - 1), Strip([Segment(sign, style)], 1)])


def _head(column: Column, line: int) -> str:
    text, room = column.head[line], column.width - 1
    return f" {cut(text, room)}" if column.field is Field.NAME else f"{text:>{room}} "


def _month(meeting: OverviewMeeting) -> tuple[int, int]:
    return meeting.date.year, meeting.date.month
