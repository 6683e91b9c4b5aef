"""A table as text for a spreadsheet: every cell in quotes, none that a spreadsheet would calculate."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from app.domain.overview import OverviewCell
from app.domain.spreadsheet import harmless
from app.exporting.table import Cell, Table, Words, word

DELIMITERS = (";", ",", "\t")


def of_table(table: Table, words: Words) -> bytes:
    """Return a table as UTF-8 with a byte order mark, which Excel needs; dates as in ISO 8601.

    The title and the facts are left out: the first line of a CSV names its columns.
    """
    heading = [_heading(column.heading) for column in table.columns]
    return of_rows([heading, *([_text(cell, words) for cell in row] for row in table.rows)], words.delimiter)


def of_rows(rows: Iterable[Sequence[str]], delimiter: str) -> bytes:
    """Return these cells, made harmless, in the same form."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _heading(heading: str | datetime) -> str:
    return f"{heading:%Y-%m-%d %H:%M}" if isinstance(heading, datetime) else heading


def _text(cell: Cell, words: Words) -> str:
    match cell:
        case None:
            return ""
        case OverviewCell():
            return word(cell, words)
        case float():
            return f"{cell:.1f}".replace(".", words.decimal)
        case _:
            return str(cell)
