"""A waiting undo, a strange answer, a late call: what happens after one has gone on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.emulator import Fault, FaultKind
from tests.support.driver import QUICK, drive, emulated

UPDATE = "services/attendance/update_attendance"
READ = "services/attendance/attendance"
PACE = replace(QUICK, confirm=0.2)


@pytest.fixture
def usos():
    with emulated(students=6) as emulator:
        yield emulator


async def undo_that_waits_while_another_is_marked(rollcall, usos, fault):
    """Until the faults are cleared, the roll cannot be read."""
    await rollcall.until_quiet()
    await undo_that_waits(rollcall, usos, fault, Fault(FaultKind.LATENCY, READ, seconds=60))
    await rollcall.press("3")


async def undo_that_waits(rollcall, usos, fault, *others):
    """A mark meets the first of these faults, and is taken back before USOS has answered."""
    usos.faults.add(fault, *others)
    await rollcall.press("4")
    await rollcall.until(lambda: fault not in usos.faults.planned(), "in progress")
    await rollcall.press("backspace")
    await rollcall.until_shown("waiting for USOS's answer")


def marks_of_the_first_two(rollcall, usos):
    return [usos.marks(usos.current_list())[entry.student.id][0] for entry in rollcall.roll.rows.entries[:2]]


def test_an_undo_that_waits_for_a_reading_is_carried_out_though_somebody_else_is_marked_meanwhile(usos, tmp_path):
    async def steps(rollcall):
        await rollcall.open_current_roll()
        name = rollcall.roll.rows.current.student.name
        await undo_that_waits_while_another_is_marked(rollcall, usos, Fault(FaultKind.CUT_BEFORE, UPDATE))
        await rollcall.until(lambda: rollcall.sync.connection.trouble, "no answer")
        await rollcall.press("f5")
        await rollcall.until(lambda: not usos.faults.planned(), "being read")
        usos.faults.clear()
        await rollcall.until_shown(f"Undone: {name}, absent → no mark")
        await rollcall.until_saved()
        assert marks_of_the_first_two(rollcall, usos) == [None, "justified_absence"]

    drive(tmp_path, usos, steps, pace=replace(QUICK, first=60, most=60, watched=60, hurried=60))


def test_an_undo_that_waits_is_carried_out_though_somebody_else_is_marked_meanwhile(usos, tmp_path):
    async def steps(rollcall):
        await rollcall.open_current_roll()
        await undo_that_waits_while_another_is_marked(rollcall, usos, Fault(FaultKind.LATENCY, UPDATE, seconds=60))
        usos.faults.clear()
        await rollcall.until_shown("USOS cannot clear a mark")
        await rollcall.until_saved()
        assert marks_of_the_first_two(rollcall, usos) == ["absence", "justified_absence"]

    drive(tmp_path, usos, steps, pace=PACE)


def test_an_undo_that_waits_leads_nobody_away_who_has_clicked_elsewhere_meanwhile(usos, tmp_path):
    async def steps(rollcall):
        await rollcall.open_current_roll()
        rows = rollcall.roll.rows
        await undo_that_waits(rollcall, usos, Fault(FaultKind.LATENCY, UPDATE, seconds=60))
        rows.move_to(5)  # as a click does, which the roll is not told of yet
        usos.faults.clear()
        await rollcall.until_shown("USOS cannot clear a mark, so it stays.")
        await rollcall.press("3")
        assert rollcall.entry(rows.entries[5].student.id).mark == "justified_absence"

    drive(tmp_path, usos, steps, pace=PACE)


def test_an_undo_that_waits_leads_nobody_away_who_types_about_somebody_meanwhile(usos, tmp_path):
    async def steps(rollcall):
        await rollcall.open_current_roll()
        rows = rollcall.roll.rows
        await undo_that_waits(rollcall, usos, Fault(FaultKind.LATENCY, UPDATE, seconds=60))
        await rollcall.press("c", *"mail")
        usos.faults.clear()
        await rollcall.until(lambda: "so it stays" in rollcall.roll.message.said, "the answer")
        await rollcall.press("enter", "3")
        marked = [rollcall.entry(entry.student.id) for entry in rows.entries[:3]]
        assert [(one.mark, one.comment) for one in marked] == [
            ("absence", ""),
            ("justified_absence", "mail"),
            (None, ""),
        ]

    drive(tmp_path, usos, steps, pace=PACE)


def test_undo_while_another_undo_waits_takes_back_the_mark_before_and_then_both(usos, tmp_path):
    async def steps(rollcall):
        await rollcall.open_current_roll()
        first, second = (rollcall.roll.rows.entries[row].student for row in (0, 1))
        await give_absences_from_before(rollcall, usos, first.id, second.id)
        await rollcall.press("home", "1")
        await rollcall.until_saved()
        usos.faults.add(Fault(FaultKind.LATENCY, UPDATE, seconds=60))
        await rollcall.press("home", "down", "1")
        await rollcall.until(lambda: not usos.faults.planned(), "in progress")
        await rollcall.press("backspace", "backspace")
        await rollcall.until_shown(f"Undone: {first.name}, present → absent")
        usos.faults.clear()
        await rollcall.until_shown(f"Undone: {second.name}, present → absent")
        await rollcall.until_saved()
        assert {usos.marks(usos.current_list())[one.id][0] for one in (first, second)} == {"absence"}

    drive(tmp_path, usos, steps, pace=PACE)


async def give_absences_from_before(rollcall, usos, *students):
    """Let USOS hold an absence of these from before, and the roll know it."""
    await rollcall.until_quiet()
    for student in students:
        usos.set_mark(usos.current_list(), student, "absence", None)
    await rollcall.press("f5")
    await rollcall.until(lambda: all(rollcall.entry(student).mark == "absence" for student in students))


def test_what_is_the_matter_is_seen_after_the_last_mark_without_another_key(usos, tmp_path):
    async def steps(rollcall):
        await rollcall.open_current_roll()
        await rollcall.press(*"11111")
        await rollcall.until_saved()
        usos.faults.add(Fault(FaultKind.LIES, UPDATE))
        await rollcall.press("1")
        await rollcall.until_shown("To decide · 1", "≠ USOS: ·")
        await rollcall.press("enter")
        await rollcall.until_shown("≠ USOS: ·", "USOS accepted present (10:17) but has no mark")

    drive(tmp_path, usos, steps, pace=PACE)


def test_an_empty_answer_does_not_take_a_confirmed_class_off_the_screen(usos, tmp_path):
    async def steps(rollcall):
        await rollcall.open_current_roll()
        await rollcall.until_quiet()
        await rollcall.press("1")
        await rollcall.until_shown("confirmed in USOS")
        usos.faults.add(Fault(FaultKind.EMPTY_LIST_200, READ))
        await rollcall.press("f5")
        await rollcall.until(lambda: not usos.faults.planned())
        await rollcall.until(lambda: not rollcall.sync.is_wanted(rollcall.roll.readings()[0]))
        await rollcall.press("home")
        assert "confirmed in USOS 10:17 (0 of 0)" not in rollcall.screen_text()
        assert rollcall.roll.rows.count == 6

    drive(tmp_path, usos, steps, pace=PACE)


def test_a_late_call_is_found_because_reading_back_waits_for_it(usos, tmp_path):
    async def steps(rollcall):
        await rollcall.open_current_roll()
        first = rollcall.roll.rows.current.student.id
        usos.faults.add(Fault(FaultKind.LATE, UPDATE, seconds=1.5))
        await rollcall.press("1")
        await rollcall.until(lambda: usos.calls.count(UPDATE))
        await rollcall.press("home", "4", "ctrl+s")
        await rollcall.until_shown("confirmed in USOS")
        assert usos.marks(usos.current_list())[first][0] == "absence"

    drive(tmp_path, usos, steps, pace=replace(QUICK, confirm=2.5), read_timeout=0.3)


def test_a_redo_that_waits_says_that_it_is_done_again(usos, tmp_path):
    async def steps(rollcall):
        await rollcall.open_current_roll()
        first = rollcall.roll.rows.entries[0].student.id
        await give_absences_from_before(rollcall, usos, first)
        await rollcall.press("home", "1")
        await rollcall.until_saved()
        usos.faults.add(Fault(FaultKind.LATENCY, UPDATE, seconds=60))
        await rollcall.press("backspace")
        await rollcall.until(lambda: not usos.faults.planned(), "in progress")
        await rollcall.press("ctrl+y")
        await rollcall.until_shown("waiting for USOS's answer")
        assert "then it is undone" not in rollcall.screen_text()
        usos.faults.clear()

    drive(tmp_path, usos, steps, pace=PACE)
