"""Late arrivals: a presence and a comment with the minutes, in one key and one step of undo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app import i18n
from app.domain import late
from app.domain.model import NOT_SET, Mark, Record
from app.emulator import Emulator
from tests.support.driver import NOW, QUICK, Driver, drive, emulated

REPEAT = replace(QUICK, hold=60)
BEGIN = datetime(2026, 11, 23, 10, 15)  # noqa: DTZ001 - USOS speaks naive Polish wall-clock time


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=6) as emulator:
        yield emulator


@pytest.mark.parametrize(
    ("after", "minutes"),
    [(0, None), (1, 1), (12, 12), (90, 90), (91, None), (-1, None), (24 * 60 + 5, None), (-24 * 60 + 5, None)],
)
def test_minutes_are_counted_from_the_beginning_for_an_hour_and_a_half(after: int, minutes: int | None) -> None:
    assert late.minutes_since(BEGIN, BEGIN + timedelta(minutes=after, seconds=30)) == minutes


@pytest.mark.parametrize(
    ("template", "minutes", "written"),
    [
        ("", 12, "late 12 min"),
        ("", None, "late"),
        ("spóźn. {minutes}'", 7, "spóźn. 7'"),
        ("spóźn. {minutes}'", None, "spóźn."),
        ("{minutes} minut spóźnienia", None, "spóźnienia"),
        ("late by {minutes} of 90 minutes", 7, "late by 7 of 90 minutes"),
    ],
)
def test_what_is_written_of_who_comes_late(template: str, minutes: int | None, written: str) -> None:
    assert late.text(template, minutes) == written
    assert late.is_late(written, template)
    begin, end = late.place_of_minutes(written, template)
    assert written[begin:end] == str(minutes or "")
    assert minutes or end == len(written)


def test_the_words_are_polish_in_polish() -> None:
    i18n.use_language("pl")
    assert late.text("", 12) == "spóźnienie 12 min"
    assert late.text("", None) == "spóźnienie"


@pytest.mark.parametrize(
    "comment",
    [
        "late 5 min",
        "Late  5 min",
        "spóźnienie 12 min",
        "po chorobie; late 3 min",
        "late",
        "SPÓŹNIENIE",
        "x, late",
        "late; x",
    ],
)
def test_both_languages_are_known_again_whatever_the_template(comment: str) -> None:
    assert late.is_late(comment, "")
    assert late.is_late(comment, "tardy ({minutes})")


@pytest.mark.parametrize(
    "comment", ["", "too late to tell", "translate 5 min", "late 5 minutes", "spóźnienie usprawiedliwione"]
)
def test_other_comments_are_not_late(comment: str) -> None:
    assert not late.is_late(comment, "")


@pytest.mark.parametrize(
    ("comment", "written", "after"),
    [
        ("", "late 5 min", "late 5 min"),
        ("po chorobie", "late 5 min", "late 5 min; po chorobie"),
        ("spóźnienie 3 min; po chorobie\nod 9", "late 5 min", "late 5 min; po chorobie\nod 9"),
        ("lekarz, late 3 min, autobus", "late 40 min", "lekarz, late 40 min, autobus"),
        ("late; x", "late 5 min", "late 5 min; x"),
        ("late 5 min; x", "", "x"),
        ("x; late 5 min", "", "x"),
        ("late 5 min", "", ""),
        ("a; late 5 min; b", "", "a; b"),
        ("x", "", "x"),
    ],
)
def test_an_earlier_late_text_is_replaced_and_the_rest_stays(comment: str, written: str, after: str) -> None:
    assert late.replaced(comment, written, "") == after


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("late {minutes} min", True),
        ("{minutes} min", False),
        ("late", False),
        ("{minutes} {minutes} late", False),
        ("late {minutes} {x}", False),
    ],
)
def test_a_template_has_the_minutes_once_and_words_to_know_it_by(text: str, fits: bool) -> None:
    assert late.is_template(text) is fits


@pytest.mark.parametrize("key", ["l", "S"])
def test_late_is_a_presence_with_minutes_and_goes_on(usos: Emulator, tmp_path: Path, key: str) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        student = rollcall.roll.rows.current.student.id
        await rollcall.press(key)
        await rollcall.until_shown("late 2 min", "Enter save")
        await rollcall.press("enter")
        await rollcall.until_saved()
        assert usos.marks(usos.current_list())[student] == ("intramural", "late 2 min")
        assert rollcall.roll.rows.cursor == 1

    drive(tmp_path, usos, steps)


def test_what_is_typed_takes_the_place_of_the_minutes(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("l", "L")  # pressed twice
        await rollcall.until_shown("late 2 min")
        await rollcall.press("9", "9", "9", "enter")
        await rollcall.until_shown("(from 1 to 240)")
        await rollcall.press("escape", "l", "1", "o", "enter")
        await rollcall.until_shown("Give the minutes as a number, as in: late 20 min", "Enter save")
        await rollcall.press("backspace", "5", "enter")
        assert rollcall.roll.rows.entries[0].record == Record(Mark.INTRAMURAL, "late 15 min")
        name = rollcall.roll.rows.entries[0].student.name
        await rollcall.until_shown(f"{name}: present, late 15 min")
        await rollcall.press("l", "o", "enter")
        await rollcall.until_shown("Give the minutes as a number")
        await rollcall.press("escape")
        assert "Give the minutes" not in rollcall.screen_text()
        await rollcall.press("c", "x", "enter")
        await rollcall.until_shown(f"Comment on {rollcall.roll.rows.entries[1].student.name} saved. ⌫ undoes it.")
        await rollcall.press("backspace", "l", "escape")
        assert rollcall.roll.rows.entries[1].record == NOT_SET
        assert rollcall.roll.rows.cursor == 1

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_mark_and_comment_are_one_step_of_undo_and_the_rest_of_the_comment_stays(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        name = rollcall.roll.rows.current.student.name
        await rollcall.press("c")
        await rollcall.type("late 40 min; po chorobie")
        await rollcall.press("enter", "4", "home", "l", "enter")
        await rollcall.until_shown(f"{name}: absent → present")
        assert rollcall.roll.rows.cursor == 1
        assert rollcall.roll.rows.entries[0].record == Record(Mark.INTRAMURAL, "late 2 min; po chorobie")
        await rollcall.press("backspace")
        assert rollcall.roll.rows.entries[0].record == Record(Mark.ABSENT, "late 40 min; po chorobie")

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_a_presence_that_stands_is_kept(usos: Emulator, tmp_path: Path) -> None:
    usos.set_list_mode(usos.current_list(), "hybrid")

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        name = rollcall.roll.rows.current.student.name
        await rollcall.press("2", "1", "home", "l", "enter")
        await rollcall.until_shown(f"{name}: late 2 min")
        assert rollcall.roll.rows.entries[0].record == Record(Mark.REMOTE, "late 2 min")
        assert rollcall.roll.rows.cursor == 0

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_a_found_student_is_late_and_the_cursor_comes_back(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("slash", *"zreb", "enter", "l", "enter")
        assert rollcall.roll.rows.cursor == 0
        assert rollcall.roll.rows.entries[-1].record == Record(Mark.INTRAMURAL, "late 2 min")

    drive(tmp_path, usos, steps, pace=REPEAT)


@pytest.mark.parametrize("passed", [timedelta(minutes=-5), timedelta(hours=2), timedelta(days=1)])
def test_before_the_class_long_after_and_on_another_day_there_are_no_minutes(
    usos: Emulator, tmp_path: Path, passed: timedelta
) -> None:
    moment = NOW + passed

    async def steps(rollcall: Driver) -> None:
        await rollcall.until(lambda: rollcall.roll.rows.count == 6)
        await rollcall.press("l", "enter")
        assert rollcall.roll.rows.entries[0].record == Record(Mark.INTRAMURAL, "spóźnienie")
        name = rollcall.roll.rows.entries[0].student.name
        await rollcall.until_shown(f"{name}: obecność, spóźnienie (bez minut)")

    drive(tmp_path, usos, steps, pace=REPEAT, language="pl", list_id=usos.current_list(), wall_clock=lambda: moment)


def test_the_template_is_a_setting(usos: Emulator, tmp_path: Path) -> None:
    from app.workspace.workspace import CallingOptions  # noqa: PLC0415 - only here

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("c")
        await rollcall.type("late 9 min")
        await rollcall.press("enter", "l", "enter")
        assert rollcall.roll.rows.entries[0].record == Record(Mark.INTRAMURAL, "sp. 2'")

    drive(tmp_path, usos, steps, pace=REPEAT, options=CallingOptions("sp. {minutes}'", repeat_guard=0))
