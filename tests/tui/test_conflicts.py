"""Two people on one list: nothing of a colleague's is overwritten before the lecturer, seeing both, has said so."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.model import Mark, Record, Standing
from app.emulator import Emulator, Fault, FaultKind
from tests.support.driver import QUICK, Driver, drive, emulated

UPDATE = "services/attendance/update_attendance"
READ = "services/attendance/attendance"
LEASE = 0.3
REPEAT = replace(QUICK, hold=60, lease=LEASE)


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=6) as emulator:
        yield emulator


def in_usos(usos: Emulator, student: str) -> tuple[str | None, str | None]:
    return usos.marks(usos.current_list())[student]


def sent_for(usos: Emulator, student: str) -> list[str]:
    return [call.params["attendance_mode"] for call in usos.calls.of(UPDATE) if call.params["student_id"] == student]


async def send_after_the_lease(rollcall: Driver) -> None:
    """Send what is held when the last reading of the roll is too old to be trusted."""
    began = time.monotonic()
    await rollcall.until(lambda: time.monotonic() - began > LEASE, "the lease is over")
    await rollcall.press("ctrl+s")


async def a_conflict(rollcall: Driver, usos: Emulator) -> tuple[str, str]:
    """Mark the third student while a colleague gives them another mark; return their id and name."""
    await rollcall.open_current_roll()
    third = rollcall.roll.rows.entries[2].student
    await rollcall.press("down", "down", "1")
    usos.set_mark(usos.current_list(), third.id, "absence", "zwolnienie")
    await send_after_the_lease(rollcall)
    await rollcall.until_shown("≠ USOS: ✗ A", "↑ 1 unsent")
    await rollcall.press("home")
    await rollcall.until_shown("1 mark needs your decision: its row has ! or ≠.")
    await rollcall.press("down", "down")
    await rollcall.until_shown(
        f"{third.name}: yours is present (10:17), USOS has absent ✎.",
        "M keeps yours, T uses the one in USOS.",
        "M keep mine   T use USOS value",
    )
    return third.id, third.name


def test_a_mark_a_colleague_made_meanwhile_is_not_overwritten_and_both_are_shown(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        student, _ = await a_conflict(rollcall, usos)
        assert rollcall.entry(student).record == Record(Mark.INTRAMURAL, "")
        await rollcall.press("ctrl+s", "f5")
        await rollcall.until(lambda: not rollcall.sync.is_wanted(rollcall.roll.readings()[0]), "read again")
        assert rollcall.entry(student).standing is Standing.CONFLICT
        assert in_usos(usos, student) == ("absence", "zwolnienie")

    drive(tmp_path, usos, steps, pace=REPEAT, size=(120, 30), witnessed=True)
    assert usos.calls.count(UPDATE) == 0


@pytest.mark.parametrize("key", ["m", "M"])
def test_m_keeps_mine_and_usos_gets_it(usos: Emulator, tmp_path: Path, key: str) -> None:
    async def steps(rollcall: Driver) -> None:
        student, _ = await a_conflict(rollcall, usos)
        await rollcall.press(key, "ctrl+s")
        await rollcall.until_saved()
        assert in_usos(usos, student)[0] == "intramural"
        assert sent_for(usos, student) == ["intramural"]

    drive(tmp_path, usos, steps, pace=REPEAT, size=(120, 30), witnessed=True)


@pytest.mark.parametrize("key", ["t", "T"])
def test_t_takes_what_usos_has_without_a_call(usos: Emulator, tmp_path: Path, key: str) -> None:
    async def steps(rollcall: Driver) -> None:
        student, _ = await a_conflict(rollcall, usos)
        await rollcall.press(key)
        await rollcall.until_saved()
        assert rollcall.entry(student).record == Record(Mark.ABSENT, "zwolnienie")
        assert "≠" not in rollcall.screen_text()
        await rollcall.press("f5")
        await rollcall.until_shown("confirmed in USOS 10:17 (1 of 6)")

    drive(tmp_path, usos, steps, pace=REPEAT, size=(120, 30), witnessed=True)
    assert usos.calls.count(UPDATE) == 0


def test_a_mark_key_on_a_conflict_decides_anew(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        student, name = await a_conflict(rollcall, usos)
        await rollcall.press("3")
        await rollcall.until_shown(f"{name}: present → excused")
        await rollcall.press("ctrl+s")
        await rollcall.until_saved()
        assert in_usos(usos, student)[0] == "justified_absence"

    drive(tmp_path, usos, steps, pace=REPEAT, size=(120, 30), witnessed=True)


def test_undo_on_a_conflict_leaves_what_usos_has(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        student, _ = await a_conflict(rollcall, usos)
        await rollcall.press("backspace")
        await rollcall.until_saved()
        assert rollcall.entry(student).record == Record(Mark.ABSENT, "zwolnienie")

    drive(tmp_path, usos, steps, pace=REPEAT, size=(120, 30), witnessed=True)
    assert usos.calls.count(UPDATE) == 0


def test_a_conflict_outlives_a_restart(usos: Emulator, tmp_path: Path) -> None:
    found: list[str] = []

    async def before(rollcall: Driver) -> None:
        found.extend(await a_conflict(rollcall, usos))

    async def after(rollcall: Driver) -> None:
        await rollcall.until_shown("≠ USOS: ✗ A", "↑ 1 unsent")
        await rollcall.press("end", *["up"] * 3)
        await rollcall.until_shown(f"{found[1]}: yours is present (10:17), USOS has absent ✎.")
        await rollcall.press("m")
        await rollcall.until_saved()
        assert in_usos(usos, found[0])[0] == "intramural"

    drive(tmp_path, usos, before, pace=REPEAT, size=(120, 30))
    assert usos.calls.count(UPDATE) == 0
    drive(tmp_path, usos, after, size=(120, 30), list_id=usos.current_list())


def test_a_colleague_who_means_the_same_is_no_conflict(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        first = rollcall.roll.rows.current.student.id
        await rollcall.press("4")
        usos.set_mark(usos.current_list(), first, "absence", None)
        await send_after_the_lease(rollcall)
        await rollcall.until_shown("confirmed in USOS 10:17 (1 of 6)")

    drive(tmp_path, usos, steps, pace=REPEAT, witnessed=True)
    assert usos.calls.count(UPDATE) == 0


def test_a_conflict_of_one_student_keeps_nobody_elses_mark_back(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        students = [entry.student.id for entry in rollcall.roll.rows.entries]
        await rollcall.press(*"141341")
        usos.set_mark(usos.current_list(), students[1], "intramural", None)
        await send_after_the_lease(rollcall)
        await rollcall.until_shown("≠ USOS: ● P", "↑ 1 unsent")
        marks = [in_usos(usos, student)[0] for student in students]
        assert marks == ["intramural", "intramural", "intramural", "justified_absence", "absence", "intramural"]
        assert sent_for(usos, students[1]) == []

    drive(tmp_path, usos, steps, pace=REPEAT, witnessed=True)


def test_a_colleague_just_before_the_read_back_shows_as_a_conflict_not_as_confirmed(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        first = rollcall.roll.rows.current.student.id
        await rollcall.press("1")
        await rollcall.until_saved()
        usos.set_mark(usos.current_list(), first, "justified_absence", None)
        await send_after_the_lease(rollcall)
        await rollcall.until_shown("≠ USOS: ◇ J", "↑ 1 unsent")
        assert rollcall.witness.confirmed == 0
        assert in_usos(usos, first)[0] == "justified_absence"

    drive(tmp_path, usos, steps, witnessed=True)


def test_a_confirmed_mark_that_a_colleague_changes_later_is_told_when_it_is_read_and_its_row_says_what_it_was(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        first = rollcall.roll.rows.current.student
        await rollcall.press("1", "ctrl+s")
        await rollcall.until_shown("confirmed in USOS 10:17 (1 of 6)")
        usos.set_mark(usos.current_list(), first.id, "justified_absence", "zwolnienie")
        await rollcall.press("f5")
        await rollcall.until_shown(f"{first.name}, since changed in USOS: present → excused ✎.", "✎ was ● P")
        await rollcall.press("home", "1")
        await rollcall.until_shown(f"{first.name}: excused → present")
        assert "was ● P" not in rollcall.screen_text()

    drive(tmp_path, usos, steps, size=(120, 30), witnessed=True)


def test_a_list_whose_mode_a_colleague_changed_brings_its_marks_back_and_offers_the_other_key(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        first = rollcall.roll.rows.current.student.id
        await rollcall.press("1", "4")
        usos.set_list_mode(usos.current_list(), "remote")
        await send_after_the_lease(rollcall)
        await rollcall.until_shown("! list is remote now", "1 P present (remote list)", "· remote")
        await rollcall.press("home")
        await rollcall.until_shown("the list is remote now, so nobody can be present in person.")
        await rollcall.press("2", "ctrl+s")
        await rollcall.until_saved()
        assert in_usos(usos, first)[0] == "remote"

    drive(tmp_path, usos, steps, pace=REPEAT, size=(120, 30), witnessed=True)


@pytest.mark.parametrize("key", ["m", "t"])
def test_an_accepted_mark_that_usos_does_not_hold_is_shown_so_and_m_sends_it_again(
    usos: Emulator, tmp_path: Path, key: str
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        first = rollcall.roll.rows.current.student
        usos.faults.add(Fault(FaultKind.LIES, UPDATE))
        await rollcall.press("1")
        await rollcall.until_shown("≠ USOS: ·", "↑ 1 unsent")
        await rollcall.press("home")
        await rollcall.until_shown(
            f"{first.name}: USOS accepted present (10:17) but has no mark. M sends it again, T uses the one in USOS."
        )
        assert rollcall.entry(first.id).standing is Standing.MISSING
        await rollcall.press(key)
        await rollcall.until_saved()
        await rollcall.until(lambda: not rollcall.sync.has_work(), "read back")
        kept = "intramural" if key == "m" else None
        assert in_usos(usos, first.id)[0] == kept
        assert rollcall.entry(first.id).mark == kept

    drive(tmp_path, usos, steps, pace=replace(QUICK, confirm=0.2), size=(120, 30), witnessed=True)


@pytest.mark.parametrize(("answers", "tries"), [("lost", 3), ("all came", 1)])
def test_an_older_value_that_keeps_coming_back_is_sent_again_twice_if_it_may_be_ours_then_shown(
    usos: Emulator, tmp_path: Path, answers: str, tries: int
) -> None:
    """A call of ours that was answered and read back is over: what is like it and comes later is a colleague's."""

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.until_quiet()
        first = rollcall.roll.rows.current.student
        if answers == "lost":
            usos.faults.add(Fault(FaultKind.CUT_AFTER, UPDATE))
        await rollcall.press("4")
        await rollcall.until_shown("confirmed in USOS")
        late = Fault(FaultKind.FOREIGN_CHANGE, READ, count=3, student_id=first.id, mark="absence")
        usos.faults.add(late, Fault(FaultKind.LATENCY, READ, count=4, seconds=0.15))
        before = sent_for(usos, first.id)
        await rollcall.press("home", "1")
        await rollcall.until_shown("≠ USOS: ✗ A", "↑ 1 unsent")
        await rollcall.press("end", "home")
        await rollcall.until_shown(f"{first.name}: USOS accepted present (10:17) but has absent.")
        assert set(before) == {"absence"}
        assert sent_for(usos, first.id) == [*before, *["intramural"] * tries]
        usos.faults.clear()
        await rollcall.press("m")
        await rollcall.until_shown("confirmed in USOS 10:17 (1 of 6)")
        assert in_usos(usos, first.id)[0] == "intramural"

    drive(tmp_path, usos, steps, pace=replace(QUICK, confirm=0.2), size=(120, 30), witnessed=True)
