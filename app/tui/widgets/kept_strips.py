"""Rows as they were painted, kept as long as they would be painted the same: scrolling asks for all of them anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import is_

from textual.strip import Strip

from app.domain.frozen import frozen


@frozen
class _Kept:
    """A row as it was painted, and all that this hangs on."""

    content: object
    width: int
    strip: Strip


class KeptStrips:
    """The strips of rows, and of lines that are put together of several rows.

    A strip is kept itself, and not one like it: Textual notes in it how it is cut, and what of it goes to the terminal.
    """

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._rows: dict[tuple[int, bool], _Kept] = {}  # by row, and whether it is under the cursor
        self._lines: dict[int, tuple[Sequence[Strip], Strip]] = {}

    def row(self, key: tuple[int, bool], content: object, width: int, paint: Callable[[], Strip]) -> Strip:
        """Return a row: by its number, and whether it is under the cursor.

        It is painted where it was not in this width, or where its content is another one than then. Without content
        nothing is kept.
        """
        kept = self._rows.get(key)
        if kept is not None and kept.content is content and kept.width == width:
            return kept.strip
        strip = paint()
        if content is not None:
            self._rows[key] = _Kept(content, width, strip)
        return strip

    def line(self, line: int, parts: Sequence[Strip], join: Callable[[Sequence[Strip]], Strip]) -> Strip:
        """Return a line of several rows; it is joined where it was not of these very strips."""
        kept = self._lines.get(line)
        if kept is not None and len(kept[0]) == len(parts) and all(map(is_, kept[0], parts)):
            return kept[1]
        joined = join(parts)
        self._lines[line] = parts, joined
        return joined

    def drop(self, row: int) -> None:
        """Let a row be painted anew."""
        self._rows.pop((row, True), None)
        self._rows.pop((row, False), None)

    def clear(self) -> None:
        """Let all be painted anew."""
        self._rows.clear()
        self._lines.clear()
