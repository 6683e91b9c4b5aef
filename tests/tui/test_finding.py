"""Finding a student of a long roll: in few letters, the right one first."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain import names
from app.domain.model import Mark, Student
from app.emulator import Emulator
from tests.support.driver import QUICK, Driver, drive, emulated

REPEAT = replace(QUICK, hold=60)
FIND = 5


@pytest.fixture(scope="module")
def usos() -> Iterator[Emulator]:
    with emulated(students=300) as emulator:
        yield emulator


def under_the_line(rollcall: Driver) -> list[str]:
    lines = rollcall.screen_text().splitlines()
    line = next(number for number, text in enumerate(lines) if text.startswith(" / "))
    return [text.strip() for text in lines[line + 1 : line + 1 + FIND]]


def test_three_letters_of_the_surname_put_the_right_name_first_in_most_cases(usos: Emulator, tmp_path: Path) -> None:
    """Everybody of three hundred is sought once and marked, in any order."""
    roster: list[Student] = []

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        roster.extend(entry.student for entry in rollcall.roll.rows.entries)

    drive(tmp_path, usos, steps)
    assert len(roster) == 300
    for seed in range(3):
        sought = roster.copy()
        random.Random(seed).shuffle(sought)
        marked: set[str] = set()
        places = []
        for student in sought:
            places.append(names.best(names.folded(student.last_name)[:3], roster, marked).index(student))
            marked.add(student.id)
        assert sum(place == 0 for place in places) >= 0.6 * 300
        assert sum(place < FIND for place in places) >= 0.98 * 300


def test_the_best_five_stand_under_the_line_and_the_first_is_taken(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("slash", *"zur")
        shown = under_the_line(rollcall)
        best = names.best("zur", [one.student for one in rollcall.roll.rows.entries])
        matching = [rollcall.entry(one.id) for one in best]
        assert len(matching) > FIND
        assert [one.student.name in line for one, line in zip(matching[:FIND], shown, strict=True)] == [True] * FIND
        assert shown[0].startswith("▌")
        await rollcall.until_shown(f"and {len(matching) - 1} others")
        await rollcall.press("4")
        await rollcall.until(lambda: rollcall.entry(matching[0].student.id).mark is Mark.ABSENT, "the digit to mark")
        assert rollcall.roll.rows.cursor == 0
        assert not rollcall.roll.matches.display
        await rollcall.press("slash", *"zur")  # who is marked comes after those who are not
        assert matching[1].student.name in under_the_line(rollcall)[0]
        await rollcall.press("escape")
        assert not rollcall.roll.matches.display

    drive(tmp_path, usos, steps, pace=REPEAT)


@pytest.mark.parametrize("typed", ["los luk", "Łoś", "ŁOŚ", "łoś"])
def test_l_with_and_without_its_stroke(tmp_path: Path, typed: str) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("slash")
        await rollcall.type(typed)
        assert "Łoś Łukasz" in under_the_line(rollcall)[0]

    with emulated() as usos:
        drive(tmp_path, usos, steps)


def test_nothing_moves_while_one_types(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("slash")
        height = rollcall.roll.rows.size.height
        for letter in "zurx":
            await rollcall.press(letter)
            assert rollcall.roll.rows.size.height == height
        await rollcall.until_shown("nobody matches")
        assert under_the_line(rollcall) == [""] * FIND

    drive(tmp_path, usos, steps, size=(60, 20))
