"""The mode of a list, deleting it and taking that back, by keys: offered only while it has no marks, and every end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.accounts.accounts import Account
from app.accounts.rights import METHODS
from app.emulator import Emulator, Fault, FaultKind
from app.tui.lists.screen import ListsScreen
from app.tui.outbox.screen import OutboxScreen
from app.tui.roll.screen import RollScreen
from tests.support.driver import Driver, connection, drive, emulated
from tests.support.list_calls import (
    CREATE,
    DELETE,
    FROM_TT,
    LIST,
    LISTS,
    MODE,
    ROLL,
    Asked,
    at,
    dates_of,
    ended,
    lists_of,
    open_lists,
    opened,
    until_said,
)

TODAY = at("2026-11-23T10:15")


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated() as emulator:
        yield emulator


async def open_todays(rollcall: Driver) -> None:
    """Open the lists; the cursor is on today's, which has no marks."""
    await open_lists(rollcall)
    await rollcall.until_shown("not called", "today")
    assert rollcall.app.screen.rows.current.list.date == TODAY


def mode_of(usos: Emulator, rollcall: Driver) -> str:
    return next(one.mode for one in lists_of(usos, rollcall) if one.date == TODAY)


# --- what is offered ---


def test_a_list_with_marks_shows_why_neither_is_offered_and_the_keys_say_it(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_todays(rollcall)
        await rollcall.until_shown("M mode", "D delete")
        await rollcall.until_history_read()
        await rollcall.press("up")
        await rollcall.until_shown("M mode (has marks)", "D delete (has marks)")
        asked = Asked(usos)
        for key in ("m", "d", "delete"):
            await rollcall.press(key)
            await rollcall.until_shown("The list has marks (30 of 30), so it cannot be deleted or change mode.")
            await rollcall.press("enter" if rollcall.app.screen.prompt.question else "home", *["down"] * 6)
        assert asked.methods() == []

    drive(tmp_path, usos, steps)


def test_marks_that_are_not_sent_yet_count_and_so_does_a_comment_without_a_mark(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_todays(rollcall)
        await rollcall.press("enter")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, RollScreen) and rollcall.roll.rows.count)
        usos.stop()
        await rollcall.press("c")
        await rollcall.type("asked to leave early")
        await rollcall.press("enter", "escape")
        await opened(rollcall, ListsScreen)
        await rollcall.until_shown("M mode (has marks)", "D delete (has marks)", "not called")
        await rollcall.press("m")
        await until_said(rollcall, "The list has marks or comments that are not in USOS yet")
        usos.start()

    drive(tmp_path, usos, steps)


def test_what_this_usos_lacks_is_not_offered(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_lists(rollcall)
        screen = rollcall.app.screen
        lacking = Account("https://usos.example", "1", lacks=METHODS)
        rollcall.app.push_screen(ListsScreen(replace(screen.workspace, account=lacking), screen.group))
        await rollcall.until(lambda: rollcall.app.screen is not screen)
        await opened(rollcall, ListsScreen)
        await rollcall.until_shown("N new list (not in this USOS)", "M mode (not in this USOS)")
        for key, method in (("n", CREATE), ("t", FROM_TT), ("m", MODE), ("d", DELETE)):
            await rollcall.press(key)
            await until_said(rollcall, f"This USOS cannot do that: it lacks {method}.")
        assert rollcall.sync.actions() == ()

    drive(tmp_path, usos, steps, size=(120, 36))


@pytest.mark.parametrize(("key", "method"), [("d", DELETE), ("m", MODE)])
def test_where_nobody_knew_that_a_method_is_missing_it_is_told_plainly(tmp_path: Path, key: str, method: str) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_todays(rollcall)
        await rollcall.press(key, "2" if key == "m" else "enter")
        await until_said(rollcall, f"This USOS cannot do that: it lacks {method}.")
        assert not rollcall.sync.connection.stopped
        await rollcall.press("f5")
        await rollcall.until_quiet()
        assert TODAY in dates_of(usos, rollcall)

    with emulated(without=frozenset({method})) as usos:
        drive(tmp_path, usos, steps)


def test_a_group_without_lists_offers_nothing_to_change(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_lists(rollcall, "seminar")
        await rollcall.until_shown("M mode (no list)", "D delete (no list)")
        await rollcall.press("m", "d", "ctrl+z")
        await rollcall.until_shown("No list was created or deleted here that could be taken back.")

    drive(tmp_path, usos, steps)


# --- the mode ---


def test_the_mode_is_changed_by_two_keys_and_two_calls(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_todays(rollcall)
        asked = Asked(usos)
        await rollcall.press("m")
        await rollcall.until_shown(
            "Mon 23 Nov 2026 10:15 · in person. Which mode?", "1 in person   2 remote   3 hybrid"
        )
        await rollcall.press("x", "3")
        await rollcall.until_shown("Changed: Mon 23 Nov 2026 10:15 · hybrid.")
        await rollcall.until_quiet()
        assert asked.methods() == [MODE, LIST]
        assert mode_of(usos, rollcall) == "hybrid"

    drive(tmp_path, usos, steps)


def test_the_mode_it_has_already_costs_no_call_and_escape_leaves_it(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_todays(rollcall)
        asked = Asked(usos)
        await rollcall.press("m", "1")
        await rollcall.until_shown("it already has this mode")
        await rollcall.press("m", "escape")
        await rollcall.until_shown("M mode", "D delete")
        await rollcall.press("m", "enter")
        await rollcall.until_shown("M mode", "D delete")
        assert asked.methods() == []

    drive(tmp_path, usos, steps)


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize(("keys", "method"), [(("m", "2"), MODE), (("d", "enter"), DELETE)], ids=["mode", "delete"])
def test_a_colleague_marked_somebody_in_between_and_the_new_count_is_shown(
    tmp_path: Path, language: str, keys: tuple[str, ...], method: str
) -> None:
    told = {
        "en": (
            "Somebody has marked a student in the meantime, so the list can no longer be deleted or change mode.",
            "✗ 1 · 29",
            "(has marks)",
        ),
        "pl": (
            "Ktoś w międzyczasie dodał wpis, więc listy nie można już usunąć ani zmienić jej trybu.",
            "✗ 1 · 29",
            "(są wpisy)",
        ),
    }[language]

    async def steps(rollcall: Driver) -> None:
        await open_lists(rollcall, "analiza" if language == "pl" else "mathem")
        student = next(iter(usos.marks(usos.current_list())))
        usos.faults.add(Fault(FaultKind.FOREIGN_CHANGE, method, mark="absence", student_id=student))
        asked, rolls_read = Asked(usos), usos.calls.count(ROLL)
        await rollcall.press(*keys)
        await until_said(rollcall, *told)
        assert asked.methods() == [method]
        # A deletion reads the roll before, too: the mark came after that reading.
        assert usos.calls.count(ROLL) == rolls_read + (2 if method == DELETE else 1)
        assert mode_of(usos, rollcall) == "intramural"

    with emulated() as usos:
        drive(tmp_path, usos, steps, language=language)


@pytest.mark.parametrize(
    ("fault", "sentence", "mode"),
    [
        (Fault(FaultKind.CUT_AFTER, MODE), "Changed: Mon 23 Nov 2026 10:15 · remote.", "remote"),
        (Fault(FaultKind.TRUNCATED_JSON, MODE), "Changed: Mon 23 Nov 2026 10:15 · remote.", "remote"),
        (Fault(FaultKind.ERROR_500, LIST), "Changed: Mon 23 Nov 2026 10:15 · remote.", "remote"),
        (Fault(FaultKind.CUT_BEFORE, MODE), "USOS has not done it yet.", "intramural"),
        (Fault(FaultKind.HANG, MODE), "USOS has not done it yet.", "intramural"),
        (Fault(FaultKind.LIES, MODE), "USOS has not done it yet.", "intramural"),
        (Fault(FaultKind.BUSY_429, MODE, seconds=60), "USOS asks for a pause.", "intramural"),
    ],
    ids=lambda value: f"{value.kind} {value.method}" if isinstance(value, Fault) else "",
)
def test_the_mode_that_is_shown_is_the_one_usos_has(
    usos: Emulator, tmp_path: Path, fault: Fault, sentence: str, mode: str
) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_todays(rollcall)
        usos.faults.add(fault)
        await rollcall.press("m", "2")
        await until_said(rollcall, sentence)
        assert usos.calls.count(MODE) == 1
        assert mode_of(usos, rollcall) == mode
        assert rollcall.app.screen.rows.current.list.mode == mode

    drive(tmp_path, usos, steps, read_timeout=0.3)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["This list is not in USOS any more.", "7 lists"]),
        ("pl", ["Tej listy nie ma już w USOS.", "7 list "]),
    ],
)
def test_a_list_that_a_colleague_deleted_goes_when_its_mode_is_changed(
    usos: Emulator, tmp_path: Path, language: str, told: list[str]
) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_lists(rollcall, "mathem" if language == "en" else "analiza")
        usos.delete_list(usos.current_list())
        await rollcall.press("m", "2")
        await rollcall.until_shown(*told)

    drive(tmp_path, usos, steps, language=language)


def test_while_it_is_under_way_the_keys_say_so(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_todays(rollcall)
        usos.faults.add(Fault(FaultKind.LATENCY, MODE, seconds=60))
        await rollcall.press("m", "2")
        await rollcall.until_shown("M mode (in progress)", "D delete (in progress)")
        await rollcall.until_screen(lambda told: re.search(r"Changing the mode … \d+ s", told), "for how long")
        await rollcall.press("m")
        await rollcall.until_shown("That is already in progress.")
        await rollcall.press("escape", "enter")  # to the groups and back: it is still known
        await opened(rollcall, ListsScreen)
        await rollcall.until_shown("M mode (in progress)")
        usos.faults.clear()
        await rollcall.until_shown("Changed: Mon 23 Nov 2026 10:15 · remote.", "M mode", "D delete")
        assert usos.calls.count(MODE) == 1

    drive(tmp_path, usos, steps)


def test_a_roll_that_was_opened_meanwhile_gets_the_new_mode(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_todays(rollcall)
        usos.faults.add(Fault(FaultKind.LATENCY, MODE, seconds=60))
        await rollcall.press("m", "2", "enter")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, RollScreen))
        usos.faults.clear()
        await ended(rollcall)
        await rollcall.until_shown("1 P present (remote list)", "Changed: Mon 23 Nov")

    drive(tmp_path, usos, steps)


# --- deleting ---


def test_delete_asks_once_then_one_call_deletes_and_ctrl_z_creates_it_again(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_todays(rollcall)
        asked = Asked(usos)
        await rollcall.press("d")
        await until_said(
            rollcall, "Delete the list of Mon 23 Nov 2026 10:15 · in person, Mathematical Analysis I · class gr. 3?"
        )
        await rollcall.press("d", "escape")
        await rollcall.until_shown("8 lists", "M mode", "D delete")
        assert asked.methods() == []
        await rollcall.press("delete", "enter")
        await until_said(rollcall, "Deleted: Mon 23 Nov 2026 10:15 · in person. Ctrl+Z creates it again.")
        await rollcall.until_shown("7 lists")
        await rollcall.until_quiet()
        assert asked.methods() == [DELETE]
        assert TODAY not in dates_of(usos, rollcall)

        asked = Asked(usos)
        await rollcall.press("ctrl+z")
        await rollcall.until_shown("Created: Mon 23 Nov 2026 10:15 · in person.", "8 lists")
        await rollcall.until_quiet()
        assert asked.methods() == [CREATE, LIST]
        assert dates_of(usos, rollcall).count(TODAY) == 1
        assert rollcall.app.screen.rows.current.list.date == TODAY
        await rollcall.press("ctrl+z")
        await rollcall.until_shown("No list was created or deleted here that could be taken back.")

    drive(tmp_path, usos, steps)


def test_deleted_lists_come_back_one_after_the_other_also_after_leaving(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_todays(rollcall)
        await rollcall.press("d", "enter")
        await rollcall.until_shown("7 lists")
        await rollcall.press("home", *["down"] * 4, "d", "enter")  # 2 Nov: nobody was marked
        await rollcall.until_shown("6 lists")
        await rollcall.press("escape")
        await rollcall.until(lambda: not isinstance(rollcall.app.screen, ListsScreen))
        await rollcall.press("enter")
        await opened(rollcall, ListsScreen)
        await rollcall.until_quiet()
        await rollcall.press("ctrl+z")
        await rollcall.until_shown("Created: Mon 2 Nov 2026")
        await rollcall.press("ctrl+z")
        await rollcall.until_shown("Created: Mon 23 Nov 2026", "8 lists")

    drive(tmp_path, usos, steps)


def test_a_list_created_again_by_a_colleague_meanwhile_is_not_created_twice(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_todays(rollcall)
        current = rollcall.app.screen.rows.current.list
        await rollcall.press("d", "enter")
        await rollcall.until_shown("7 lists")
        with closing(connection(usos)()) as colleague:
            colleague.create_attendance_list(current.group, current.date, current.mode)
        await rollcall.press("ctrl+z")
        await until_said(rollcall, "There is already a list for this time. Enter opens it.", "8 lists")
        assert rollcall.app.screen.rows.current.list.date == TODAY

    drive(tmp_path, usos, steps)


def test_a_list_that_is_gone_already_is_deleted_as_well(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_todays(rollcall)
        usos.delete_list(usos.current_list())
        await rollcall.press("d", "enter")
        await rollcall.until_shown("Deleted: Mon 23 Nov 2026", "7 lists")

    drive(tmp_path, usos, steps)


@pytest.mark.parametrize(
    ("kind", "sentence", "left"),
    [
        (FaultKind.CUT_AFTER, "Deleted: Mon 23 Nov 2026 10:15 · in person.", 7),
        (FaultKind.TRUNCATED_JSON, "Deleted: Mon 23 Nov 2026 10:15 · in person.", 7),
        (FaultKind.CUT_BEFORE, "USOS has not done it yet.", 8),
        (FaultKind.HANG, "USOS has not done it yet.", 8),
        (FaultKind.ERROR_500, "USOS has not done it yet.", 8),
    ],
)
def test_after_a_deletion_without_an_answer_usos_is_read_and_the_truth_is_told(
    usos: Emulator, tmp_path: Path, kind: FaultKind, sentence: str, left: int
) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_todays(rollcall)
        usos.faults.add(Fault(kind, DELETE))
        asked = Asked(usos)
        await rollcall.press("d", "enter")
        await until_said(rollcall, sentence, f"{left} lists")
        assert asked.methods() == [DELETE, LISTS]
        assert len(lists_of(usos, rollcall)) == left

    drive(tmp_path, usos, steps, read_timeout=0.3)


def test_where_nobody_knows_whether_it_was_deleted_the_list_goes_once_usos_can_be_read(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_todays(rollcall)
        usos.faults.add(Fault(FaultKind.CUT_AFTER, DELETE), Fault(FaultKind.ERROR_500, LISTS, count=None))
        await rollcall.press("d", "enter")
        await until_said(rollcall, "it is not known whether this was done.", "8 lists")
        usos.faults.clear()
        await rollcall.until_shown("7 lists")
        assert usos.calls.count(DELETE) == 1
        await rollcall.press("ctrl+z")
        await rollcall.until_shown("Created: Mon 23 Nov 2026")

    drive(tmp_path, usos, steps)


def test_offline_nothing_is_changed_then_or_later(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_todays(rollcall)
        usos.stop()
        for keys in (("m", "2"), ("d", "enter")):
            await rollcall.press(*keys)
            await until_said(rollcall, "Lists can be created and changed only with a connection; nothing has changed.")
            await rollcall.press("down", "up")
        usos.start()
        await rollcall.press("f5")
        await rollcall.until(lambda: not rollcall.sync.connection.trouble, "online again")
        await rollcall.until_quiet()
        assert usos.calls.count(MODE) == usos.calls.count(DELETE) == 0

    drive(tmp_path, usos, steps)


def test_a_list_that_is_being_deleted_is_not_opened_and_the_end_is_told_wherever_one_is(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_todays(rollcall)
        usos.faults.add(Fault(FaultKind.LATENCY, DELETE, seconds=60))
        await rollcall.press("d", "enter", "enter")
        await rollcall.until_shown("This list is being deleted.")
        await rollcall.press("f4")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, OutboxScreen))
        usos.faults.clear()
        await rollcall.until_shown("Deleted: Mon 23 Nov 2026 10:15 · in person.")
        await rollcall.press("escape")
        await rollcall.until_shown("7 lists")

    drive(tmp_path, usos, steps)


# --- whose they are ---


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lists_of_several_owners_show_whose_they_are(usos: Emulator, tmp_path: Path, width: int) -> None:
    with usos.backdoor.database.transaction() as db:
        db.execute(
            "UPDATE lists SET owner_id = (SELECT max(user_id) FROM lecturers) WHERE id = ?", (usos.current_list(),)
        )

    async def steps(rollcall: Driver) -> None:
        await open_todays(rollcall)
        await rollcall.until_history_read()
        mine, theirs = (rollcall.app.screen.rows.lists[row].list.owner for row in (0, -1))
        assert mine != theirs
        assert all(owner.split()[-1][:6] in rollcall.screen_text() for owner in (mine, theirs))
        assert width == 60 or (mine in rollcall.screen_text() and theirs in rollcall.screen_text())
        await rollcall.until_shown("today", "29 of 30")

    drive(tmp_path, usos, steps, size=(width, 24))


def test_one_owner_is_no_column(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_todays(rollcall)
        assert rollcall.app.screen.rows.current.list.owner not in rollcall.screen_text()

    drive(tmp_path, usos, steps)
