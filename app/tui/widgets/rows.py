"""A list of one-line rows that is painted line by line: 500 rows cost a key no more than 5."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from app.tui.widgets.kept_strips import KeptStrips

Piece = tuple[str, str]
"""A text and the name of its style: one of `Rows.STYLES`, or empty for the row's own."""

_BETWEEN = 2  # cells between newspaper columns


class Rows(ScrollView, can_focus=False):
    """Rows with a cursor. The screen moves the cursor; a subclass says what stands in a row."""

    STYLES: ClassVar[tuple[str, ...]] = ("faint", "heading", "warning", "accent", "name")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor", *(f"rows--{style}" for style in STYLES)}
    KEEPS_LINES: ClassVar[bool] = False
    """Whether every line is made of rows whose `content` is known, so that none is painted twice."""

    class Chosen(Message):
        """The row under the cursor was clicked once more."""

        def __init__(self, rows: Rows) -> None:
            super().__init__()
            self.rows = rows

    class Moved(Message):
        """A click has put the cursor on this `row`."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start without rows."""
        super().__init__(id=id)
        self._count = 0
        self._cursor = 0
        self._headings: frozenset[int] = frozenset()
        self._placeholder = ""
        self._columns = 1
        self._covered = 0
        self._styles: dict[str, Style] = {}
        self._strips = KeptStrips()
        self.moved = False  # whether a person ever put the cursor somewhere
        self.points = True  # whether it is to be seen where the cursor is

    # --- what a subclass says ---

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return what stands in a row; it is cut or filled to the width afterwards."""
        raise NotImplementedError

    def block(self, row: int) -> range:
        """Return the rows that look as one with a row: the first of them takes the cursor, the others are headings."""
        return range(row, row + 1)

    def columns(self) -> int:
        """Return in how many newspaper columns the rows are to stand, read down and then to the right."""
        return 1

    def content(self, row: int) -> object:
        """Return what alone decides how a row looks, if it is one thing that does not change; else None."""
        return None

    # --- what a screen does ---

    @property
    def cursor(self) -> int:
        """The row under the cursor; meaningless while there are no rows."""
        return self._cursor

    @property
    def count(self) -> int:
        """How many rows there are, headings included."""
        return self._count

    @property
    def choices(self) -> int:
        """How many rows the cursor can be put on."""
        return self._count - len(self._headings)

    def fill(self, count: int, cursor: int, *, headings: Iterable[int] = (), placeholder: str = "") -> None:
        """Show that many rows with the cursor on one of them, or the placeholder where there are none."""
        self._count = count
        self._headings = frozenset(headings)
        self._placeholder = placeholder
        self._strips.clear()
        self._cursor = self._nearest(min(max(cursor, 0), max(count - 1, 0)))
        self._arrange()

    def move_to(self, row: int) -> None:
        """Put the cursor on a row that is not a heading; nothing happens beyond either end."""
        if not 0 <= row < self._count or row in self._headings:
            return
        self.moved = True  # to where it is already, too: it is chosen, and stays when other rows come
        if row == self._cursor:
            return
        left, self._cursor = self._cursor, row
        self.refresh_row(left)
        self.refresh_row(row)
        self._follow()

    def move(self, step: int) -> None:
        """Move the cursor by a row, over headings."""
        row = self._cursor + step
        while row in self._headings:
            row += step
        if row < 0:
            self._scroll(0)  # brings a heading above the first row back into sight
        self.move_to(row)

    def move_page(self, direction: int) -> None:
        """Move the cursor by what is in sight."""
        page = max(1, self.size.height - 1) * direction
        self.move_to(self._nearest(min(max(self._cursor + page, 0), self._count - 1)))

    def move_to_end(self, direction: int) -> None:
        """Move the cursor to the first or the last row."""
        self.move_to(self._nearest(0 if direction < 0 else self._count - 1))

    def cover(self, lines: int) -> None:
        """Take note that so many lines at the foot are covered; the cursor stays in sight, and nothing else moves."""
        self._covered = lines
        self.virtual_size = Size(self.size.width, self._line_count + lines)
        height, line = self.size.height - lines, self._cursor % self._line_count
        if self._count and height > 0 and line >= self.scroll_offset.y + height:
            self._scroll(line - height + 1)

    # --- painting ---

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return these lines, each as long as the widget is wide, as Textual does without borders and effects.

        Its own cache is one of places on the screen: it forgets all of them when the rows move.
        """
        if not self.KEEPS_LINES:
            return super().render_lines(crop)
        width, background, filters = self.size.width, self.background_colors[1], self.get_line_filters()
        room, style, strips = self.scrollable_content_region.width, self._style(""), []
        for y in crop.line_range:
            strip = self._line_at(y, room).adjust_cell_length(width, style)
            for one in filters:
                strip = strip.apply_filter(one, background)
            strips.append(strip)
        return strips if crop.column_span == (0, width) else [strip.crop(crop.x, crop.right) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """Paint one line of the screen."""
        return self._line_at(y, self.scrollable_content_region.width)  # what the scrollbar leaves

    def _line_at(self, y: int, width: int) -> Strip:
        line = y + self.scroll_offset.y
        if self._count == 0:
            told = ["", *wrap(self._placeholder, max(width - 3, 1))]
            text = f"  {told[line]}" if line < len(told) else ""
            return self._strip([(text, "faint")], width, self._style(""))
        if self._columns == 1:
            return self._row(line, width)
        column = width // self._columns - _BETWEEN
        rows = range(line, self._columns * self._line_count, self._line_count) if line < self._line_count else ()
        return self._strips.line(
            line, [self._row(row, column) for row in rows], lambda parts: self._joined(parts, width)
        )

    def _joined(self, parts: Sequence[Strip], width: int) -> Strip:
        between = Strip([Segment(" " * _BETWEEN, self._style(""))], _BETWEEN)
        strips = [strip for part in parts for strip in (part, between)]
        return Strip.join(strips).adjust_cell_length(width, self._style(""))

    def _row(self, row: int, width: int) -> Strip:
        if row >= self._count:
            return self._strip([], width, self._style(""))
        return self.row_strip(row, width)

    def row_strip(self, row: int, width: int) -> Strip:
        """Return a row in that many cells."""
        current = self.points and self._cursor in self.block(row)
        return self._strips.row(
            (row, current), self.content(row), width, lambda: self._painted(row, width, current=current)
        )

    def _painted(self, row: int, width: int, *, current: bool) -> Strip:
        style = self._style("") + self._style("cursor") if current else self._style("")
        return self._strip([("▌" if current else " ", "accent"), *self.pieces(row, width - 1)], width, style)

    def repaint(self) -> None:
        """Paint every row anew, in as many columns as there is room for now."""
        self._strips.clear()
        self._arrange()

    def refresh_row(self, row: int) -> None:
        """Paint a row anew, and those that are one with it."""
        for one in self.block(row):
            self.refresh_line(one % self._line_count)

    def _strip(self, pieces: list[Piece], width: int, style: Style) -> Strip:
        segments = []
        room = width
        for text, name in pieces:
            length = cell_len(text)
            if length > room:
                text, length = cut(text, room), room  # noqa: PLW2901 - the piece as it fits
            segments.append(Segment(text, style + self._style(name) if name else style))
            room -= length
            if room <= 0:
                break
        if room > 0:
            segments.append(Segment(" " * room, style))
        return Strip(segments, width)

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            part = f"rows--{name}"
            self._styles[name] = self.get_component_rich_style(part, partial=True) if name else self.rich_style
        return self._styles[name]

    def notify_style_update(self) -> None:
        """Forget computed styles when the theme changes."""
        super().notify_style_update()
        self._styles.clear()
        self._strips.clear()

    def on_resize(self) -> None:
        """Keep the cursor in sight, whatever the terminal does."""
        self._arrange()

    def on_click(self, event: Click) -> None:
        """Move the cursor to a clicked row; a click on the cursor chooses it."""
        column = event.x * self._columns // max(1, self.scrollable_content_region.width)
        row = self.block(event.y + self.scroll_offset.y + column * self._line_count).start
        if row == self._cursor and self._count:
            self.post_message(self.Chosen(self))
        else:
            self.move_to(row)
            self.post_message(self.Moved(self._cursor))

    def _nearest(self, row: int) -> int:
        """Return the row itself, or the first after a heading, or the last before it."""
        after = row
        while after in self._headings:
            after += 1
        if after < self._count:
            return after
        while row in self._headings:
            row -= 1
        return row

    @property
    def _line_count(self) -> int:
        return max(1, -(-self._count // self._columns))

    def _arrange(self) -> None:
        """Set the rows in their columns, with the cursor in sight."""
        self._columns = max(1, self.columns())
        self.virtual_size = Size(self.size.width, self._line_count + self._covered)
        self._follow()
        self.refresh()

    def _follow(self) -> None:
        """Keep the cursor in the middle third, where it moves freely while the rows stand still.

        Beyond it the rows move so that it stands at the other edge of that third: were they moved with each key, each
        key would paint the whole page. After a leap it is in the middle.
        """
        height = self.size.height - self._covered
        if not self._count or height <= 0:
            return
        third, line, top = height // 3, self._cursor % self._line_count, self.scroll_offset.y
        beyond = min(0, line - (top + third)) + max(0, line - (top + height - 1 - third))
        if beyond:
            into = third if beyond > 0 else height - 1 - third
            self._scroll(line - (into if abs(beyond) == 1 else height // 2))

    def _scroll(self, line: int) -> None:
        """Bring a line to the top as far as it goes, also before the scrollbar of new rows is there."""
        self.scroll_to(y=line, animate=False, force=True)


def cut(text: str, width: int) -> str:
    """Return the text in exactly that many cells: filled with spaces, or cut with an ellipsis."""
    if cell_len(text) <= width or cell_len(text := text.rstrip()) <= width:
        return set_cell_size(text, width)
    if width <= 1:
        return "…"[:width]
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)
