"""Work on a thread whose end comes too late: the screen that began it, or the whole program, is gone by then."""

from __future__ import annotations

import asyncio
import gc
import threading

from textual.app import App
from textual.screen import Screen

from app.tui import background


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
    screen._closed = screen._closing = False  # as where a program was cut short
    gc.collect()
    goes_on.set()
    for thread in [one for one in threading.enumerate() if one.name == "background"]:
        thread.join(60)
        assert not thread.is_alive()
    assert told == []
