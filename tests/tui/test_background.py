"""Work off the screens' thread: it holds up neither keys nor the end, its failure is seen; too late, it is lost."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.app import App
from textual.screen import Screen

from app.emulator import Emulator
from app.register.register import Register
from app.tui import background
from app.tui.app import Rollcall
from app.workspace.guide import Guide
from app.workspace.workspace import Trick, TrickKind
from tests.support.driver import QUICK, Driver, Steps, connection, drive, emulated, now, program
from tests.support.private import leave_open


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=12) as emulator:
        yield emulator


def drive_with_trick(folder: Path, usos: Emulator, play: Callable[[str, str], None], steps: Steps) -> None:
    """Run the program with one trick in the palette, and carry out the steps."""

    async def run() -> None:
        with program(folder, connection(usos)) as (plain, store, sync):
            app = Rollcall(replace(plain.workspace, tricks=(Trick(TrickKind.SLOW_NETWORK, play),)))
            async with app.run_test(size=(80, 24)) as pilot:
                await steps(Driver(app, pilot, store, sync, Register(store, now)))

    asyncio.run(run())


def test_no_thread_keeps_a_key_waiting_for_the_interpreter_for_more_than_a_millisecond(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until(lambda: sys.getswitchinterval() < 0.005, "the turns of threads")
        assert sys.getswitchinterval() == pytest.approx(0.001)

    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.005)  # Python's own
    drive(tmp_path, usos, steps)
    sys.setswitchinterval(usual)


async def play_trick(rollcall: Driver) -> None:
    await rollcall.until(rollcall.is_on_now, "the groups")
    await rollcall.press("ctrl+p")
    await rollcall.type("demo slow")
    await rollcall.until_shown("Demo: slow the network")
    await rollcall.press("enter")


def test_a_trick_of_the_demo_that_takes_its_time_holds_up_neither_keys_nor_the_end(
    usos: Emulator, tmp_path: Path
) -> None:
    begun, over = threading.Event(), threading.Event()
    rescue = threading.Timer(20, over.set)
    rescue.daemon = True

    def play(_list_id: str, _student_id: str) -> None:
        begun.set()
        over.wait(60)

    async def steps(rollcall: Driver) -> None:
        await play_trick(rollcall)
        await rollcall.until(begun.is_set, "the trick")
        await rollcall.press("down", "ctrl+q")
        await rollcall.until(lambda: not rollcall.app.is_running, "the end")

    rescue.start()
    drive_with_trick(tmp_path, usos, play, steps)
    assert not over.is_set(), "the end waited for the trick"
    over.set()
    rescue.cancel()


def test_the_demo_leads_through_a_first_roll_and_tells_what_a_trick_has_done(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until_shown("Demo: nothing leaves this computer. Enter calls the roll of the class now.")
        await rollcall.open_current_roll()
        await rollcall.until_shown("P marks somebody present, A absent. Mark three students.")
        await rollcall.press("1", "4", "1")
        await rollcall.until_shown("A slip? ⌫ takes back the last mark; a first one that is in USOS can only")
        await rollcall.press("backspace", "slash", "escape", *"111111")
        await rollcall.until_shown("F fills in everybody who has no mark yet.")
        await rollcall.press("ctrl+p")
        await rollcall.until_shown("Demo: slow the network")  # on top, before anything is typed
        await rollcall.type("demo slow")
        await rollcall.press("enter")
        await rollcall.until_shown("Every answer of USOS takes two seconds now. No key waits for it.")

    async def run() -> None:
        with program(tmp_path, connection(usos), pace=replace(QUICK, hold=60)) as (plain, store, sync):
            tricks = (Trick(TrickKind.SLOW_NETWORK, lambda *_: None),)
            app = Rollcall(replace(plain.workspace, tricks=tricks, guide=Guide()))
            async with app.run_test(size=(100, 30)) as pilot:
                await steps(Driver(app, pilot, store, sync, Register(store, now)))

    asyncio.run(run())


def test_a_defect_in_a_trick_ends_in_the_report_of_a_crash(usos: Emulator, tmp_path: Path) -> None:
    def play(_list_id: str, _student_id: str) -> None:
        raise LookupError("no such university")

    async def steps(rollcall: Driver) -> None:
        await play_trick(rollcall)
        await rollcall.until(lambda: rollcall.app.failure, "the report")

    with pytest.raises(LookupError, match="no such university"):
        drive_with_trick(tmp_path, usos, play, steps)


def test_the_key_that_signs_in_gives_the_demo_its_token_back(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until(rollcall.is_on_now, "the groups")
        usos.expire_token()
        await rollcall.press("f5")
        await rollcall.until_shown("Your USOS sign-in has expired.", "Press F6")
        await rollcall.press("f6")
        await rollcall.until(lambda: rollcall.sync.connection.trouble is None, "the token")
        await rollcall.until_shown("You are signed in to the demo again.")

    async def run() -> None:
        with program(tmp_path, connection(usos)) as (plain, store, sync):
            app = Rollcall(replace(plain.workspace, renew=usos.renew_token))
            async with app.run_test(size=(80, 24)) as pilot:
                await steps(Driver(app, pilot, store, sync, Register(store, now)))

    asyncio.run(run())


def test_what_ends_after_the_program_is_for_nobody_and_kills_no_thread() -> None:
    """Otherwise the thread's traceback would be printed over the program that runs next."""
    goes_on, told = threading.Event(), list[object]()

    class Begins(Screen[None]):
        def on_mount(self) -> None:
            background.start(self, lambda: goes_on.wait(60), told.append, told.append)

    async def run() -> Screen[None]:
        app = App[None]()
        async with app.run_test():
            await app.push_screen(screen := Begins())
        return screen

    screen = asyncio.run(run())
    leave_open(screen)
    gc.collect()
    goes_on.set()
    for thread in [one for one in threading.enumerate() if one.name == "background"]:
        thread.join(60)
        assert not thread.is_alive()
    assert told == []
