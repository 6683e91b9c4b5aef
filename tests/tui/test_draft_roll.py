"""A class that has no list yet is called at once; its marks go to the list when there is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from app.domain.model import Entry, Lesson, Mode, Standing
from app.emulator import Emulator, Fault, FaultKind
from app.sync.connection import Pace
from app.sync.requests import ReadLists
from app.tui.groups.screen import GroupsScreen
from app.tui.lists.screen import ListsScreen
from app.tui.roll.screen import RollScreen
from tests.support.driver import NOW, QUICK, Driver, Steps, connection, drive, emulated

ATTENDANCE = "services/attendance"
CREATE, UPDATE, GROUP = f"{ATTENDANCE}/create_attendance_list", f"{ATTENDANCE}/update_attendance", f"{ATTENDANCE}/group"
LABORATORY = "Podstawy sztucznej inteligencji"
START = datetime.fromisoformat("2026-11-23 08:30")
KEPT = "No list in USOS yet: this roll is kept on this"


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated() as emulator:
        yield emulator


async def open_draft(rollcall: Driver) -> None:
    """Enter on the laboratory, which was before the class that is on and has no list."""
    await rollcall.choose_lesson(LABORATORY)
    await rollcall.press("enter", "enter")
    await rollcall.until(lambda: isinstance(rollcall.app.screen, RollScreen) and rollcall.roll.rows.count, "the draft")


async def known(rollcall: Driver) -> None:
    """Stay until groups, lists and the timetable are on this machine."""
    await rollcall.until(rollcall.is_on_now)
    await rollcall.until_history_read()


def offline(usos: Emulator, folder: Path, steps: Steps, pace: Pace = QUICK) -> None:
    """Carry out steps without a network, with all known from before."""
    drive(folder, usos, known)
    usos.stop()
    drive(folder, usos, steps, pace=pace, size=(120, 36))


def made(usos: Emulator) -> str:
    """The id of the laboratory's list of today."""
    (one,) = (one.id for one in usos.lists() if timedelta(0) <= one.date - START < timedelta(minutes=30))
    return one


def marks(usos: Emulator, list_id: str) -> list[str]:
    return sorted(mark for mark, _ in usos.marks(list_id).values() if mark)


def created_by_a_colleague(usos: Emulator, lesson: Lesson, at: datetime = START) -> str:
    way = connection(usos)()
    try:
        return way.create_attendance_list(lesson.group.key, at, Mode.HYBRID)
    finally:
        way.close()


def lesson_of(rollcall: Driver) -> Lesson:
    agenda = rollcall.register.timetable.agenda()
    return next(one for one in (agenda.now, *agenda.today) if one and one.group.course.pl == LABORATORY)


def entry_of(rollcall: Driver, name: str) -> Entry:
    return next(entry for entry in rollcall.roll.rows.entries if entry.student.name == name)


def test_enter_calls_a_class_without_a_list_and_creates_it(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_draft(rollcall)
        await rollcall.press("1")
        await rollcall.until(lambda: rollcall.roll.session.draft.group is None)
        await rollcall.until_saved()
        await rollcall.until_shown("Mon 23 Nov 08:30 · hybrid", "15 of 16 left")
        assert marks(usos, made(usos)) == ["intramural"]
        assert usos.calls.count(CREATE) == 1
        assert [one for one in rollcall.store.mirror.lists() if one.is_draft] == []

    drive(tmp_path, usos, steps)


def test_what_is_marked_while_the_list_is_being_created_goes_to_it(usos: Emulator, tmp_path: Path) -> None:
    usos.faults.add(Fault(FaultKind.LATENCY, CREATE, seconds=60))

    async def steps(rollcall: Driver) -> None:
        await open_draft(rollcall)
        await rollcall.until_shown("draft · hybrid", "Creating the list …")
        await rollcall.press("1", "4", "backspace", "3", "down")
        await rollcall.until_shown("Creating the list …", "2 unsent")
        here = rollcall.roll.rows.current.student.id
        usos.faults.clear()
        await rollcall.until_shown("The list is in USOS, and these marks will be sent to it.")
        assert rollcall.roll.rows.current.student.id == here
        assert "draft" not in rollcall.screen_text()
        await rollcall.until_saved()
        assert marks(usos, made(usos)) == ["intramural", "justified_absence"]
        await rollcall.press("backspace")
        await rollcall.until_shown("USOS cannot clear a mark")

    drive(tmp_path, usos, steps)


def test_keys_pressed_all_the_while_are_lost_nowhere(usos: Emulator, tmp_path: Path) -> None:
    """Whatever a key meets: the draft, the draft that has just been moved, or the list."""
    usos.faults.add(Fault(FaultKind.LATENCY, GROUP, seconds=0.05))
    usos.faults.add(Fault(FaultKind.LATENCY, CREATE, seconds=0.05))

    async def steps(rollcall: Driver) -> None:
        await open_draft(rollcall)
        for _ in range(16):
            await rollcall.press("4")
            await rollcall.pilot.pause(0.02)
        await rollcall.until_saved()
        assert marks(usos, made(usos)) == ["absence"] * 16

    drive(tmp_path, usos, steps, witnessed=True)


def test_without_a_network_the_class_is_called_and_sent_when_it_is_back(usos: Emulator, tmp_path: Path) -> None:
    async def calls(rollcall: Driver) -> None:
        await open_draft(rollcall)
        await rollcall.until_shown("draft · hybrid", "No connection to USOS.", KEPT, "Ctrl+N creates")
        await rollcall.press("1", "4", "1", "backspace", "ctrl+y", "backspace", "3")
        await rollcall.until_shown("3 unsent", "13 of 16 left")
        await rollcall.press("escape")
        await rollcall.until_shown("draft: 3 marks")

    async def comes_back(rollcall: Driver) -> None:
        await rollcall.until_shown("draft: 3 marks", "3 marks have been waiting since 10:17")
        await rollcall.choose_lesson(LABORATORY)
        await rollcall.press("enter")
        await rollcall.until_shown("No connection to USOS.", "3 unsent")
        usos.start()
        await rollcall.press("ctrl+n")
        await rollcall.until_shown("The list is in USOS, and these marks will be sent to it.")
        await rollcall.until_saved()
        assert marks(usos, made(usos)) == ["absence", "intramural", "justified_absence"]

    offline(usos, tmp_path, calls)
    drive(tmp_path, usos, comes_back)
    assert usos.calls.count(f"{ATTENDANCE}/attendance") < 60  # none of them for the draft
    assert not any("draft" in str(call.params) for call in usos.calls)


def test_undo_and_redo_go_on_over_the_steps_of_the_draft(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_draft(rollcall)
        await rollcall.until_shown(KEPT)
        names = [entry.student.name for entry in rollcall.roll.rows.entries]
        await rollcall.press("1", "4", "3")
        await rollcall.until_shown("3 unsent")
        usos.start()
        await rollcall.press("ctrl+s")
        await rollcall.until(lambda: rollcall.roll.session.draft.group is None)
        await rollcall.press("backspace")
        await rollcall.until_shown(f"Undone: {names[2]}, excused → no mark")
        await rollcall.press("backspace", "ctrl+y")
        await rollcall.until_shown(f"Redone: {names[1]}, no mark → absent")

    offline(usos, tmp_path, steps, pace=replace(QUICK, hold=60))


def test_a_list_that_a_colleague_has_created_meanwhile_is_adopted(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_draft(rollcall)
        await rollcall.until_shown(KEPT)
        await rollcall.press("1", "4")
        await rollcall.until_shown(KEPT, "2 unsent")
        usos.start()
        theirs = created_by_a_colleague(usos, lesson_of(rollcall), START + timedelta(minutes=5))
        first = entry_of(rollcall, rollcall.roll.rows.entries[0].student.name).student
        usos.set_mark(theirs, first.id, "justified_absence", "mail")
        await rollcall.press("f5")
        await rollcall.until_shown("USOS now has a list for this class (08:35). Ctrl+N", "draft · hybrid")
        await rollcall.press("ctrl+n")
        await rollcall.until_shown("Mon 23 Nov 08:35 · hybrid")
        await rollcall.until(lambda: rollcall.store.outbox.unsent().total == 1, "all but the conflict sent")
        assert entry_of(rollcall, first.name).standing is Standing.CONFLICT
        assert marks(usos, theirs) == ["absence", "justified_absence"]
        assert usos.calls.count(CREATE) == 1  # the colleague's own

    offline(usos, tmp_path, steps)


def test_an_empty_draft_goes_over_by_itself_to_a_list_that_has_come(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_draft(rollcall)
        await rollcall.until_shown(KEPT)
        usos.start()
        created_by_a_colleague(usos, lesson_of(rollcall))
        await rollcall.press("f5")
        await rollcall.until(lambda: rollcall.roll.session.draft.group is None)
        await rollcall.until_shown("16 of 16 left")

    offline(usos, tmp_path, steps)


def test_who_is_new_on_the_list_and_who_is_not_on_it_is_told(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        lesson = lesson_of(rollcall)
        row = rollcall.store.database.read(
            "SELECT student_id FROM participant WHERE unit_id = ? AND number = ?", lesson.group.key
        )
        with rollcall.store.database.change() as change:
            change.execute("DELETE FROM participant WHERE student_id = ?", (row[0][0],))
        await open_draft(rollcall)
        await rollcall.until_shown(KEPT)
        assert rollcall.roll.rows.count == 15
        await rollcall.press("1", "4")
        left = rollcall.roll.rows.entries[0].student
        await rollcall.until_shown("2 unsent")
        usos.start()
        of_group = next(one for one in usos.lists() if one.unit_id == lesson.group.key.unit_id)
        usos.remove_student(of_group.id, left.id)
        await rollcall.press("ctrl+n")
        await rollcall.until_shown("New on the list:", "With a mark, but not on the list (F4)", left.name)
        await rollcall.until(lambda: rollcall.register.unsent().total == 1, "the mark that could go is in USOS")
        assert marks(usos, made(usos)) == ["absence"]
        assert rollcall.roll.rows.row_of(row[0][0]) is not None
        await rollcall.press("escape")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, GroupsScreen))
        assert rollcall.picker.rows.current.list  # what is left behind is no draft to be called
        await rollcall.press("f4")
        await rollcall.until_shown("08:30 · draft", "! not in the group", left.name)
        await rollcall.press("t")
        await rollcall.until_shown("Everything is in USOS.")
        assert [one for one in rollcall.store.mirror.lists() if one.is_draft] == []

    offline(usos, tmp_path, steps)


def test_a_draft_nothing_was_decided_in_is_forgotten(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_draft(rollcall)
        await rollcall.until_shown(KEPT)
        await rollcall.press("1", "backspace", "escape")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, GroupsScreen))
        await rollcall.until_shown("no list yet")
        await rollcall.until(lambda: not any(one.is_draft for one in rollcall.store.mirror.lists()))

    offline(usos, tmp_path, steps)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault(FaultKind.REFUSED, CREATE, reason="no_students"), "The group has no students in USOS"),
        (Fault(FaultKind.REFUSED, CREATE, reason="group_not_found"), "USOS has no such group of yours."),
        (Fault(FaultKind.BUSY_429, GROUP, seconds=30), "USOS asks for a pause."),
        (Fault(FaultKind.CUT_BEFORE, CREATE), "USOS has not done it yet."),
    ],
    ids=["no students", "no group", "busy", "cut"],
)
def test_a_list_that_cannot_be_created_leaves_the_draft_and_says_why(
    usos: Emulator, tmp_path: Path, fault: Fault, told: str
) -> None:
    usos.faults.add(fault)

    async def steps(rollcall: Driver) -> None:
        await open_draft(rollcall)
        await rollcall.press("1")
        await rollcall.until_shown(told, "draft · hybrid", "1 unsent")
        assert "is kept on this" in rollcall.screen_text()

    drive(tmp_path, usos, steps)


def test_a_creation_whose_answer_was_lost_is_found_and_not_repeated(usos: Emulator, tmp_path: Path) -> None:
    usos.faults.add(Fault(FaultKind.CUT_AFTER, CREATE))

    async def steps(rollcall: Driver) -> None:
        await open_draft(rollcall)
        await rollcall.press("1")
        await rollcall.until(lambda: rollcall.roll.session.draft.group is None)
        await rollcall.until_saved()
        assert marks(usos, made(usos)) == ["intramural"]
        assert usos.calls.count(CREATE) == 1

    drive(tmp_path, usos, steps)


def test_a_group_of_which_nobody_is_known_fills_when_its_list_comes(tmp_path: Path) -> None:
    async def calls(rollcall: Driver) -> None:
        await rollcall.choose_lesson("Databases")
        await rollcall.press("enter", "enter")
        await rollcall.until_shown("The students of this group are not known here yet.", "Ctrl+N creates")
        await rollcall.press("1", "space", "backspace", "enter", "slash", "escape", "c")
        usos.start()
        await rollcall.press("ctrl+n")
        await rollcall.until_shown("45 of 45 left", "The list is in USOS.")
        assert "New on it" not in rollcall.screen_text()

    with emulated(forbidden_fields=frozenset({"participants"})) as usos:

        async def groups_known(rollcall: Driver) -> None:
            await rollcall.until(lambda: len(rollcall.picker.lessons) == 3)

        drive(tmp_path, usos, groups_known, pace=replace(QUICK, ahead=60))
        usos.stop()
        drive(tmp_path, usos, calls)


def test_a_draft_whose_list_has_taken_its_place_unseen_takes_the_key_there(usos: Emulator, tmp_path: Path) -> None:
    """The news of it may be behind the key."""

    async def steps(rollcall: Driver) -> None:
        await open_draft(rollcall)
        await rollcall.until_shown(KEPT)
        await rollcall.press("1")
        draft, screen = rollcall.roll.list_id, rollcall.roll
        first, second = (entry.student for entry in screen.rows.entries[:2])
        usos.start()
        theirs = created_by_a_colleague(usos, lesson_of(rollcall))
        way = connection(usos)()
        rollcall.store.mirror.keep_list(way.attendance_list(theirs))
        rollcall.store.mirror.keep_roll(theirs, way.attendance(theirs), NOW)
        way.close()
        rollcall.store.outbox.move(draft, theirs)
        rollcall.store.mirror.forget_list(draft)
        await rollcall.press("4")
        await rollcall.until(lambda: screen.list_id == theirs)
        await rollcall.until_saved()
        assert usos.marks(theirs)[first.id][0] == "intramural"
        assert usos.marks(theirs)[second.id][0] == "absence"

    offline(usos, tmp_path, steps)


def test_the_outbox_and_the_lists_know_a_draft(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_draft(rollcall)
        await rollcall.until_shown(KEPT)
        await rollcall.press("1", "4", "f4")
        await rollcall.until_shown("Mon 23 Nov 08:30 · draft · Podstawy", "2 unsent")
        await rollcall.until_shown("Marks are saved here. Press F5")  # not: and will be sent automatically
        await rollcall.press("r")
        await rollcall.until_shown("This is a draft. N creates its list")
        await rollcall.press("n")
        await rollcall.until_shown("Lists can be created and changed only with a connection")
        await rollcall.press("escape", "escape", "slash", *"podstawy", "enter")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, ListsScreen))
        await rollcall.until_shown("08:30", "1 of 16", "draft", "today")
        await rollcall.press("enter")
        await rollcall.until_shown(KEPT, "draft · hybrid")
        await rollcall.press("f4")
        usos.start()
        await rollcall.press("n")
        await rollcall.until_saved()
        await rollcall.press("escape")
        await rollcall.until(lambda: rollcall.roll.session.draft.group is None)
        await rollcall.until_shown("14 of 16 left", "08:30 · hybrid")
        assert marks(usos, made(usos)) == ["absence", "intramural"]

    offline(usos, tmp_path, steps)


def test_the_summary_of_a_draft_creates_its_list_and_follows_it(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_draft(rollcall)
        await rollcall.until_shown(KEPT)
        await rollcall.press("1", "4", "f7")
        await rollcall.until_shown("Summary", "Without a mark · 14", "08:30 · draft · hybrid", KEPT)
        usos.faults.add(Fault(FaultKind.LATENCY, CREATE, seconds=60))
        usos.start()
        await rollcall.press("ctrl+s")
        await rollcall.until_shown("Creating the list …")
        usos.faults.clear()
        await rollcall.until_shown("The list is in USOS, and these marks will be sent", "Mon 23 Nov 08:30 · hybrid")
        assert "draft" not in rollcall.screen_text()
        await rollcall.until_saved()
        shown = [line.split() for line in rollcall.screen_text().splitlines()]
        assert {("present", "1"), ("absent", "1")} <= {pair for words in shown for pair in pairwise(words)}
        assert marks(usos, made(usos)) == ["absence", "intramural"]
        await rollcall.press("ctrl+s")
        await rollcall.until_shown("No mark is waiting to be sent.")

    offline(usos, tmp_path, steps)


def test_lists_read_before_an_action_do_not_take_away_what_it_made(usos: Emulator, tmp_path: Path) -> None:
    """Two keys right at the start: the lists are still being read when the new one is created."""
    usos.faults.add(Fault(FaultKind.LATENCY, f"{ATTENDANCE}/user", after=1, seconds=60))

    async def steps(rollcall: Driver) -> None:
        await rollcall.until(lambda: rollcall.sync.is_wanted(ReadLists()))
        await open_draft(rollcall)
        await rollcall.press("1")
        usos.faults.clear()
        await rollcall.until(lambda: rollcall.roll.session.draft.group is None)
        await rollcall.until_saved()
        await rollcall.until(lambda: not rollcall.sync.is_wanted(ReadLists()))
        assert rollcall.store.mirror.attendance_list(made(usos)) is not None

    drive(tmp_path, usos, known)
    drive(tmp_path, usos, steps)
