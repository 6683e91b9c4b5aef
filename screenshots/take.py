"""Takes the pictures of the pages for people from the demo, with the clock held still: `python -m screenshots.take`."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual.events import Paste

from app import i18n
from app.accounts.accounts import Account, Accounts
from app.config.settings import Settings
from app.domain.model import Phrase
from app.i18n import LANGUAGES, gettext
from app.sync.requests import ReadRoll
from app.tui.sign_in.first_run import FirstRun
from app.tui.themes import DARK, LIGHT
from app.workspace.destination import SignInContext
from screenshots.small import small
from screenshots.stage import Stage, for_readers, now, stage
from tests.support.report_of_class import report
from tests.support.sign_in_driver import Person
from tests.support.told_university import Told, until_step

FOLDERS = {"en": Path(__file__).parent, "pl": Path(__file__).parent / "pl"}
USUAL, WIDE = (80, 24), (120, 36)

# What the lecturer does in the pictures: marks, and a comment on the way.
COMMENTS = {"en": "late 10 min", "pl": "spóźnienie 10 min"}
MARKS_BEFORE, MARKS_AFTER = "114131", "114311111"


async def groups(shown: Stage) -> None:
    await shown.until(lambda painted: "Analiz" in painted or "Analys" in painted)
    await shown.until(lambda painted: gettext("reading from USOS …") not in painted)


async def picker(shown: Stage) -> None:
    """With everything read ahead, so that what is not finished is known."""
    await groups(shown)
    await shown.until(lambda painted: not shown.workspace.sync.state.queue.ahead)


async def lists(shown: Stage) -> None:
    await groups(shown)
    await shown.press("/", *"analiza", "enter")
    await shown.until(lambda painted: "10:15" in painted)
    known = {
        one.list.id
        for group in shown.workspace.register.list_counts() or ()
        for one in shown.workspace.register.lists(group)
    }
    shown.workspace.sync.want(*(ReadRoll(list_id) for list_id in sorted(known)))
    await shown.until(lambda painted: not any(shown.workspace.sync.is_wanted(ReadRoll(list_id)) for list_id in known))
    await shown.press("f5")
    await shown.until(
        lambda painted: not re.search(r"–  |–$", painted, re.M) and gettext("reading from USOS …") not in painted
    )


async def called_list(shown: Stage) -> None:
    """With the cursor on a list that has marks: a large terminal shows them beside it."""
    await lists(shown)
    await shown.press("up")


async def new_list(shown: Stage) -> None:
    await lists(shown)
    await shown.press("n")
    await shown.until(lambda painted: "30.11.2026" in painted)
    await shown.press(*"7.12 8:30")
    await shown.until(lambda painted: "8:30" in painted)


async def from_timetable(shown: Stage) -> None:
    await lists(shown)
    await shown.press("t")
    await shown.until(lambda painted: gettext("to be created") in painted)
    await shown.until(lambda painted: gettext("reading from USOS …") not in painted)


async def roll_call(shown: Stage) -> None:
    await lists(shown)
    await shown.press("enter")
    await shown.until(lambda painted: "30" in painted and gettext("reading from USOS …") not in painted)
    await shown.press(*MARKS_BEFORE, "c", *COMMENTS[i18n.language()], "enter", *MARKS_AFTER)
    await shown.until(lambda painted: gettext("all in USOS") in painted and "↑" not in painted)


async def find(shown: Stage) -> None:
    await roll_call(shown)
    await shown.press("/", *"wo")
    await shown.until(lambda painted: "/ wo" in painted)


async def details(shown: Stage) -> None:
    await roll_call(shown)
    await shown.press("f3", "2", "enter", "f2")


async def term(shown: Stage) -> None:
    await lists(shown)
    await shown.press("v")
    await shown.until(lambda painted: gettext("present") in painted and "●" in painted)
    await shown.press("f3", "2", "enter", "down", "down", "right")


async def justifications(shown: Stage) -> None:
    await lists(shown)
    await shown.press("escape")
    await shown.until(lambda painted: gettext("excuses") in painted)
    await shown.press("j")
    await shown.until(lambda painted: gettext("Excuses") in painted and "✗" in painted)
    await shown.until(lambda painted: not shown.workspace.sync.state.queue.ahead)
    await asyncio.sleep(1)  # Enter just as the page opens is not counted
    await shown.press("enter", "down")
    await shown.until(lambda painted: "◇" in painted)


async def exporting(shown: Stage) -> None:
    await lists(shown)
    await shown.press("v")
    await shown.until(lambda painted: gettext("present") in painted and "●" in painted)
    await shown.press("e")
    await shown.until(lambda painted: gettext("a page to print") in painted)
    await shown.press("3", "n")


async def summary(shown: Stage) -> None:
    await roll_call(shown)
    await shown.press("f", "1", "h", "2", "4", "enter", "f7")
    await shown.until(lambda painted: "10:17" in painted and gettext("Roll complete") in painted)


async def differences(shown: Stage) -> None:
    await lists(shown)
    await shown.press("m", "3")
    await shown.until(lambda painted: gettext("Changing the mode …") not in painted)
    register = shown.workspace.register
    groups_known = [group.key for one in register.terms("en") for group in one.groups]
    current = next(
        one.list for key in groups_known for one in register.lists(key) if one.list.date == now().replace(minute=15)
    )
    roll = register.roll(current.id)
    people = [entry.student for entry in roll.entries] if roll else []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "Attendance report 23.11.csv"
        file.write_text(report(people, current.date), encoding="utf-8")
        await shown.press("i")
        await shown.until(lambda painted: gettext("File:") in painted)
        shown.pilot.app.post_message(Paste(str(file)))
        await shown.until(lambda painted: gettext("To decide") in painted)


async def keys(shown: Stage) -> None:
    await roll_call(shown)
    await shown.press("?")
    await shown.until(lambda painted: gettext("Every day") in painted)


@dataclass(frozen=True)
class Picture:
    """A file, and how to come to what it shows."""

    name: str
    steps: Callable[[Stage], Awaitable[None]]
    theme: str = DARK.name
    size: tuple[int, int] = USUAL


MAIN = {"groups": picker, "lists": called_list, "roll-call": roll_call, "summary": summary, "term": term}
"""The screens of which there are pictures in both themes, and in a usual and a large terminal each."""
LOOKS = {
    "": (DARK.name, USUAL),
    "-wide": (DARK.name, WIDE),
    "-light": (LIGHT.name, WIDE),
    "-light-small": (LIGHT.name, USUAL),
}

PICTURES = (
    *(
        Picture(f"{name}{end}", steps, theme, size)
        for name, steps in MAIN.items()
        for end, (theme, size) in LOOKS.items()
    ),
    Picture("new-list", new_list),
    Picture("from-timetable", from_timetable),
    Picture("find", find),
    Picture("details", details, size=WIDE),
    Picture("justifications", justifications, size=(100, 30)),
    Picture("export", exporting),
    Picture("import", differences, size=(100, 28)),
    Picture("help", keys),
)


async def take(picture: Picture, language: str) -> str:
    """Return a picture as SVG."""
    async with stage(language, picture.theme, picture.size) as shown:
        await picture.steps(shown)
        await shown.pilot.pause()
        return shown.picture()


PLACE = Phrase("Uniwersytet Przykładowy", "Example University")
ADDRESS = "usosapps.example.edu.pl"


async def choosing(person: Person) -> None:
    await until_step(person, 1)
    await person.paste("warsz")


async def consenting(person: Person) -> None:
    await until_step(person, 1)
    await person.paste(ADDRESS)
    await person.press("enter")
    await until_step(person, 3)


async def signing_in(person: Person) -> None:
    await consenting(person)
    await person.press("f6")
    await person.type_pin("12345678")
    await person.until(lambda: "Łęcka" in person.screen_text(), "who it is")


SIGN_IN_PICTURES = {"sign-in-university": choosing, "sign-in-consent": consenting, "signed-in": signing_in}


async def take_sign_in(steps: Callable[[Person], Awaitable[None]], language: str) -> str:
    """Return a picture of signing in as SVG; nobody is called for it."""
    i18n.use_language(language)
    account = Account(f"https://{ADDRESS}/", "2001", "Barbara Łęcka", PLACE.in_language(language))
    with tempfile.TemporaryDirectory() as folder:
        told = Told(account=account, name=PLACE)
        application = FirstRun(SignInContext(Accounts(Path(folder)), Settings(), lambda: told, lambda _: None))
        async with application.run_test(size=USUAL) as pilot:
            person = Person(application, pilot, None, None, None)
            await steps(person)
            await person.until_laid_out()
            return for_readers(application.export_screenshot(title="rollcall"))


def main() -> None:
    """Take all pictures, or those named."""
    for language in LANGUAGES:
        taken = {picture.name: partial(take, picture, language) for picture in PICTURES}
        taken |= {name: partial(take_sign_in, steps, language) for name, steps in SIGN_IN_PICTURES.items()}
        FOLDERS[language].mkdir(exist_ok=True)
        for name in sys.argv[1:] or taken:
            file = FOLDERS[language] / f"{name}.svg"
            file.write_text(small(asyncio.run(taken[name]())), encoding="utf-8")
            print(file.relative_to(FOLDERS["en"].parent))


if __name__ == "__main__":
    main()
