"""Workbooks (XLSX, XLS, ODS) to rows. Their size is checked before; formulas and macros are never run."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from app.domain.frozen import frozen
from app.importing import archive, compound
from app.importing.delimited import Row
from app.importing.sheet_size import MOST_ROWS, ProtectedError, TooManyRowsError, WorkbookError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Cell = int | float | str | bool | time | date | datetime | timedelta


@frozen
class Sheet:
    """One sheet of cells: its name, and its rows with every cell as text (dates as ISO 8601)."""

    name: str
    rows: tuple[Row, ...]


def read_sheets(data: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook in their order, without those that hold charts or macros.

    Raises:
        WorkbookError: it cannot be read; the error's kind says why.
    """
    source = archive.checked(data) if data.startswith(b"PK") else compound.checked(data)
    import python_calamine as calamine  # noqa: PLC0415 - a start does not wait for what only an import needs

    try:
        with calamine.load_workbook(io.BytesIO(source)) as book:
            told = [one.name for one in book.sheets_metadata if one.typ == calamine.SheetTypeEnum.WorkSheet]
            return tuple(_sheet(name, book.get_sheet_by_name(name)) for name in told)
    except calamine.PasswordError as error:
        raise ProtectedError from error
    except (calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise WorkbookError from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # how the library ends on what it did not foresee; not exported
            raise WorkbookError from error
        raise


def _sheet(name: str, sheet: CalamineSheet) -> Sheet:
    if sheet.total_height > MOST_ROWS:
        raise TooManyRowsError
    rows = sheet.to_python(skip_empty_area=False)
    return Sheet(name, tuple(Row(line, tuple(map(_text, cells))) for line, cells in enumerate(rows, 1)))


def _text(cell: Cell) -> str:
    """Return a cell as a person reads it; a whole number without ".0", since numbers of students are floats there."""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, time):
        return cell.isoformat("seconds")
    if isinstance(cell, timedelta):
        return str(cell - timedelta(microseconds=cell.microseconds))
    return str(cell).strip()
