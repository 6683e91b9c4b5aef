"""Workbooks of Excel 97 are read; the sizes they tell are not believed."""

from __future__ import annotations

import random
import struct

import pytest

from app.domain.model import Mark
from app.importing import compound
from app.importing.report import ProblemKind
from tests.importing.samples import imported, sample

NAME = "18-office-97.xls"


def record(kind: int, row: int, column: int) -> bytes:
    """The beginning of a record for a cell."""
    return struct.pack("<HHHH", kind, 10, row, column)


def moved(data: bytes, row: int, column: int) -> bytes:
    """The workbook with its number 412001 in another cell."""
    place = next(at for at in range(len(data)) if data[at : at + 8] == record(0x027E, 3, 0))
    return data[: place + 4] + struct.pack("<HH", row, column) + data[place + 8 :]


def test_a_list_in_an_old_workbook_is_read():
    told = imported(sample(NAME), NAME)

    assert told.marks == {"412001": Mark.REMOTE, "412004": Mark.ABSENT, "046017": Mark.REMOTE}
    assert told.student("046017").proposed.comment == "late 15 min"  # type: ignore[union-attr]


@pytest.mark.parametrize(("row", "column"), [(65535, 0), (19_999, 65535), (65535, 65535)])
def test_a_cell_in_a_far_corner_is_refused(row: int, column: int):
    told = imported(moved(sample(NAME), row, column), NAME)

    assert set(told.problems) <= {ProblemKind.TOO_LARGE, ProblemKind.TOO_MANY_ROWS}
    assert told.problems != []


def test_dimensions_and_counts_that_cannot_be_are_refused():
    data = sample(NAME)
    dimensions = data.find(struct.pack("<HH", 0x0200, 14)) + 4
    texts = data.find(struct.pack("<H", 0x00FC)) + 8
    for place in (dimensions + 4, dimensions, texts):
        changed = data[:place] + b"\xff\xff\xff\x7f" + data[place + 4 :]
        assert imported(changed, NAME).problems != []


def test_the_reader_gets_the_workbook_and_nothing_else():
    checked = compound.checked(sample(NAME))

    assert compound.checked(checked) == checked
    assert len(checked) < len(sample(NAME)) + 2048


def test_old_workbooks_cut_anywhere_or_changed_are_read_or_called_damaged():
    data = sample(NAME)
    chance = random.Random(7)
    for cut in range(0, len(data), 211):
        assert set(imported(data[:cut], NAME).who.values()) <= {"412001", "412004", "046017", None}
    for _ in range(150):
        changed = bytearray(data)
        changed[chance.randrange(512)] = chance.randrange(256)
        imported(bytes(changed), NAME)
