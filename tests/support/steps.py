"""Steps that pictures, played states and tests of screens share: from the start to a screen that is at rest."""

from __future__ import annotations

from app.tui.roll.screen import RollScreen
from tests.support.driver import Driver

NO_LIST = "Podstawy sztucznej inteligencji"  # a class of today without a list; it began 40 minutes ago


async def groups(rollcall: Driver) -> None:
    await rollcall.until(rollcall.is_on_now)
    await rollcall.until(lambda: not rollcall.app.screen.is_reading())
    await rollcall.until_history_read()


async def lists(rollcall: Driver) -> None:
    await rollcall.open_current_lists()
    await rollcall.until_history_read()
    await rollcall.until(lambda: not rollcall.app.screen.is_reading())


async def open_roll(rollcall: Driver) -> None:
    """Nothing is under way then, so that no answer comes between what a test does and its picture."""
    await rollcall.open_current_roll()
    await rollcall.until_quiet()


async def roll(rollcall: Driver) -> None:
    await open_roll(rollcall)
    await rollcall.press(*"1141131")
    await shown_as_saved(rollcall)


async def draft(rollcall: Driver) -> None:
    """Call the class of today that has no list yet."""
    await rollcall.choose_lesson(NO_LIST)
    await rollcall.press("enter", "enter")
    await rollcall.until(lambda: isinstance(rollcall.app.screen, RollScreen) and rollcall.roll.rows.count)


async def shown_as_saved(rollcall: Driver) -> None:
    await rollcall.until_saved()
    await rollcall.until(lambda: "↑" not in rollcall.screen_text(), "shown as saved")
    await rollcall.until_quiet()


async def settled(rollcall: Driver, *texts: str) -> None:
    """Wait until a text is shown and nothing is under way any more."""
    await rollcall.until_shown(*texts)
    await rollcall.until(lambda: not rollcall.app.screen.is_reading())


async def told(rollcall: Driver) -> None:
    """Wait until the message line of a roll says something, in whatever language, and nothing is under way."""
    await rollcall.until(lambda: str(rollcall.roll.message.content).strip("─ "), "something said")
    await rollcall.until(lambda: not rollcall.roll.is_reading())
