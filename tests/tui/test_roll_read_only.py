"""A roll beside another program that has the marks: it is shown, and nothing is said that is not so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.emulator import Emulator
from app.tui.roll.screen import RollScreen
from tests.support.driver import Driver, drive, emulated

OWNED = "Another rollcall (process 4711) has these marks open; this one only shows them."


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=6) as emulator:
        yield emulator


async def known(rollcall: Driver) -> None:
    await rollcall.open_current_roll()
    await rollcall.press("1")
    await rollcall.until_saved()


def beside_another(usos: Emulator, folder: Path, *keys: str) -> None:
    """Press these keys in the roll; it must be said why nothing is done, and nothing else."""

    async def steps(rollcall: Driver) -> None:
        await rollcall.until(lambda: isinstance(rollcall.app.screen, RollScreen) and rollcall.roll.rows.count)
        before = [entry.record for entry in rollcall.roll.rows.entries]
        await rollcall.press(*keys)
        said = " ".join(str(rollcall.app.screen.message.content).replace("─", " ").split())
        assert OWNED in said  # and nothing else: there is room for one sentence
        assert [entry.record for entry in rollcall.register.roll(usos.current_list()).entries] == before

    drive(folder, usos, known)
    drive(folder, usos, steps, list_id=usos.current_list(), owner="4711")


@pytest.mark.parametrize("key", ["4", "space", "backspace", "ctrl+y", "ctrl+s"])
def test_a_key_that_would_decide_or_send_says_who_has_the_marks(usos: Emulator, tmp_path: Path, key: str) -> None:
    beside_another(usos, tmp_path, key)


def test_the_summary_does_not_say_that_it_sends(usos: Emulator, tmp_path: Path) -> None:
    beside_another(usos, tmp_path, "f7", "ctrl+s")
