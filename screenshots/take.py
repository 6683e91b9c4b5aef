"""Takes the README's pictures from the demo, with the clock held still: `python -m screenshots.take`."""

from __future__ import annotations

import asyncio
import re
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from textual.events import Paste
from textual.pilot import Pilot

from app import i18n
from app.accounts.accounts import Account, Accounts
from app.accounts.keychain import Kept
from app.config.settings import Access, Settings
from app.emulator import Emulator, Options
from app.i18n import gettext
from app.register.register import Register
from app.store import Store
from app.sync.requests import ReadRoll
from app.sync.sync import Sync
from app.tui.app import Rollcall
from app.tui.sign_in import pages
from app.tui.sign_in.first_run import FirstRun
from app.tui.sign_in.screen import SignIn
from app.tui.themes import DARK, LIGHT
from app.usos.client import Usos
from app.workspace.destination import SignInContext
from app.workspace.workspace import CallingOptions, Workspace
from tests.support.report_of_class import report

FOLDER = Path(__file__).parent
PATIENCE = 20.0  # seconds

# What the lecturer does in the pictures: marks, and a comment on the way.
COMMENTS = {"en": "late 10 min", "pl": "spóźnienie 10 min"}
MARKS_BEFORE, MARKS_AFTER = "114131", "114311111"


def now() -> datetime:
    """A Monday in the winter term, two minutes into a class."""
    return datetime(2026, 11, 23, 10, 17)  # noqa: DTZ001 - USOS speaks naive Polish wall-clock time


@dataclass(frozen=True)
class Stage:
    """A running rollcall, seen and used from outside."""

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


async def groups(stage: Stage) -> None:
    await stage.until(lambda painted: "Analiz" in painted or "Analys" in painted)
    await stage.until(lambda painted: gettext("reading from USOS …") not in painted)


async def picker(stage: Stage) -> None:
    """With everything read ahead, so that what is not finished is known."""
    await groups(stage)
    await stage.until(lambda painted: not stage.workspace.sync.state.queue.ahead)


async def lists(stage: Stage) -> None:
    await groups(stage)
    await stage.press("/", *"analiza", "enter")
    await stage.until(lambda painted: "10:15" in painted)
    known = {
        one.list.id
        for group in stage.workspace.register.list_counts() or ()
        for one in stage.workspace.register.lists(group)
    }
    stage.workspace.sync.want(*(ReadRoll(list_id) for list_id in sorted(known)))
    await stage.until(lambda painted: not any(stage.workspace.sync.is_wanted(ReadRoll(list_id)) for list_id in known))
    await stage.press("f5")
    await stage.until(lambda painted: "–" not in painted and gettext("reading from USOS …") not in painted)


async def new_list(stage: Stage) -> None:
    await lists(stage)
    await stage.press("n")
    await stage.until(lambda painted: "30.11.2026" in painted)
    await stage.press(*"7.12 8:30")
    await stage.until(lambda painted: "8:30" in painted)


async def from_timetable(stage: Stage) -> None:
    await lists(stage)
    await stage.press("t")
    await stage.until(lambda painted: gettext("to be created") in painted)
    await stage.until(lambda painted: gettext("reading from USOS …") not in painted)


async def roll_call(stage: Stage) -> None:
    await lists(stage)
    await stage.press("enter")
    await stage.until(lambda painted: "30" in painted and gettext("reading from USOS …") not in painted)
    await stage.press(*MARKS_BEFORE, "c", *COMMENTS[i18n.language()], "enter", *MARKS_AFTER)
    await stage.until(lambda painted: gettext("all saved") in painted and "↑" not in painted)


async def find(stage: Stage) -> None:
    await roll_call(stage)
    await stage.press("/", *"wo")
    await stage.until(lambda painted: "/ wo" in painted)


async def details(stage: Stage) -> None:
    await roll_call(stage)
    await stage.press("f3", "2", "enter", "f2")


async def term(stage: Stage) -> None:
    await lists(stage)
    await stage.press("v")
    await stage.until(lambda painted: gettext("present") in painted and "●" in painted)
    await stage.press("f3", "2", "enter", "down", "down", "right")


async def justifications(stage: Stage) -> None:
    await lists(stage)
    await stage.press("escape")
    await stage.until(lambda painted: gettext("excuses") in painted)
    await stage.press("j")
    await stage.until(lambda painted: gettext("Justifications") in painted and "✗ A" in painted)
    await stage.until(lambda painted: not stage.workspace.sync.state.queue.ahead)
    await asyncio.sleep(1)  # Enter just as the page opens is not counted
    await stage.press("enter", "down")
    await stage.until(lambda painted: gettext("justified") in painted)


async def exporting(stage: Stage) -> None:
    await lists(stage)
    await stage.press("v")
    await stage.until(lambda painted: gettext("present") in painted and "●" in painted)
    await stage.press("e")
    await stage.until(lambda painted: gettext("a page to print") in painted)
    await stage.press("3", "n")


async def summary(stage: Stage) -> None:
    await roll_call(stage)
    await stage.press("f", "1", "h", "2", "4", "enter", "f7")
    await stage.until(lambda painted: "10:17" in painted and gettext("Roll complete") in painted)


async def differences(stage: Stage) -> None:
    await lists(stage)
    await stage.press("m", "3")
    await stage.until(lambda painted: gettext("Changing the mode …") not in painted)
    register = stage.workspace.register
    groups_known = [group.key for one in register.terms("en") for group in one.groups]
    current = next(
        one.list for key in groups_known for one in register.lists(key) if one.list.date == now().replace(minute=15)
    )
    roll = register.roll(current.id)
    people = [entry.student for entry in roll.entries] if roll else []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "Attendance report 23.11.csv"
        file.write_text(report(people, current.date), encoding="utf-8")
        await stage.press("i")
        await stage.until(lambda painted: gettext("File:") in painted)
        stage.pilot.app.post_message(Paste(str(file)))
        await stage.until(lambda painted: gettext("To decide") in painted)


async def keys(stage: Stage) -> None:
    await roll_call(stage)
    await stage.press("?")
    await stage.until(lambda painted: gettext("Esc closes") in painted)


@dataclass(frozen=True)
class Picture:
    """A file, and how to come to what it shows."""

    name: str
    steps: Callable[[Stage], Awaitable[None]]
    language: str = "en"
    theme: str = DARK.name
    size: tuple[int, int] = (80, 24)


PICTURES = (
    Picture("groups", picker),
    Picture("lists", lists),
    Picture("new-list", new_list),
    Picture("from-timetable", from_timetable),
    Picture("roll-call", roll_call),
    Picture("roll-call-light", roll_call, theme=LIGHT.name, size=(120, 36)),
    Picture("roll-call-pl", roll_call, language="pl"),
    Picture("find", find),
    Picture("details", details, size=(120, 36)),
    Picture("term", term, size=(100, 36)),
    Picture("justifications", justifications, size=(100, 30)),
    Picture("export", exporting),
    Picture("summary", summary),
    Picture("import", differences, size=(100, 28)),
    Picture("help", keys),
)


async def take(picture: Picture) -> str:
    """Return a picture as SVG."""
    i18n.use_language(picture.language)
    with tempfile.TemporaryDirectory() as folder, Emulator(Options(timestamp_window=None), now=now) as emulator:
        access = Access(
            emulator.url, emulator.consumer_key, emulator.consumer_secret, emulator.token, emulator.token_secret
        )
        store = Store(Path(folder) / "store.sqlite3")
        sync = Sync(store, lambda: Usos(access, Settings()), now=now)
        workspace = Workspace(Register(store, now), sync, "demo", options=CallingOptions(repeat_guard=0))
        application = Rollcall(workspace, theme=picture.theme)
        async with application.run_test(size=picture.size) as pilot:
            await picture.steps(Stage(workspace, pilot))
            await pilot.pause()
            svg = application.export_screenshot(title="rollcall")
        sync.stop()
        store.close_thread()
    return for_a_readme(svg)


UNIVERSITY = "Example University"
ADDRESS = "https://usosapps.example.edu.pl/"


def choosing(screen: SignIn) -> None:
    screen.prompt.paste(Paste("warsz"))


def consenting(screen: SignIn) -> None:
    request = f"{ADDRESS}services/oauth/authorize?oauth_token=Xq3LmV8tPz5RkW2bYc7N"
    screen.show_page(pages.browser_page(UNIVERSITY, request))
    screen.show_step(gettext("3 of 3 · your consent"), screen.leave)
    screen.close_prompt()


def signed_in(screen: SignIn) -> None:
    account = Account(ADDRESS, "2001", "Barbara Łęcka", UNIVERSITY)
    screen.show_page(pages.done_page(account, (), Kept.KEYCHAIN, None))
    screen.show_step(account.person, screen.leave)
    screen.go_on(gettext("go on"), screen.leave)


SIGN_IN_PICTURES = {"sign-in-university": choosing, "sign-in-consent": consenting, "signed-in": signed_in}


async def take_sign_in(steps: Callable[[SignIn], None]) -> str:
    """Return a picture of signing in as SVG; nobody is called for it."""
    i18n.use_language("en")
    with tempfile.TemporaryDirectory() as folder:
        sign_in_context = SignInContext(Accounts(Path(folder)), Settings(), _nobody, lambda _: None)
        application = FirstRun(sign_in_context)
        async with application.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            screen = application.screen
            if not isinstance(screen, SignIn):
                raise TypeError(f"signing in was expected, not {screen}")
            steps(screen)
            await pilot.pause()
            return for_a_readme(application.export_screenshot(title="rollcall"))


def _nobody() -> NoReturn:
    raise AssertionError("a picture calls nobody")


def for_a_readme(svg: str) -> str:
    """Leave the fonts to the reader's machine, and keep the spaces, which some viewers drop at the ends of a text."""
    local = re.sub(r',?\s*url\("https://[^)]*\) format\("[^"]*"\)', "", svg)
    return local.replace("<svg ", '<svg xml:space="preserve" ', 1)


def main() -> None:
    """Take all pictures."""
    for picture in PICTURES:
        file = FOLDER / f"{picture.name}.svg"
        file.write_text(asyncio.run(take(picture)), encoding="utf-8")
        print(file.relative_to(FOLDER.parent))
    for name, steps in SIGN_IN_PICTURES.items():
        (FOLDER / f"{name}.svg").write_text(asyncio.run(take_sign_in(steps)), encoding="utf-8")
        print(f"{FOLDER.name}/{name}.svg")


if __name__ == "__main__":
    main()
