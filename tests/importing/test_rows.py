"""Bytes to rows: code pages, delimiters, quotes, ends in the middle, and files that are no tables."""

from __future__ import annotations

import pytest

from app.importing import delimited, encoding
from app.importing.reading import MOST_BYTES, read
from app.importing.report import Format, ProblemKind
from tests.importing.samples import sample


@pytest.mark.parametrize("name", ["Świątek Źdźbło", "Łąka Śnieżna", "Zażółć gęślą jaźń", "Józef Wójcik", "ŚŹĄ"])
@pytest.mark.parametrize("code_page", ["cp1250", "iso8859-2", "utf-8"])
def test_polish_letters_are_read_in_either_code_page(name: str, code_page: str):
    assert encoding.decode(f"{name};x\n".encode(code_page)).text == f"{name};x\n"


def test_a_character_that_is_cut_off_is_told():
    for code in ("utf-8", "utf-16"):
        whole = "Łucja Ąbek;Ł".encode(code)
        assert encoding.decode(whole).cut is False
        assert encoding.decode(whole[:-1]).cut is True


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a,b\n1,2\n", [("a", "b"), ("1", "2")]),
        ('a,"b, c"\n', [("a", "b, c")]),
        ('a,"b ""c"" d"\n', [("a", 'b "c" d')]),
        ('"a "b" c","d"\n', [('a "b" c', "d")]),
        ('"a ""b"" c, d","e"\n', [('a "b" c, d', "e")]),
        ('"two\nlines",x\n3,4\n', [("two\nlines", "x"), ("3", "4")]),
        ('a\t="2026-10-06 08:00:00"\n', [("a", "2026-10-06 08:00:00")]),
        ('Jan "Janek" Kot;x\n', [('Jan "Janek" Kot', "x")]),
        ("a;1,5;2,5\n", [("a", "1,5", "2,5")]),
        ("x\u2028y,z\x0bw\n", [("x\u2028y", "z\x0bw")]),
    ],
)
def test_rows_are_read_as_programs_write_them(text: str, cells: list[tuple[str, ...]]):
    assert [row.cells for row in delimited.parse(text).rows] == cells


def test_rows_know_their_line_after_a_cell_of_several_lines():
    assert [row.line for row in delimited.parse('a,"b\nc\r\nd"\ne,f\n').rows] == [1, 4]


def test_a_quote_that_never_closes_eats_no_more_than_the_end_of_its_file():
    parsed = delimited.parse('a,b\n"c,d\ne,f')

    assert parsed.open_quote
    assert [row.line for row in parsed.rows] == [1, 2]


def test_many_quotes_that_never_close_take_no_time():
    text = '"a,b\n' * 15_000

    assert len(delimited.parse(text).rows) <= 15_000


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", ProblemKind.EMPTY),
        (b"\xff\xfe\r\0\n\0", ProblemKind.EMPTY),
        (b"%PDF-1.7 and more", ProblemKind.PDF),
        (b"\x89PNG\r\n\x1a\n", ProblemKind.PICTURE),
        (b"<!DOCTYPE html><table>", ProblemKind.WEB_PAGE),
        (b"PK\x03\x04 cut off", ProblemKind.DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off", ProblemKind.DAMAGED),
        (b"Shopping list\nmilk\neggs\n", ProblemKind.NOT_A_REPORT),
        (b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nhello\n", ProblemKind.CHAT),
        ("[6.10.2026 08:01] Łucja Ąbek: dzień dobry\n".encode(), ProblemKind.CHAT),
        (b'{"a": 1, "b": [1, 2, 3]}', ProblemKind.NOT_A_REPORT),
        (b"a;b\n" * 20_001, ProblemKind.TOO_MANY_ROWS),
        (b"a" * (MOST_BYTES + 1), ProblemKind.TOO_LARGE),
    ],
)
def test_what_is_no_report_is_named(data: bytes, kind: ProblemKind):
    report = read(data, "file")

    assert report.format is Format.UNKNOWN
    assert [problem.kind for problem in report.problems] == [kind]


@pytest.mark.parametrize(
    "name", ["01-teams-pl-2025.csv", "07-zoom-details.csv", "10-zoom-webinar.csv", "04-teams-list-2020.csv"]
)
def test_a_file_that_ends_inside_a_row_is_incomplete(name: str):
    data = sample(name)
    last_line = data.rstrip(b"\r\n\t\0 ").rfind(b"\n") + 8

    assert read(data, name).complete
    assert not read(data[:last_line], name).complete
