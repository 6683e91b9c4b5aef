"""A running rollcall before an emulator, with the clock held still: seen and used from outside."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from textual.pilot import Pilot

from app import i18n
from app.config.settings import Access, Settings
from app.emulator import Emulator, Options
from app.register.register import Register
from app.store import Store
from app.sync.sync import Sync
from app.tui.app import Rollcall
from app.usos.client import Usos
from app.workspace.workspace import CallingOptions, Workspace

PATIENCE = 30.0  # seconds


def now() -> datetime:
    """A Monday in the winter term, two minutes into a class."""
    return datetime(2026, 11, 23, 10, 17)  # noqa: DTZ001 - USOS speaks naive Polish wall-clock time


@dataclass(frozen=True)
class Stage:
    """What is painted, and the keys."""

    workspace: Workspace
    pilot: Pilot[None]

    async def press(self, *keys: str) -> None:
        """Press keys; a space has a name."""
        await self.pilot.press(*("space" if key == " " else key for key in keys))

    async def until(self, condition: Callable[[str], bool]) -> None:
        """Wait until what is painted is as wished."""
        late = time.monotonic() + PATIENCE
        while not condition(self.painted()):
            if time.monotonic() > late:
                raise TimeoutError(self.painted())
            await self.pilot.pause(0.02)

    def painted(self) -> str:
        """Return the text on the screen."""
        return "\n".join(strip.text for strip in self.pilot.app.screen._compositor.render_strips())

    def picture(self) -> str:
        """Return the screen as SVG."""
        return for_readers(self.pilot.app.export_screenshot(title="rollcall"))


def for_readers(svg: str) -> str:
    """Leave the fonts to the reader's machine, and keep the spaces, which some viewers drop at the ends of a text."""
    local = re.sub(r',?\s*url\("https://[^)]*\) format\("[^"]*"\)', "", svg)
    return local.replace("<svg ", '<svg xml:space="preserve" ', 1)


@asynccontextmanager
async def stage(language: str, theme: str, size: tuple[int, int]) -> AsyncIterator[Stage]:
    """Open the demo's university on a screen of that size."""
    i18n.use_language(language)
    with (
        tempfile.TemporaryDirectory() as folder,
        Emulator(Options(timestamp_window=None, odd_names=False), now=now) as emulator,
    ):
        access = Access(
            emulator.url, emulator.consumer_key, emulator.consumer_secret, emulator.token, emulator.token_secret
        )
        store = Store(Path(folder) / "store.sqlite3")
        sync = Sync(store, lambda: Usos(access, Settings()), now=now)
        options = CallingOptions(repeat_guard=0, opening_guard=0)
        workspace = Workspace(Register(store, now), sync, "demo", options=options)
        application = Rollcall(workspace, theme=theme)
        async with application.run_test(size=size) as pilot:
            yield Stage(workspace, pilot)
        sync.stop()
        store.close_thread()
