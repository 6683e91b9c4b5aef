"""Lists from the timetable, by keys, against the emulator: what there is, what was really created, every end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.emulator import Emulator, Fault, FaultKind
from app.tui.lists.from_timetable import FromTimetable, created
from tests.support.driver import Driver, drive, emulated
from tests.support.list_calls import (
    CREATE,
    DATES,
    FROM_TT,
    GROUP,
    Asked,
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


async def open_timetable(rollcall: Driver, query: str = "mathem") -> None:
    await open_lists(rollcall, query)
    await rollcall.press("t")
    await opened(rollcall, FromTimetable)
    await rollcall.until_quiet()


def test_it_shows_what_there_is_then_creates_and_shows_what_was_created(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_lists(rollcall)
        asked = Asked(usos)
        await rollcall.press("t")
        await rollcall.until_shown("15 classes · 8 with a list · 7 without one", "Enter create 7 lists")
        await rollcall.until_quiet()
        assert sorted(asked.methods()) == [GROUP, DATES]
        assert usos.calls.count(FROM_TT) == 0
        await rollcall.until_shown("Mon 23 Nov", "list exists · in person", "Mon 30 Nov", "to be created")
        before, asked = set(dates_of(usos, rollcall)), Asked(usos)
        await rollcall.press("2", "enter")
        await rollcall.until_shown("7 lists created; 8 existed before.", "15 classes · each with a list")
        await rollcall.until_shown("list exists · in person", "created now · remote")
        assert asked.methods() == [GROUP, FROM_TT, GROUP]
        new = [one for one in lists_of(usos, rollcall) if one.date not in before]
        assert [one.mode for one in new] == ["remote"] * 7

        await rollcall.press("enter")
        await rollcall.until_shown("All 15 lists existed already: nothing has changed.")
        assert len(lists_of(usos, rollcall)) == 15
        await rollcall.press("escape")
        await rollcall.until_shown("15 lists", "Mon 30 Nov")

    drive(tmp_path, usos, steps)


def test_dates_are_left_out_and_what_was_created_together_is_taken_back_together(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_timetable(rollcall)
        before = dates_of(usos, rollcall)
        await rollcall.press("space", "down", "down", "space", "space", "end", "space")
        await rollcall.until_shown("left out", "8 with a list · 5 without one · 2 left out", "Enter create 5 lists")
        await rollcall.press("home", "space")
        await rollcall.until_shown("There is no list to be created here.")
        asked = Asked(usos)
        await rollcall.press("enter")
        await until_said(rollcall, "5 lists created; 8 existed before. Ctrl+Z in the lists takes that back.")
        assert asked.count(CREATE) == 5
        assert asked.count(FROM_TT) == 0
        await rollcall.press("escape")
        await rollcall.until_shown("13 lists · 2 classes without a list", "no list yet")
        await rollcall.press("ctrl+z")
        await until_said(rollcall, "Delete the 5 lists created together, Mon 7 Dec to Mon 18 Jan,", "Enter delete them")
        await rollcall.press("enter")
        await rollcall.until_shown("5 lists deleted.", "8 lists · 7 classes without a list")
        assert dates_of(usos, rollcall) == before
        await rollcall.press("ctrl+z")
        await rollcall.until_shown("No list was created or deleted here that could be taken back.")

        await rollcall.press("end", "n")
        await rollcall.until_shown("2 of 2", "Monday 25 Jan 2027, 10:15")
        await rollcall.press("enter")
        await rollcall.until_shown("Created: Mon 25 Jan 2027 10:15 · in person.", "9 lists")
        usos.set_mark(lists_of(usos, rollcall)[-1].id, next(iter(usos.marks(usos.current_list()))), "absence", None)
        await rollcall.press("ctrl+z", "enter")
        await until_said(rollcall, "Somebody has marked a student in the meantime")
        assert len(lists_of(usos, rollcall)) == 9

    drive(tmp_path, usos, steps)


def test_a_list_the_timetable_does_not_know_is_shown_and_left_alone(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_lists(rollcall)
        await rollcall.press("n")
        await rollcall.type("24.11 8:00")
        await rollcall.press("enter", "enter")
        await rollcall.until_shown("Created:")
        await rollcall.press("t")
        await rollcall.until_shown("list exists, not in the timetable · in person", "8 with a list")

    drive(tmp_path, usos, steps)


def test_the_answer_was_lost_after_it_was_applied_and_the_true_lists_are_shown(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_timetable(rollcall)
        usos.faults.add(Fault(FaultKind.CUT_AFTER, FROM_TT))
        asked = Asked(usos)
        await rollcall.press("enter")
        await rollcall.until_shown("7 lists created; 8 existed before.")
        assert asked.methods() == [GROUP, FROM_TT, GROUP]
        shown = [row.at for row in rollcall.app.screen.rows.meetings if not row.missing]
        assert shown == dates_of(usos, rollcall)
        assert len(shown) == 15

    drive(tmp_path, usos, steps)


def test_the_answer_was_lost_where_each_meeting_had_its_list_and_nothing_was_to_be_done(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_timetable(rollcall)
        await rollcall.press("enter")
        await rollcall.until_shown("each with a list")
        usos.faults.add(Fault(FaultKind.CUT_AFTER, FROM_TT))
        await rollcall.press("enter")
        await rollcall.until_shown("All 15 lists existed already: nothing has changed.")

    drive(tmp_path, usos, steps)


def test_where_nobody_knows_the_true_lists_show_themselves_once_usos_can_be_read(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_timetable(rollcall)
        usos.faults.add(Fault(FaultKind.CUT_AFTER, FROM_TT), Fault(FaultKind.ERROR_500, GROUP, count=None, after=1))
        await rollcall.press("enter")
        await until_said(rollcall, "it is not known whether this was done.")
        await rollcall.until_shown("not known yet")
        usos.faults.clear()
        await rollcall.until_shown("7 lists created; 8 existed before.")
        assert usos.calls.count(FROM_TT) == 1

    drive(tmp_path, usos, steps)


@pytest.mark.parametrize("kind", [FaultKind.CUT_BEFORE, FaultKind.HANG, FaultKind.ERROR_500, FaultKind.HTML_200])
def test_what_was_not_done_is_told_and_not_tried_again(usos: Emulator, tmp_path: Path, kind: FaultKind) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_timetable(rollcall)
        usos.faults.add(Fault(kind, FROM_TT))
        await rollcall.press("enter")
        await rollcall.until_shown("USOS has not done it yet.", "to be created", "7 without one")
        await rollcall.press("f5")
        await rollcall.until_quiet()
        assert usos.calls.count(FROM_TT) == 1
        assert len(lists_of(usos, rollcall)) == 8

    drive(tmp_path, usos, steps, read_timeout=0.3)


def test_an_installation_that_says_yes_and_does_nothing_is_found_out(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_timetable(rollcall)
        usos.faults.add(Fault(FaultKind.LIES, FROM_TT))
        await rollcall.press("enter")
        await rollcall.until_shown("not created", "7 without one", "USOS did not create any list. 7 classes")

    drive(tmp_path, usos, steps)


@pytest.mark.parametrize(
    ("language", "group", "sentence"),
    [
        (
            "en",
            "seminar",
            "The timetable in USOS has no classes of this group. N on the lists screen creates",
        ),
        ("pl", "seminar", "W planie zajęć w USOS nie ma zajęć tej grupy. N na ekranie list – utwórz pojedynczą listę."),
        ("en", "ethics", "The group has no students in USOS, so no list can be created."),
        ("pl", "etyka", "Grupa nie ma w USOS żadnych studentów, więc nie można utworzyć listy."),
    ],
)
def test_what_usos_says_no_to_is_told_with_the_next_step(
    usos: Emulator, tmp_path: Path, language: str, group: str, sentence: str
) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_timetable(rollcall, group)
        asked = Asked(usos)
        await rollcall.press("enter")
        await until_said(rollcall, sentence)
        assert asked.methods() == [GROUP, FROM_TT]

    drive(tmp_path, usos, steps, language=language)


def test_a_group_that_is_not_ones_own_any_more_is_told(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_timetable(rollcall)
        usos.faults.add(Fault(FaultKind.REFUSED, FROM_TT, reason="group_not_found"))
        await rollcall.press("enter")
        await until_said(rollcall, "Do you still teach it? F5 on the groups screen reads them again.")

    drive(tmp_path, usos, steps)


def test_offline_the_stored_timetable_is_shown_and_nothing_is_created(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_timetable(rollcall)
        await rollcall.press("escape")
        usos.stop()
        await rollcall.press("t")
        await rollcall.until_shown("15 classes · 8 with a list · 7 without one", "offline")
        await rollcall.press("enter")
        await until_said(rollcall, "Lists can be created and changed only with a connection; nothing has changed.")
        usos.start()
        await rollcall.press("f5")
        await rollcall.until(lambda: not rollcall.sync.connection.trouble, "online again")
        await rollcall.until_quiet()
        assert usos.calls.count(FROM_TT) == 0

    drive(tmp_path, usos, steps)


def test_a_long_run_says_how_long_and_may_be_left(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_timetable(rollcall)
        usos.faults.add(Fault(FaultKind.LATENCY, FROM_TT, seconds=60))
        await rollcall.press("enter")
        await rollcall.until_shown("Creating the lists … ", "create (in progress)")
        await rollcall.until_screen(lambda told: re.search(r"Creating the lists … [1-9]\d* s", told), "for how long")
        await rollcall.press("enter")
        await rollcall.until_shown("That is already in progress.")
        await rollcall.press("escape")
        await rollcall.until_shown("T from the timetable (in progress)")
        usos.faults.clear()
        await rollcall.until_shown("The lists from the timetable exist.", "15 lists")
        assert usos.calls.count(FROM_TT) == 1

    drive(tmp_path, usos, steps)


def test_an_installation_without_a_timetable_still_lets_one_ask(tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_timetable(rollcall)
        await rollcall.until_shown("list exists, not in the timetable · in person")
        await rollcall.press("enter")
        await rollcall.until_shown("7 lists created; 8 existed before.")

    with emulated(without=frozenset({DATES})) as usos:
        drive(tmp_path, usos, steps)


def test_help_over_the_screen_does_not_swallow_the_outcome(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_timetable(rollcall)
        await rollcall.press("enter", "question_mark")
        await ended(rollcall)
        await rollcall.until_shown("Esc closes")
        await rollcall.press("escape")
        await rollcall.until_shown("7 lists created; 8 existed before.")

    drive(tmp_path, usos, steps)


@pytest.mark.parametrize(
    ("now", "before", "missing", "told"),
    [
        ("abc", "ab", 0, "1 list created; 2 existed before."),
        ("abc", "a", 0, "2 lists created; 1 existed before."),
        ("abc", "", 0, "3 lists created."),
        ("abc", "abc", 0, "All 3 lists existed already: nothing has changed."),
        ("a", "a", 0, "The one list existed already: nothing has changed."),
        ("", "", 0, "USOS did not create any list."),
        ("abc", "a", 1, "2 lists created; 1 existed before. 1 class has no list."),
        ("abc", "abc", 2, "USOS did not create any list. 2 classes have no list."),
    ],
)
def test_how_it_is_told(now: str, before: str, missing: int, told: str) -> None:
    assert created(now, before, missing) == told
