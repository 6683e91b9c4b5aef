"""Bare Textual programs to compare with, of the same size and without anything behind them.

`python -m tests.benchmarks.bare 300`: a list of 300 lines that a key marks, painted line by line, and nothing else.
"""

from __future__ import annotations

import sys

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.events import Key
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

_SHAPES = {"1": "● P", "4": "✗ A"}


class Lines(ScrollView, can_focus=False):
    """Lines with a cursor, as simple as Textual lets one write them."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._names = [f"Student Number {number}" for number in range(1, count + 1)]
        self._marks = ["·"] * count
        self._cursor = 0
        self.virtual_size = Size(79, count)

    def mark(self, shape: str) -> None:
        """Mark the line under the cursor and go on."""
        row = self._cursor
        self._marks[row] = shape
        self.refresh_line(row)
        if row + 1 < len(self._marks):
            self._cursor = row + 1
            self.refresh_line(row + 1)
            self._follow()

    def _follow(self) -> None:
        """Keep the cursor in the middle third, as the program does."""
        third = self.size.height // 3
        if self._cursor > self.scroll_offset.y + self.size.height - 1 - third:
            self.scroll_to(y=self._cursor - third, animate=False)

    def render_line(self, y: int) -> Strip:
        row = y + self.scroll_offset.y
        if row >= len(self._marks):
            return Strip.blank(self.size.width)
        style = Style(reverse=True) if row == self._cursor else Style()
        text = f"{'▌' if row == self._cursor else ' '}{row + 1:>4}  {self._names[row]:<40}  {self._marks[row]}"
        return Strip([Segment(text.ljust(self.size.width), style)], self.size.width)


class Bare(App[None]):
    """Nothing but the lines."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._lines = Lines(count)

    def compose(self) -> ComposeResult:
        yield self._lines

    def on_key(self, event: Key) -> None:
        if event.key in _SHAPES:
            self._lines.mark(_SHAPES[event.key])


if __name__ == "__main__":
    Bare(int(sys.argv[1])).run()
