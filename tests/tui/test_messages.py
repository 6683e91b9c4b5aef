"""Messages have a place of their own: nothing moves for them, they go, and a key that does nothing says so quietly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.model import Mark
from app.emulator import Emulator
from app.tui.roll.summary import Summary
from app.tui.widgets.bars import Tone
from tests.support.driver import QUICK, Driver, drive, emulated

REPEAT = replace(QUICK, hold=60)
LONG = "A sentence that is far too long for one line of a terminal, so that it needs two of them. " * 2


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated() as emulator:
        yield emulator


def test_a_long_message_moves_no_row_and_covers_nobody_in_hand(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        rows = rollcall.roll.rows
        before = rollcall.row_text(rows.entries[0].student.id), rows.region
        rollcall.roll.say(LONG, Tone.WARNING)
        await rollcall.until_shown("so that it needs two of them.")
        assert (rollcall.row_text(rows.entries[0].student.id), rows.region) == before
        await rollcall.press("end")
        rollcall.roll.say(LONG, Tone.WARNING)
        await rollcall.until_shown("so that it needs two of them.", " ".join(rows.current.student.last_name.upper()))
        rollcall.roll.say(f"Saved as /home/anna/Documents/{'term-' * 10}.xlsx; only you can read it.")
        await rollcall.until_shown("Saved as /home/anna/Documents/")
        assert "Documents/ ─" not in rollcall.screen_text(), "no rule looks like a part of the path"

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_a_key_that_does_nothing_says_so_and_hides_nothing_that_is_said(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("b")
        await rollcall.until_shown("B does nothing here; ? shows the keys.")
        await rollcall.press("2")
        await rollcall.until_shown("In-person list: remote is not possible.")
        await rollcall.press("b")
        assert "does nothing" not in rollcall.screen_text()
        assert all(entry.mark is None for entry in rollcall.roll.rows.entries)

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_keys_on_the_bar_can_be_clicked(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        first = rollcall.roll.rows.entries[0].student.id
        for y, word in ((0, "4 A absent"), (1, "⌫ undo"), (0, "1 P present")):
            x = str(rollcall.roll.key_bar.content).splitlines()[y].index(word)
            await rollcall.pilot.click(rollcall.roll.key_bar, offset=(x, y))
        await rollcall.until(lambda: rollcall.entry(first).mark is Mark.INTRAMURAL)
        await rollcall.press("f7")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, Summary))

    drive(tmp_path, usos, steps, pace=REPEAT)
