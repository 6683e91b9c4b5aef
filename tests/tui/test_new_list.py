"""A new list, by keys, against the emulator: the date as it is typed, the mode, and every end of the call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.model import Mode
from app.emulator import Emulator, Fault, FaultKind
from app.tui.lists.new_list import NewList
from app.tui.lists.screen import ListsScreen
from app.tui.roll.screen import RollScreen
from tests.support.driver import Driver, connection, drive, emulated
from tests.support.list_calls import (
    CREATE,
    DATES,
    GROUP,
    LIST,
    Asked,
    at,
    dates_of,
    ended,
    lists_of,
    open_lists,
    opened,
    until_said,
)


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated() as emulator:
        yield emulator


async def open_form(rollcall: Driver, query: str = "mathem") -> None:
    await open_lists(rollcall, query)
    await rollcall.press("n")
    await opened(rollcall, NewList)
    await rollcall.until_quiet()


async def create(rollcall: Driver, typed: str = "7.12 10:15") -> None:
    await rollcall.type(typed)
    await rollcall.press("enter", "enter")
    await ended(rollcall)


def test_the_nearest_meeting_without_a_list_is_offered_and_two_keys_and_two_calls_create_it(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_form(rollcall)
        await rollcall.until_shown("30.11.2026 10:15", "Monday 30 Nov 2026, 10:15 · in 7 days", "● in person")
        assert "in the future" not in rollcall.screen_text(), "it was the program that offered this date"
        asked = Asked(usos)
        await rollcall.press("enter")
        await rollcall.until_shown("2 of 2 · how is it held?")
        assert asked.methods() == []
        await rollcall.press("2", "enter")
        await rollcall.until_shown("Created: Mon 30 Nov 2026 10:15 · remote.", "9 lists")
        assert asked.methods() == [CREATE, LIST]
        assert isinstance(rollcall.app.screen, ListsScreen)
        assert rollcall.app.screen.rows.current.list.date == at("2026-11-30T10:15")
        (made,) = [one for one in lists_of(usos, rollcall) if one.date == at("2026-11-30T10:15")]
        assert made.mode == "remote"
        await rollcall.press("enter")
        await rollcall.until_shown("30 of 30 left")

    drive(tmp_path, usos, steps)


def test_opening_the_form_costs_one_call_and_without_a_timetable_the_next_quarter_is_offered(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_lists(rollcall, "seminar")
        asked = Asked(usos)
        await rollcall.press("n")
        await rollcall.until_shown("23.11.2026 10:30", "Monday 23 Nov 2026, 10:30 · today")
        await rollcall.until_quiet()
        assert asked.methods() == [DATES]
        assert "timetable" not in rollcall.screen_text()

    drive(tmp_path, usos, steps)


def test_typing_replaces_what_is_offered_and_says_what_is_understood(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_form(rollcall)
        await rollcall.type("j")
        await rollcall.until_shown("For example: 23.11 10:15")
        await rollcall.press("enter")
        await rollcall.until_shown("This date and time cannot be understood.")
        await rollcall.type("utro 8")
        await rollcall.until_shown("Tuesday 24 Nov 2026, 08:00 · in 1 day")
        assert "understood" not in rollcall.screen_text()
        await rollcall.press("ctrl+u")
        await rollcall.type("7.12")  # the timetable knows when
        await rollcall.until_shown("Monday 7 Dec 2026, 10:15 · in 14 days")
        await rollcall.press("ctrl+u")
        await rollcall.type("śr")
        await rollcall.until_shown("Wednesday 25 Nov 2026, 10:15")

    drive(tmp_path, usos, steps)


@pytest.mark.parametrize(
    ("typed", "warnings"),
    [
        ("16.11.2026 10:15", []),
        ("7.12 10:15", ["in the future"]),
        ("16.11.2026 12:00", ["no class of this group at that time"]),
        ("24.11.2026 8:00", ["no class of this group at that time", "in the future"]),
        ("15.6.2026 10:15", ["outside the term", "no class of this group at that time"]),
        ("28.3.2027 2:30", ["this time does not exist", "outside the term", "no class of", "in the future"]),
        ("25.10.2026 2:30", ["no class of this group at that time"]),
    ],
)
def test_what_is_odd_is_a_warning_and_no_wall(usos: Emulator, tmp_path: Path, typed: str, warnings: list[str]) -> None:
    known = ["does not exist", "outside the term", "no class of", "in the future", "There is already a list"]

    async def steps(rollcall: Driver) -> None:
        await open_form(rollcall)
        await rollcall.type(typed)
        await rollcall.until_shown("2026," if "2026" in typed else "20", *warnings)
        told = [text for text in known if text in rollcall.screen_text()]
        assert len(told) == (len(warnings) or typed.startswith("16.11.2026 10:15"))
        await rollcall.press("enter")
        if not told or told == ["There is already a list"]:
            return
        await rollcall.press("enter")
        await rollcall.until_shown("Created:")

    drive(tmp_path, usos, steps)


def test_a_time_that_has_a_list_opens_it_without_a_call(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_form(rollcall)
        asked = Asked(usos)
        await rollcall.type("dziś 10:15")
        await rollcall.until_shown("There is already a list for this time.", "Enter open that list")
        await rollcall.press("enter")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, RollScreen))
        assert rollcall.roll.list_id == usos.current_list()
        await rollcall.press("escape")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, ListsScreen))
        assert asked.count(CREATE) == 0

    drive(tmp_path, usos, steps)


def test_a_list_a_colleague_made_meanwhile_is_found_and_opened(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_form(rollcall)
        key = rollcall.app.screen.group.key
        with closing(connection(usos)()) as colleague:
            theirs = colleague.create_attendance_list(key, at("2026-12-07T10:15"), Mode.HYBRID)
        asked = Asked(usos)
        await create(rollcall)
        await rollcall.until_shown("There is already a list for this time. Enter opens it.", "Enter open that list")
        assert asked.methods() == [CREATE, GROUP]
        await rollcall.press("enter")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, RollScreen))
        assert rollcall.roll.list_id == theirs

    drive(tmp_path, usos, steps)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "The group has no students in USOS"), ("pl", "Grupa nie ma w USOS żadnych studentów")],
)
def test_a_group_without_students_gets_no_list(usos: Emulator, tmp_path: Path, language: str, sentence: str) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_form(rollcall, "ethics" if language == "en" else "etyka")
        asked = Asked(usos)
        await rollcall.press("enter")  # no meeting of it has a list, so only the mode is asked for
        await until_said(rollcall, sentence)
        assert asked.methods() == [CREATE]
        assert isinstance(rollcall.app.screen, NewList)

    drive(tmp_path, usos, steps, language=language)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault(FaultKind.REFUSED, CREATE, reason="group_not_found"), "USOS has no such group of yours."),
        (Fault(FaultKind.REFUSED, CREATE, reason="already_exists"), "There is already a list for this time."),
        (Fault(FaultKind.BUSY_429, CREATE, seconds=1), "USOS asks for a pause. Lists can be created and changed only"),
        (Fault(FaultKind.EXPIRED_TOKEN, CREATE), "USOS rejected your sign-in, so nothing has changed. F6"),
        (Fault(FaultKind.CUT_BEFORE, CREATE), "USOS has not done it yet."),
        (Fault(FaultKind.HANG, CREATE), "USOS has not done it yet."),
        (Fault(FaultKind.ERROR_500, CREATE), "USOS has not done it yet."),
        (Fault(FaultKind.HTML_200, CREATE), "USOS has not done it yet."),
        (Fault(FaultKind.LIES, CREATE), "USOS has not done it yet."),
    ],
    ids=lambda value: f"{value.kind} {value.reason}" if isinstance(value, Fault) else "",
)
def test_what_was_not_created_is_told_and_not_tried_again(
    usos: Emulator, tmp_path: Path, fault: Fault, sentence: str
) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_form(rollcall)
        usos.faults.add(fault)
        asked, before = Asked(usos), dates_of(usos, rollcall)
        await create(rollcall)
        await until_said(rollcall, sentence)
        usos.faults.clear()
        await rollcall.press("f5")
        await rollcall.until_quiet()
        assert asked.count(CREATE) == 1
        assert dates_of(usos, rollcall) == before

    drive(tmp_path, usos, steps, read_timeout=0.3)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("already_exists", "Na ten termin jest już lista. Enter – otwórz ją."),
        ("group_not_found", "W USOS nie ma takiej Twojej grupy. Czy nadal ją prowadzisz? F5 na ekranie grup"),
    ],
)
def test_a_refusal_is_plain_in_polish_too(usos: Emulator, tmp_path: Path, reason: str, sentence: str) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_form(rollcall, "analiza")
        usos.faults.add(Fault(FaultKind.REFUSED, CREATE, reason=reason))
        await create(rollcall)
        await until_said(rollcall, sentence)

    drive(tmp_path, usos, steps, language="pl")


@pytest.mark.parametrize("kind", [FaultKind.CUT_AFTER, FaultKind.TRUNCATED_JSON])
def test_a_list_whose_creation_got_no_answer_is_found_by_reading(
    usos: Emulator, tmp_path: Path, kind: FaultKind
) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_form(rollcall)
        usos.faults.add(Fault(kind, CREATE))
        asked = Asked(usos)
        await create(rollcall)
        await rollcall.until_shown("Created: Mon 7 Dec 2026 10:15 · in person.")
        assert asked.methods() == [CREATE, GROUP]
        assert dates_of(usos, rollcall).count(at("2026-12-07T10:15")) == 1

    drive(tmp_path, usos, steps)


def test_where_nobody_knows_the_list_shows_itself_once_usos_can_be_read(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_form(rollcall)
        usos.faults.add(Fault(FaultKind.CUT_AFTER, CREATE), Fault(FaultKind.ERROR_500, GROUP, count=None))
        asked = Asked(usos)
        await rollcall.type("7.12 10:15")
        await rollcall.press("enter", "enter")
        await until_said(rollcall, "it is not known whether this was done. It is not repeated; F5 checks.")
        usos.faults.clear()
        await rollcall.until_shown("Created: Mon 7 Dec 2026 10:15 · in person.")
        assert asked.count(CREATE) == 1

    drive(tmp_path, usos, steps)


def test_a_list_that_was_created_but_cannot_be_read_back_is_there(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_form(rollcall)
        usos.faults.add(Fault(FaultKind.ERROR_500, LIST))
        await create(rollcall)
        await rollcall.until_shown("Created: Mon 7 Dec 2026 10:15 · in person.")

    drive(tmp_path, usos, steps)


def test_offline_nothing_is_created_then_or_later(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_form(rollcall)
        usos.stop()
        await create(rollcall)
        sentence = (
            "No connection to USOS. Lists can be created and changed only with a connection; nothing has changed."
        )
        await until_said(rollcall, sentence)
        usos.start()
        await rollcall.press("escape", "escape", "f5")
        await rollcall.until(lambda: not rollcall.sync.connection.trouble, "online again")
        await rollcall.until_quiet()
        assert usos.calls.count(CREATE) == 0
        assert "9 lists" not in rollcall.screen_text()

    drive(tmp_path, usos, steps)


def test_while_usos_asks_for_a_pause_nothing_is_kept_for_later(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_form(rollcall)
        usos.faults.add(Fault(FaultKind.UNAVAILABLE_503, GROUP, seconds=60))
        await rollcall.press("escape", "f5")
        await rollcall.until(lambda: rollcall.sync.connection.trouble, "a pause")
        await rollcall.press("n")
        await create(rollcall)
        await until_said(rollcall, "nothing has changed.")
        assert rollcall.sync.actions() == ()
        assert usos.calls.count(CREATE) == 0

    drive(tmp_path, usos, steps)


def test_what_is_under_way_says_so_and_may_be_left(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_form(rollcall)
        usos.faults.add(Fault(FaultKind.LATENCY, CREATE, seconds=60))
        await rollcall.type("7.12 10:15")
        await rollcall.press("enter", "enter")
        await rollcall.until_screen(lambda told: re.search(r"Creating the list … \d+ s", told), "for how long")
        await rollcall.press("enter")
        await rollcall.until_shown("That is already in progress.")
        await rollcall.press("escape")
        await rollcall.until_shown("N new list (in progress)")
        await rollcall.press("n")
        await rollcall.until_shown("That is already in progress.")
        usos.faults.clear()
        await rollcall.until_shown("Created: Mon 7 Dec 2026 10:15")
        assert usos.calls.count(CREATE) == 1
        assert rollcall.app.screen.rows.current.list.date == at("2026-12-07T10:15")

    drive(tmp_path, usos, steps)


def test_escape_goes_back_a_step_and_keeps_what_was_typed(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_form(rollcall)
        await rollcall.type("7.12 10:15")
        await rollcall.press("enter", "3", "escape")
        await rollcall.until_shown("1 of 2", "Date and time: 7.12 10:15", "● hybrid")
        await rollcall.press("escape")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, ListsScreen))
        await rollcall.press("n")
        await rollcall.until_shown("30.11.2026 10:15")

    drive(tmp_path, usos, steps)
