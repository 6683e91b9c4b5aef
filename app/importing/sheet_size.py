"""How much memory the sheets of a workbook will take, from the XML of their cells, before anything is made of them."""

from __future__ import annotations

import re
from xml.parsers import expat

MOST_ROWS = 20_000
_MOST_COLUMNS = 1_000
MOST_CELLS = 1_000_000  # of one sheet, empty ones among them
_MOST_CHARACTERS = 200_000_000  # if every cell held the longest text of the workbook
_MOST_SPACES = 10_000  # that one cell of an ODS may ask for by number
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)


class WorkbookError(Exception):
    """The workbook cannot be read: it is damaged, or of a kind that is not read."""


class TooLargeError(WorkbookError):
    """It would need more memory than a list of people can."""


class TooManyRowsError(WorkbookError):
    """A sheet has more than 20,000 rows."""


class ProtectedError(WorkbookError):
    """It is locked with a password."""


def check_size(rows: int, columns: int) -> None:
    """Pass a sheet of so many rows and columns.

    Raises:
        TooManyRowsError: it has more rows than are read.
        TooLargeError: it has more cells, empty ones among them, or columns.
    """
    if rows > MOST_ROWS:
        raise TooManyRowsError
    if columns > _MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise TooLargeError


class SheetSize:
    """Follows the cells of SpreadsheetML and OpenDocument, part after part; cells without a content take no place."""

    def __init__(self) -> None:
        self._filled = 0
        self._longest = 0
        self._text = 0  # characters of the cell or shared text at hand
        self._begin_sheet()

    def add(self, content: bytes) -> None:
        """Take in one part.

        Raises:
            WorkbookError: the part is no XML; or, as the error's kind says, the workbook is too large.
        """
        self._begin_sheet()
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(content, True)  # noqa: FBT003 - the standard library names no arguments here
        except expat.ExpatError as error:
            raise WorkbookError from error

    def _begin_sheet(self) -> None:
        self._rows = self._columns = 0  # how far filled cells reach
        self._row = self._column = 0  # of the cell at hand, from 1
        self._last = 0  # column of the last filled cell of an OpenDocument row
        self._repeated_rows = self._repeated = 1

    def _start(self, full_name: str, attributes: dict[str, str]) -> None:
        told = {name.rpartition(" ")[2]: value for name, value in attributes.items()}
        match full_name.rpartition(" ")[2]:
            case "row":
                self._row, self._column = int(told.get("r", self._row + 1)), 0
            case "c":
                place = _REFERENCE.fullmatch(told.get("r", "").upper())
                self._row = int(place[2]) if place else self._row
                self._column = _number(place[1]) if place else self._column + 1
            case "v" | "is" | "f":
                self._reach(self._row, self._column, 1)
            case "table":
                self._begin_sheet()
            case "table-row":
                self._repeated_rows = int(told.get("number-rows-repeated", 1))
                self._column = self._last = 0
            case "table-cell" | "covered-table-cell":
                self._repeated = int(told.get("number-columns-repeated", 1))
                self._column += self._repeated
                self._last = self._column if "value-type" in told else self._last
                self._text = 0
            case "p":
                self._last = self._column
            case "s":
                self._text += int(told.get("c", 1))
                if self._text > _MOST_SPACES:
                    raise TooLargeError
            case "si":
                self._text = 0

    def _end(self, full_name: str) -> None:
        if full_name.endswith(" table-row"):
            if self._last:
                self._reach(self._row + self._repeated_rows, self._last, self._repeated_rows * self._last)
            self._row += self._repeated_rows

    def _characters(self, text: str) -> None:
        self._text += len(text)
        self._longest = max(self._longest, self._text)

    def _reach(self, row: int, column: int, cells: int) -> None:
        self._rows, self._columns = max(self._rows, row), max(self._columns, column)
        self._filled += cells
        check_size(self._rows, self._columns)
        if self._filled * self._longest > _MOST_CHARACTERS:
            raise TooLargeError


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
