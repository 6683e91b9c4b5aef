"""Clocks that are wrong, are set back, or jump on the two Sundays: decisions keep their order, dates their days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.domain import polish_time
from app.domain.model import GroupKey, Mark, Mode
from app.emulator import Emulator, Options
from app.tui.roll.screen import RollScreen
from tests.support.driver import NOW, QUICK, Driver, assert_sent_in_the_order_of_decisions, connection, drive, emulated

UPDATE = "services/attendance/update_attendance"
FALL = "2026-10-25"  # 03:00 becomes 02:00
SPRING = "2027-03-28"  # 02:00 becomes 03:00
OFFLINE = replace(QUICK, hold=60)


@pytest.mark.parametrize(
    ("moment", "there"),
    [
        (f"{SPRING}T01:59", True),
        (f"{SPRING}T02:00", False),
        (f"{SPRING}T02:59", False),
        (f"{SPRING}T03:00", True),
        (f"{FALL}T02:30", True),
        ("2026-11-23T10:15", True),
    ],
)
def test_polish_clocks_skip_an_hour_in_spring_and_none_in_autumn(moment: str, *, there: bool) -> None:
    assert polish_time.exists(datetime.fromisoformat(moment)) is there


class Clock:
    """A wall clock that somebody sets."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=6) as emulator:
        yield emulator


def in_usos(usos: Emulator) -> list[str | None]:
    return [mark for mark, _ in usos.marks(usos.current_list()).values()]


@pytest.mark.parametrize("jump", [-timedelta(hours=1), -timedelta(days=400), timedelta(hours=1), timedelta(days=400)])
def test_a_clock_set_in_mid_roll_does_not_reorder_decisions(usos: Emulator, tmp_path: Path, jump: timedelta) -> None:
    clock = Clock(NOW)

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        first, second = (entry.student.id for entry in rollcall.roll.rows.entries[:2])
        await rollcall.press("1", "4")
        clock.moment += jump
        await rollcall.press("home", "4", "home", "down", "3")
        await rollcall.press("backspace", "ctrl+y")
        clock.moment -= jump / 2
        await rollcall.press("home", "3")
        await rollcall.until_shown("absent → excused", "↑ 2 unsent")
        await rollcall.press("ctrl+s")
        await rollcall.until_saved()
        assert usos.marks(usos.current_list())[first] == ("justified_absence", None)
        assert usos.marks(usos.current_list())[second] == ("justified_absence", None)
        assert_sent_in_the_order_of_decisions(rollcall)

    drive(tmp_path, usos, steps, pace=OFFLINE, wall_clock=clock, witnessed=True)


def test_undo_after_a_clock_set_back_takes_the_newest_decision_not_the_latest_time(
    usos: Emulator, tmp_path: Path
) -> None:
    clock = Clock(NOW)

    async def before(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1")
        clock.moment -= timedelta(days=2)
        await rollcall.press("4")
        await rollcall.until_shown("↑ 2 unsent")
        usos.stop()

    async def after(rollcall: Driver) -> None:
        await rollcall.until_shown(
            "2 marks have been waiting since", "offline"
        )  # trouble that comes later hides what was undone
        names = [entry.student.name for entry in rollcall.roll.rows.entries]
        await rollcall.press("backspace")
        await rollcall.until_shown(f"Undone: {names[1]}, absent → no mark")
        await rollcall.press("backspace")
        await rollcall.until_shown(f"Undone: {names[0]}, present → no mark")

    drive(tmp_path, usos, before, pace=OFFLINE, wall_clock=clock)
    drive(tmp_path, usos, after, pace=OFFLINE, wall_clock=clock, list_id=usos.current_list())


def test_a_hold_ends_by_the_steady_clock_whatever_the_wall_clock_does(usos: Emulator, tmp_path: Path) -> None:
    clock = Clock(NOW)

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1")
        clock.moment -= timedelta(days=1)
        await rollcall.until_saved()
        assert in_usos(usos).count("intramural") == 1

    drive(tmp_path, usos, steps, pace=replace(QUICK, hold=0.3), wall_clock=clock)


@pytest.mark.parametrize(
    ("meeting", "now", "shown"),
    [
        (f"{FALL} 02:30", "2026-10-25 10:17", "Sun 25 Oct 02:30 · in person"),
        (f"{FALL} 00:15", "2026-10-25 23:59", "Sun 25 Oct 00:15 · in person"),
        (f"{FALL} 23:45", "2026-10-26 00:10", "Sun 25 Oct 23:45 · 1 day ago · in person"),
        ("2026-10-24 23:45", f"{FALL} 23:50", "Sat 24 Oct 23:45 · 1 day ago · in person"),
        ("2026-11-01 00:15", f"{FALL} 00:10", "Sun 1 Nov 00:15 · in 7 days · in person"),
        (f"{SPRING} 02:30", "2027-03-28 10:17", "Sun 28 Mar 02:30 · in person"),
        (f"{SPRING} 23:45", "2027-03-29 00:10", "Sun 28 Mar 23:45 · 1 day ago · in person"),
        ("2027-03-27 23:45", f"{SPRING} 00:05", "Sat 27 Mar 23:45 · 1 day ago · in person"),
        ("2027-03-21 10:15", f"{SPRING} 09:00", "Sun 21 Mar 10:15 · 7 days ago · in person"),
        (f"{SPRING} 10:15", "2026-11-23 10:17", "Sun 28 Mar 2027 10:15 · in 125 days · in person"),
    ],
)
def test_on_the_sundays_on_which_clocks_change_a_list_keeps_its_hour_and_its_day(
    tmp_path: Path, meeting: str, now: str, shown: str
) -> None:
    with Emulator(Options(students=2, timestamp_window=None), now=lambda: NOW) as usos:
        current = next(one for one in usos.lists() if one.id == usos.current_list())
        way = connection(usos)()
        made = way.create_attendance_list(
            GroupKey(current.unit_id, str(current.group_number)), datetime.fromisoformat(meeting), Mode.INTRAMURAL
        )
        way.close()

        async def steps(rollcall: Driver) -> None:
            await rollcall.until_shown("2 of 2 left")
            await rollcall.until_shown(shown)
            await rollcall.press("1")
            await rollcall.until_saved()
            await rollcall.until_shown(f"confirmed in USOS {now[-5:]} (1 of 2)")

        pace = replace(QUICK, confirm=0)
        drive(tmp_path, usos, steps, pace=pace, list_id=made, wall_clock=lambda: datetime.fromisoformat(now))
        assert [mark for mark, _ in usos.marks(made).values()].count(Mark.INTRAMURAL) == 1


def test_the_hour_that_comes_twice_keeps_the_order_of_its_decisions(usos: Emulator, tmp_path: Path) -> None:
    """From 02:59 the clock goes to 02:00: the later decision carries the earlier time."""
    clock = Clock(datetime.fromisoformat(f"{FALL} 02:59"))

    async def steps(rollcall: Driver) -> None:
        await rollcall.until(
            lambda: isinstance(rollcall.app.screen, RollScreen) and rollcall.roll.rows.count, "the roll"
        )
        await rollcall.press("1")
        clock.moment = datetime.fromisoformat(f"{FALL} 02:00")
        await rollcall.press("home", "4", "ctrl+s")
        await rollcall.until_saved()
        assert in_usos(usos).count("absence") == 1
        await rollcall.until_shown("confirmed in USOS 02:00 (1 of 6)")

    drive(tmp_path, usos, steps, pace=OFFLINE, wall_clock=clock, list_id=usos.current_list(), witnessed=True)
