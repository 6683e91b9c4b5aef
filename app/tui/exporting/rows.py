"""What can be chosen about a file, what it will hold, and where it goes: one line each."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.frozen import frozen
from app.tui.widgets.rows import Piece, Rows, cut
from app.tui.widgets.wrapping import wrapped

_MARGIN = 4  # cells beside a sentence
_KEY = 2  # cells for the key of an option


@frozen
class Option:
    """One thing that can be chosen: the action that does it, its key, its words, and whether it is chosen.

    `exclusive`: it is one of several of which one is chosen.
    """

    action: str
    key: str
    text: str
    chosen: bool = False
    exclusive: bool = True


@frozen
class Sentence:
    """Something to be read; a warning stands out."""

    text: str
    warns: bool = False


Line = Option | Sentence


class ExportRows(Rows):
    """Options under a cursor, and sentences between them."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._given: Sequence[Line] = ()
        self._lines: list[Line] = []

    @property
    def current(self) -> Option | None:
        """The option under the cursor."""
        line = self._lines[self.cursor] if self._lines else None
        return line if isinstance(line, Option) else None

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines; the cursor stays on its option, and begins on the first that is chosen.

        Nothing is shown before it is known how wide they may be.
        """
        self._given = lines
        if not self.size.width:
            return
        staying = self.current
        self._lines = [part for line in lines for part in self._wrapped(line)]
        options = [(row, one) for row, one in enumerate(self._lines) if isinstance(one, Option)]
        begin = next((row for row, one in options if one.chosen), 0)
        row = next((row for row, one in options if staying and self._same(one, staying)), begin)
        headings = [row for row, one in enumerate(self._lines) if isinstance(one, Sentence)]
        self.fill(len(self._lines), row, headings=headings)

    @staticmethod
    def _same(one: Option, other: Option) -> bool:
        return (one.action, one.text) == (other.action, other.text)

    def _wrapped(self, line: Line) -> Sequence[Line]:
        if isinstance(line, Option):
            return [line]
        width = max(20, self.size.width - _MARGIN)
        parts = wrapped(line.text, width)
        return [Sentence(part, line.warns) for part in parts or [""]]

    def on_resize(self) -> None:
        """Wrap the sentences anew."""
        self.show(self._given)
        super().on_resize()

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return an option with its key and its sign, or a sentence."""
        line = self._lines[row]
        if isinstance(line, Sentence):
            return [(f"  {line.text}", "warning" if line.warns else "faint")]
        on, off = ("●", "○") if line.exclusive else ("☑", "☐")
        sign = f" {on if line.chosen else off} "
        return [(f" {cut(line.key, _KEY)}", "accent"), (f"{sign}{line.text}", "name" if line.chosen else "")]
