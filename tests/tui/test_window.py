"""What reaches the window and not the screen: its title, a notification, and the theme that was chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.model import Mark
from app.emulator import Emulator
from app.tui import window
from app.tui.lists.screen import ListsScreen
from app.tui.themes import LIGHT
from tests.support.driver import QUICK, Driver, drive, emulated
from tests.tui.test_looks import play

REPEAT = replace(QUICK, hold=60)


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated() as emulator:
        yield emulator


def test_the_title_says_the_group_and_how_many_are_to_go_and_nobodys_name(tmp_path: Path) -> None:
    titles = re.findall("\x1b]0;([^\x07]*)\x07", play(tmp_path, {}).decode(errors="replace"))
    assert re.fullmatch(r"[^·]+ · [^·]+ gr\. \d · 28 of 30 left", titles[-1]), titles


def test_a_title_and_a_notification_are_what_terminals_know() -> None:
    assert window.title("Analiza · 3 of 30\x07 left") == "\x1b]0;Analiza · 3 of 30  left\x07"
    assert window.notification("a; b", {"TERM": "foot-extra"}) == "\x1b]777;notify;rollcall;a, b\x07"
    assert window.notification("a", {"TERM": "xterm-256color"}) == "\x1b]9;a\x07"


def test_a_roll_names_its_window_by_the_group_alone(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1")
        title = rollcall.roll.window_title
        assert title == "Mathematical Analysis I · class gr. 3 · 29 of 30 left"

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_the_palette_finds_students_and_groups_and_keeps_the_theme_that_was_chosen(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("ctrl+p")
        await rollcall.type("zrebiec")
        await rollcall.until_shown("Źrebiec Jan", "to this student")
        await rollcall.press("down", "enter")
        await rollcall.until(lambda: rollcall.app.screen_stack[-1].id != "--command-palette")
        await rollcall.until(lambda: rollcall.roll.rows.current.student.last_name == "Źrebiec")
        await rollcall.press("1")
        assert rollcall.roll.rows.entries[28].mark is Mark.INTRAMURAL
        await rollcall.press("ctrl+p")
        await rollcall.type("rollcall-light")
        await rollcall.until_shown("Theme: rollcall-light")
        await rollcall.press("down", "enter")
        await rollcall.until(lambda: rollcall.app.theme == LIGHT.name)
        await rollcall.press("ctrl+p")
        await rollcall.type("databases")
        await rollcall.until_shown("the lists of this group")
        await rollcall.press("down", "enter")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, ListsScreen))

    async def later(rollcall: Driver) -> None:
        assert rollcall.app.theme == LIGHT.name

    drive(tmp_path, usos, steps, pace=REPEAT)
    drive(tmp_path, usos, later, pace=REPEAT)
