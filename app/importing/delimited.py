"""Text with delimiters to rows, as programs really write it: line breaks in quotes, and quotes that nobody doubled."""

from __future__ import annotations

import re

from app.domain.frozen import frozen

DELIMITERS = "\t;,|"
_LINE_END = re.compile(r"\r\n|\n|\r")  # not str.splitlines: names may hold U+2028, U+0085 or a form feed
_QUOTED = re.compile(r'"[^"]*"?')
_OPENING = re.compile(r' *=?"')  # ="…" keeps a spreadsheet from reading the text as a number
_LONGEST_CELL = 8_192  # characters in quotes; a quote that closes later than this is a sign like any other
_LOOKED_AT = 500  # lines from which the delimiter is known


@frozen
class Row:
    """One row of a file: the number of its first line (from 1) and its cells, trimmed; an empty line has one."""

    line: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> tuple[str, ...]:
        """The cells that are not empty."""
        return tuple(cell for cell in self.cells if cell)

    def cell(self, place: int) -> str:
        """Return a cell by its place from 0; empty beyond the row's end."""
        return self.cells[place] if place < len(self.cells) else ""


@frozen
class Rows:
    """Rows of a text; `open_quote` where it ends inside quotes, `ended` where its last line has an end."""

    rows: tuple[Row, ...]
    open_quote: bool = False
    ended: bool = True


def count_lines(text: str) -> int:
    """Return how many line ends a text has, whichever it uses."""
    return text.count("\n") or text.count("\r")


def parse(text: str) -> Rows:
    """Return the rows of a text; quotes as RFC 4180 has them, or not doubled."""
    delimiter = _delimiter(text)
    if '"' not in text:
        lines = _LINE_END.split(text)
        ended = not lines[-1]
        rows = tuple(_row(place, line.split(delimiter)) for place, line in enumerate(lines, 1))
        return Rows(rows[:-1] if ended else rows, ended=ended)
    parsed, lone = _parse_quoted(text, delimiter, doubled=True)
    if lone:  # this program puts quotes inside quotes as they are
        parsed, _ = _parse_quoted(text, delimiter, doubled=False)
    return parsed


def _delimiter(text: str) -> str:
    """Return TAB if a third of the lines have one, else the commonest of the others outside quotes."""
    told = [line for line in _LINE_END.split(text, maxsplit=_LOOKED_AT)[:_LOOKED_AT] if line.strip()]
    if told and sum("\t" in line for line in told) * 3 >= len(told):
        return "\t"
    bare = _QUOTED.sub("", "\n".join(told))
    return max(DELIMITERS[1:], key=bare.count)


def _parse_quoted(text: str, delimiter: str, *, doubled: bool) -> tuple[Rows, bool]:
    """Return the rows, and whether a quote stood alone inside quotes."""
    sign = re.escape(delimiter)
    bare = re.compile(rf"[^{sign}\r\n]*")
    pair = '""|' if doubled else ""
    closed = re.compile(rf'((?:[^"]++|{pair}"(?! *(?:{sign}|[\r\n]|\Z)))*+)" *')
    rows: list[Row] = []
    lone = open_quote = False
    at, line = 0, 1
    while at < len(text):
        cells: list[str] = []
        first = line
        while True:
            opening = _OPENING.match(text, at)
            inside = closed.match(text, opening.end(), opening.end() + _LONGEST_CELL) if opening else None
            if inside:
                cell, at = inside[1], inside.end()
                rest = cell.replace('""', "") if doubled else cell
                lone = lone or '"' in rest
                cells.append(cell.replace('""', '"') if doubled else cell)
                line += len(_LINE_END.findall(cell))
            elif opening and len(text) - at < _LONGEST_CELL and '"' not in text[opening.end() :]:
                cells.append(text[opening.end() :])  # the file ends inside this cell
                at, open_quote = len(text), True
            else:
                end = bare.match(text, at)
                assert end is not None, "a pattern that may match nothing"  # noqa: S101
                cells.append(end[0])
                at = end.end()
            if not text.startswith(delimiter, at):
                break
            at += 1
        rows.append(_row(first, cells))
        if following := _LINE_END.match(text, at):
            at, line = following.end(), line + 1
    return Rows(tuple(rows), open_quote=open_quote, ended=text[-1:] in {"\r", "\n"}), lone


def _row(line: int, cells: list[str]) -> Row:
    return Row(line, tuple(cell.strip().strip("\0") for cell in cells))
