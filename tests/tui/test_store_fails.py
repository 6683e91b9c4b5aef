"""The file with the marks goes out of reach while the program runs: it says so, whatever it was doing, and goes on."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.emulator import Emulator, Fault, FaultKind
from app.register.register import Register
from app.store import LostStoreError, StoreError
from app.sync.events import Broken
from app.sync.requests import ReadLists
from app.tui.accounts.screen import AccountsScreen
from app.tui.app import SyncEventArrived
from app.tui.groups import screen as groups_screen
from app.tui.leaving import Leaving
from app.tui.lists.screen import ListsScreen
from app.tui.outbox.screen import OutboxScreen
from app.tui.overview.screen import OverviewScreen
from tests.support.driver import QUICK, Driver, connection, drive, emulated, now, own_connection, program

UPDATE = "services/attendance/update_attendance"
SENTENCE = "The file with your marks cannot be read at the moment."


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=12) as emulator:
        yield emulator


def lose(database: sqlite3.Connection) -> None:
    """Let SQLite refuse every reading and every change of the screens."""
    database.set_authorizer(lambda *_: sqlite3.SQLITE_DENY)


def find_again(database: sqlite3.Connection) -> None:
    database.set_authorizer(None)


def cannot_read() -> None:
    raise LostStoreError("the disk is gone")


async def assert_goes_on(rollcall: Driver) -> None:
    """Fail unless the groups can be read again and a roll be called."""
    find_again(rollcall.desk_connection())
    await rollcall.press_until("escape", lambda: len(rollcall.app.screen_stack) == 1, "the first screen")
    await rollcall.press("f5", "home")
    await rollcall.open_current_roll()
    await rollcall.press("1")
    await rollcall.until_saved()


@pytest.mark.parametrize(
    ("key", "screen", "title"), [("f4", OutboxScreen, "Not in USOS yet"), ("f6", AccountsScreen, "Accounts")]
)
def test_a_key_of_every_screen_opens_what_it_opens_and_says_what_is_the_matter(
    usos: Emulator, tmp_path: Path, key: str, screen: type, title: str
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until(rollcall.is_on_now, "the groups")
        lose(rollcall.desk_connection())
        await rollcall.press(key)
        await rollcall.until_shown(SENTENCE, title)
        assert isinstance(rollcall.app.screen, screen)
        await assert_goes_on(rollcall)

    drive(tmp_path, usos, steps)


def test_an_action_of_the_palette_that_cannot_read_says_so(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_lists()
        lose(rollcall.desk_connection())
        await rollcall.press("ctrl+p")
        await rollcall.type("read again")
        await rollcall.until_shown("Read again from USOS")
        await rollcall.press("enter")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, ListsScreen), "the lists")
        await rollcall.until_shown(SENTENCE)
        await assert_goes_on(rollcall)

    drive(tmp_path, usos, steps)


def test_one_can_quit_though_nobody_knows_what_is_unsent(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_lists()
        await rollcall.press("enter")
        await rollcall.until(lambda: rollcall.roll.rows.count, "the roll")
        await rollcall.press("1")
        lose(rollcall.desk_connection())
        await rollcall.press("ctrl+q")
        await rollcall.until(lambda: not rollcall.app.is_running, "the end")

    drive(tmp_path, usos, steps, pace=replace(QUICK, hold=60))


def test_waiting_for_the_last_marks_ends_where_it_cannot_be_seen_any_more(usos: Emulator, tmp_path: Path) -> None:
    usos.faults.add(Fault(FaultKind.LATENCY, UPDATE, count=None, seconds=60))

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1", "ctrl+q")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, Leaving), "the box")
        lose(rollcall.desk_connection())
        await rollcall.until(lambda: not rollcall.app.is_running, "the end", seconds=5)

    drive(tmp_path, usos, steps)


@pytest.mark.parametrize("kept", ["", "today's"])
def test_the_program_starts_though_its_store_cannot_be_read(usos: Emulator, tmp_path: Path, kept: str) -> None:
    """The groups, or the roll it was started with; then what waits since last time is to be told."""

    async def run() -> None:
        list_id = usos.current_list() if kept else None
        with program(tmp_path, connection(usos), list_id=list_id) as (app, store, sync):
            database = own_connection(store)
            lose(database)
            async with app.run_test(size=(80, 24)) as pilot:
                rollcall = Driver(app, pilot, store, sync, Register(store, now))
                await rollcall.until_shown(SENTENCE)
                find_again(database)
                await rollcall.press("f5")
                await rollcall.until_shown("12 of 12 left" if kept else "Past terms")

    asyncio.run(run())


def test_coming_back_to_a_screen_that_cannot_be_read_says_so(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_lists()
        await rollcall.press("enter")
        await rollcall.until(lambda: rollcall.roll.rows.count, "the roll")
        lose(rollcall.desk_connection())
        await rollcall.press("escape")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, ListsScreen), "the lists")
        await rollcall.until_shown(SENTENCE)
        await rollcall.press("escape")
        await rollcall.until_shown("Groups", SENTENCE)
        await assert_goes_on(rollcall)

    drive(tmp_path, usos, steps)


def test_what_happens_by_itself_says_so(usos: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The look at the clock, and the news of what was read."""
    monkeypatch.setattr(groups_screen, "TICK", 0.02)
    moments = [now()]

    async def steps(rollcall: Driver) -> None:
        await rollcall.until(rollcall.is_on_now, "the groups")
        await rollcall.until_quiet()
        lose(rollcall.desk_connection())
        moments.append(now() + timedelta(hours=2))  # another class is on
        await rollcall.until_shown(SENTENCE)
        moments.append(now())
        rollcall.picker.message.hush()
        rollcall.sync.want(ReadLists())
        await rollcall.until_shown(SENTENCE)
        await assert_goes_on(rollcall)

    drive(tmp_path, usos, steps, wall_clock=lambda: moments[-1])


def test_a_thread_that_ended_ends_the_program_even_where_the_store_was_the_reason(
    usos: Emulator, tmp_path: Path
) -> None:
    """Else nothing would be sent any more, and nobody told."""

    async def steps(rollcall: Driver) -> None:
        await rollcall.until(rollcall.is_on_now, "the groups")
        rollcall.app.post_message(SyncEventArrived(Broken(StoreError("gone"))))
        await rollcall.until(lambda: rollcall.app.failure, "the report")

    with pytest.raises(StoreError, match="gone"):
        drive(tmp_path, usos, steps)


def test_that_a_mark_was_not_saved_is_said_though_the_panel_at_the_side_cannot_be_read(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.until_quiet()  # news of what was read would say something else
        lose(rollcall.desk_connection())
        await rollcall.press("1")
        assert "This could not be saved on the disk" in rollcall.screen_text()
        await assert_goes_on(rollcall)

    drive(tmp_path, usos, steps, size=(120, 36))


def test_that_a_mark_of_the_term_was_not_saved_is_said_though_the_counts_cannot_be_read(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("v")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, OverviewScreen), "the term")
        await rollcall.until(lambda: rollcall.app.screen.rows.count, "its students")
        await rollcall.press("4", "4")
        await rollcall.until_saved()
        await rollcall.until_quiet()
        lose(rollcall.desk_connection())
        await rollcall.press("1")
        assert "This could not be saved on the disk" in rollcall.screen_text()
        await assert_goes_on(rollcall)

    drive(tmp_path, usos, steps)


def test_what_follows_the_row_of_a_key_says_so_by_itself(usos: Emulator, tmp_path: Path) -> None:
    """The counts, and the panel at the side, are read once the row is painted."""

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        rollcall.roll.afterwards.put(cannot_read)
        await rollcall.until_shown(SENTENCE)
        await assert_goes_on(rollcall)

    drive(tmp_path, usos, steps)


def test_a_key_counts_though_what_the_one_before_it_had_to_show_cannot_be_read(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        shown: list[str] = []
        rollcall.roll.afterwards.put(cannot_read)
        rollcall.roll.afterwards.put(lambda: shown.append("what follows"))
        await rollcall.press("1")
        assert [entry.mark for entry in rollcall.roll.rows.entries].count(None) == 11
        assert shown == ["what follows"]

    drive(tmp_path, usos, steps)
