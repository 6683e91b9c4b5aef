"""The fault matrix: whatever the network and USOS do to a roll, every mark arrives or its row says why not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.model import Mark, Standing
from app.emulator import Emulator, Fault, FaultKind
from tests.support.driver import QUICK, Driver, assert_sent_in_the_order_of_decisions, drive, emulated, remainder

UPDATE = "services/attendance/update_attendance"
READ = "services/attendance/attendance"
KEYS = "141314114131"
MEANT = {"1": Mark.INTRAMURAL, "3": Mark.JUSTIFIED, "4": Mark.ABSENT}
PACE = replace(QUICK, confirm=0.2)
TALL = (110, 48)

RECOVERED_BY_ITSELF = {
    "the connection is reset in mid-answer": FaultKind.CUT_BEFORE,
    "the answer is lost after the mutation": FaultKind.CUT_AFTER,
    "USOS hangs": FaultKind.HANG,
    "500": FaultKind.ERROR_500,
    "503 with Retry-After": FaultKind.UNAVAILABLE_503,
    "429 with Retry-After": FaultKind.BUSY_429,
    "HTML with 200": FaultKind.HTML_200,
    "null": FaultKind.NULL_200,
    "an empty list": FaultKind.EMPTY_LIST_200,
    "truncated JSON": FaultKind.TRUNCATED_JSON,
}


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=12) as emulator:
        yield emulator


@pytest.fixture
def class_of_thirty() -> Iterator[Emulator]:
    with emulated(students=30) as emulator:
        yield emulator


async def call_the_roll(rollcall: Driver, keys: str = KEYS) -> dict[str, Mark]:
    """Mark everybody by one key each, think again about the first two, and return what was meant."""
    students = [entry.student.id for entry in rollcall.roll.rows.entries]
    assert len(students) == len(keys)
    await rollcall.press_to_the_end(keys)
    meant = {student: MEANT[key] for student, key in zip(students, keys, strict=True)}
    for student, keys_again in zip(students, ("34", "413"), strict=False):
        await rollcall.press("home", *(["down"] * students.index(student)), *keys_again)
        meant[student] = MEANT[keys_again[-1]]
    await rollcall.press("home")  # whatever was said of the last mark makes room for what is the matter
    await rollcall.until(lambda: marks_on_the_screen(rollcall) == meant, "all marked")
    return meant


def marks_on_the_screen(rollcall: Driver) -> dict[str, Mark | None]:
    return {entry.student.id: entry.mark for entry in rollcall.roll.rows.entries}


async def until_confirmed(rollcall: Driver, number: int) -> None:
    await rollcall.until_shown(f"confirmed in USOS 10:17 ({number} of 12)")


def marks_in(usos: Emulator) -> dict[str, str | None]:
    return {student: mark for student, (mark, _) in usos.marks(usos.current_list()).items()}


async def until_only_these_say(rollcall: Driver, usos: Emulator, sign: str, students: set[str]) -> None:
    """Wait until these rows say so, and all others are saved; fail unless exactly these differ from USOS."""

    def saying() -> set[str]:
        everybody = [entry.student.id for entry in rollcall.roll.rows.entries]
        return {student for student in everybody if sign in rollcall.row_text(student)}

    def unsettled() -> set[str]:
        return {entry.student.id for entry in rollcall.roll.rows.entries if entry.standing is not Standing.SAVED}

    # An answer is in the store before its row is painted: the screen may be a turn behind.
    await rollcall.until(lambda: saying() == unsettled() == students, f"{len(students)} rows that say {sign}")
    others = [entry for entry in remainder(rollcall, usos) if entry.student.id not in students]
    assert others == []
    assert {entry.student.id for entry in remainder(rollcall, usos)} == students


@pytest.mark.parametrize("kind", RECOVERED_BY_ITSELF.values(), ids=RECOVERED_BY_ITSELF.keys())
def test_after_a_passing_fault_every_mark_arrives_without_a_key(
    usos: Emulator, tmp_path: Path, kind: FaultKind
) -> None:
    """The same fault meets the sending and, but for the empty list, which is an answer there, the reading back."""
    count = 1 if kind in {FaultKind.UNAVAILABLE_503, FaultKind.BUSY_429} else 3

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.until_quiet()
        usos.faults.add(Fault(kind, UPDATE, count=count, after=3))
        if kind is not FaultKind.EMPTY_LIST_200:
            usos.faults.add(Fault(kind, READ))
        meant = await call_the_roll(rollcall)
        await until_confirmed(rollcall, 12)
        assert marks_in(usos) == meant
        assert usos.faults.planned() == []
        assert_sent_in_the_order_of_decisions(rollcall)

    read_timeout = 0.3 if kind is FaultKind.HANG else 60
    drive(tmp_path, usos, steps, size=TALL, pace=PACE, read_timeout=read_timeout, witnessed=True)


def test_an_empty_list_where_the_roll_should_be_leaves_nobody_out_unseen(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.until_quiet()
        meant = await call_the_roll(rollcall)
        await rollcall.until_saved()
        usos.faults.add(Fault(FaultKind.EMPTY_LIST_200, READ))
        await rollcall.press("f5")
        await rollcall.until(lambda: not usos.faults.planned(), "the empty answer")
        await rollcall.until(lambda: not rollcall.sync.is_wanted(rollcall.roll.readings()[0]), "the roll read")
        assert marks_on_the_screen(rollcall) == meant
        assert rollcall.witness.confirmed == 0
        await rollcall.press("f5")
        await until_confirmed(rollcall, 12)
        assert marks_in(usos) == meant

    drive(tmp_path, usos, steps, size=TALL, witnessed=True)


def test_after_a_refused_connection_every_mark_arrives_without_a_key(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        usos.stop()
        meant = await call_the_roll(rollcall)
        await rollcall.until_shown("offline · ↑ 12 unsent", "No connection to USOS.", "will be sent automatically")
        await until_only_these_say(rollcall, usos, "↑ unsent", set(meant))
        usos.start()
        await until_confirmed(rollcall, 12)
        assert marks_in(usos) == meant
        assert_sent_in_the_order_of_decisions(rollcall)

    drive(tmp_path, usos, steps, size=TALL, pace=PACE, witnessed=True)


def test_a_server_killed_and_restarted_three_times_in_mid_roll_loses_no_mark(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        for part in ("1413", "1411", "4131"):
            before = usos.calls.count(UPDATE)
            await rollcall.press(*part[:2])
            await rollcall.until(lambda before=before: usos.calls.count(UPDATE) > before)
            usos.stop()
            await rollcall.press(*part[2:])
            await rollcall.until_shown("offline")
            usos.start()
        await until_confirmed(rollcall, 12)
        assert list(marks_in(usos).values()).count("intramural") == 7
        assert_sent_in_the_order_of_decisions(rollcall)

    drive(tmp_path, usos, steps, size=TALL, pace=PACE, witnessed=True)


def test_after_a_401_in_the_middle_marks_are_kept_and_go_on_when_asked(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        usos.faults.add(Fault(FaultKind.EXPIRED_TOKEN, UPDATE, count=4, after=3))
        meant = await call_the_roll(rollcall)
        await rollcall.until_shown("signed out · ↑", "F6 shows the accounts on this computer. Marks are saved here.")
        sent = usos.calls.count(UPDATE)
        left = {entry.student.id for entry in rollcall.roll.rows.entries if entry.standing is Standing.UNSENT}
        assert left
        await until_only_these_say(rollcall, usos, "↑ unsent", left)
        assert usos.calls.count(UPDATE) == sent
        usos.faults.clear()
        await rollcall.press("f5")
        await until_confirmed(rollcall, 12)
        assert marks_in(usos) == meant
        assert_sent_in_the_order_of_decisions(rollcall)

    drive(tmp_path, usos, steps, size=TALL, pace=PACE, witnessed=True)


def test_after_the_token_was_revoked_every_row_that_did_not_arrive_says_unsent(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1", "4")
        await until_confirmed(rollcall, 2)
        usos.revoke_token()
        await rollcall.press_to_the_end("1141314113")
        await rollcall.press("home")
        await rollcall.until_shown("signed out · ↑ 10 unsent", "Marks are saved here.")
        await rollcall.press("f5")
        await rollcall.until_shown("signed out · ↑ 10 unsent")
        students = {entry.student.id for entry in rollcall.roll.rows.entries[2:]}
        await until_only_these_say(rollcall, usos, "↑ unsent", students)

    drive(tmp_path, usos, steps, size=TALL, pace=PACE, witnessed=True)


@pytest.mark.parametrize("kind", [FaultKind.UNAVAILABLE_503, FaultKind.BUSY_429])
def test_a_pause_that_usos_asks_for_is_kept_whatever_is_pressed(
    usos: Emulator, tmp_path: Path, kind: FaultKind
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.until_quiet()
        usos.faults.add(Fault(kind, UPDATE, seconds=2))
        await rollcall.press("1")
        await rollcall.until(lambda: rollcall.sync.connection.trouble, "the fault")
        asked, over = len(usos.calls), rollcall.sync.connection.closed_until
        await rollcall.press("4", "ctrl+s", "f5")
        await rollcall.until(lambda: len(usos.calls) > asked, "the next call")
        assert time.monotonic() >= over
        await until_confirmed(rollcall, 2)

    drive(tmp_path, usos, steps, size=TALL, pace=PACE, witnessed=True)


def test_one_student_of_thirty_who_left_the_group_stops_nobody_else(class_of_thirty: Emulator, tmp_path: Path) -> None:
    usos = class_of_thirty

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        students = [entry.student for entry in rollcall.roll.rows.entries]
        gone = students[16]
        usos.faults.add(Fault(FaultKind.LATENCY, UPDATE, count=None, seconds=0.02))
        usos.remove_student(usos.current_list(), gone.id)
        await rollcall.press_to_the_end("141131411" * 3 + "141")
        await rollcall.until_shown("! not in the group", "↑ 1 unsent")
        await rollcall.press("home")
        await rollcall.until_shown("1 mark needs your decision: its row has ! or ≠.")
        await until_only_these_say(rollcall, usos, "! not in the group", {gone.id})
        assert sum(mark is not None for mark in marks_in(usos).values()) == 29

    drive(tmp_path, usos, steps, size=TALL, pace=PACE, witnessed=True)


def test_a_list_deleted_at_the_twelfth_write_leaves_all_thirty_rows_marked_as_gone(
    class_of_thirty: Emulator, tmp_path: Path
) -> None:
    usos = class_of_thirty

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        usos.faults.add(Fault(FaultKind.LIST_DELETED, UPDATE, after=11))
        await rollcall.press_to_the_end("141131411" * 3 + "141")
        await rollcall.press("home")
        await rollcall.until_shown("↑ 30 unsent")
        everybody = {entry.student.id for entry in rollcall.roll.rows.entries}
        await until_only_these_say(rollcall, usos, "! list deleted", everybody)
        await rollcall.press("home")
        await rollcall.until_shown("This list is not in USOS any more")

    drive(tmp_path, usos, steps, size=TALL, pace=PACE, witnessed=True)


def test_a_mode_changed_at_the_fifth_write_brings_the_marks_it_forbids_back(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        usos.faults.add(Fault(FaultKind.MODE_CHANGE, UPDATE, after=4, mode="remote"))
        await rollcall.press_to_the_end("111114141141")
        await rollcall.press("home", "ctrl+s")
        await rollcall.until_shown("1 P present (remote list)", "! list is remote now")
        await rollcall.until(lambda: not rollcall.store.outbox.due(), "nothing left to send")
        stored = rollcall.store.rolls.entries(rollcall.roll.list_id)
        refused = {entry.student.id for entry in stored if entry.standing is Standing.REFUSED}
        assert refused
        assert all(rollcall.entry(student).mark is Mark.INTRAMURAL for student in refused)
        await until_only_these_say(rollcall, usos, "! list is remote now", refused)
        for student in refused:
            rollcall.roll.rows.move_to(rollcall.roll.rows.row_of(student))
            await rollcall.press("2")
        await rollcall.press("ctrl+s")
        await until_confirmed(rollcall, 12)
        assert {marks_in(usos)[student] for student in refused} == {"remote"}

    drive(tmp_path, usos, steps, size=TALL, pace=replace(PACE, hold=60), witnessed=True)


def test_a_server_that_says_yes_and_stores_nothing_is_found_out_by_reading_back(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        usos.faults.add(Fault(FaultKind.LIES, UPDATE, count=2, after=5))
        await rollcall.press_to_the_end(KEYS)
        await rollcall.until_shown("↑ 2 unsent", "≠ USOS: ·")
        await rollcall.press("home")
        await rollcall.until_shown("2 marks need your decision")
        lost = {entry.student.id for entry in remainder(rollcall, usos)}
        assert len(lost) == 2
        await until_only_these_say(rollcall, usos, "≠ USOS: ·", lost)
        assert rollcall.witness.confirmed == 0
        for student in lost:
            rollcall.roll.rows.move_to(rollcall.roll.rows.row_of(student))
            await rollcall.press("m")
        await until_confirmed(rollcall, 12)
        assert marks_in(usos) == marks_on_the_screen(rollcall)

    drive(tmp_path, usos, steps, size=TALL, pace=PACE, witnessed=True)


def test_a_timed_out_call_applied_after_a_newer_one_does_not_win(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        first = rollcall.roll.rows.current.student.id
        usos.faults.add(Fault(FaultKind.LATE, UPDATE, seconds=60))
        await rollcall.press("1")
        await rollcall.until(lambda: usos.calls.count(UPDATE) == 1)
        await rollcall.press("home", "4", "down")
        await rollcall.press_to_the_end("14131411413")
        await rollcall.until(lambda: marks_in(usos)[first] == "absence", "the newer mark")
        usos.faults.clear()
        await rollcall.until(lambda: marks_in(usos)[first] == "intramural", "the late one, over it")
        await until_confirmed(rollcall, 12)
        assert marks_in(usos)[first] == "absence"
        assert rollcall.entry(first).mark is Mark.ABSENT
        assert [mark for student, mark in rollcall.calls.sent if student == first] == ["intramural", *["absence"] * 2]

    late = replace(PACE, confirm=2.5)
    drive(tmp_path, usos, steps, size=TALL, pace=late, read_timeout=1, witnessed=True)


def test_faults_of_every_kind_in_a_row_do_not_lose_the_order_of_one_students_marks(
    usos: Emulator, tmp_path: Path
) -> None:
    kinds = [kind for kind in RECOVERED_BY_ITSELF.values() if kind not in {"unavailable_503", "busy_429", "hang"}]

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        usos.faults.add(*(Fault(kind, UPDATE, after=number % 2) for number in range(4) for kind in kinds))
        first = rollcall.roll.rows.current.student.id
        await rollcall.press("1", *(key for mark in "4313413143" for key in ("home", mark)))
        await until_confirmed(rollcall, 1)
        assert marks_in(usos)[first] == "justified_absence"
        assert_sent_in_the_order_of_decisions(rollcall)

    drive(tmp_path, usos, steps, size=TALL, pace=PACE, witnessed=True)
