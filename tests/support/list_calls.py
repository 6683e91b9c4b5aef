"""What the tests share that make, change and delete lists: how to get there, and what USOS was asked for."""

from __future__ import annotations

from datetime import datetime

from app.emulator import Emulator
from app.emulator.backdoor import ListSummary
from app.tui.lists.screen import ListsScreen
from app.tui.store_screen import StoreScreen
from app.tui.widgets.rows import Rows
from tests.support.driver import Driver

CREATE = "services/attendance/create_attendance_list"
FROM_TT = "services/attendance/create_from_tt"
MODE = "services/attendance/change_list_mode"
DELETE = "services/attendance/delete_list"
LIST = "services/attendance/attendance_list"
LISTS = "services/attendance/attendance_lists"
GROUP = "services/attendance/group"
ROLL = "services/attendance/attendance"
DATES = "services/tt/classgroup_dates2"


def at(text: str) -> datetime:
    """A moment as ISO has it."""
    return datetime.fromisoformat(text)


async def open_lists(rollcall: Driver, query: str = "mathem") -> None:
    """Open the lists of the group that is found by this, and wait until they are read."""
    await rollcall.until(lambda: rollcall.register.terms("en"), "the groups")
    await rollcall.until(lambda: not rollcall.app.screen.is_reading(), "all read")
    await rollcall.press("slash", *query, "enter")
    await opened(rollcall, ListsScreen)
    await rollcall.until_quiet()


async def opened(rollcall: Driver, kind: type[StoreScreen[Rows]]) -> None:
    """Wait until a screen has asked for what it reads and shows what is known."""
    await rollcall.until(
        lambda: isinstance(screen := rollcall.app.screen, kind) and str(screen.title_line.content), f"a {kind.__name__}"
    )


async def ended(rollcall: Driver) -> None:
    """Wait until what was asked for has ended; readings may still wait for a better connection."""
    await rollcall.until(lambda: not rollcall.sync.actions(), "no action under way")


async def until_said(rollcall: Driver, *sentences: str) -> None:
    """Wait until these are on the screen, however they are broken into lines."""

    def said() -> str:
        return " ".join(rollcall.screen_text().replace("─", " ").split())

    await rollcall.until(lambda: all(sentence in said() for sentence in sentences), f"said: {sentences}")


class Asked:
    """The calls since it was made; rolls that are read ahead do not count."""

    def __init__(self, usos: Emulator) -> None:
        self._usos, self._before = usos, len(usos.calls)

    def methods(self) -> list[str]:
        """The methods called, in order."""
        return [call.method for call in list(self._usos.calls)[self._before :] if call.method != ROLL]

    def count(self, method: str) -> int:
        """How often one was called."""
        return self.methods().count(method)


def lists_of(usos: Emulator, rollcall: Driver) -> list[ListSummary]:
    """What USOS has of the group on the screen, oldest first."""
    key = rollcall.app.screen.group.key
    return [one for one in usos.lists() if (one.unit_id, str(one.group_number)) == key]


def dates_of(usos: Emulator, rollcall: Driver) -> list[datetime]:
    """When USOS has lists of the group on the screen."""
    return [one.date for one in lists_of(usos, rollcall)]
