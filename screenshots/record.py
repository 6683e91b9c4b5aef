"""Records a roll of ten seconds for the README, by keys in the real program: `python -m screenshots.record`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from app.domain.model import Mark
from app.i18n import LANGUAGES, gettext
from app.keymap import keys
from app.tui.themes import DARK
from screenshots.animation import Frame, animated
from screenshots.stage import Stage, stage
from screenshots.take import FOLDERS, picker

QUICK, SLOW, LOOK = 0.3, 0.5, 1.0  # seconds for which a frame is seen
FIND = "wo"
PRESENT, ABSENT, EXCUSED = "1", "4", "3"


async def story(shown: Stage) -> AsyncIterator[Frame]:
    """A roll is called, a slip taken back, somebody found, the rest filled in, and the summary read."""
    await picker(shown)
    yield Frame(shown.picture(), LOOK)
    await shown.press("enter")
    await shown.until(lambda painted: gettext("present") in painted and gettext("reading from USOS …") not in painted)
    yield Frame(shown.picture(), SLOW, "Enter")
    for digit, mark in ((PRESENT, Mark.INTRAMURAL), (PRESENT, Mark.INTRAMURAL), (EXCUSED, Mark.JUSTIFIED)):
        yield await _after(shown, digit, QUICK, keys.letter(mark))
    yield await _after(shown, ABSENT, SLOW, keys.letter(Mark.ABSENT))  # the slip
    yield await _after(shown, "backspace", SLOW, "⌫")
    for _ in range(3):
        yield await _after(shown, PRESENT, QUICK, keys.letter(Mark.INTRAMURAL))
    yield await _after(shown, "/", QUICK, "/")
    for letter in FIND:
        yield await _after(shown, letter, QUICK, letter)
    await shown.press(ABSENT)
    await shown.until(lambda painted: f"/ {FIND}" not in painted)
    yield Frame(shown.picture(), LOOK, ABSENT)
    yield await _after(shown, "f", SLOW, "F")
    yield await _after(shown, PRESENT, LOOK, PRESENT)
    await shown.press("f7")
    await shown.until(lambda painted: "10:17" in painted)  # USOS has confirmed it
    yield Frame(shown.picture(), 2.0, "F7")


async def _after(shown: Stage, key: str, seconds: float, cap: str) -> Frame:
    await shown.press(key)
    await shown.pilot.pause()
    return Frame(shown.picture(), seconds, cap)


async def record(language: str) -> str:
    """Return the recording as SVG."""
    async with stage(language, DARK.name, (80, 24)) as shown:
        return animated([frame async for frame in story(shown)])


def main() -> None:
    """Record in both languages."""
    for language in LANGUAGES:
        file = FOLDERS[language] / "recording.svg"
        file.parent.mkdir(exist_ok=True)
        file.write_text(asyncio.run(record(language)), encoding="utf-8")
        print(file.relative_to(FOLDERS["en"].parent))


if __name__ == "__main__":
    main()
