"""Workbooks are read as rows; those that would take all memory are refused before they do."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from app.domain.model import Mark, Mode
from app.importing.report import Format, ProblemKind
from app.importing.workbook import read_sheets
from tests.importing.samples import imported

Cells = list[list[object]]
CELL = '<c r="{}" t="inlineStr"><is><t>x</t></is></c>'
FAR_APART = f'<row r="1">{CELL.format("A1")}</row><row r="1048576">{CELL.format("XFD1048576")}</row>'


def xlsx(*sheets: tuple[str, Cells]) -> bytes:
    """A workbook as an office writes it, with real dates and numbers."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return data.getvalue()


def xlsx_of(sheet: str, shared: str = "") -> bytes:
    """A workbook of one sheet whose cells are given as XML."""
    return changed(
        xlsx(("a", [["x"]])),
        {"xl/worksheets/sheet1.xml": worksheet(sheet)} | ({"xl/sharedStrings.xml": shared} if shared else {}),
    )


def worksheet(cells: str) -> str:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{namespace}"><sheetData>{cells}</sheetData></worksheet>'


def ods(rows: str) -> bytes:
    """An OpenDocument sheet whose rows are given as XML."""
    names = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text")
    )
    table = f"<table:table table:name='a'>{rows}</table:table>"
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        packed.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{manifest}"/>')
        packed.writestr("content.xml", f"<office:document-content {names}>{body}</office:document-content>")
    return data.getvalue()


def cell(text: str, repeated: int = 1) -> str:
    times = f'table:number-columns-repeated="{repeated}"'
    filled = f'office:value-type="string" {times}><text:p>{text}</text:p></table:table-cell>'
    return f"<table:table-cell {filled if text else times + '/>'}"


def row(*cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def changed(data: bytes, parts: dict[str, str]) -> bytes:
    """The workbook with other contents of some of its parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in packed.namelist():
            new.writestr(name, parts.get(name, packed.read(name)))
    return written.getvalue()


def test_cells_become_text_as_people_read_them():
    data = xlsx(("a", [["Ąbek", 412001.0, 7.5, True, date(2026, 10, 6), datetime.fromisoformat("2026-10-06 08:05")]]))

    assert read_sheets(data)[0].rows[0].cells[:3] == ("Ąbek", "412001", "7.5")
    assert read_sheets(data)[0].rows[0].cells[3:5] == ("True", "2026-10-06")


def test_a_list_for_each_group_is_read_from_its_sheet_and_none_is_asked_about():
    head: list[object] = ["Nr albumu", "Nazwisko i imię", date(2026, 9, 29), date(2026, 10, 6)]
    data = xlsx(
        ("gr. 1", [head, [999001, "Obcy Jan", "+", "+"]]),
        ("gr. 3", [["Lista gr. 3"], [], head, [412001, "Ąbek Łucja", "-", "+"], [46017, "Zając Eryk", "+", "u"]]),
    )
    told = imported(data, "listy.xlsx", mode=Mode.INTRAMURAL)

    assert told.marks == {"412001": Mark.INTRAMURAL, "046017": Mark.JUSTIFIED}
    assert told.proposal.questions == ()


def test_a_conference_s_report_saved_as_a_workbook_is_read():
    rows: Cells = [
        ["Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest"],
        ["Łucja Ąbek", "", "10/06/2026 08:05:00 AM", "10/06/2026 09:30:00 AM", 85, "Yes"],
    ]

    told = imported(xlsx(("Arkusz1", rows)), "zoom.xlsx")
    assert told.report.format is Format.ZOOM
    assert told.present == {"412001": "1:25:00"}


def test_an_opendocument_sheet_is_read_though_its_empty_cells_reach_the_edge():
    data = ods(
        row(cell("Nazwisko i imię"), cell("Obecność"))
        + row(cell("Ąbek Łucja"), cell("x"), cell("", 16_382))
        + row(cell("", 16_384), repeated=1_048_574)
    )

    assert imported(data, "lista.ods").marks == {"412001": Mark.REMOTE}


BOMBS = {
    "cells in far corners": lambda: xlsx_of(FAR_APART),
    "the same with other quotes": lambda: xlsx_of(FAR_APART.replace('"', "'")),
    "the same in character references": lambda: xlsx_of(FAR_APART.replace("XFD", "&#88;FD")),
    "wide rows": lambda: xlsx_of(
        "".join(f'<row r="{line}">{CELL.format(f"XFD{line}")}</row>' for line in range(1, 200))
    ),
    "a cell that stands for many": lambda: ods(row(cell("x", 16_384), repeated=1_048_576)),
    "a cell behind many": lambda: ods(row(cell("", 16_384), repeated=1_048_575) + row(cell("", 16_383), cell("x"))),
    "spaces by number": lambda: ods(row(cell('x<text:s text:c="999999999"/>'))),
    "a long text that stands for many": lambda: ods(row(cell("x" * 30_000, 1000), repeated=1000)),
    "more rows than a list has": lambda: xlsx(("a", [["x"]] * 20_001)),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_sheet_that_would_fill_the_memory_is_refused(bomb: str):
    data = BOMBS[bomb]()
    told = imported(data, "bomb.xlsx")

    assert len(data) < 1_000_000
    assert set(told.problems) <= {ProblemKind.TOO_LARGE, ProblemKind.TOO_MANY_ROWS}
    assert told.problems != []


def test_a_text_that_many_cells_share_is_not_copied_without_end():
    cells = "".join(f'<row r="{line}">' + f'<c r="A{line}" t="s"><v>0</v></c></row>' for line in range(1, 20_000))
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    shared = f'<sst xmlns="{namespace}"><si><t>{"x" * 1_000_000}</t></si></sst>'

    assert imported(xlsx_of(cells, shared), "bomb.xlsx").problems == [ProblemKind.TOO_LARGE]


def test_a_part_that_unpacks_to_more_than_it_says_is_refused():
    data = bytearray(changed(xlsx(("a", [["x"]])), {"xl/styles.xml": "<a>" + " " * 150_000_000 + "</a>"}))

    assert imported(bytes(data), "bomb.xlsx").problems == [ProblemKind.TOO_LARGE]
    size = (150_000_007).to_bytes(4, "little")
    while (place := data.find(size)) >= 0:
        data[place : place + 4] = (1000).to_bytes(4, "little")
    assert imported(bytes(data), "bomb.xlsx").problems in ([ProblemKind.DAMAGED], [ProblemKind.TOO_LARGE])


def test_entities_are_neither_multiplied_nor_fetched():
    tens = "".join(f'<!ENTITY e{place} "{f"&e{place - 1};" * 10}">' for place in range(1, 10))
    entities = f'<!DOCTYPE a [<!ENTITY e0 "xxxxxxxxxx">{tens}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    for told in ("&e9;", "&f;"):
        sheet = entities + worksheet(f"<row><c t='inlineStr'><is><t>{told}</t></is></c></row>")
        data = changed(xlsx(("a", [["x"]])), {"xl/worksheets/sheet1.xml": sheet})

        assert imported(data, "bomb.xlsx").proposal.rows == ()


def test_a_document_in_an_archive_is_no_list():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("word/document.xml", "<w/>")

    assert imported(data.getvalue(), "list.docx").problems == [ProblemKind.DOCUMENT]


def test_a_workbook_that_is_cut_or_damaged_is_told_so():
    data = xlsx(("a", [["Nazwisko i imię", "Obecność"], ["Ąbek Łucja", "x"]]))

    for cut in range(4, len(data), 97):
        assert imported(data[:cut], "list.xlsx").problems == [ProblemKind.DAMAGED]
    for place in range(4, len(data), 61):
        told = imported(data[:place] + bytes([data[place] ^ 0x5A]) + data[place + 1 :], "list.xlsx")
        assert set(told.who.values()) <= {"412001", None}
