"""The rules of groups, lists and marks."""

from datetime import date, datetime

import pytest

from app.domain.model import (
    NOT_SET,
    AttendanceList,
    Entry,
    GroupKey,
    Mark,
    Mode,
    Person,
    Phrase,
    Record,
    Roll,
    Standing,
    Student,
    Term,
)


@pytest.mark.parametrize(
    ("mode", "forbidden"),
    [(Mode.INTRAMURAL, {Mark.REMOTE}), (Mode.REMOTE, {Mark.INTRAMURAL}), (Mode.HYBRID, set())],
)
def test_a_mode_forbids_only_the_other_presence(mode, forbidden):
    assert {mark for mark in Mark if not mode.allows(mark)} == forbidden


def test_marks_and_modes_are_the_words_of_the_api():
    assert [mark.value for mark in Mark] == ["intramural", "remote", "justified_absence", "absence"]
    assert [mode.value for mode in Mode] == ["intramural", "remote", "hybrid"]


@pytest.mark.parametrize(
    ("phrase", "polish", "english"),
    [
        (Phrase("wykład", "lecture"), "wykład", "lecture"),
        (Phrase("wykład", ""), "wykład", "wykład"),
        (Phrase("", "lecture"), "lecture", "lecture"),
        (Phrase("", ""), "", ""),
    ],
)
def test_a_phrase_falls_back_on_its_other_side(phrase, polish, english):
    assert phrase.in_language("pl") == polish
    assert phrase.in_language("en") == english


def test_a_term_covers_its_first_and_its_last_day_and_no_other_beyond():
    term = Term("2026/2027-Z", Phrase("", ""), date(2026, 10, 1), date(2027, 2, 28), 89)
    days = [date(2026, 9, 30), date(2026, 10, 1), date(2027, 2, 28), date(2027, 3, 1)]
    assert [term.covers(day) for day in days] == [False, True, True, False]


def test_a_student_is_named_surname_first_and_a_person_first_name_first():
    assert Student("1", "Łucja", "Ąbek", "412345").name == "Ąbek Łucja"
    assert Student("1", "", "Ąbek", "").name == "Ąbek"
    assert Person("1", "Barbara", "Łęcka").name == "Barbara Łęcka"
    assert Person("1", "", "Łęcka").name == "Łęcka"


def test_an_entry_shows_the_mark_and_comment_of_its_record_and_is_saved_unless_said_otherwise():
    entry = Entry(Student("1", "Jan", "Nowak", ""), Record(Mark.REMOTE, "bez kamery"))
    assert (entry.mark, entry.comment) == (Mark.REMOTE, "bez kamery")
    assert (entry.standing, entry.reason) == (Standing.SAVED, "")
    assert Record(None, "") == NOT_SET


def test_a_roll_counts_every_mark_and_those_not_set():
    marks = [Mark.REMOTE, None, Mark.ABSENT, None, Mark.REMOTE, Mark.INTRAMURAL]
    entries = tuple(Entry(Student(str(n), "", "", ""), Record(mark, "")) for n, mark in enumerate(marks))
    meeting = AttendanceList("1", GroupKey("1", "1"), datetime.fromisoformat("2026-11-23 10:15"), Mode.HYBRID, "")
    counts = Roll(meeting, entries, None).counts()
    assert counts == {Mark.REMOTE: 2, None: 2, Mark.ABSENT: 1, Mark.INTRAMURAL: 1}
    assert counts[Mark.JUSTIFIED] == 0
