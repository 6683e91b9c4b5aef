"""Undo and redo by keys: what USOS never got is taken back exactly, what it got is corrected, never lied about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.model import NOT_SET, Mark, Record, Standing
from app.emulator import Emulator, Fault, FaultKind
from app.sync.requests import ReadEachList
from app.tui.outbox.screen import OutboxScreen
from app.tui.roll.screen import RollScreen
from tests.support.driver import QUICK, Driver, drive, emulated

UPDATE = "services/attendance/update_attendance"
REPEAT = replace(QUICK, hold=60)
UNHURRIED = replace(QUICK, first=60, most=60, watched=60, confirm=0.2)
PRESENT, ABSENT = Record(Mark.INTRAMURAL, ""), Record(Mark.ABSENT, "")


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=6) as emulator:
        yield emulator


def name_of(rollcall: Driver, row: int) -> str:
    return rollcall.roll.rows.entries[row].student.name


def id_of(rollcall: Driver, row: int) -> str:
    return rollcall.roll.rows.entries[row].student.id


def in_usos(usos: Emulator, student: str) -> tuple[str | None, str | None]:
    return usos.marks(usos.current_list())[student]


def sent_for(usos: Emulator, student: str) -> list[str]:
    return [call.params["attendance_mode"] for call in usos.calls.of(UPDATE) if call.params["student_id"] == student]


async def give(rollcall: Driver, usos: Emulator, row: int, mark: str, comment: str | None = None) -> str:
    """Let USOS hold a mark from before, and the roll know it."""
    student, reading = id_of(rollcall, row), rollcall.roll.readings()[0]
    await rollcall.until(lambda: not rollcall.sync.is_wanted(reading), "read before")
    usos.set_mark(usos.current_list(), student, mark, comment)
    await rollcall.press("f5")
    await rollcall.until(lambda: rollcall.entry(student).mark == mark, "read")
    return student


@pytest.mark.parametrize("key", ["backspace", "ctrl+z"])
def test_a_mark_undone_within_its_hold_never_leaves_this_computer(usos: Emulator, tmp_path: Path, key: str) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        first = id_of(rollcall, 0)
        await rollcall.press("4")
        await rollcall.until_shown("↑ 1 unsent")
        await rollcall.press(key)
        await rollcall.until_shown(f"Undone: {name_of(rollcall, 0)}, absent → no mark", "6 of 6 left")
        assert rollcall.entry(first).record == NOT_SET
        assert rollcall.entry(first).standing is Standing.SAVED
        assert rollcall.roll.rows.cursor == 0
        assert "↑" not in rollcall.screen_text()
        await rollcall.press("ctrl+s", "escape")  # releases every hold; there is nothing left to release
        await rollcall.until(lambda: rollcall.app.screen is not None and not rollcall.sync.has_work(), "idle")

    drive(tmp_path, usos, steps, pace=REPEAT)
    assert usos.calls.count(UPDATE) == 0
    assert set(usos.marks(usos.current_list()).values()) == {(None, None)}


def test_a_correction_undone_within_its_hold_leaves_mark_and_comment_as_usos_has_them(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        first = await give(rollcall, usos, 0, "absence", "lekarz\nod 9")
        await rollcall.press("home", "1")
        await rollcall.until_shown("absent → present", "↑ 1 unsent")
        await rollcall.press("backspace")
        await rollcall.until_shown("present → absent")
        assert rollcall.entry(first).record == Record(Mark.ABSENT, "lekarz\nod 9")
        assert rollcall.entry(first).standing is Standing.SAVED
        await rollcall.press("ctrl+s")
        await rollcall.until_shown("No mark is waiting to be sent.")

    drive(tmp_path, usos, steps, pace=REPEAT)
    assert usos.calls.count(UPDATE) == 0


def test_undo_of_an_accepted_correction_sends_the_former_mark_and_comment(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        first = await give(rollcall, usos, 0, "absence", "lekarz")
        await rollcall.press("home", "1", "home", "c", *"+x", "enter")
        await rollcall.until(lambda: in_usos(usos, first) == ("intramural", "lekarz+x"), "sent")
        await rollcall.until_saved()
        await rollcall.press("backspace", "backspace")
        await rollcall.until_shown(f"Undone: {name_of(rollcall, 0)}, present → absent")
        await rollcall.until_saved()
        assert in_usos(usos, first) == ("absence", "lekarz")
        assert rollcall.entry(first).record == Record(Mark.ABSENT, "lekarz")

    drive(tmp_path, usos, steps)


def test_an_accepted_first_mark_cannot_be_cleared_but_the_next_key_corrects_it(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        first = id_of(rollcall, 0)
        await rollcall.press("1")
        await rollcall.until_saved()
        await rollcall.press("end", "backspace")
        await rollcall.until_shown(f"{name_of(rollcall, 0)}: USOS cannot clear a mark. Choose the right one.")
        assert rollcall.roll.rows.cursor == 0
        assert rollcall.entry(first).record == PRESENT
        assert rollcall.store.outbox.unsent().total == 0
        await rollcall.press("4")
        await rollcall.until_shown("present → absent")
        await rollcall.until_saved()
        assert in_usos(usos, first) == ("absence", None)
        assert sent_for(usos, first) == ["intramural", "absence"]

    drive(tmp_path, usos, steps)


def test_undo_while_the_call_hangs_waits_for_the_answer_and_then_says_what_it_found(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        first = await give(rollcall, usos, 0, "absence")
        usos.faults.add(Fault(FaultKind.LATENCY, UPDATE, seconds=60))
        await rollcall.press("home", "1")
        await rollcall.until(lambda: rollcall.register.entry(usos.current_list(), first).in_doubt, "in progress")
        await rollcall.press("backspace")
        await rollcall.until_shown(f"{name_of(rollcall, 0)}: waiting for USOS's answer, then it is undone.")
        usos.faults.clear()
        await rollcall.until_shown(f"Undone: {name_of(rollcall, 0)}, present → absent")
        await rollcall.until_saved()
        assert in_usos(usos, first) == ("absence", None)
        assert sent_for(usos, first) == ["intramural", "absence"]

    drive(tmp_path, usos, steps)


@pytest.mark.parametrize(
    ("kind", "told", "left"),
    [
        (FaultKind.HANG, "Undone:", None),
        (FaultKind.CUT_BEFORE, "Undone:", None),
        (FaultKind.CUT_AFTER, "USOS cannot clear a mark. Choose the right one.", "absence"),
    ],
    ids=["never applied, no answer", "never applied, cut", "applied, the answer lost"],
)
def test_undo_of_a_call_without_an_answer_is_settled_by_reading(
    usos: Emulator, tmp_path: Path, kind: FaultKind, told: str, left: str | None
) -> None:
    """Once the wait has begun, the mark is not sent again behind the lecturer's back."""

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.until_history_read()
        first = id_of(rollcall, 0)
        usos.faults.add(Fault(kind, UPDATE, count=1))
        await rollcall.press("4")
        await rollcall.until(lambda: usos.calls.count(UPDATE) == 1, "in progress")
        await rollcall.press("backspace")
        await rollcall.until_shown("waiting for USOS's answer")
        usos.faults.clear()
        await rollcall.until(lambda: rollcall.sync.connection.trouble or told in rollcall.screen_text(), "no answer")
        await rollcall.press("f5")
        await rollcall.until_shown(told)
        await rollcall.until(lambda: not rollcall.sync.has_work(), "idle")
        assert rollcall.entry(first).mark == left
        assert in_usos(usos, first)[0] == left
        assert len(sent_for(usos, first)) == 1

    drive(tmp_path, usos, steps, pace=UNHURRIED)


def test_a_mark_key_while_an_undo_waits_decides_instead(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        first = id_of(rollcall, 0)
        usos.faults.add(Fault(FaultKind.LATENCY, UPDATE, seconds=60))
        await rollcall.press("1")
        await rollcall.until(lambda: rollcall.register.entry(usos.current_list(), first).in_doubt, "in progress")
        await rollcall.press("backspace")
        await rollcall.until_shown("waiting for USOS's answer")
        await rollcall.press("home", "3")
        usos.faults.clear()
        await rollcall.until_shown("confirmed in USOS 10:17 (1 of 6)")
        assert in_usos(usos, first) == ("justified_absence", None)
        assert sent_for(usos, first) == ["intramural", "justified_absence"]

    drive(tmp_path, usos, steps, pace=replace(QUICK, confirm=0.2), witnessed=True)


async def undo_that_waits(rollcall: Driver, usos: Emulator, key: str) -> None:
    """Mark the student under the cursor, and take it back while nobody knows whether USOS has got it."""
    student, before = rollcall.roll.rows.current.student, usos.calls.count(UPDATE)
    usos.faults.add(Fault(FaultKind.CUT_BEFORE, UPDATE))
    await rollcall.press(key)
    await rollcall.until(lambda: usos.calls.count(UPDATE) > before and rollcall.sync.connection.trouble, "no answer")
    await rollcall.press("backspace")
    await rollcall.until_shown(f"{student.name}: waiting for USOS's answer")


def test_a_mark_whose_undo_was_waiting_when_the_roll_was_left_is_sent(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.until_history_read()
        first, name = id_of(rollcall, 0), name_of(rollcall, 0)
        await undo_that_waits(rollcall, usos, "4")
        await rollcall.press("escape")
        await rollcall.until_shown(f"{name}: USOS has not answered yet. Esc once more")
        await rollcall.press("escape")
        await rollcall.until(lambda: not isinstance(rollcall.app.screen, RollScreen), "the lists")
        await rollcall.press("f5")
        await rollcall.until_saved()
        assert in_usos(usos, first) == ("absence", None)

    drive(tmp_path, usos, steps, pace=UNHURRIED)


def test_each_undo_that_waits_is_warned_of_before_the_roll_is_left(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.until_history_read()
        for row, key in enumerate("43"):
            await undo_that_waits(rollcall, usos, key)
            await rollcall.press("escape")
            await rollcall.until_shown(f"{name_of(rollcall, row)}: USOS has not answered yet.")
            await rollcall.press("f5")
            await rollcall.until_shown(f"Undone: {name_of(rollcall, row)}")
            await rollcall.until(lambda: not rollcall.sync.has_work(), "idle")
            await rollcall.press("down")
        await rollcall.press("escape")
        await rollcall.until(lambda: not isinstance(rollcall.app.screen, RollScreen), "the lists")
        await rollcall.until(lambda: not rollcall.sync.has_work(), "idle")
        assert set(usos.marks(usos.current_list()).values()) == {(None, None)}

    drive(tmp_path, usos, steps, pace=UNHURRIED)


def test_a_roll_over_the_roll_ends_neither_its_undo_that_waits_nor_its_hold(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until(rollcall.is_on_now)
        await rollcall.until_history_read()
        read = (rollcall.register.roll(one.id) for one in usos.lists() if one.id != usos.current_list())
        other, student = next((one.list.id, one.entries[0].student) for one in read if one and one.entries)
        await rollcall.open_current_roll()
        await rollcall.until_history_read()
        first = id_of(rollcall, 0)
        await undo_that_waits(rollcall, usos, "4")
        rollcall.register.comment(other, student.id, "mail")
        await rollcall.press("f4")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, OutboxScreen))
        await rollcall.press("home")
        if rollcall.app.screen.rows.current[0].id != other:
            await rollcall.press("down")
        await rollcall.press("enter")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, RollScreen) and rollcall.roll.list_id == other)
        await rollcall.press("escape")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, OutboxScreen))
        await rollcall.press("f5")
        await rollcall.until(lambda: not rollcall.register.entry(usos.current_list(), first).in_doubt, "read")
        await rollcall.until_history_read()
        await rollcall.press("escape")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, RollScreen))
        await rollcall.until_shown(f"Undone: {name_of(rollcall, 0)}")
        await rollcall.until_saved()
        sent = [call.params["list_id"] for call in usos.calls.of(UPDATE)]
        assert sent.count(usos.current_list()) == 1  # the one that got no answer
        assert in_usos(usos, first) == (None, None)

    drive(tmp_path, usos, steps, pace=UNHURRIED)


def test_an_undo_whose_student_has_vanished_is_told_once(usos: Emulator, tmp_path: Path) -> None:
    gone = "That student or list is not in USOS any more; nothing"

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.until_history_read()
        lesson, first = usos.current_list(), id_of(rollcall, 0)
        usos.faults.add(Fault(FaultKind.CUT_AFTER, UPDATE))
        await rollcall.press("4")
        await rollcall.until(lambda: rollcall.sync.connection.trouble, "no answer")
        await rollcall.press("backspace", "f4")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, OutboxScreen))
        await rollcall.press("f5")
        await rollcall.until(lambda: not rollcall.register.entry(lesson, first).in_doubt, "found in USOS")
        await rollcall.until_saved()
        await rollcall.until_history_read()
        usos.delete_list(lesson)
        rollcall.sync.want_anew(ReadEachList((lesson,)))
        rollcall.sync.try_now()
        await rollcall.until(lambda: rollcall.register.entry(lesson, first) is None, "gone")
        await rollcall.press("escape")
        await rollcall.until_shown(gone)
        await rollcall.press("f5")
        await rollcall.until_history_read()
        await rollcall.pilot.pause()
        assert gone not in rollcall.screen_text()
        await rollcall.press("escape")  # nothing waits any more
        await rollcall.until(lambda: not isinstance(rollcall.app.screen, RollScreen))

    drive(tmp_path, usos, steps, pace=UNHURRIED)


def test_marks_of_an_earlier_run_are_undone_one_by_one_newest_first(usos: Emulator, tmp_path: Path) -> None:
    async def before(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        usos.stop()
        await rollcall.press("1", "4", "3", "home", "3")
        await rollcall.until_shown("↑ 3 unsent")

    async def after(rollcall: Driver) -> None:
        await rollcall.until_shown("3 marks have been waiting since 10:17")
        await rollcall.until_shown("offline")  # trouble that comes takes the line from what a key has told
        for row, change in ((0, "excused → present"), (2, "excused → no mark"), (1, "absent → no mark")):
            await rollcall.press("backspace")
            await rollcall.until_shown(f"Undone: {name_of(rollcall, row)}, {change}")
            assert rollcall.roll.rows.cursor == row
        await rollcall.press("backspace")
        await rollcall.until_shown(f"Undone: {name_of(rollcall, 0)}, present → no mark", "6 of 6 left")
        await rollcall.press("backspace")
        await rollcall.until_shown("Nothing to undo.")
        assert rollcall.store.outbox.unsent().total == 0

    drive(tmp_path, usos, before, pace=REPEAT)
    drive(tmp_path, usos, after, pace=REPEAT, list_id=usos.current_list())
    usos.start()
    assert usos.calls.count(UPDATE) == 0


def test_a_mark_in_doubt_from_an_earlier_run_is_undone_only_after_a_reading(usos: Emulator, tmp_path: Path) -> None:
    async def killed_in_the_call(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.until_history_read()
        usos.faults.add(Fault(FaultKind.CUT_AFTER, UPDATE))
        await rollcall.press("4")
        await rollcall.until(lambda: usos.calls.count(UPDATE) == 1)
        usos.stop()

    async def after(rollcall: Driver) -> None:
        await rollcall.until_shown("1 mark has been waiting since 10:17")
        assert rollcall.roll.rows.entries[0].in_doubt
        await rollcall.press("backspace")
        await rollcall.until_shown(f"{name_of(rollcall, 0)}: waiting for USOS's answer, then it is undone.")
        usos.start()
        await rollcall.until_shown(f"{name_of(rollcall, 0)}: USOS cannot clear a mark. Choose the right one.")
        await rollcall.press("1")
        await rollcall.until_saved()
        assert in_usos(usos, id_of(rollcall, 0)) == ("intramural", None)

    drive(tmp_path, usos, killed_in_the_call, pace=replace(QUICK, first=30, most=30, watched=30))
    drive(tmp_path, usos, after, list_id=usos.current_list())


def test_redo_brings_back_what_was_undone_until_something_new_is_decided(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        names = [name_of(rollcall, row) for row in range(6)]
        await rollcall.press("1", "4", "backspace", "backspace", "ctrl+y")
        await rollcall.until_shown(f"Redone: {names[0]}, no mark → present")
        await rollcall.press("ctrl+y")
        await rollcall.until_shown(f"Redone: {names[1]}, no mark → absent", "↑ 2 unsent")
        await rollcall.press("ctrl+y")
        await rollcall.until_shown("Nothing to redo.")
        await rollcall.press("backspace", "home", "down", "3", "ctrl+y")
        await rollcall.until_shown("Nothing to redo.")
        await rollcall.press("ctrl+s")
        await rollcall.until_saved()
        assert [in_usos(usos, id_of(rollcall, row))[0] for row in range(3)] == [
            "intramural",
            "justified_absence",
            None,
        ]
        assert usos.calls.count(UPDATE) == 2

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_undo_after_undo_of_sent_corrections_ends_in_usos_as_it_began(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        students = [id_of(rollcall, row) for row in range(3)]
        for row in range(3):
            await give(rollcall, usos, row, "absence", f"{row}")
        await rollcall.press("home", "1", "down", "3", "down", "1", "3")
        await rollcall.until_saved()
        await rollcall.press(*["backspace"] * 7)  # twice for each first mark, which USOS cannot clear
        await rollcall.until_saved()
        assert [in_usos(usos, student) for student in students] == [("absence", f"{row}") for row in range(3)]

    drive(tmp_path, usos, steps)
