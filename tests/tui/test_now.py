"""What the picker begins with: the class that is on, today's others, and what is not finished."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.domain import polish_time
from app.domain.model import Mode
from app.emulator import Emulator, Fault, FaultKind, Options
from app.messages import lessons
from app.tui.groups import screen
from app.tui.groups.rows import More
from app.tui.lists.screen import ListsScreen
from app.tui.roll.screen import RollScreen
from tests.support.driver import NOW, QUICK, Driver, drive, emulated

USER, TIMETABLE, CREATE = "services/attendance/user", "services/tt/staff", "services/attendance/create_attendance_list"


COURSES = ("Mathematical Analysis I", "Podstawy sztucznej", "Databases", "Professional Ethics")


class Clock:
    """A wall clock that somebody sets."""

    def __init__(self, moment: datetime = NOW) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated() as emulator:
        yield emulator


def lines_from(rollcall: Driver, heading: str, number: int) -> list[str]:
    lines = [" ".join(line.split()) for line in rollcall.screen_text().splitlines()]
    first = lines.index(heading)
    return lines[first : first + number]


async def all_read(rollcall: Driver) -> None:
    await rollcall.until(rollcall.is_on_now)
    await rollcall.until_history_read()


def test_now_today_and_the_unfinished_stand_above_the_groups(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await all_read(rollcall)
        await rollcall.until_shown("Unfinished lists · 4", "0 of 16", "Past terms · 1 group ▸")
        lines = [" ".join(line.split()) for line in rollcall.screen_text().splitlines()]
        assert [re.sub("[━─]+ ", "", line) for line in lines[2:5]] == [
            "▌ NOW 10:15–11:45 · room A1-33 began 2 min ago",
            "▌ Mathematical Analysis I class gr. 3 · in person",
            "▌ 0 of 30 Enter call the roll",
        ]
        assert lines_from(rollcall, "Today", 3)[1:] == [
            "08:30–10:00 Podstawy sztucznej inte… lab. gr. 2 2.14 no list yet",
            "12:00–13:30 Databases lect. gr. 1 Aula Ś no list yet",
        ]
        assert lines_from(rollcall, "Unfinished lists · 4", 5)[1:] == [
            "Mon 9 Nov Mathematical Analysis I class gr. 3 ━━━━━━────── 15 of 30",
            "Wed 4 Nov Podstawy sztucznej inte… lab. gr. 2 ━━━━━━────── 8 of 16",
            "Mon 2 Nov Mathematical Analysis I class gr. 3 ──────────── 0 of 30",
            "Wed 28 Oct Podstawy sztucznej inte… lab. gr. 2 ──────────── 0 of 16",
        ]
        in_grid = rollcall.screen_text().splitlines()[6:]
        assert len({line.index(name) for line in in_grid for name in COURSES if name in line}) == 1
        await rollcall.press("l")
        await rollcall.until_shown("Mathematical Analysis I · class gr. 3", "8 lists")
        assert isinstance(rollcall.app.screen, ListsScreen)

    drive(tmp_path, usos, steps, size=(80, 30))


def test_two_keys_from_the_start_to_the_first_mark(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until(rollcall.is_on_now)
        await rollcall.press("enter")
        await rollcall.until(
            lambda: isinstance(rollcall.app.screen, RollScreen) and rollcall.roll.rows.count, "the roll"
        )
        await rollcall.press("1")
        await rollcall.until_saved()
        assert [mark for mark, _ in usos.marks(usos.current_list()).values()].count("intramural") == 1

    drive(tmp_path, usos, steps)


def test_an_unfinished_list_opens_at_its_first_gap(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await all_read(rollcall)
        await rollcall.until_shown("15 of 30")

        def line_of_the_cursor() -> str:
            return next(line for line in rollcall.screen_text().splitlines() if line.startswith("▌"))

        await rollcall.press_until("down", lambda: "15 of 30" in line_of_the_cursor(), "the unfinished list")
        await rollcall.press("enter")
        await rollcall.until_shown("15 of 30 left")
        first = next(entry for entry in rollcall.roll.rows.entries if entry.mark is None)
        assert rollcall.roll.rows.current == first

    drive(tmp_path, usos, steps)


def test_the_newest_three_are_shown_and_enter_unfolds_the_others(tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await all_read(rollcall)
        await rollcall.until_shown("Unfinished lists · ", "more")
        rows = rollcall.picker.rows
        await rollcall.press_until("down", lambda: isinstance(rows.current, More), "the row of the others")
        number, count = rows.current.number, rows.count
        await rollcall.press("enter")
        await rollcall.until(lambda: rows.count == count + number - 1)
        assert rows.current is not None  # the first that was not shown before
        await rollcall.press("escape")
        await rollcall.until(lambda: rows.count == count)

    with emulated(groups=20) as usos:
        drive(tmp_path, usos, steps, size=(80, 36))


def test_finding_a_group_hides_the_rest(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await all_read(rollcall)
        await rollcall.press("slash", *"databases")
        await rollcall.until(lambda: "NOW" not in rollcall.screen_text())
        assert "Today" not in rollcall.screen_text()
        assert "Unfinished" not in rollcall.screen_text()
        await rollcall.press("enter")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, ListsScreen))
        await rollcall.press("escape")
        await rollcall.until_shown("Today", "Unfinished")  # what was searched for ends with leaving
        assert "/ databases" not in rollcall.screen_text()
        assert rollcall.picker.rows.current.course.en == "Databases"
        await rollcall.press("slash", *"nobody teaches this".replace(" ", ""), "enter")
        await rollcall.until_shown("Today", "Unfinished")

    drive(tmp_path, usos, steps)


def test_the_mode_is_chosen_before_the_list_is_created(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.choose_lesson("Databases")
        await rollcall.until_shown("M mode")
        assert rollcall.picker.rows.current.mode is Mode.REMOTE  # the one used last
        await rollcall.press("m", "m")
        await rollcall.until_shown("Mode of the new list: in person.")
        await rollcall.press("enter", "enter")
        await rollcall.until_shown("The list is in USOS.", "in person")
        made = max(usos.lists(), key=lambda one: int(one.id))
        assert (made.mode, made.date, made.marked) == ("intramural", datetime.fromisoformat("2026-11-23 12:00"), 0)
        await rollcall.press("escape")
        await rollcall.until(lambda: rollcall.picker.rows.current.list)
        await rollcall.press("m")
        await rollcall.until_shown("This class already has a list")

    drive(tmp_path, usos, steps)


def test_a_click_on_a_class_takes_the_question_back_and_the_bar_says_what_enter_does_there(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.choose_lesson("Databases")
        rows = rollcall.picker.rows
        place = rows.cursor
        await rollcall.press("enter")
        await rollcall.until_shown("Enter again creates", "Enter create its list, call")
        await rollcall.press("home")
        await rollcall.until_shown("Enter call the roll")

        lines = rollcall.screen_text().splitlines()
        at = next(number for number, line in enumerate(lines) if "12:00" in line and "Databases" in line)
        await rollcall.pilot.click(offset=(10, at))
        await rollcall.until_shown("Enter create its list, call")
        assert rows.cursor == place
        await rollcall.press("enter")
        await rollcall.until_shown("Enter again creates")
        await rollcall.pilot.click(rows, offset=(10, 0))
        await rollcall.until_shown("Enter call the roll")
        assert "Enter again" not in rollcall.screen_text()

    drive(tmp_path, usos, steps)


def test_a_class_that_is_not_on_is_called_only_by_a_second_enter_that_nothing_came_between(
    usos: Emulator, tmp_path: Path
) -> None:
    begins = "Databases begins at 12:00. Enter again creates"

    async def steps(rollcall: Driver) -> None:
        await rollcall.choose_lesson("Databases")
        lists = len(usos.lists())
        held = [(5000 + tenth / 10, "enter") for tenth in range(9)]
        await rollcall.press_at(*held)
        await rollcall.until_shown(begins)
        rollcall.seconds = 5001
        for other in ("m", "down", "escape", "f2"):
            await rollcall.press(other)
            await rollcall.choose_lesson("Databases")
            assert begins not in rollcall.screen_text()
            await rollcall.press("enter")
            await rollcall.until_shown(begins)
        assert (len(usos.lists()), rollcall.picker.rows.current.draft) == (lists, None)
        await rollcall.press("enter")
        await rollcall.until_shown("The list is in USOS.")
        assert len(usos.lists()) == lists + 1

    drive(tmp_path, usos, steps)


def test_a_picker_of_twenty_groups_costs_few_calls(tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until(rollcall.is_on_now)
        await rollcall.until(lambda: rollcall.picker.lessons[0].tally, "the count of the class that is on")
        await rollcall.until(lambda: not rollcall.picker.is_reading())
        assert len(usos.calls) <= 6

    with emulated(groups=20) as usos:
        drive(tmp_path, usos, steps, pace=replace(QUICK, ahead=60))


def test_groups_are_there_after_two_calls_whatever_becomes_of_the_others(tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until_shown("Mathematical Analysis I", "Past terms · ")
        assert sum(call.status == 200 for call in usos.calls) <= 2
        usos.faults.clear()

    with emulated(groups=20) as usos:
        for method in (USER, TIMETABLE):
            usos.faults.add(Fault(FaultKind.HANG, method, count=None))
        drive(tmp_path, usos, steps)


def test_the_week_to_come_is_read_ahead_once_a_day(usos: Emulator, tmp_path: Path) -> None:
    def weeks() -> list[str]:
        return [call.params["start"] for call in usos.calls.of(TIMETABLE)]

    async def steps(rollcall: Driver) -> None:
        await all_read(rollcall)
        await rollcall.until(lambda: "2026-11-29" in weeks())

    drive(tmp_path, usos, steps)
    drive(tmp_path, usos, steps)
    assert weeks() == ["2026-11-22", "2026-11-29", "2026-11-22"]


@pytest.mark.parametrize("missing", [{"services/tt/user", "services/tt/staff"}, {"services/tt/user"}])
def test_an_installation_without_a_timetable_says_nothing_of_it(tmp_path: Path, missing: set[str]) -> None:
    async def steps(rollcall: Driver) -> None:
        await all_read(rollcall)
        assert "does not know" not in rollcall.screen_text()
        assert ("Today" in rollcall.screen_text()) is ("services/tt/staff" not in missing)
        assert sum("services/tt" in call.method for call in usos.calls) <= 6

    with emulated(without=frozenset(missing)) as usos:
        drive(tmp_path, usos, steps)


def test_another_class_is_on_as_time_passes(usos: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "TICK", 0.02)
    clock = Clock()

    async def steps(rollcall: Driver) -> None:
        await all_read(rollcall)
        clock.moment = datetime.fromisoformat("2026-11-23 12:02")
        await rollcall.until(lambda: rollcall.picker.lessons[0].group.course.en == "Databases")
        assert rollcall.picker.rows.current == rollcall.picker.lessons[0]  # nobody has moved the cursor
        await rollcall.press("down")
        staying = rollcall.picker.rows.current.group
        clock.moment = datetime.fromisoformat("2026-11-23 13:45")
        await rollcall.until(lambda: "NOW" not in rollcall.screen_text())
        assert rollcall.picker.rows.current.group == staying
        clock.moment = datetime.fromisoformat("2026-11-24 00:01")
        await rollcall.until_shown("NEXT  11:30–13:00", "in 11 h")
        await rollcall.until(lambda: "2026-11-23" in [call.params["start"] for call in usos.calls.of(TIMETABLE)])

    drive(tmp_path, usos, steps, wall_clock=clock)


def test_nothing_is_painted_anew_when_nothing_has_changed(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await all_read(rollcall)
        await rollcall.until(lambda: not rollcall.picker.is_reading())
        shown, fills = rollcall.picker.rows.show, []
        rollcall.picker.rows.show = lambda *given: (fills.append(given), shown(*given))  # type: ignore[method-assign]
        await rollcall.press("f5")
        await rollcall.until(lambda: usos.calls.count(USER) == 2)
        await rollcall.until(lambda: not rollcall.picker.is_reading())
        assert fills == []

    drive(tmp_path, usos, steps)


# --- whose time it is ---


@pytest.mark.parametrize(
    ("moment", "zone", "polish", "told"),
    [
        ("2026-11-23 09:17", "Europe/Warsaw", "2026-11-23 10:17", ""),
        ("2026-11-23 09:17", "Europe/Paris", "2026-11-23 10:17", ""),
        ("2026-11-23 09:17", "Europe/London", "2026-11-23 10:17", "Polish time 10:17; this computer says 09:17."),
        # From 03:00 the clock goes back to 02:00: London and Poland do so at once, New York a week later.
        ("2026-10-25 00:30", "Europe/Warsaw", "2026-10-25 02:30", ""),
        ("2026-10-25 01:30", "Europe/Warsaw", "2026-10-25 02:30", ""),
        ("2026-10-25 00:30", "Europe/London", "2026-10-25 02:30", "Polish time 02:30; this computer says 01:30."),
        ("2026-10-25 01:30", "Europe/London", "2026-10-25 02:30", "Polish time 02:30; this computer says 01:30."),
        ("2026-10-25 16:00", "America/New_York", "2026-10-25 17:00", "Polish time 17:00; this computer says 12:00."),
        # From 02:00 it goes on to 03:00.
        ("2027-03-28 00:59", "Europe/Warsaw", "2027-03-28 01:59", ""),
        ("2027-03-28 01:00", "Europe/Warsaw", "2027-03-28 03:00", ""),
        ("2027-03-28 01:00", "Etc/GMT-1", "2027-03-28 03:00", "Polish time 03:00; this computer says 02:00."),
        (
            "2026-11-23 23:17",
            "Europe/London",
            "2026-11-24 00:17",
            "Polish time Tue 24 Nov 00:17; this computer says Mon 23 Nov 23:17.",
        ),
    ],
)
def test_the_hint_at_the_computers_own_time(moment: str, zone: str, polish: str, told: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert polish_time.at(at) == datetime.fromisoformat(polish)
    here = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert lessons.clocks(polish_time.at(at), here) == told


def test_the_hint_stands_in_the_picker_and_gives_way_to_trouble(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until_shown("Polish time 10:17; this computer says 09:17.")
        usos.stop()
        await rollcall.press("f5")
        await rollcall.until_shown("No connection to USOS.")
        assert "Polish time" not in rollcall.screen_text()

    drive(tmp_path, usos, steps, computer_now=lambda: NOW - timedelta(hours=1))


@pytest.mark.parametrize("now", ["2026-11-23 23:50", "2026-11-24 00:10"])
def test_a_class_over_midnight_is_on_on_both_sides_of_it(tmp_path: Path, now: str) -> None:
    clock = Clock(datetime.fromisoformat(now))

    async def steps(rollcall: Driver) -> None:
        await rollcall.until_shown("NOW", "23:45–01:15")
        await rollcall.choose_lesson("Mathematical Analysis I")
        await rollcall.press("enter")
        await rollcall.until_shown("Mon 23 Nov 23:45")
        assert ("1 day ago" in rollcall.screen_text()) is (clock.moment.day == 24)

    options = Options(timestamp_window=None)
    with Emulator(options, now=lambda: datetime.fromisoformat("2026-11-23 23:47")) as usos:
        drive(tmp_path, usos, steps, wall_clock=clock, size=(120, 36))


def test_beside_another_program_no_mode_is_promised_for_a_list_that_is_not_created(
    usos: Emulator, tmp_path: Path
) -> None:
    async def beside_another(rollcall: Driver) -> None:
        await rollcall.choose_lesson("Databases")
        assert rollcall.picker.rows.current.list is None
        rollcall.picker.message.stand("")
        await rollcall.press("m")
        await rollcall.until_shown("Another rollcall (process 4711) has these marks open; this one only")
        assert "will be created" not in rollcall.screen_text()

    drive(tmp_path, usos, all_read)
    drive(tmp_path, usos, beside_another, owner="4711")
