"""What is exported can be read by others: the counts and marks are those of the term, whatever anybody is called."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from html.parser import HTMLParser
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from app import i18n
from app.domain.group_rules import GroupRules
from app.domain.model import Mark, Record
from app.domain.overview import OverviewMeeting
from app.exporting import as_csv
from app.exporting.formats import Format
from app.exporting.table import Included
from app.messages import export_words, exporting
from app.register.export_source import ExportSource
from tests.exporting.sources import FIRST, HOSTILE, of_list, of_term, roll_of, student, term_of

NOTHING, ALL = Included(), Included(numbers=True, comments=True)


@pytest.fixture(autouse=True, params=i18n.LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.use_language(request.param)
    yield request.param
    i18n.use_language("en")


def workbook(source: ExportSource, included: Included = NOTHING) -> dict[str, list[list[object]]]:
    """Return the sheets of a workbook as another library reads them."""
    data = exporting.contents_of(source, Format.XLSX, included)
    read = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: read.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in read.sheet_names}


def rows_of_csv(source: ExportSource, included: Included = NOTHING, delimiter: str = "") -> list[list[str]]:
    text = exporting.contents_of(source, Format.CSV, included, delimiter).decode("utf-8-sig")
    usual = ";" if i18n.language() == "pl" else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or usual, strict=True))


def page(source: ExportSource, format_: Format = Format.HTML, included: Included = NOTHING) -> str:
    return exporting.contents_of(source, format_, included).decode()


# --- CSV ---


def test_a_csv_begins_with_a_byte_order_mark_quotes_everything_and_ends_lines_as_spreadsheets_do(language: str) -> None:
    data = exporting.contents_of(term_of(2, 1), Format.CSV, NOTHING)
    assert data.startswith(b'\xef\xbb\xbf"')
    assert data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r") == 3
    assert (b'";"' if language == "pl" else b'","') in data


@pytest.mark.parametrize("delimiter", as_csv.DELIMITERS)
def test_the_delimiter_can_be_chosen(delimiter: str) -> None:
    assert len({len(row) for row in rows_of_csv(term_of(3, 4), ALL, delimiter)}) == 1


def test_dates_in_a_csv_are_iso_dates() -> None:
    assert rows_of_csv(term_of(1, 2))[0][-2:] == ["2026-10-05 10:15", "2026-10-12 10:15"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠A"])
@pytest.mark.parametrize("before", ["", "a;", "a,", 'a;"'])
def test_no_cell_of_a_csv_is_a_formula_whatever_it_is_opened_with(before: str, cell: str) -> None:
    told = as_csv.harmless(f"{before}{cell}")
    assert all(part.lstrip('" ')[:1] not in "=+-@＝＋－＠" for part in re.split("[;,]", told))


@pytest.mark.parametrize("text", ["Kowalska-Nowak Anna", "zwolnienie; spóźnienie 5 min", "a=b", "1;2", "R&D, s. 5"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert as_csv.harmless(text) == text


# --- XLSX ---


def test_the_first_sheet_counts_and_the_second_has_the_meetings() -> None:
    source = term_of(5, 10)
    counts, meetings = workbook(source).values()
    assert source.overview is not None
    for row, one in zip(counts[-5:], source.overview.students, strict=True):
        assert row == [
            one.student.name,
            one.counts.intramural,
            one.counts.remote,
            one.late,
            one.counts.justified,
            one.counts.absent,
            one.made_up,
            one.counts.unset,
            one.held,
            one.percent,
        ]
    assert meetings[-6][1:] == [one.date for one in source.overview.meetings]
    assert meetings[-6][1] == datetime.combine(FIRST, time(10, 15))


def test_what_stands_above_a_narrow_table_is_printed_as_a_whole() -> None:
    def last_columns(source: ExportSource) -> list[str]:
        with ZipFile(io.BytesIO(exporting.contents_of(source, Format.XLSX, NOTHING))) as packed:
            return re.findall(r"\$A\$1:\$([A-Z]+)\$", packed.read("xl/workbook.xml").decode())

    assert last_columns(of_list(roll_of(0, {student(1): Record(Mark.ABSENT, "")}))) > ["F"]
    assert "Y" in last_columns(term_of(2, 24)), "the table is wider than that"


def test_album_numbers_are_texts_with_their_zeros() -> None:
    counts, _ = workbook(term_of(2, 1), ALL).values()
    assert [row[1] for row in counts[-2:]] == ["000001", "000002"]


def test_the_number_of_meetings_is_named_for_what_it_is(language: str) -> None:
    people = [student(1)]
    rolls = [roll_of(0, {people[0]: Record(Mark.JUSTIFIED, "")}), roll_of(1, {people[0]: Record(Mark.ABSENT, "")})]
    counts, _ = workbook(of_term(people, rolls, rules=GroupRules(excused_count=False))).values()
    assert counts[-2][-2:] == (
        ["classes held, without those excused", "% of classes held, without those excused"]
        if language == "en"
        else ["odbyte zajęcia, bez usprawiedliwionych", "% odbytych zajęć, bez usprawiedliwionych"]
    )
    assert counts[-1][-2:] == [1, 0]


def test_a_file_says_beside_its_percentage_what_was_not_read(language: str) -> None:
    one = student(1)
    rolls = [roll_of(0, {one: Record(Mark.INTRAMURAL, "")}), roll_of(1, {}, read=False)]
    lacking = "1 of 2 lists read" if language == "en" else "odczytano listy: 1 z 2"
    source = of_term([one], rolls)
    counts, _ = workbook(source).values()
    assert [heading.endswith(f", {lacking}") for heading in counts[-2][-2:]] == [True, True]
    for format_ in (Format.CSV, Format.HTML):
        assert exporting.contents_of(source, format_, Included()).decode().count(lacking) == 2


# --- HTML ---


_TAGS = {"html", "head", "meta", "title", "style", "body", "section", "h1", "p"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td", "br"}


class _Tags(HTMLParser):
    """Notes every tag and attribute."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_a_page_holds_no_script_and_nothing_from_elsewhere() -> None:
    people = [student(number, name) for number, name in enumerate(HOSTILE)]
    source = of_term(people, [roll_of(0, {one: Record(Mark.ABSENT, one.last_name) for one in people})])
    for format_ in (Format.HTML, Format.SHEET):
        told = _Tags(page(source, format_, ALL))
        assert told.tags <= _TAGS
        assert told.attributes <= {"lang", "charset", "http-equiv", "content", "class", "colspan"}


def test_meetings_are_printed_in_blocks_with_all_names_in_each() -> None:
    told = page(term_of(4, 40))
    assert told.count("<section>") == 1 + 3
    assert told.count("Nazwisko004 Jan") == 1 + 3
    assert "3/3" in told
    assert "1/2" in page(term_of(4, 16))
    columns = [block.count('<th class="mark">') for block in page(term_of(4, 16)).split("<section>")[2:]]
    assert columns == [8, 8]  # and not a page for a single one


def test_what_is_not_known_of_a_student_is_told_apart() -> None:
    here, gone = student(1), student(2)
    rolls = [
        roll_of(0, {here: Record(None, ""), gone: Record(Mark.ABSENT, "")}),
        roll_of(1, {here: Record(Mark.INTRAMURAL, "late 5 min")}),
        roll_of(2, {}, read=False),
    ]
    told = re.findall(r'<td class="mark">(.*?)</td>', page(of_term([here], rolls)))
    late_present = {"en": "Pl", "pl": "Os"}[i18n.language()]
    absent = {"en": "A", "pl": "N"}[i18n.language()]
    assert told == ["·", late_present, "–", absent, "/", "–"]


# --- absences made up for ---


def test_an_absence_made_up_for_says_so_in_every_format_and_is_counted(language: str) -> None:
    comment = {"en": "made up", "pl": "odrobione"}[language]
    rolls = [roll_of(0, {student(1): Record(Mark.ABSENT, comment)}), roll_of(1, {student(1): Record(Mark.ABSENT, "")})]
    source = of_term([student(1)], rolls)
    in_words, letter = {"en": ("absent, made up", "A"), "pl": ("nieobecność, odrobiona", "N")}[language]
    heading, row = rows_of_csv(source)
    assert row[-2:] == [in_words, in_words.split(",")[0]]
    assert row[heading.index(export_words.words().all_made_up)] == "1"
    _, meetings = workbook(source).values()
    assert meetings[-1][1:] == [f"{letter}+", letter]
    told = page(source)
    assert re.findall(r'<td class="mark">(.*?)</td>', told) == [f"{letter}+", letter]
    assert "+ made up;" in told or "+ nieobecność odrobiona;" in told


def test_what_a_blank_is_and_why_uncalled_classes_count_is_told_above_the_tables(language: str) -> None:
    told = {
        "en": ("blank: no mark", "called or not: uncalled it counts as no mark"),
        "pl": ("puste pole: brak wpisu", "sprawdzone czy nie: niesprawdzone liczą się jako brak wpisu"),
    }
    blank, uncalled = told[language]
    counts, meetings = (" ".join(str(row[0]) for row in rows[:5]) for rows in workbook(term_of(2, 2)).values())
    assert (blank in meetings, uncalled in counts) == (True, True)
    assert uncalled in page(term_of(2, 2))
    one = of_list(roll_of(0, {student(1): Record(Mark.ABSENT, "")}))
    (roll,) = workbook(one).values()
    assert blank in " ".join(str(row[0]) for row in roll[:5])
    assert uncalled not in page(one)


def test_classes_without_a_list_are_counted_among_the_columns(language: str) -> None:
    source = term_of(2, 9)
    assert source.overview is not None
    unlisted = OverviewMeeting(date=source.at, mode=None, list=None)
    source = replace(source, overview=replace(source.overview, meetings=(*source.overview.meetings, unlisted)))
    told = exporting.holds(source, Format.CSV, NOTHING)[0]
    assert ("9 classes, 1 empty column" if language == "en" else "z 9 zajęć, 1 pusta kolumna") in told


# --- the sign-in sheet ---


def test_a_sheet_that_goes_round_the_room_has_names_and_blank_rows_and_nothing_else() -> None:
    told = page(of_term([student(7, "Ćwik", "Zofia")], []), Format.SHEET, ALL)
    assert "Ćwik Zofia" in told
    assert "000007" not in told
    assert told.count('<td class="signature">') == 1 + 8
    assert "Maria Wykładowca" in told
    assert "s. 214" in told


# --- all of them ---


@pytest.mark.parametrize("included", [NOTHING, Included(numbers=True), Included(comments=True)])
def test_numbers_and_comments_are_there_only_where_they_are_ticked(included: Included) -> None:
    one = student(1)
    roll = roll_of(0, {one: Record(Mark.ABSENT, "zwolnienie dostarczone")})
    for source in (of_term([one], [roll]), of_list(roll)):
        for told in (
            str(workbook(source, included)),
            str(rows_of_csv(source, included)),
            page(source, included=included),
        ):
            assert ("000001" in told) is included.numbers
            assert ("zwolnienie dostarczone" in told) is included.comments


def test_a_hostile_name_does_nothing_anywhere() -> None:
    people = [student(number, name) for number, name in enumerate(HOSTILE)]
    roll = roll_of(0, {one: Record(Mark.ABSENT, one.last_name) for one in people})
    for source in (of_term(people, [roll]), of_list(roll)):
        assert len(rows_of_csv(source, ALL)) == 1 + len(HOSTILE)
        for sheet in workbook(source, ALL).values():
            written = [row[0] for row in sheet[-len(HOSTILE) :]]
            assert written == [i18n.drawable(one.name) for one in sorted_as_there(source)]


def sorted_as_there(source: ExportSource) -> list[object]:
    """The students of a source in its order."""
    if source.overview is not None:
        return [one.student for one in source.overview.students]
    return list(source.students)


def test_the_file_is_named_after_the_group_and_nobody() -> None:
    names = {exporting.file_name(source, one) for source in (term_of(1, 1), of_list(roll_of(0, {}))) for one in Format}
    assert len(names) == 7, "the two sheets are for the same meeting"
    assert all(re.fullmatch(r"[a-z0-9-]+\.(csv|xlsx|html)", name) for name in names)


def test_what_the_file_will_hold_is_said_with_what_it_will_not(language: str) -> None:
    told = " ".join(exporting.holds(term_of(3, 2), Format.XLSX, Included(numbers=True)))
    if language == "en":
        assert told == (
            "The file will hold: the names of 3 students, how often each student was present, the marks of 2 classes,"
            " album numbers. It will not hold: comments."
        )
    else:
        assert told.endswith(" Nie będzie zawierać: komentarzy.")
    assert "3 " in told
