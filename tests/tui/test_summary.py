"""The summary at the end of a roll: what it says, where it leads, and that it takes no key meant for the roll."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.model import Mark
from app.emulator import Emulator, Fault, FaultKind
from app.tui.groups.screen import GroupsScreen
from app.tui.roll.screen import RollScreen
from app.tui.roll.summary import Summary
from app.workspace.workspace import CallingOptions
from tests.support.clock import NOW
from tests.support.driver import QUICK, Driver, drive, emulated

UPDATE = "services/attendance/update_attendance"
REPEAT = replace(QUICK, hold=60)


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=6) as emulator:
        yield emulator


def on_summary(rollcall: Driver) -> bool:
    return isinstance(rollcall.app.screen, Summary)


def on_roll(rollcall: Driver) -> bool:
    return isinstance(rollcall.app.screen, RollScreen)


async def call(rollcall: Driver, keys: str = "114311") -> None:
    """Mark everybody, two seconds each."""
    await rollcall.open_current_roll()
    await rollcall.press_at(*((2.0 * number, key) for number, key in enumerate(keys)))


def test_the_last_mark_opens_the_summary_which_sends_and_reads_back(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("l", "enter")
        await rollcall.press_at(*((2.0 * number, key) for number, key in enumerate("14311")))
        await rollcall.until(lambda: on_summary(rollcall))
        await rollcall.until_shown("Roll complete", "all 6 marked", "confirmed in USOS 10:17 (6 of 6)")
        lines = rollcall.screen_text()
        assert re.search(r"● P  present +4   ━+─+ +67 %   late 1", lines), lines
        assert re.search(r"✗ A  absent +1   ━", lines), lines
        assert "remote" not in lines  # the list's mode forbids it
        assert {mark for mark, _ in usos.marks(usos.current_list()).values()} == {
            "intramural",
            "absence",
            "justified_absence",
        }

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_it_says_by_name_who_is_absent_excused_late_and_commented_but_no_comment_without_details(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        names = [entry.student.name for entry in rollcall.roll.rows.entries]
        await rollcall.press("4", "3", "l", "enter", "c")
        await rollcall.type("lekarz")
        await rollcall.press("enter", "1", "f", "1", "f7")
        await rollcall.until(lambda: on_summary(rollcall))
        text = rollcall.screen_text()
        for heading, name in (("Absent", 0), ("Excused", 1), ("Late", 2), ("With a comment", 3)):
            assert re.search(rf"{heading} · 1[^\n]*\n *▌? +{name + 1} [^\n]*{re.escape(names[name])}", text), text
        assert re.search(r"Late · 1 +F2 shows the minutes", text)
        assert re.search(r"With a comment · 1 +F2 shows it", text)
        assert "lekarz" not in text
        await rollcall.press("f2")
        await rollcall.until_shown("lekarz", "late 2 min", "Details are shown.")
        await rollcall.press("escape")
        await rollcall.until(lambda: on_roll(rollcall))
        await rollcall.press("f2", "f7")
        await rollcall.until_shown("Late · 1   F2 shows the minutes")

    drive(tmp_path, usos, steps, pace=REPEAT, size=(80, 36))


def test_enter_on_a_name_leaves_where_nothing_is_left_and_a_click_goes_to_the_student(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await call(rollcall)
        await rollcall.until(lambda: on_summary(rollcall))
        summary = rollcall.app.screen
        await rollcall.until(lambda: summary.rows.current, "a name")
        absent = summary.rows.current
        assert absent.mark is Mark.ABSENT
        line = summary.rows.cursor - summary.rows.scroll_offset.y
        await rollcall.pilot.click(summary.rows, offset=(10, line))
        await rollcall.until(lambda: on_roll(rollcall))
        assert rollcall.roll.rows.current.student == absent.student

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_enter_goes_to_the_student_the_cursor_was_moved_to_though_nothing_is_left(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await call(rollcall)
        await rollcall.until(lambda: on_summary(rollcall) and rollcall.app.screen.rows.current)
        first = rollcall.app.screen.rows.current.student
        await rollcall.until_shown("Enter to the groups")
        assert "▌" not in rollcall.screen_text(), "nobody is chosen yet"
        await rollcall.press("down")
        await rollcall.until_shown("Enter go to student", "▌")
        assert rollcall.app.screen.rows.current.student == first
        await rollcall.press("down")
        chosen = rollcall.app.screen.rows.current.student
        assert chosen != first
        await rollcall.press("enter")
        await rollcall.until(lambda: on_roll(rollcall))
        assert rollcall.roll.rows.current.student == chosen

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_it_says_how_long_the_roll_took(usos: Emulator, tmp_path: Path) -> None:
    clock = [NOW]

    async def half(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        for key in "114":
            await rollcall.press(key)
            clock[0] += timedelta(seconds=25)

    async def the_rest(rollcall: Driver) -> None:  # after the program was left: the class goes on
        await rollcall.open_current_roll()
        await rollcall.press(*"311")
        await rollcall.until_shown("the roll took", "1 min 15 s")

    for steps in (half, the_rest):
        drive(tmp_path, usos, steps, pace=REPEAT, wall_clock=lambda: clock[0])


def test_opened_by_a_key_it_shows_who_is_unmarked_and_enter_goes_there(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        names = [entry.student.name for entry in rollcall.roll.rows.entries]
        await rollcall.press("1", "1", "c", "x", "enter", "down", "1", "f7")
        await rollcall.until_shown("Without a mark · 3", names[2], names[4], names[5], "comment waits for a mark")
        await rollcall.press("down", "down")  # the first of them has a comment, too
        await rollcall.press_at((1e9, "enter"))
        await rollcall.until(lambda: on_roll(rollcall))
        assert rollcall.roll.rows.current.student.name == names[4]

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_enter_with_nobody_left_opens_it_and_once_more_leaves_the_roll(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await call(rollcall)
        await rollcall.press("escape")
        await rollcall.until(lambda: on_roll(rollcall))
        await rollcall.press_at((20.0, "enter"), (20.03, "enter"), (20.5, "enter"), (20.53, "enter"))
        assert on_summary(rollcall)  # Enter that is held, or pressed twice, does not run through it
        await rollcall.press_at((23.0, "enter"))
        await rollcall.until(lambda: isinstance(rollcall.app.screen, GroupsScreen))
        await rollcall.until_saved()

    drive(tmp_path, usos, steps, pace=REPEAT)


@pytest.mark.parametrize(("guard", "left"), [(0, True), (0.1, False), (0.5, False)])
def test_what_counts_as_a_held_enter_is_the_setting(usos: Emulator, tmp_path: Path, guard: float, left: bool) -> None:
    async def steps(rollcall: Driver) -> None:
        await call(rollcall)
        await rollcall.press("escape")
        await rollcall.until(lambda: on_roll(rollcall))
        await rollcall.press_at((20.0, "enter"), (20.65, "enter"), (20.72, "enter"))
        if left:
            await rollcall.until(lambda: isinstance(rollcall.app.screen, GroupsScreen))
        await rollcall.press_at((21.0, "enter"))
        assert on_summary(rollcall) is (guard == 0.5)

    drive(tmp_path, usos, steps, pace=REPEAT, options=CallingOptions(repeat_guard=guard, opening_guard=0))


def test_keys_typed_on_after_the_last_student_mark_nobody(usos: Emulator, tmp_path: Path) -> None:
    from textual.events import Key  # noqa: PLC0415 - only here

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        for key in "11431144j1":
            rollcall.app.post_message(Key(key, key))
        await rollcall.until(lambda: on_summary(rollcall))
        await rollcall.press("4", "space", "n")
        await rollcall.until_shown("Nobody can be marked in the summary.")
        await rollcall.press("escape")
        await rollcall.until(lambda: on_roll(rollcall))
        assert [entry.mark for entry in rollcall.roll.rows.entries] == [
            *[Mark.INTRAMURAL] * 2,
            Mark.ABSENT,
            Mark.JUSTIFIED,
            *[Mark.INTRAMURAL] * 2,
        ]

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_a_key_held_over_the_last_student_takes_the_last_mark_back(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await call(rollcall, "1143")
        await rollcall.press_at((20.0, "1"), (20.4, "1"))
        await rollcall.until(lambda: on_summary(rollcall))
        await rollcall.press_at((20.43, "1"), (20.46, "1"))
        await rollcall.until(lambda: on_roll(rollcall))
        await rollcall.until_shown("1 was held down, so it counts once.", "1 of 6 left")
        assert rollcall.roll.rows.entries[5].mark is None
        assert rollcall.roll.rows.cursor == 5
        assert len(usos.calls.of(UPDATE)) == 0

    drive(tmp_path, usos, steps, pace=REPEAT, options=CallingOptions())


def test_undo_from_the_summary_goes_back_to_the_roll(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await call(rollcall)
        await rollcall.until(lambda: on_summary(rollcall))
        await rollcall.press("backspace")
        await rollcall.until(lambda: on_roll(rollcall))
        await rollcall.until_shown("present → no mark", "1 of 6 left")

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_the_rest_is_filled_from_the_summary(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("4", "f7")
        await rollcall.until_shown("Without a mark · 5")
        await rollcall.press("f", "1")
        await rollcall.until_shown("Filled in 5 students: present.")
        assert on_roll(rollcall)

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_it_says_what_usos_does_not_hold_and_sends_again(usos: Emulator, tmp_path: Path) -> None:
    usos.faults.add(Fault(FaultKind.ERROR_500, UPDATE, count=None))

    async def steps(rollcall: Driver) -> None:
        await call(rollcall)
        await rollcall.until(lambda: on_summary(rollcall))
        await rollcall.press("ctrl+s")
        await rollcall.until_shown("↑ 6 unsent", "USOS is having problems")
        usos.faults.clear()
        await rollcall.press("ctrl+s")
        await rollcall.until_shown("confirmed in USOS 10:17 (6 of 6)")

    drive(tmp_path, usos, steps, pace=replace(REPEAT, confirm=0.2))


def test_in_polish(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("s", "enter", "f7")
        await rollcall.until_shown("Podsumowanie", "Bez wpisu · 5", "● O  obecność", "spóźnienie 1")

    drive(tmp_path, usos, steps, pace=REPEAT, language="pl")
