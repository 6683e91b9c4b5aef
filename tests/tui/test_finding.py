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


def bar(rollcall: Driver) -> str:
    return str(rollcall.roll.key_bar.content)


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
        await rollcall.until_shown(f"1 of {len(matching)}", f"1–4 mark {matching[0].student.name}")
        assert ["1 present  3 excused  4 absent" in line for line in shown] == [True, *[False] * 4]
        await rollcall.press("4")
        await rollcall.until(lambda: rollcall.entry(matching[0].student.id).mark is Mark.ABSENT, "the digit to mark")
        assert rollcall.roll.rows.cursor == 0
        assert not rollcall.roll.matches.display
        here = rollcall.roll.rows.current.student
        await rollcall.press("backspace")
        assert rollcall.roll.rows.current.student == matching[0].student
        await rollcall.until_shown(f"then back to {here.last_name}.")
        await rollcall.press("1")
        await rollcall.until_shown(f"{matching[0].student.name}: no mark → present. ⌫ undoes it.")
        assert (rollcall.roll.rows.cursor, rollcall.entry(here.id).mark) == (0, None)
        await rollcall.press("slash", *"zur")  # who is marked comes after those who are not
        assert matching[1].student.name in under_the_line(rollcall)[0]
        await rollcall.press("escape")
        assert not rollcall.roll.matches.display


def test_arrows_choose_among_the_matches_and_a_digit_marks_the_one_that_the_bar_names(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("slash")
        await rollcall.until_shown("part of a name or number")
        assert "1–4" not in bar(rollcall), "with nobody to mark"
        assert "Enter" not in bar(rollcall)
        await rollcall.press(*"zur")
        found = names.best("zur", [one.student for one in rollcall.roll.rows.entries])
        await rollcall.press("down", "down")
        await rollcall.until_shown(f"3 of {len(found)}", f"1–4 mark {found[2].name}")
        assert under_the_line(rollcall)[2].startswith("▌")
        assert rollcall.roll.rows.current.student == found[2]
        await rollcall.press(*["down"] * 3)
        await rollcall.until_shown(f"6 of {len(found)}")
        assert found[5].name in under_the_line(rollcall)[0], "the next page"
        assert "4 absent" in under_the_line(rollcall)[0]
        await rollcall.press("up", "up", "up", "4")
        await rollcall.until(lambda: rollcall.entry(found[2].id).mark is Mark.ABSENT, "the digit to mark")
        assert [one.student for one in rollcall.roll.rows.entries if one.mark] == [found[2]]
        await rollcall.press("slash", *"zurx")
        await rollcall.until_shown("nobody matches")
        assert bar(rollcall).split() == ["Esc", "back"]
        await rollcall.press("ctrl+u", *"17")
        assert not any("4 absent" in line for line in under_the_line(rollcall)), "no digit marks behind a number"
        row = rollcall.roll.rows.entries[16].student
        album = next(one for one in names.best("17", [one.student for one in rollcall.roll.rows.entries]))
        assert row.name in under_the_line(rollcall)[0]
        assert "album number" not in under_the_line(rollcall)[0]
        await rollcall.press("down")
        await rollcall.until_shown(f"album number {album.number}")
        await rollcall.press("escape")

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
        typed = ""
        for letter in "zurx":
            await rollcall.press(letter)
            typed += letter
            assert rollcall.roll.rows.size.height == height
            assert any("1 P  3 J  4 A" in line for line in under_the_line(rollcall)) is (typed in ("zu", "zur"))
        await rollcall.until_shown("nobody matches")
        assert under_the_line(rollcall) == [""] * FIND

    drive(tmp_path, usos, steps, size=(60, 20))
