"""Bare Textual programs to compare with, of the same size and without anything behind them.

`python -m tests.benchmarks.bare 300`: a list of 300 lines that a key marks, painted line by line, and nothing else.
What of a difference no program could save is seen by adding one thing: `--commit FILE` keeps each mark in a database
before it is painted, as safe from a power cut as the program keeps it; `--import NAME` reads modules. The key N shows
other names in all lines.
"""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Callable
from importlib import import_module

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
        self._cursor = self._page = 0
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

    def rename(self) -> None:
        """Show other names in all lines."""
        self._page += 1
        self._names = [f"Name {self._page}-{number}" for number in range(1, len(self._names) + 1)]
        self.refresh()

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
    """Nothing but the lines; `keep` is called for each mark before it is painted."""

    def __init__(self, count: int, keep: Callable[[str], object]) -> None:
        super().__init__()
        self._lines = Lines(count)
        self._keep = keep

    def compose(self) -> ComposeResult:
        yield self._lines

    def on_key(self, event: Key) -> None:
        if event.key in _SHAPES:
            self._keep(event.key)
            self._lines.mark(_SHAPES[event.key])
        elif event.key == "n":
            self._lines.rename()


def _database(file: str) -> Callable[[str], object]:
    """Open a database and return what keeps a mark in it, on disk when it returns."""
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "fullfsync=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE mark (number INTEGER PRIMARY KEY, shape TEXT)")
    return lambda key: connection.execute("INSERT INTO mark (shape) VALUES (?)", (key,))


def _main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("--commit", metavar="FILE")
    parser.add_argument("--import", dest="modules", metavar="NAME", action="append", default=[])
    asked = parser.parse_args()
    for name in asked.modules:
        import_module(name)
    Bare(asked.count, _database(asked.commit) if asked.commit else lambda key: None).run()


if __name__ == "__main__":
    _main()
