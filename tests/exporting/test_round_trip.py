"""What we write we can read: our own reader of reports finds the same people with the same marks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app import i18n
from app.domain.model import Mark, Mode, Record
from app.exporting.formats import Format
from app.exporting.table import Included
from app.importing.presence import Lesson
from app.messages import exporting
from app.register.export_source import ExportSource
from tests.exporting.sources import FIRST, HOSTILE, MARKS, of_list, roll_of, student, term_of
from tests.importing.samples import LESSON, imported

DURING = Lesson(FIRST, FIRST + LESSON.length)


@pytest.fixture(autouse=True, params=i18n.LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.use_language(request.param)
    yield request.param
    i18n.use_language("en")


def read_back(source: ExportSource, format_: Format, included: Included) -> dict[str, Mark]:
    """Return the marks that our reader proposes for the first meeting, into a list without any."""
    data = exporting.contents_of(source, format_, included)
    name = exporting.file_name(source, format_)
    return imported(data, name, mode=Mode.HYBRID, lesson=DURING, students=source.students).marks


@pytest.mark.parametrize("format_", [Format.CSV, Format.XLSX])
@pytest.mark.parametrize("included", [Included(), Included(numbers=True, comments=True)])
def test_a_roll_comes_back_with_the_same_marks(format_: Format, included: Included) -> None:
    records = {student(number): Record(mark, "late 5 min" if mark else "") for number, mark in enumerate(MARKS, 1)}
    told = read_back(of_list(roll_of(0, records)), format_, included)
    assert told == {who.id: record.mark for who, record in records.items() if record.mark}


@pytest.mark.parametrize("format_", [Format.CSV, Format.XLSX])
@pytest.mark.parametrize("included", [Included(), Included(numbers=True, comments=True)])
def test_a_meeting_of_a_term_comes_back_with_the_same_marks(format_: Format, included: Included) -> None:
    source = term_of(12, 15)
    assert source.overview is not None
    told = read_back(source, format_, included)
    assert told == {one.student.id: one.cells[0].mark for one in source.overview.students if one.cells[0].mark}


@pytest.mark.parametrize("format_", [Format.CSV, Format.XLSX])
def test_hostile_names_are_the_same_people_when_they_come_back(format_: Format) -> None:
    records = {student(number, name): Record(Mark.ABSENT, "") for number, name in enumerate(HOSTILE, 1)}
    told = read_back(of_list(roll_of(0, records)), format_, Included(numbers=True))
    assert told == {who.id: Mark.ABSENT for who in records}


@pytest.mark.parametrize("format_", [Format.CSV, Format.XLSX])
def test_an_absence_made_up_for_comes_back_as_an_absence(format_: Format) -> None:
    records = {student(1): Record(Mark.ABSENT, "made up"), student(2): Record(Mark.JUSTIFIED, "odrobione")}
    told = read_back(of_list(roll_of(0, records)), format_, Included())
    assert told == {"1": Mark.ABSENT, "2": Mark.JUSTIFIED}
