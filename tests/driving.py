"""Drives the real program, by keys, against the real emulator over HTTP."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from textual.pilot import Pilot

from app import texts
from app.emulator import Emulator, Options
from app.register import Register
from app.settings import Access, Settings
from app.store import Store
from app.sync.link import Pace
from app.sync.threads import Sync
from app.ui.application import Rollcall
from app.ui.desk import Desk
from app.ui.groups import Groups
from app.ui.lists import Lists
from app.ui.roll_call import RollCall
from app.usos.client import Usos

NOW = datetime(2026, 11, 23, 10, 17)  # noqa: DTZ001 - USOS speaks naive Polish wall-clock time
QUICK = Pace(first=0.05, most=0.1, watched=0.1, hurried=0.05, hold=0, barrier=0, confirm=60)

Steps = Callable[["Driver"], Awaitable[None]]


def now() -> datetime:
    """A Monday in the winter term, two minutes into a class."""
    return NOW


def emulated(**options: object) -> Emulator:
    """An emulator at that moment."""
    return Emulator(replace(Options(), **options), now=now)


def access_to(emulator: Emulator) -> Access:
    """The credentials an emulator is ready for."""
    return Access(emulator.url, emulator.consumer_key, emulator.consumer_secret, emulator.token, emulator.token_secret)


@dataclass
class Driver:
    """The program while it runs, with what a test wants to look at."""

    app: Rollcall
    pilot: Pilot[None]
    store: Store
    sync: Sync
    register: Register

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type a text letter by letter."""
        await self.pilot.press(*("space" if sign == " " else sign for sign in text))

    async def until(self, condition: Callable[[], object], what: str = "", seconds: float = 8.0) -> None:
        """Wait until something is true, looking again after every turn of the program."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"not within {seconds} s: {what or condition}\n{self.screen_text()}")
            await self.pilot.pause(0.01)

    async def until_shown(self, *texts: str) -> None:
        """Wait until these texts are on the screen."""
        await self.until(lambda: all(text in self.screen_text() for text in texts), f"shown: {texts}")

    async def until_saved(self) -> None:
        """Wait until nothing is unsent."""
        await self.until(lambda: self.store.outbox.unsent().total == 0, "all saved")

    def screen_text(self) -> str:
        """Return what is on the screen, line by line."""
        return "\n".join(
            "".join(segment.text for segment in line) for line in self.app.screen._compositor.render_strips()
        )

    @property
    def roll(self) -> RollCall:
        """The roll on the screen."""
        assert isinstance(self.app.screen, RollCall)
        return self.app.screen

    async def open_current_roll(self) -> None:
        """From the start: Enter on the group whose class is on, Enter on today's list."""
        await self.until(self.is_on_current_group, "the cursor on the class that is on")
        await self.press("enter")
        await self.until(lambda: isinstance(self.app.screen, Lists) and self.app.screen.rows.current, "its lists")
        await self.press("enter")
        await self.until(lambda: isinstance(self.app.screen, RollCall) and self.roll.rows.count, "the roll")

    def is_on_current_group(self) -> bool:
        """Tell whether the picker's cursor is on the group whose class is on."""
        groups, nearest = self.app.screen, self.register.nearest_group()
        current = groups.rows.current if isinstance(groups, Groups) else None
        return nearest is not None and current is not None and current.key == nearest


@contextmanager
def program(
    folder: Path,
    connect: Callable[[], Usos],
    *,
    list_id: str | None = None,
    pace: Pace = QUICK,
    language: str = "en",
    theme: str | None = None,
    place: str = "demo",
) -> Iterator[tuple[Rollcall, Store, Sync]]:
    """Build the program on a store in a folder, as `app.__main__` does."""
    texts.use_language(language)
    store = Store(folder / "store.sqlite3")
    sync = Sync(store, connect, now=now, pace=pace)
    app = Rollcall(Desk(Register(store, now), sync, place), list_id=list_id, theme=theme)
    try:
        yield app, store, sync
    finally:
        sync.stop(patience=2)
        store.close_thread()
        texts.use_language("en")


def connection(emulator: Emulator, *, connect_timeout: float = 2, read_timeout: float = 5) -> Callable[[], Usos]:
    """Return the way to an emulator."""
    chosen = Settings(access_to(emulator), connect_timeout=connect_timeout, read_timeout=read_timeout)
    return lambda: Usos(chosen, clock=lambda: NOW.replace(tzinfo=ZoneInfo("Europe/Warsaw")).timestamp())


def drive(
    folder: Path,
    emulator: Emulator,
    steps: Steps,
    *,
    size: tuple[int, int] = (80, 24),
    connect_timeout: float = 2,
    read_timeout: float = 5,
    list_id: str | None = None,
    language: str = "en",
    pace: Pace = QUICK,
) -> None:
    """Run the program in a terminal of that size and carry out the steps."""

    async def run() -> None:
        way = connection(emulator, connect_timeout=connect_timeout, read_timeout=read_timeout)
        with program(folder, way, list_id=list_id, language=language, pace=pace) as (app, store, sync):
            async with app.run_test(size=size) as pilot:
                await steps(Driver(app, pilot, store, sync, Register(store, now)))

    asyncio.run(run())
