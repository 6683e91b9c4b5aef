"""What the screens of groups and lists are painted from, without a screen: the grid, the card, what stands beside."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from rich.cells import cell_len

from app import i18n
from app.domain.group_rules import GroupRules
from app.domain.model import (
    NOT_SET,
    AttendanceList,
    Entry,
    Group,
    GroupKey,
    Lesson,
    ListId,
    ListOverview,
    Mark,
    Meeting,
    Mode,
    Phrase,
    Record,
    Roll,
    Student,
    Tally,
)
from app.domain.overview import LimitState
from app.messages import groups, lessons
from app.register.overview import Known, overview
from app.tui.groups import grid, lines
from app.tui.groups.card import LINES, card
from app.tui.groups.preview import About, preview
from app.tui.groups.rows import creates, opens
from app.tui.lists import preview as of_list
from app.tui.lists.rows import ListRows
from app.tui.widgets.preview import INSIDE
from app.tui.widgets.rows import Piece

NOW = datetime.fromisoformat("2026-11-23 10:17")
TODAY = NOW.date()
LAB = Group(GroupKey("1", "2"), "Z", Phrase("Podstawy sztucznej inteligencji", ""), Phrase("", "laboratory"), 16)
LOGIC = Group(GroupKey("2", "11"), "Z", Phrase("Logika", "Logic"), Phrase("wykład", "lecture"), None)


def listed(group: Group, at: datetime, tally: Tally | None = None) -> ListOverview:
    return ListOverview(AttendanceList(ListId(at.isoformat()), group.key, at, Mode.INTRAMURAL, ""), tally)


def lesson(group: Group, at: datetime, known: ListOverview | None = None) -> Lesson:
    return Lesson(
        group=group,
        start=at,
        finish=at + timedelta(minutes=90),
        room="2.14",
        mode=Mode.HYBRID,
        list=known.list if known else None,
        tally=known.tally if known else None,
    )


def text(pieces: list[Piece]) -> str:
    return "".join(piece for piece, _ in pieces)


# --- the grid ---

WEEKS = [listed(LAB, NOW - timedelta(weeks=week, minutes=2), Tally(16, 16, 16 - week)) for week in (3, 2, 1)]
GRID = [
    lines.of_lesson(lesson(LAB, NOW)),
    lines.of_unfinished(listed(LOGIC, NOW - timedelta(days=14), Tally(15, 30)), LOGIC, TODAY),
    lines.of_unfinished(listed(LOGIC, NOW - timedelta(days=400)), None, TODAY),
    lines.of_group(LAB, 3, WEEKS, grid.MIDDLE),
    lines.of_group(LOGIC, 0, (), grid.MIDDLE),
]


@pytest.mark.parametrize("width", [58, 69, 79, 99, 112, 199])
def test_all_rows_have_one_grid_that_fits_whatever_the_width(width: int) -> None:
    columns = grid.widths(GRID, width)
    for line in GRID:
        shown = text(grid.pieces(line, columns, width, current=False))
        assert cell_len(shown) <= width
        assert shown.rstrip().endswith(line.right[0]), "what stands at the right is whole"
        assert line.number in shown
        assert shown[1 : 1 + len(line.when)] == line.when
    assert columns.course >= 8


def test_the_kind_of_class_gives_way_to_the_course_and_then_the_middle() -> None:
    wide, usual, narrow, tiny = (grid.widths(GRID, width) for width in (110, 84, 72, 60))
    assert [one.said for one in (wide, usual, narrow, tiny)] == [2, 1, 0, 0]
    assert [bool(one.middle) for one in (wide, usual, narrow, tiny)] == [True, True, True, False]


def test_no_column_moves_while_rolls_are_read() -> None:
    so_far = [WEEKS, [replace(WEEKS[0], tally=None), *WEEKS[1:]], [replace(one, tally=None) for one in WEEKS]]
    for width in range(50, 130):
        shown = [lines.of_group(LAB, 3, known, grid.MIDDLE) for known in so_far]
        columns = [grid.widths([*GRID[1:3], line], width) for line in shown]
        assert columns == [columns[0]] * 3
        rights = [text(grid.pieces(line, columns[0], width, current=False)) for line in shown]
        assert rights[0].endswith("88 %")
        assert rights[1].endswith(("2 of 3 read", "3 lists"))


def test_a_group_tells_when_it_usually_meets_and_how_many_came_or_how_many_lists_it_has() -> None:
    told = lines.of_group(LAB, 3, WEEKS, 2)
    assert (told.when, told.middle[0][0], told.right[0]) == ("Mon 10:15", "▇█", "88 %")
    unread = [replace(one, tally=None) for one in WEEKS]
    assert lines.of_group(LAB, 3, unread, 12).right[0] == "3 lists"
    assert lines.of_group(LAB, 3, [unread[0], *WEEKS[1:]], 12).right == ("2 of 3 read", "faint")
    assert lines.of_group(LAB, 0, (), 12).right[0] == "no lists"
    assert lines.of_group(LAB, None, (), 12).right[0] == "–"


def test_kinds_of_classes_are_shortened_as_lecturers_do_and_unknown_ones_are_not() -> None:
    i18n.use_language("pl")
    assert groups.short_type(LOGIC) == "wykł."
    assert groups.short_type(replace(LOGIC, class_type=Phrase("Warsztaty", ""))) == "Warsztaty"
    i18n.use_language("en")


# --- the card ---


@pytest.mark.parametrize("width", [49, 59, 79, 119])
@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_card_fits_and_says_what_enter_does_only_under_the_cursor(width: int, language: str) -> None:
    i18n.use_language(language)
    called = lesson(LAB, NOW - timedelta(minutes=2), listed(LAB, NOW, Tally(4, 16, 3)))
    for one in (called, lesson(LAB, NOW - timedelta(minutes=2)), lesson(LAB, NOW + timedelta(days=1))):
        shown = [text(card(one, line, width, NOW, current=True)) for line in range(LINES)]
        assert all(cell_len(line) < width for line in shown)
        assert "Enter" in shown[-1]
        assert "Enter" not in text(card(one, LINES - 1, width, NOW, current=False))
    i18n.use_language("en")


def test_a_class_without_a_list_says_before_that_calling_it_creates_one_but_not_for_another_day() -> None:
    bare, tomorrow = lesson(LAB, NOW), lesson(LAB, NOW + timedelta(days=1))
    assert creates(bare, TODAY)
    assert opens(bare, TODAY) == "create its list, call"
    assert lessons.creates(bare) == "Enter creates a hybrid list in USOS (M: another mode) and calls the roll."
    asked = lessons.creates(bare, asks=True)
    assert asked == "Enter twice creates a hybrid list in USOS (M: another mode) and calls the roll."
    remote = lessons.not_on(replace(bare, mode=Mode.REMOTE), bare.start - timedelta(hours=1))
    assert remote.endswith("Enter again creates a remote list in USOS and calls the roll.")
    assert "creates its list in USOS" in text(card(bare, 2, 79, NOW, current=True))
    assert not creates(tomorrow, TODAY)
    assert opens(tomorrow, TODAY) == "lists"
    assert text(card(tomorrow, 0, 79, NOW, current=True)).startswith(" NEXT  Tue 24 Nov · 10:17–11:47 · room 2.14")


# --- beside the groups ---

PEOPLE = [Student(str(number), "Jan", name, "") for number, name in enumerate(["Lis", "Nowak", "Żak"])]


def term(*marks: str) -> About:
    """The term of a group with a limit of two absences: a student's marks, a letter a week."""
    by_letter = {"P": Mark.INTRAMURAL, "A": Mark.ABSENT}
    rolls = []
    for week in range(len(marks[0])):
        one = listed(LAB, NOW - timedelta(weeks=len(marks[0]) - week)).list
        given = zip(PEOPLE, marks, strict=True)
        entries = tuple(Entry(who, Record(by_letter.get(of[week]), "")) for who, of in given)
        rolls.append(Roll(one, entries, NOW))
    known = overview(LAB, Known(rolls), GroupRules(unexcused_limit=2), NOW)
    tallies = [
        Tally(len(roll.entries) - roll.counts()[None], len(roll.entries), roll.counts()[Mark.INTRAMURAL])
        for roll in rolls
    ]
    return About(
        today=TODAY,
        so_far=[ListOverview(roll.list, tally) for roll, tally in zip(rolls, tallies, strict=True)],
        meetings=15,
        next=Meeting(LAB.key, NOW + timedelta(days=7), NOW + timedelta(days=7, minutes=90), ""),
        near=tuple(one for one in known.students if one.limit_state is not LimitState.BELOW),
    )


def beside(known: About, *, details: bool) -> list[str]:
    shown = [line.plain for line in preview(LAB, None, known, details=details)]
    assert all(cell_len(line) <= INSIDE for line in shown)
    return [" ".join(line.split()) for line in shown]


def test_beside_the_groups_there_is_no_average_until_all_is_read() -> None:
    whole = term("PPPP", "PPAP", "PAAP")
    partly = replace(whole, so_far=[replace(whole.so_far[0], tally=None), *whole.so_far[1:]])
    number = len(whole.so_far)
    assert f"Present overall {number - 1} of {number} read" in beside(partly, details=False)
    assert not any("%" in line for line in beside(partly, details=False))


def test_beside_the_groups_stands_how_the_term_goes_and_nobody_is_named_unasked() -> None:
    known = term("PPP.", "PPA.", "AAP.")
    shown = beside(known, details=False)
    assert "Lists: 4, classes: 15" in shown
    assert "Present overall 67 %" in shown
    assert "Not called 16 Nov" in shown
    assert "Next class Mon 30 Nov 10:17" in shown
    assert "2 may miss 1 at most · F2 names them" in shown
    assert not [line for line in shown if "Lis" in line.split() or "Nowak" in line or "Żak" in line]


def test_names_near_the_limit_are_details() -> None:
    shown = beside(term("PPP.", "PPA.", "AAP."), details=True)
    assert "Nowak Jan may still miss 1" in shown
    assert "Żak Jan at the limit" in shown
    assert not [line for line in shown if line.startswith("Lis Jan")]


def test_the_list_of_today_is_not_told_as_forgotten() -> None:
    known = term("P.", "P.", "P.")
    today = replace(known, so_far=[listed(LAB, NOW - timedelta(minutes=2), Tally(0, 3))])
    assert not [line for line in beside(today, details=False) if line.startswith("Not called")]


# --- beside the lists ---


def told_of(roll: Roll | None, told: str = "as of 10:17") -> list[str]:
    one = listed(LAB, NOW).list
    shown = [*of_list.about_list(one, "2.14", roll, "", told)]
    assert all(line.cell_length <= INSIDE for line in shown)
    return [" ".join(line.plain.split()) for line in shown]


def test_beside_the_lists_stands_who_was_not_there_and_that_marks_fix_the_list() -> None:
    records = [Record(Mark.ABSENT, ""), Record(Mark.INTRAMURAL, "late 5 min"), Record(Mark.JUSTIFIED, "grypa")]
    entries = tuple(Entry(who, record) for who, record in zip(PEOPLE, records, strict=True))
    shown = told_of(Roll(listed(LAB, NOW).list, entries, NOW))
    assert shown[:2] == ["Monday 23 Nov 2026 · 10:17", "room 2.14 · in person"]
    assert "● present 1 33 %" in shown
    for heading, name in (("Absent · 1", "Lis Jan"), ("Excused · 1", "Żak Jan"), ("Late · 1", "Nowak Jan")):
        assert shown[shown.index(heading) + 1] == name
    assert " ".join(shown).endswith("as of 10:17 It has marks: its mode is fixed, and it cannot be deleted.")
    assert "grypa" not in " ".join(shown)  # a comment is a detail


def test_a_list_without_marks_says_what_can_be_done_to_it_and_one_never_read_says_so() -> None:
    empty = Roll(listed(LAB, NOW).list, tuple(Entry(who, NOT_SET) for who in PEOPLE), NOW)
    shown = " ".join(told_of(empty, "not called"))
    assert shown.count("not called") == 1
    assert "No marks yet: M changes the mode, D deletes the list." in shown
    assert "not read yet" in " ".join(told_of(Roll(listed(LAB, NOW).list, (), None)))


def test_a_meeting_without_a_list_says_how_one_is_created() -> None:
    bare = Meeting(LAB.key, NOW, NOW + timedelta(minutes=90), "2.14")
    shown = " ".join(line.plain.strip() for line in of_list.about_meeting(bare))
    assert "No list yet. N creates it, T creates all that the timetable has." in " ".join(shown.split())


# --- the lists ---


@pytest.mark.parametrize(("days", "told"), [(-7, "not called"), (0, "not called"), (7, "planned")])
def test_a_list_without_marks_is_not_called_or_still_planned_in_its_row_and_beside_it(days: int, told: str) -> None:
    one = listed(LAB, NOW + timedelta(days=days), Tally(0, 3))
    rows = ListRows(id="lists")
    rows.show([one], NOW, "")
    roll = Roll(one.list, tuple(Entry(who, NOT_SET) for who in PEOPLE), NOW)
    assert told in text(rows.pieces(1, 80))
    beside = of_list.about_list(one.list, "", roll, "", groups.without_marks(one.list, NOW))
    assert told in [line.plain.strip() for line in beside]


def test_of_a_group_without_students_it_is_said_that_a_list_would_have_nobody_to_call() -> None:
    assert groups.students_known(30, []) == "30 students"
    assert groups.students_known(None, WEEKS) == ""
    assert groups.students_known(None, [listed(LAB, NOW)]) == "", "its roll was not read"
    for nobody in (0, None):
        assert groups.students_known(nobody, []) == "USOS names nobody to call"
