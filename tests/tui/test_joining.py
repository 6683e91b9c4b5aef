"""Who joins or leaves the group while its roll is open, and rows that stay aligned whatever the names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from app.domain.model import Entry, Mark, Record, Student
from app.domain.roll_order import CLASS_ORDER, Seating
from app.emulator import Emulator
from app.tui.roll.roster import Details, Roster
from app.tui.roll.screen import RollScreen
from tests.support.driver import QUICK, Driver, drive, emulated

REPEAT = replace(QUICK, hold=60)
SET = Record(Mark.INTRAMURAL, "x")


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=6) as emulator:
        yield emulator


def entry(number: int, surname: str = "", first_name: str = "Jan") -> Entry:
    return Entry(Student(str(number), first_name, surname or f"S{number}", f"41{number:04}"), SET)


def test_everybody_keeps_their_place_who_is_new_comes_last_who_is_gone_stays() -> None:
    before = Seating((entry(2), entry(1), entry(3)))
    after = before.renewed([entry(4), entry(3), entry(1)])
    assert [one.student.id for one in after.entries] == ["2", "1", "3", "4"]
    assert (after.joined, after.gone) == (1, {"2"})
    once_more = after.renewed([entry(5), entry(4), entry(2), entry(1)])
    assert [one.student.id for one in once_more.entries] == ["2", "1", "3", "4", "5"]
    assert (once_more.joined, once_more.gone) == (2, {"3"})
    ordered = once_more.rearranged(CLASS_ORDER.of_entries([entry(5), entry(4), entry(2), entry(1)]))
    assert [one.student.id for one in ordered.entries] == ["1", "2", "3", "4", "5"]


def test_a_leaver_stays_greyed_until_the_roll_is_left(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        gone = rollcall.roll.rows.entries[1].student
        await rollcall.press("1", "down", "1", "down")
        await rollcall.until_saved()
        here = rollcall.roll.rows.current.student
        usos.remove_student(usos.current_list(), gone.id)
        await rollcall.press("f5")
        await rollcall.until_shown("left the group", "3 of 5 left")
        assert gone.name in rollcall.row_text(gone.id)
        assert rollcall.roll.rows.current.student == here
        await rollcall.press("home", "down", "1")
        await rollcall.until_shown("That student or list is not in USOS any more; nothing has changed.")
        await rollcall.press("home", "enter")
        assert rollcall.roll.rows.cursor == 3  # goes past who is gone
        await rollcall.press("f")
        await rollcall.until_shown("3 without a mark")
        await rollcall.press("escape", "escape", "enter")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, RollScreen) and rollcall.roll.rows.count == 5)
        assert gone.name not in rollcall.screen_text()

    drive(tmp_path, usos, steps)


def test_a_joiner_comes_last_under_a_heading_and_is_called_like_all(usos: Emulator, tmp_path: Path) -> None:
    student = min(usos.marks(usos.current_list()))
    usos.remove_student(usos.current_list(), student)

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        assert rollcall.roll.rows.count == 5
        await rollcall.press("down", "down")
        here = rollcall.roll.rows.current.student
        usos.add_student(usos.current_list(), student)
        await rollcall.press("f5")
        await rollcall.until_shown("new in the group", "6 of 6 left")
        assert rollcall.roll.rows.entries[-1].student.id == student
        assert "   6 " in rollcall.row_text(student)
        assert rollcall.roll.rows.current.student == here
        await rollcall.press("home", *"111114")
        await rollcall.until_shown("all 6 marked")
        entry = rollcall.register.entry(usos.current_list(), student)
        assert entry is not None
        assert entry.mark is Mark.ABSENT

    drive(tmp_path, usos, steps, pace=REPEAT)


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("details", [False, True], ids=["without details", "with details"])
def test_double_width_and_combining_letters_stay_aligned(width: int, details: bool) -> None:
    rows = Roster(id="roster")
    names = ["Nowak", "王小明", "Łoś", "Łós\u0301", "e\u0301\u0300Nguyễn", "ｗｉｄｅ 한국어", "Ｚ" * 60, "x" * 90, ""]
    rows.details = Details(details)
    rows.seat(Seating(tuple(entry(number, name) for number, name in enumerate(names))))
    ends = set()
    for row in range(len(names)):
        line = ""
        for text, _ in rows.pieces(row, width - 1):
            if text.strip().startswith("●"):
                ends.add(cell_len(line))
            line += text
        assert cell_len(line) <= width
    assert len(ends) == 1
