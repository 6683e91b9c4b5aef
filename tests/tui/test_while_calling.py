"""What one wants to know while calling: details, order, head count, absences so far, a pick at random."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain import names
from app.domain.absences import Absences
from app.domain.model import Mark
from app.emulator import Emulator
from app.roll.random_pick import pick
from app.tui.roll.picked import Picked
from app.tui.roll.screen import RollScreen
from app.tui.widgets.large_letters import large
from tests.support.driver import QUICK, Driver, drive, emulated

REPEAT = replace(QUICK, hold=60)


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=6) as emulator:
        yield emulator


_ABSENCES = re.compile(r"\d absent\b")


def shown(rollcall: Driver) -> list[str]:
    return [entry.student.name for entry in rollcall.roll.rows.entries]


async def open_with_history(rollcall: Driver) -> None:
    """Open the current roll when all rolls of its group were read."""
    await rollcall.open_current_lists()
    await rollcall.until_history_read()
    await rollcall.press("enter")
    await rollcall.until(lambda: isinstance(rollcall.app.screen, RollScreen) and rollcall.roll.rows.count)


# --- details ---


def test_numbers_absences_and_comments_are_hidden_until_f2_and_then_remembered(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_with_history(rollcall)
        student = rollcall.roll.rows.entries[0].student
        await rollcall.press("1", "up", "c")
        await rollcall.type("zwolnienie")
        await rollcall.press("enter")
        assert "✎" in rollcall.row_text(student.id)
        assert not {"zwolnienie", student.number} & set(rollcall.screen_text().split())
        assert not _ABSENCES.search(rollcall.screen_text())
        await rollcall.press("f2")
        await rollcall.until_shown("Details are shown. Absences: in the other classes, without this one.")
        assert {"zwolnienie", student.number} <= set(rollcall.row_text(student.id).split())
        assert _ABSENCES.search(rollcall.screen_text())

    async def later(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        assert "zwolnienie" in rollcall.screen_text()
        await rollcall.press("f2")
        await rollcall.until_shown("Details are hidden.")
        assert "zwolnienie" not in rollcall.screen_text()

    async def at_last(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        assert "zwolnienie" not in rollcall.screen_text()

    drive(tmp_path, usos, steps)
    drive(tmp_path, usos, later)
    drive(tmp_path, usos, at_last)


def test_absences_are_those_of_the_other_meetings_of_the_group_decisions_included(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_with_history(rollcall)
        here = rollcall.roll.session.roll.list
        assert here is not None
        counted: dict[str, Counter[Mark | None]] = {}
        for one in rollcall.register.lists(here.group):
            if one.list.id != here.id and one.list.date <= rollcall.register.now():
                roll = rollcall.register.roll(one.list.id)
                assert roll is not None
                for entry in roll.entries:
                    counted.setdefault(entry.student.id, Counter())[entry.mark] += 1
        expected = {
            who: Absences(marks[Mark.ABSENT], marks[Mark.JUSTIFIED])
            for who, marks in counted.items()
            if marks[Mark.ABSENT] or marks[Mark.JUSTIFIED]
        }
        await rollcall.press("f2", *"44444")
        assert expected
        assert rollcall.roll.painter.details.absences == expected

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_a_limit_makes_absences_a_warning_and_is_kept_for_the_group(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_with_history(rollcall)
        await rollcall.press("f2")
        most = max(rollcall.roll.painter.details.absences.values(), key=lambda one: one.unexcused).unexcused
        assert most > 0
        assert " !" not in rollcall.screen_text()
        await rollcall.press("f3")
        await rollcall.until_shown("Unexcused absences allowed")
        await rollcall.press("x", str(most), "enter")
        await rollcall.until_shown(" !", "6 of 6 left")
        await rollcall.press("f3", "backspace", *str(most + 1), "enter")
        await rollcall.until_shown("6 of 6 left")
        assert " !" not in rollcall.screen_text()

    async def later(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        assert rollcall.roll.painter.details.limit is not None
        await rollcall.press("f3", "backspace", "enter")
        await rollcall.until_shown("6 of 6 left")
        assert rollcall.roll.painter.details.limit is None

    drive(tmp_path, usos, steps)
    drive(tmp_path, usos, later)


def test_wide_terminals_show_who_is_called_in_large_and_the_last_decisions(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1", "4")
        student = rollcall.roll.rows.current.student
        await rollcall.until_shown("Just marked", *large(student.last_name, 48), "10:17  ✗ A")
        assert student.number not in rollcall.screen_text().split()
        assert not _ABSENCES.search(rollcall.screen_text())
        await rollcall.press("3", "backspace")
        await rollcall.until_shown("10:17  ↶", "10:17  ◇ J")
        await rollcall.press("f2")
        await rollcall.until_shown(student.number)
        await rollcall.until(lambda: _ABSENCES.search(rollcall.screen_text()), "absences")

    drive(tmp_path, usos, steps, size=(120, 36), pace=REPEAT)


@pytest.mark.parametrize("width", [60, 80, 99])
def test_narrow_terminals_have_no_room_for_that(usos: Emulator, tmp_path: Path, width: int) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1", "f2")
        assert "Just marked" not in rollcall.screen_text()

    drive(tmp_path, usos, steps, size=(width, 24), pace=REPEAT)


# --- order ---


@pytest.mark.parametrize(
    ("key", "told", "order"),
    [
        ("2", "first name", lambda one: (names.order(one.first_name), names.by_surname(one))),
        ("3", "number", lambda one: int(one.number)),
    ],
)
def test_the_order_changes_the_cursor_stays_on_the_student_and_it_is_remembered(
    usos: Emulator, tmp_path: Path, key: str, told: str, order: object
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("down", "down")
        student = rollcall.roll.rows.current.student
        await rollcall.press("g")
        await rollcall.until_shown("Order of the roll (now: surname):", "6 random")
        await rollcall.press(key)
        await rollcall.until_shown(f"{told} · Mon 23 Nov")
        students = [entry.student for entry in rollcall.roll.rows.entries]
        assert students == sorted(students, key=order)
        assert rollcall.roll.rows.current.student == student

    async def later(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.until_shown(f"{told} · Mon 23 Nov")
        await rollcall.press("G", "1")
        assert f"{told} · " not in rollcall.screen_text()

    drive(tmp_path, usos, steps)
    drive(tmp_path, usos, later)


def test_the_order_of_usos_is_that_of_the_first_reading(usos: Emulator, tmp_path: Path) -> None:
    """The emulator gives its rows in another order each time."""
    orders = []

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("g", "4", "f5")
        await rollcall.until(lambda: not rollcall.roll.is_reading())
        orders.append(shown(rollcall))

    for _ in range(3):
        drive(tmp_path, usos, steps)
    assert orders[0] == orders[1] == orders[2]


def test_the_unmarked_come_first_and_stay_where_they_are_while_they_are_marked(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        before = shown(rollcall)
        await rollcall.press("1", "down", "1", "g", "5")
        assert shown(rollcall) == [before[1], *before[3:], before[0], before[2]]
        await rollcall.press("home", "1", "f5")
        await rollcall.until(lambda: not rollcall.roll.is_reading())
        assert shown(rollcall) == [before[1], *before[3:], before[0], before[2]]

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_a_random_order_has_a_seed_and_is_for_this_roll_only(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        before = shown(rollcall)
        await rollcall.press("g", "6")
        seed = rollcall.roll.session.roll.arrangement.seed
        await rollcall.until_shown(f"random {seed} · Mon 23 Nov")
        assert sorted(shown(rollcall)) == sorted(before)
        roll = rollcall.register.roll(usos.current_list(), rollcall.roll.session.roll.arrangement)
        assert shown(rollcall) == [entry.student.name for entry in roll.entries]
        await rollcall.press("escape", "enter")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, RollScreen) and rollcall.roll.rows.count)
        assert shown(rollcall) == before

    drive(tmp_path, usos, steps)


# --- head count, pick ---


def test_a_head_count_is_held_against_those_marked_present(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1", "1", "h", "3", "o", "enter")
        await rollcall.until_shown("A whole number from 0 to 9999.", "People in the room: 3o")
        await rollcall.press("backspace", "enter")
        await rollcall.until_shown("3 in the room, 2 present: 1 fewer present than in the room", "· 3 in")
        await rollcall.press("1")
        await rollcall.until_shown("· 3 in the room ")
        await rollcall.press("1")
        await rollcall.until_shown("3 in the room, 4 present")

    async def later(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.until_shown("3 in the room, 4 present")
        await rollcall.press("h", "ctrl+u", "enter")
        assert "in the room" not in rollcall.screen_text()

    drive(tmp_path, usos, steps, pace=REPEAT)
    drive(tmp_path, usos, later, pace=REPEAT)


def test_a_pick_shows_somebody_present_and_marks_nobody(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("x")
        await rollcall.until_shown("Nobody is present yet.")
        student = rollcall.roll.rows.entries[1].student
        await rollcall.press("4", "1", "x")
        await rollcall.until_shown("Picked at random", *large(student.last_name, 48), "of 1 present")
        decided = rollcall.register.roll_details.last_decisions(usos.current_list(), 9)
        await rollcall.press("1", "4", "x", "escape")
        await rollcall.until(lambda: not isinstance(rollcall.app.screen, Picked))
        assert rollcall.register.roll_details.last_decisions(usos.current_list(), 9) == decided
        assert rollcall.roll.rows.cursor == 2

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_nobody_is_picked_twice_before_everybody_was_picked_once(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("f", "1")
        picks: Counter[tuple[str, str]] = Counter()
        entries = rollcall.roll.rows.entries
        for turn in range(1, 4):
            for _ in entries:
                pick(entries, "1", picks)
            assert set(picks.values()) == {turn}

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_a_comment_that_is_being_typed_is_not_lost_without_a_word(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        name = rollcall.roll.rows.current.student.name
        await rollcall.press("c", *"mail", "ctrl+q")
        await rollcall.until_shown(
            "Not saved yet: Enter saves what you have typed, Ctrl+Q again quits.", f"Comment on {name}: mail"
        )
        await rollcall.press("enter")
        assert rollcall.roll.rows.entries[0].comment == "mail"
        await rollcall.press("c", "s", "ctrl+q", "ctrl+q")
        await rollcall.until(lambda: not rollcall.app.is_running, "the end")

    drive(tmp_path, usos, steps)
