"""A table as a workbook: who attended how often on the first sheet, the meetings on the second."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

from app.domain.overview import OverviewCell
from app.exporting.table import Cell, Column, Kind, Table, Words, letter
from app.i18n import drawable

if TYPE_CHECKING:  # loaded when a workbook is written: no start waits for it
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WHO = {Kind.NAME, Kind.ALBUM_NUMBER}
_COUNTS = {Kind.COUNT, Kind.PERCENT}
_MEETINGS = {Kind.MARK, Kind.NOTE}
_LONGEST = 32_767  # characters that a cell may have
_DATE_HEIGHT = 110  # points, for a date and a time that stand upright
_EMPTY_WIDTH = 8.4  # characters, as spreadsheets have it
_PAGE = 110  # characters in a line of a page; for longer ones nothing is printed smaller
_LARGE = 1.4  # how much wider the letters of a title are
_WIDTHS = {Kind.NAME: 27, Kind.ALBUM_NUMBER: 12, Kind.MARK: 4.3, Kind.COUNT: 11, Kind.PERCENT: 13, Kind.NOTE: 24}


def of_table(table: Table, words: Words, created: datetime) -> bytes:
    """Return a workbook. A table without counts, such as a roll, has one sheet.

    Texts are written as texts whatever they look like, album numbers too, and the dates of meetings as dates.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - as above

    written = io.BytesIO()
    with Workbook(written, {"in_memory": True}) as workbook:  # a temporary file would show names to others
        workbook.set_properties({"title": drawable(table.head.title), "created": created})
        if table.has(Kind.COUNT):
            _Sheet(workbook, words.summary, table.only(_WHO | _COUNTS), words, landscape=False)
        _Sheet(workbook, words.meetings, table.only(_WHO | _MEETINGS), words, landscape=table.has(Kind.COUNT))
    return written.getvalue()


class _Sheet:
    """One sheet: title, facts, an empty row, the heading, the students."""

    def __init__(self, workbook: Workbook, name: str, table: Table, words: Words, *, landscape: bool) -> None:
        self._sheet: Worksheet = workbook.add_worksheet(name)
        self._words = words
        legend = words.legend_of_counts if table.has(Kind.COUNT) else words.legend_of_letters
        facts = (*table.head.facts, legend)
        top = len(facts) + 2
        self._write_text(0, 0, table.head.title, workbook.add_format({"bold": True, "font_size": 14}))
        for row, fact in enumerate(facts, 1):
            self._write_text(row, 0, fact)
        self._heading(workbook, table, top)
        self._rows(workbook, table, top + 1)
        self._print(table, top, _beside(table, facts), landscape=landscape)

    def _heading(self, workbook: Workbook, table: Table, row: int) -> None:
        look = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "align": "left"}
        upright = workbook.add_format(look | {"rotation": 90, "align": "center"})
        plain, right = workbook.add_format(look), workbook.add_format(look | {"align": "right"})
        dated = workbook.add_format(look | {"num_format": "yyyy-mm-dd hh:mm", "rotation": 90, "align": "center"})
        for place, column in enumerate(table.columns):
            self._sheet.set_column(place, place, _WIDTHS[column.kind])
            if isinstance(column.heading, datetime):
                self._sheet.write_datetime(row, place, column.heading, dated)
            else:
                turned = upright if column.kind is Kind.MARK else plain
                self._write_text(row, place, column.heading, right if column.kind in _COUNTS else turned)
        if table.has(Kind.MARK):
            self._sheet.set_row(row, _DATE_HEIGHT)

    def _rows(self, workbook: Workbook, table: Table, first: int) -> None:
        looks = {
            Kind.NAME: workbook.add_format({"num_format": "@"}),
            Kind.ALBUM_NUMBER: workbook.add_format({"num_format": "@"}),
            Kind.NOTE: workbook.add_format({"num_format": "@"}),
            Kind.MARK: workbook.add_format({"align": "center"}),
            Kind.COUNT: workbook.add_format({"num_format": "0"}),
            Kind.PERCENT: workbook.add_format({"num_format": "0.0"}),
        }
        for number, row in enumerate(table.rows, first):
            for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
                self._write(number, place, column, cell, looks[column.kind])

    def _write(self, row: int, place: int, column: Column, cell: Cell, look: Format) -> None:
        match cell:
            case OverviewCell():
                self._write_text(row, place, letter(cell, self._words), look)
            case int() | float():
                self._sheet.write_number(row, place, cell, look)
            case str():
                self._write_text(row, place, cell, look)
            case None:
                self._sheet.write_blank(row, place, None, look)

    def _write_text(self, row: int, place: int, text: str, look: Format | None = None) -> None:
        self._sheet.write_string(row, place, drawable(text)[:_LONGEST], look)

    def _print(self, table: Table, heading: int, beside: int, *, landscape: bool) -> None:
        """Keep names and heading in sight, on paper too, and print all columns on one page where they can be read.

        So many columns `beside` them are printed, too.
        """
        last_row, last_column = heading + len(table.rows), len(table.columns) - 1 + beside
        self._sheet.freeze_panes(heading + 1, 1)
        self._sheet.print_area(0, 0, last_row, last_column)
        self._sheet.repeat_rows(heading)
        self._sheet.repeat_columns(0)
        self._sheet.set_paper(9)  # A4
        self._sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)  # inches
        self._sheet.fit_to_pages(0 if landscape else 1, 0)
        self._sheet.set_footer("&R&P / &N")
        if landscape:
            self._sheet.set_landscape()


def _beside(table: Table, facts: Sequence[str]) -> int:
    """Return how many empty columns the lines above a table reach over: what they reach over is not printed else."""
    longest = min(max(_LARGE * len(table.head.title), *map(len, facts)), _PAGE)
    return max(ceil((longest - sum(_WIDTHS[column.kind] for column in table.columns)) / _EMPTY_WIDTH), 0)
