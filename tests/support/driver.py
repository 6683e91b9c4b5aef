"""Drives the real program, by keys, against the real emulator over HTTP."""

from __future__ import annotations

import asyncio
import math
import re
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from textual.events import Key
from textual.pilot import Pilot

from app import i18n
from app.config.settings import Access, Settings
from app.domain.model import Entry, Group, Lesson, Mark
from app.emulator import Emulator, Options
from app.register.register import Register
from app.store import Store
from app.sync.connection import Pace
from app.sync.scheduler import MOST_CALLS
from app.sync.sync import Sync
from app.tui.app import Rollcall
from app.tui.base_screen import BaseScreen
from app.tui.groups.screen import GroupsScreen
from app.tui.lists.screen import ListsScreen
from app.tui.roll.screen import RollScreen
from app.tui.roll.summary import Summary
from app.tui.store_screen import StoreScreen
from app.usos.client import Usos
from app.workspace.workspace import CallingOptions, Workspace
from tests.support.clock import NOW
from tests.support.private import has_told_all, is_laid_out, painted_lines, paints, until_dealt_with

QUICK = Pace(first=0.05, most=0.1, watched=0.1, hurried=0.05, hold=0, gather=0, barrier=0, confirm=60, ahead=60)

UNGUARDED = CallingOptions(repeat_guard=0, opening_guard=0)  # tests press keys quicker than a hand

Steps = Callable[["Driver"], Awaitable[None]]


def now() -> datetime:
    """A Monday in the winter term, two minutes into a class."""
    return NOW


def epoch() -> float:
    """That moment as a signature is dated."""
    return NOW.replace(tzinfo=ZoneInfo("Europe/Warsaw")).timestamp()


def emulated(**options: object) -> Emulator:
    """An emulator at that moment."""
    return Emulator(replace(Options(), **options), now=now)


def access_to(emulator: Emulator) -> Access:
    """The credentials an emulator is ready for."""
    return Access(emulator.url, emulator.consumer_key, emulator.consumer_secret, emulator.token, emulator.token_secret)


@dataclass
class Calls:
    """The marks that the program sent, as it sees its own calls: in which order, and how many at once."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    doubled: list[tuple[str, str]] = field(default_factory=list)  # a list and a student of it
    most: int = 0
    _under_way: list[tuple[str, str]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def under_way(self, list_id: str, student_id: str, mark: str) -> Iterator[None]:
        """Note a call from its beginning to its end."""
        entry = (list_id, student_id)
        with self._lock:
            if entry in self._under_way:
                self.doubled.append(entry)
            self._under_way.append(entry)
            self.sent.append((student_id, mark))
            self.most = max(self.most, len(self._under_way))
        try:
            yield
        finally:
            with self._lock:
                self._under_way.remove(entry)


class NotedUsos(Usos):
    """The way to USOS, with every mark that is sent noted, and whether it was closed."""

    calls = Calls()
    is_closed = False

    def update_attendance(
        self, list_id: str, student_id: str, mark: Mark, comment: str | None, within: float = math.inf
    ) -> None:
        with self.calls.under_way(list_id, student_id, mark):
            super().update_attendance(list_id, student_id, mark, comment, within)

    def close(self) -> None:
        super().close()
        self.is_closed = True


BEGIN = time.monotonic() + 3600
"""Where the keys' clock of driven tests begins: after all that is opened in them."""


def key_at(key: str, seconds: float) -> Key:
    """Return a key as if it had come so many seconds after `BEGIN`."""
    event = Key(key, " " if key == "space" else key if len(key) == 1 else None)
    event.time = BEGIN + seconds
    return event


def burst(text: str, begin: float, apart: float = 0.005) -> list[tuple[float, str]]:
    """Return the keys of a text and Enter with their times, as a reader of cards types them."""
    names = {"\n": "enter", "\t": "tab", " ": "space", "/": "slash"}
    return [(begin + number * apart, names.get(sign, sign)) for number, sign in enumerate(f"{text}\n")]


def own_connection(store: Store) -> sqlite3.Connection:
    """Return this thread's connection to a store, to let it fail."""
    return store.database.connections.get()


@dataclass
class Driver:
    """The program while it runs, with what a test wants to look at."""

    app: Rollcall
    pilot: Pilot[None]
    store: Store
    sync: Sync
    register: Register
    calls: Calls = field(default_factory=Calls)
    witness: Witness | None = None
    seconds: float = 1000.0  # of the keys' clock

    async def press(self, *keys: str) -> None:
        """Press keys two seconds apart, each when the program has dealt with the one before."""
        for key in keys:
            self.seconds += 2
            await self.press_at((self.seconds, key))
        await until_dealt_with(self.app)  # the application had the last one, and now the screen
        if isinstance(self.app.screen, BaseScreen):
            self.app.screen.afterwards.settle()  # as the next key does

    async def press_at(self, *timed: tuple[float, str]) -> None:
        """Press keys as if they had come at these seconds."""
        for seconds, key in timed:
            self.app.post_message(key_at(key, seconds))
            await until_dealt_with(self.app)

    async def press_until(self, key: str, condition: Callable[[], object], what: str, seconds: float = 60.0) -> None:
        """Press a key again and again until something is true."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"not within {seconds} s of {key}: {what}\n{self.screen_text()}"
            await self.press(key)

    async def press_to_the_end(self, keys: str) -> None:
        """Mark the last students of a roll, and go back to it from the summary that opens."""
        await self.press(*keys)
        await self.until(lambda: isinstance(self.app.screen, Summary), "the summary")
        await self.press("escape")
        await self.until(lambda: isinstance(self.app.screen, RollScreen), "the roll")

    async def type(self, text: str) -> None:
        """Type a text letter by letter."""
        await self.press(*("space" if sign == " " else sign for sign in text))

    async def until(self, condition: Callable[[], object], what: str = "", seconds: float = 60.0) -> None:
        """Wait until something is true, looking again after every turn of the program."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"not within {seconds} s: {what or condition}\n{self.screen_text()}")
            await asyncio.sleep(0.01)
            if self.witness is not None:
                self.witness.look()

    async def until_shown(self, *texts: str) -> None:
        """Wait until these texts are on the screen."""
        await self.until_screen(lambda screen: all(text in screen for text in texts), f"shown: {texts}")

    async def until_screen(self, condition: Callable[[str], object], what: str) -> None:
        """Wait until something is true of what is on the screen, looking again after every paint."""
        seen: object = None

        def holds() -> bool:
            nonlocal seen
            before, seen = seen, (self.app.screen, paints())
            return seen != before and bool(condition(self.screen_text()))

        await self.until(holds, what)

    async def until_laid_out(self) -> None:
        """Wait until all on the screen is up to date and in its place: only then is its picture always the same."""
        await self.until_told()
        await self.until(lambda: self.is_up_to_date() and is_laid_out(self.app), "everything in its place")

    async def until_told(self) -> None:
        """Wait until the program was told of every call that has ended."""
        await self.until(lambda: self.sync is None or has_told_all(self.sync), "all reported")  # None while signing in
        await asyncio.sleep(0)  # what another thread has posted comes into a queue with the next turn
        await until_dealt_with(self.app)

    def is_up_to_date(self) -> bool:
        """Return whether no screen is to show what was read in a moment."""
        return not any(isinstance(screen, StoreScreen) and screen.is_outdated for screen in self.app.screen_stack)

    async def until_saved(self) -> None:
        """Wait until nothing is unsent."""
        await self.until(lambda: self.store.outbox.unsent().total == 0, "all in USOS")

    def screen_text(self) -> str:
        """Return what is on the screen, line by line."""
        return "\n".join("".join(segment.text for segment in line) for line in painted_lines(self.app))

    def row_text(self, student_id: str) -> str:
        """Return a student's row as it is on the screen; it must be in sight."""
        row = self.roll.rows.row_of(student_id)
        assert row is not None
        region = self.roll.rows.content_region
        line = row - self.roll.rows.scroll_offset.y
        assert 0 <= line < region.height, "not in sight"
        return self.screen_text().splitlines()[region.y + line]

    def entry(self, student_id: str) -> Entry:
        """Return a student's entry as the screen shows it."""
        row = self.roll.rows.row_of(student_id)
        assert row is not None
        return self.roll.rows.entries[row]

    def desk_connection(self) -> sqlite3.Connection:
        """Return the screens' own connection to the store, to let it run into a full disk."""
        return own_connection(self.store)

    @property
    def roll(self) -> RollScreen:
        """The roll on the screen."""
        assert isinstance(self.app.screen, RollScreen)
        return self.app.screen

    async def open_current_roll(self) -> None:
        """From the start: Enter on the class that is on, once its list is known."""
        await self.until(self.is_on_now, "the cursor on the class that is on")
        await self.press("enter")
        await self.until(lambda: isinstance(self.app.screen, RollScreen) and self.roll.rows.count, "the roll")

    async def until_quiet(self) -> None:
        """Wait until nothing is read or done, nor will be by itself: the next call is one that the test asks for."""
        asked = self.sync.state.queue
        await self.until(lambda: not (asked.wanted or asked.actions or self.sync.state.busy), "nothing to do")
        await self.until_told()
        await self.until(self.is_up_to_date, "all shown")

    async def until_history_read(self) -> None:
        """Wait until every roll was read that is worth reading, for the counts of other days."""
        await self.until_quiet()  # only then has a screen asked for what is read ahead
        self.sync.state.pace = replace(self.sync.state.pace, ahead=0)
        self.sync.try_now()
        await self.until(lambda: not self.sync.state.queue.ahead, "all rolls")
        await self.until_quiet()

    async def open_current_lists(self) -> None:
        """From the start: down to the group whose class is on, Enter."""
        await self.until(self.is_on_now, "the cursor on the class that is on")
        key, rows = self.picker.rows.current.group.key, self.picker.rows
        await self.press_until("down", lambda: isinstance(rows.current, Group) and rows.current.key == key, "its group")
        await self.press("enter")
        await self.until(lambda: isinstance(self.app.screen, ListsScreen) and self.app.screen.rows.current, "its lists")

    async def choose_lesson(self, course: str) -> None:
        """In the picker: down to the class of a course."""

        def is_it(row: object) -> bool:
            return isinstance(row, Lesson) and row.group.course.in_language("en") == course

        await self.until(lambda: any(map(is_it, self.picker.lessons)), f"{course} today")
        await self.press("home")
        await self.press_until("down", lambda: is_it(self.picker.rows.current), course)

    @property
    def picker(self) -> GroupsScreen:
        """The group picker on the screen."""
        assert isinstance(self.app.screen, GroupsScreen)
        return self.app.screen

    def is_on_now(self) -> bool:
        """Tell whether the picker's cursor is on the class that is on, and its list is known."""
        screen = self.app.screen
        row = screen.rows.current if isinstance(screen, GroupsScreen) else None
        return isinstance(row, Lesson) and row.list is not None and row.start <= self.register.now() < row.finish


class Witness:
    """Compares, whenever the screen is looked at, what it says with what the store and USOS hold."""

    PATIENCE = 10.0  # seconds that news may take from a thread to the screen, on a machine that is busy

    def __init__(self, rollcall: Driver, usos: Emulator) -> None:
        self.rollcall, self.usos = rollcall, usos
        self.looks = self.confirmed = 0
        self._differs_since: float | None = None

    def look(self) -> None:
        """Fail if a wrong number stands on the screen for long, or a confirmation of what USOS does not hold."""
        if not isinstance(self.rollcall.app.screen, RollScreen):
            return
        text, list_id = self.rollcall.screen_text(), self.rollcall.roll.list_id
        self.looks += 1
        found = re.search(r"↑ (\d+) unsent", text)
        shown, stored = int(found[1]) if found else 0, self.rollcall.store.outbox.unsent(list_id).total
        if shown == stored:
            self._differs_since = None
        else:
            self._differs_since = self._differs_since or time.monotonic()
            late = time.monotonic() - self._differs_since
            assert late < self.PATIENCE, f"{stored} are unsent, and the screen says\n{text}"
        if "confirmed in USOS" in text:
            self.confirmed += 1
            assert remainder(self.rollcall, self.usos) == []
            assert list_id not in self.rollcall.store.outbox.unconfirmed_lists()


def remainder(rollcall: Driver, usos: Emulator) -> list[Entry]:
    """Return the entries on the screen that USOS does not hold as they are shown."""
    try:
        held = usos.marks(rollcall.roll.list_id)
    except LookupError:
        held = {}
    return [
        entry
        for entry in rollcall.roll.rows.entries
        if held.get(entry.student.id, (None, None)) != (entry.mark, entry.comment or None)
    ]


def assert_sent_in_the_order_of_decisions(rollcall: Driver) -> None:
    """Fail if, for any student, an older decision went out after a newer one."""
    decided: dict[str, list[str]] = {}
    for row in rollcall.store.database.read("SELECT student_id, mark FROM decision ORDER BY seq"):
        decided.setdefault(row["student_id"], []).append(row["mark"])
    for student_id, mark in rollcall.calls.sent:
        left = decided[student_id]
        while left and left[0] != mark:
            left.pop(0)
        assert left, f"{mark} of {student_id} went out after a newer decision: {rollcall.calls.sent}"


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
    wall_clock: Callable[[], datetime] = now,
    options: CallingOptions = UNGUARDED,
    computer_now: Callable[[], datetime] | None = None,
    owner: str = "",
) -> Iterator[tuple[Rollcall, Store, Sync]]:
    """Build the program on a store in a folder, as `app.__main__` does."""
    i18n.use_language(language)
    store = Store(folder / "store.sqlite3")
    sync = Sync(store, connect, now=wall_clock, pace=pace)
    options = replace(options, picks=Counter())
    workspace = Workspace(Register(store, wall_clock), sync, place, owner, options=options, computer_now=computer_now)
    app = Rollcall(workspace, list_id=list_id, theme=theme)
    try:
        yield app, store, sync
    finally:
        sync.stop(patience=2)
        store.close_thread()
        i18n.use_language("en")


def connection(
    emulator: Emulator, *, connect_timeout: float = 60, read_timeout: float = 60, calls: Calls | None = None
) -> Callable[[], NotedUsos]:
    """Return the way to an emulator, with the marks that are sent noted in `calls`."""
    chosen = Settings(connect_timeout=connect_timeout, read_timeout=read_timeout)

    def connect() -> NotedUsos:
        usos = NotedUsos(access_to(emulator), chosen, clock=epoch)
        usos.calls = calls or Calls()
        return usos

    return connect


def drive(
    folder: Path,
    emulator: Emulator,
    steps: Steps,
    *,
    size: tuple[int, int] = (80, 24),
    connect_timeout: float = 60,
    read_timeout: float = 60,
    list_id: str | None = None,
    language: str = "en",
    pace: Pace = QUICK,
    wall_clock: Callable[[], datetime] = now,
    computer_now: Callable[[], datetime] | None = None,
    witnessed: bool = False,
    options: CallingOptions = UNGUARDED,
    owner: str = "",
) -> None:
    """Run the program in a terminal of that size and carry out the steps.

    Never may two calls for one student of one list be under way, nor more than four in all. Where it is `witnessed`,
    what the screen says is compared with the store and with USOS at every turn. `owner` is the process of another
    program that has the store: then this one only shows it.
    """
    calls = Calls()

    async def run() -> None:
        way = connection(emulator, connect_timeout=connect_timeout, read_timeout=read_timeout, calls=calls)
        given = {"wall_clock": wall_clock, "computer_now": computer_now, "owner": owner}
        with program(folder, way, list_id=list_id, language=language, pace=pace, options=options, **given) as parts:
            app, store, sync = parts
            async with app.run_test(size=size) as pilot:
                driver = Driver(app, pilot, store, sync, Register(store, wall_clock), calls)
                driver.witness = Witness(driver, emulator) if witnessed else None
                await steps(driver)

    asyncio.run(run())
    assert calls.doubled == []
    assert calls.most <= MOST_CALLS
