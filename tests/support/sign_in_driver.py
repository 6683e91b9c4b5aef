"""Drives a whole session by keys, from the first run on: the real `Session`, its screens one after the other."""

from __future__ import annotations

import argparse
import asyncio
import re
import shlex
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self
from unittest.mock import patch

import httpx
from textual.events import Paste

from app.accounts.accounts import Accounts
from app.cli.launcher import Session
from app.config import settings
from app.config.settings import Settings, private_folder
from app.emulator import Emulator
from app.store import Store
from app.store.recovery import Saved
from app.tui.app import Rollcall
from app.tui.program import Program
from app.tui.sign_in.screen import SignIn
from app.workspace import open_store
from app.workspace.destination import Destination, SignInContext
from tests.emulator.signing_in import Browser
from tests.support.driver import QUICK, Driver
from tests.support.private import until_dealt_with

Scene = Callable[["Person"], Awaitable[None]]
Choice = Callable[[Sequence[str]], str]

NO_BROWSER = None
"""Nobody would see one, as over ssh: a PIN is to be typed."""


def the_lecturer(names: Sequence[str]) -> str:
    """The first of those whom the page offers."""
    return names[0]


def a_colleague(names: Sequence[str]) -> str:
    """The second of them."""
    return names[1]


def the_student(names: Sequence[str]) -> str:
    """The last of them."""
    return names[-1]


class Web(Browser):
    """The lecturer's browser: does as told on every page that is opened in it, and goes where it is sent."""

    def __init__(self, does: str = "Allow", who: Choice = the_lecturer, untick: str = "") -> None:
        super().__init__(httpx.Client(trust_env=False, verify=False, timeout=20))
        self.does, self.who, self.untick = does, who, untick
        self.addresses: list[str] = []
        self.before_coming_back: Callable[[], None] = lambda: None

    def __call__(self, address: str) -> None:
        """Open a page."""
        self.addresses.append(address)
        if self.does:
            self.visit(address)

    def visit(self, address: str) -> None:
        """Look at a page, decide what it asks for, and let it lead back to the program."""
        self.show(self._http.get(address))
        if self.does in self.form.buttons:
            if not self.form.choices:
                self.press("Sign in as somebody else")
            self.press(self.does, self.who(list(self.form.choices)), self.untick)
        if "location" in self.response.headers:
            self.before_coming_back()
            self.go(self.response.headers["location"])

    def go(self, address: str) -> None:
        """Open a page and do nothing there."""
        self.show(self._http.get(address))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()


@dataclass
class Person(Driver):
    """Somebody before the screens of a session."""

    @property
    def sign_in(self) -> SignIn:
        """The sign-in on the screen."""
        assert isinstance(self.app.screen, SignIn)
        return self.app.screen

    async def paste(self, text: str) -> None:
        """Paste a text."""
        self.app.post_message(Paste(text))
        await until_dealt_with(self.app)

    async def take_university(self, typed: str) -> None:
        """Paste the name or the address of a university and take what is found."""
        await self.until_shown("Name, city or address:")
        await self.paste(typed)
        await self.press("enter")

    async def give_key(self, key: str, secret: str) -> None:
        """Paste the consumer key and its secret as web pages give them, with blanks around."""
        await self.until_shown("Consumer key:")
        await self.paste(f"{key}\n")
        await self.press("enter")
        await self.until_shown("Consumer secret:")
        await self.paste(f" {secret} \n")
        await self.press("enter")

    async def come_to_consent(self, usos: Emulator) -> None:
        """Take the installation by its address, and give the key."""
        await self.take_university(usos.url)
        await self.give_key(usos.consumer_key, usos.consumer_secret)

    async def until_signed_in(self) -> None:
        """Wait for the page that says so."""
        await self.until_shown("You are signed in.")

    async def type_pin(self, pin: str) -> None:
        """Type a PIN."""
        await self.until_shown("PIN:")
        await self.type(pin)
        await self.press("enter")

    async def consent_by_pin(self, web: Web) -> None:
        """Open the page of this step in a browser elsewhere, allow it, and type the PIN it shows."""
        await self.until_shown("PIN:")
        web.visit(self.sign_in.address)
        await self.type_pin(web.pin)

    async def go_on(self, key: str = "enter") -> None:
        """Press the key with which this application ends, and wait until it does."""
        await self.press(key)
        await self.until(lambda: self.app.return_code is not None, "the end")


def flat(screen: str) -> str:
    """What is on the screen, wherever its lines break."""
    return re.sub(r"[─\s]+", " ", screen)


async def until_said(person: Person, *texts: str) -> None:
    """Wait until these sentences are on the screen, wherever their lines break."""
    await person.until_screen(lambda screen: all(text in flat(screen) for text in texts), f"said: {texts}")


@dataclass
class Evening:
    """A session on files of its own, with a scene for every application that it shows."""

    folder: Path
    browse: Callable[[str], None] | None = NO_BROWSER
    settings: Settings = field(default_factory=lambda: Settings(connect_timeout=5, read_timeout=15, hold=0))
    size: tuple[int, int] = (80, 24)

    @property
    def accounts(self) -> Accounts:
        """Who has signed in."""
        return Accounts(self.folder)

    def play(self, *scenes: Scene, demo: bool = False) -> None:
        """Start the program and play the scenes, one application each: it must show neither more nor fewer."""
        session = _Played(self, list(scenes))
        with (
            patch.object(settings, "data_folder", lambda: private_folder(self.folder)),
            patch.object(open_store, "Pace", lambda hold: replace(QUICK, hold=hold)),
            patch.object(open_store, "opened", session.opened),
            # Nothing here speaks TLS; loading certificates for each client would take longer than the rest of a scene.
            patch("httpx._transports.default.create_ssl_context", lambda **_: None),
        ):
            assert session.run(demo=demo) == 0
        assert session.scenes == [], "the program ended too early"


class _Played(Session):
    """A session whose applications are driven by scenes in place of a terminal."""

    def __init__(self, evening: Evening, scenes: list[Scene]) -> None:
        super().__init__(argparse.Namespace(plain=False, list_id=None, students=30, groups=6, seed=7), evening.settings)
        self.scenes = scenes
        self._evening = evening
        self._store: Store | None = None
        self._open = open_store.opened

    @contextmanager
    def opened(self, file: Path, on_recovery: Callable[[Saved], None]) -> Iterator[tuple[Store, str]]:
        """Open a store as the session does, and remember it for the scene."""
        with self._open(file, on_recovery) as (self._store, owner):
            yield self._store, owner

    def sign_in_context(self) -> SignInContext:
        return replace(super().sign_in_context(), browse=self._evening.browse)

    def run_program(self, application: Callable[[], Program]) -> tuple[int, Destination | None]:
        program = application()
        assert self.scenes, f"nobody expected {program} any more"
        asyncio.run(self._play(program, self.scenes.pop(0)))
        return 0, program.return_value

    async def _play(self, program: Program, scene: Scene) -> None:
        async with program.run_test(size=self._evening.size) as pilot:
            workspace = program.workspace if isinstance(program, Rollcall) else None
            parts = (self._store, workspace.sync, workspace.register) if workspace else (None, None, None)
            await scene(Person(program, pilot, *parts))


BROWSER = """
import sys

sys.path.insert(0, {folder!r})
import httpx
from tests.emulator.signing_in import Browser

with httpx.Client(trust_env=False, verify=False, timeout=20) as http:
    browser = Browser(http)
    browser.show(http.get(sys.argv[1]))
    browser.press("Allow")
    location = browser.response.headers["location"]
    with open(f"{{sys.argv[0]}}.visited", "w") as visited:
        visited.write(location)
    http.get(location)
"""


def on_a_desktop(folder: Path) -> dict[str, str]:
    """The environment of somebody whose browser allows everything it is asked for."""
    script = folder / "browser.py"
    script.write_text(BROWSER.format(folder=str(Path(__file__).parents[2])), encoding="utf-8")
    over_ssh = dict.fromkeys(("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"), "")
    return {**over_ssh, "BROWSER": shlex.join([sys.executable, str(script)])}
