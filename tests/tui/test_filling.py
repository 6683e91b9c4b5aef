"""Filling all who have no mark: said first, one undo step, and nobody's mark touched."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.model import Mark
from app.emulator import Emulator
from app.keymap import keys
from app.keymap.rebinding import keymap
from tests.support.driver import QUICK, Driver, drive, emulated

UPDATE = "services/attendance/update_attendance"
REPEAT = replace(QUICK, hold=60)


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=6) as emulator:
        yield emulator


def marks(rollcall: Driver) -> list[Mark | None]:
    return [entry.mark for entry in rollcall.roll.rows.entries]


def test_a_fill_says_how_many_and_who_first_and_leaves_every_mark_alone(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("4", "3")
        surnames = [entry.student.last_name for entry in rollcall.roll.rows.entries]
        await rollcall.press("f")
        await rollcall.until_shown(f"4 without a mark ({', '.join(surnames[2:5])}, …). Mark all as:", "1 P present")
        await rollcall.pilot.resize_terminal(45, 24)
        await rollcall.until_shown(f"4 without a mark ({surnames[2]}, …). Mark all as:")
        await rollcall.pilot.resize_terminal(80, 24)
        await rollcall.press("1")
        await rollcall.until_shown("Filled in 4 students: present.", "all 6 marked")
        await rollcall.until_saved()
        held = usos.marks(usos.current_list())
        assert [held[entry.student.id][0] for entry in rollcall.roll.rows.entries] == [
            "absence",
            "justified_absence",
            *["intramural"] * 4,
        ]

    drive(tmp_path, usos, steps)


def test_a_mark_key_of_ones_own_fills_whatever_key_it_is(usos: Emulator, tmp_path: Path) -> None:
    chosen = {"roll.absent": ["%", "4"], "roll.justified": ["F9", "3"]}
    keys.use(keymap(chosen, Path("config.toml")))

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("f")
        await rollcall.until_shown("3 excused", "4 absent")
        await rollcall.press("percent_sign")
        assert marks(rollcall) == [Mark.ABSENT] * 6
        await rollcall.press("backspace", "f", "f9")
        assert marks(rollcall) == [Mark.JUSTIFIED] * 6

    drive(tmp_path, usos, steps, pace=REPEAT)


@pytest.mark.parametrize(
    ("key", "mark"), [("space", Mark.INTRAMURAL), ("N", Mark.ABSENT), ("u", Mark.JUSTIFIED), ("4", Mark.ABSENT)]
)
def test_any_mark_key_of_either_language_fills(usos: Emulator, tmp_path: Path, key: str, mark: Mark) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("F", key)
        await rollcall.until(lambda: marks(rollcall) == [mark] * 6)

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_a_fill_is_one_step_of_undo_and_of_redo(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("4", "c")
        await rollcall.type("po chorobie")
        await rollcall.press("enter", "f", "1", "backspace")
        await rollcall.until_shown("Undone: 5 students", "5 of 6 left")
        assert marks(rollcall) == [Mark.ABSENT, *[None] * 5]
        assert rollcall.roll.rows.entries[1].comment == "po chorobie"
        await rollcall.press("ctrl+y")
        await rollcall.until_shown("Redone: 5 students", "all 6 marked")
        await rollcall.press("backspace", "backspace", "backspace")
        await rollcall.until_shown("6 of 6 left")
        await rollcall.press("ctrl+s")
        await rollcall.until_shown("No mark is waiting to be sent.")

    drive(tmp_path, usos, steps, pace=REPEAT)
    assert usos.calls.count(UPDATE) == 0


def test_a_mark_the_mode_forbids_explains_itself_and_the_question_stays(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("f", "2")
        await rollcall.until_shown("In-person list: remote is not possible.", "6 without a mark", "in-person list")
        assert marks(rollcall) == [None] * 6
        await rollcall.press("x", "enter", "4")
        await rollcall.until_shown("Filled in 6 students: absent.")

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_escape_drops_the_fill_and_a_full_list_has_none(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("f", "escape", "down")
        assert rollcall.roll.rows.cursor == 1
        assert marks(rollcall) == [None] * 6
        await rollcall.press("f", "1", "f")
        await rollcall.until_shown("Everybody on this list has a mark.")

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_a_conflict_about_somebody_without_a_mark_is_not_filled_over(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        last = rollcall.roll.rows.entries[5].student.id
        await rollcall.press("end", "c", "x", "enter")
        usos.set_mark(usos.current_list(), last, "absence", "zwolnienie")
        await rollcall.press("f5")
        await rollcall.until_shown("≠ USOS: ✗ A")
        await rollcall.press("f")
        await rollcall.until_shown("5 without a mark")
        await rollcall.press("1", "ctrl+s")
        await rollcall.until(lambda: rollcall.store.outbox.unsent().total == 1)
        assert usos.marks(usos.current_list())[last] == ("absence", "zwolnienie")

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_three_hundred_are_filled_and_painted_at_once(tmp_path: Path) -> None:
    """The number to reach is 200 ms; here there is room for a busy machine."""

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("4", "f")
        before = time.thread_time()
        await rollcall.press("1")
        assert "all 300 marked" in rollcall.screen_text()
        took = time.thread_time() - before
        print(f"fill of 300: {1000 * took:.0f} ms")
        assert took < 1

    with emulated(students=300) as usos:
        drive(tmp_path, usos, steps, pace=REPEAT)
