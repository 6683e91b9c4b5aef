"""What USOS has not accepted is never invisible: the outbox screen, its export, starting and quitting."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.config import settings
from app.emulator import Emulator, Fault, FaultKind
from app.sync.connection import Pace
from app.tui.leaving import Leaving
from app.tui.outbox.screen import OutboxScreen
from app.tui.roll.screen import RollScreen
from tests.support.driver import QUICK, UNGUARDED, Driver, burst, drive, emulated, key_at

UPDATE = "services/attendance/update_attendance"


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated() as emulator:
        yield emulator


async def mark_offline(rollcall: Driver, usos: Emulator, keys: str = "143") -> list[str]:
    await rollcall.open_current_roll()
    usos.stop()
    names = [entry.student.name for entry in rollcall.roll.rows.entries]
    await rollcall.press(*keys)
    await rollcall.until_shown(f"↑ {len(keys)} unsent", "offline")
    return names


def test_the_outbox_lists_unsent_marks_under_their_meeting_with_age_and_reason(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        first, second, *_ = await mark_offline(rollcall, usos)
        await rollcall.press("f4")
        await rollcall.until_shown("Not in USOS yet", "Mon 23 Nov 10:15 · Mathematical Analysis I", first, second)
        assert "0 min" in rollcall.screen_text()
        assert "✗ A" in rollcall.screen_text()

    drive(tmp_path, usos, steps)


def test_enter_opens_the_roll_at_that_student_and_escape_comes_back(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        names = await mark_offline(rollcall, usos)
        await rollcall.press("f4", "down", "enter")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, RollScreen) and rollcall.roll.rows.count)
        assert rollcall.roll.rows.current.student.name == names[1]
        await rollcall.press("escape")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, OutboxScreen))

    drive(tmp_path, usos, steps)


def test_everything_leaves_the_outbox_when_usos_is_back(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await mark_offline(rollcall, usos)
        await rollcall.press("f4")
        usos.start()
        await rollcall.press("r")
        await rollcall.until_shown("Everything is in USOS.")
        assert "send again" not in rollcall.screen_text()
        assert sum(mark is not None for mark, _ in usos.marks(usos.current_list()).values()) == 3

    drive(tmp_path, usos, steps)


def test_a_refused_mark_can_be_sent_again_or_given_up_from_the_outbox(usos: Emulator, tmp_path: Path) -> None:
    usos.faults.add(Fault(FaultKind.REFUSED, UPDATE, count=2, reason="student_not_in_group"))

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1", "4")
        await rollcall.press("f4")
        await rollcall.until_shown("2 need your decision", "! not in the group")
        await rollcall.press_at(*burst("Tomasz", rollcall.seconds + 1))  # a text that no hand has typed
        await rollcall.until_shown("7 keys came too fast to be typed", "2 need your decision")
        assert isinstance(rollcall.app.screen, OutboxScreen)
        start = rollcall.seconds + 9
        await rollcall.press_at((start, "r"))
        await rollcall.until(lambda: rollcall.app.screen.rows.count == 2, "a heading and one entry left")
        for number in range(3):  # the same key is still held down, and all of these are there before one is judged
            rollcall.app.post_message(key_at("r", start + 0.4 + 0.033 * number))
        await rollcall.until_shown("R was held down, so it counts once.", "1 needs your decision")
        await rollcall.press("t")
        await rollcall.until_shown("Everything is in USOS.")
        assert [mark for mark, _ in usos.marks(usos.current_list()).values() if mark] == ["intramural"]

    drive(tmp_path, usos, steps, options=replace(UNGUARDED, repeat_guard=0.1))


def test_the_remainder_can_be_written_out_for_typing_into_usosweb(
    usos: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "documents"
    monkeypatch.setattr(settings, "export_folder", lambda: folder)

    async def steps(rollcall: Driver) -> None:
        names = await mark_offline(rollcall, usos, "14")
        await rollcall.press("up", "c")
        await rollcall.type("=1+1; zwolnienie")
        await rollcall.press("enter", "f4", "e")
        await rollcall.until_shown("Saved as")
        text = next(folder.glob("*.txt")).read_text("utf-8-sig")
        assert "Mathematical Analysis I · class gr. 3, Mon 23 Nov 10:15" in text
        assert f"  {names[0]}: present (unsent)" in text
        rows = list(csv.DictReader(io.StringIO(next(folder.glob("*.csv")).read_text("utf-8-sig"))))
        assert [row["mark"] for row in rows] == ["present", "absent"]
        assert rows[1]["comment"] == "'=1+1; zwolnienie"
        assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}

    drive(tmp_path, usos, steps)


def test_starting_says_how_many_wait_and_since_when(usos: Emulator, tmp_path: Path) -> None:
    async def first(rollcall: Driver) -> None:
        await mark_offline(rollcall, usos)

    async def second(rollcall: Driver) -> None:
        await rollcall.until_shown("3 marks have been waiting since 10:17; F4 shows them.")

    drive(tmp_path, usos, first)
    drive(tmp_path, usos, second)


def test_every_screen_shows_how_many_are_unsent(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await mark_offline(rollcall, usos)
        await rollcall.press("escape")
        await rollcall.until_shown("Groups", "↑ 3 unsent")
        await rollcall.open_current_lists()
        await rollcall.until_shown("today", "↑ 3 unsent")

    drive(tmp_path, usos, steps)


def test_quitting_sends_what_is_held_and_says_so(usos: Emulator, tmp_path: Path) -> None:
    usos.faults.add(Fault(FaultKind.LATENCY, UPDATE, count=None, seconds=60))

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1", "4", "1")
        await rollcall.press("ctrl+q")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, Leaving), "the box")
        await rollcall.until_shown("Sending ", "Ctrl+Q quits at once")
        usos.faults.clear()
        await rollcall.until(lambda: not rollcall.app.is_running, "the end")

    drive(tmp_path, usos, steps, pace=replace(QUICK, hold=60, barrier=60))
    assert sum(mark is not None for mark, _ in usos.marks(usos.current_list()).values()) == 3


def test_nothing_goes_before_the_third_mark_and_a_quiet_line_says_so(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1", "4")
        await rollcall.until_shown("Not sent yet. After the first mark is sent")
        assert usos.calls.count(UPDATE) == 0
        await rollcall.press("1")
        await rollcall.until_saved()
        assert "Nothing is sent yet" not in rollcall.screen_text()
        assert usos.calls.count(UPDATE) == 3

    drive(tmp_path, usos, steps, pace=replace(QUICK, barrier=60))


def test_leaving_the_roll_lets_the_first_marks_go(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1", "escape")
        await rollcall.until_saved()

    drive(tmp_path, usos, steps, pace=Pace(first=0.05))


def test_ctrl_s_sends_at_once_and_reads_back(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1", "ctrl+s")
        await rollcall.until_shown("confirmed in USOS 10:17 (1 of 30)")

    drive(tmp_path, usos, steps, pace=Pace(first=0.05))


def test_a_mark_the_full_disk_does_not_take_is_not_painted(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        connection = rollcall.desk_connection()
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        for number in range(200):
            await rollcall.press("home", "14"[number % 2])
            if "This could not be saved on the disk" in rollcall.screen_text():
                break
        await rollcall.until_shown("This could not be saved on the disk, so nothing has changed.")
        painted = rollcall.roll.rows.entries[0]
        assert rollcall.store.rolls.entry(usos.current_list(), painted.student.id).mark is painted.mark

    drive(tmp_path, usos, steps, pace=replace(QUICK, hold=60))


def test_a_list_that_is_gone_is_created_anew_and_gets_its_marks(usos: Emulator, tmp_path: Path) -> None:
    gone = usos.current_list()
    date = next(one.date for one in usos.lists() if one.id == gone)

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        students = [entry.student.id for entry in rollcall.roll.rows.entries[:3]]
        usos.delete_list(gone)
        await rollcall.press("1", "4", "3")
        await rollcall.until(lambda: rollcall.store.outbox.unsent().stuck == 3)
        await rollcall.press("f4")
        await rollcall.until_shown("list deleted", "Enter open the roll  N create the list")
        await rollcall.press("n")
        await rollcall.until_shown("Everything is in USOS.")
        new = next(one.id for one in usos.lists() if one.date == date and one.id != gone)
        marks = usos.marks(new)
        assert [marks[student][0] for student in students] == ["intramural", "absence", "justified_absence"]

    drive(tmp_path, usos, steps)


def test_a_list_that_is_gone_and_had_no_marks_of_ours_is_only_said_to_be(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.until_quiet()
        usos.delete_list(usos.current_list())
        await rollcall.press("f5")
        await rollcall.until_shown("This list is not in USOS any more.")
        assert "F4 shows what to do" not in rollcall.screen_text()
        assert "F5 tries again" not in rollcall.screen_text()
        await rollcall.press("f4")
        await rollcall.until_shown("Everything is in USOS.")
        assert "create the list" not in rollcall.screen_text()

    drive(tmp_path, usos, steps)


def test_a_list_whose_creation_got_no_answer_is_found_and_not_created_twice(usos: Emulator, tmp_path: Path) -> None:
    gone = usos.current_list()
    date = next(one.date for one in usos.lists() if one.id == gone)
    usos.faults.add(Fault(FaultKind.CUT_AFTER, "services/attendance/create_attendance_list"))

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        usos.delete_list(gone)
        await rollcall.press("1")
        await rollcall.until(lambda: rollcall.store.outbox.unsent().stuck == 1)
        await rollcall.press("f4", "n")
        await rollcall.until_shown("Everything is in USOS.")
        assert usos.calls.count("services/attendance/create_attendance_list") == 1
        assert len([one for one in usos.lists() if one.date == date and one.students]) == 1

    drive(tmp_path, usos, steps)


def test_everything_can_be_called_offline_once_it_was_read_ahead(usos: Emulator, tmp_path: Path) -> None:
    async def online(rollcall: Driver) -> None:
        await rollcall.until_history_read()
        known = rollcall.store.mirror
        await rollcall.until(lambda: known.groups() and known.lists_read(), "groups and lists")
        await rollcall.until(lambda: not rollcall.register.timetable.worth_reading(), "all read ahead")

    async def offline(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1", "4")
        await rollcall.until_shown("28 of 30 left", "offline · ↑ 2 unsent")

    drive(tmp_path, usos, online)
    usos.stop()
    drive(tmp_path, usos, offline)


def test_a_store_that_became_read_only_takes_no_mark_and_paints_none(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        rollcall.desk_connection().execute("PRAGMA query_only = ON")
        await rollcall.press("1")
        await rollcall.until_shown("This could not be saved on the disk, so nothing has changed.", "30 of 30 left")
        rollcall.desk_connection().execute("PRAGMA query_only = OFF")
        await rollcall.press("1")
        await rollcall.until_saved()

    drive(tmp_path, usos, steps)


@pytest.mark.parametrize("key", ["r", "n"])
def test_where_another_program_has_the_marks_nothing_is_said_to_be_sent_or_created(
    usos: Emulator, tmp_path: Path, key: str
) -> None:
    async def here(rollcall: Driver) -> None:
        await mark_offline(rollcall, usos)

    async def beside_another(rollcall: Driver) -> None:
        await rollcall.press("f4")
        await rollcall.until_shown("Not in USOS yet")
        rollcall.app.screen.message.stand("")
        await rollcall.press(key)
        await rollcall.until_shown("Another rollcall (process 4711) has these marks open; this one only")

    drive(tmp_path, usos, here)
    drive(tmp_path, usos, beside_another, owner="4711")


def test_a_disk_that_takes_no_file_holds_up_neither_keys_nor_the_end(
    usos: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is on a disk that does not answer."""
    answers, asked = threading.Event(), threading.Event()

    def folder() -> Path:
        asked.set()
        answers.wait(20)
        return tmp_path / "documents"

    monkeypatch.setattr(settings, "export_folder", folder)

    async def steps(rollcall: Driver) -> None:
        await mark_offline(rollcall, usos)
        await rollcall.press("f4", "e")
        await rollcall.press("down", "ctrl+q")
        await rollcall.until(lambda: not rollcall.app.is_running, "the end")

    try:
        drive(tmp_path, usos, steps)
        assert asked.is_set()
        assert not (tmp_path / "documents").exists(), "the end waited for the disk"
    finally:
        answers.set()
