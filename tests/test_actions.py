"""What the lecturer does to lists, against the emulator: done once, and after no answer the truth is read."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.emulator import Emulator, Fault, FaultKind
from app.model import AttendanceList, GroupKey, Mark, Mode
from app.register import Register
from app.store import Store
from app.sync import plan
from app.sync.actions import act
from app.sync.calls import carry
from app.sync.work import (
    Action,
    ChangeMode,
    Create,
    CreateFromTimetable,
    DeleteList,
    ReadEachList,
    ReadGroups,
    ReadLists,
    ReadMeetings,
    ReadRoll,
    ReadTimetable,
    Recreate,
)
from app.usos.client import Usos
from app.usos.errors import NotDoneError, OfflineError, RefusedError, UnknownEndError
from tests.driving import NOW, connection, emulated

ATTENDANCE = "services/attendance/"
CREATE, FROM_TT, MODE, DELETE = (
    f"{ATTENDANCE}{name}" for name in ("create_attendance_list", "create_from_tt", "change_list_mode", "delete_list")
)
AN_HOUR_LATER = NOW.replace(hour=11, minute=17)


@dataclass
class Desk:
    """A store that knows everything, and a way to an emulator."""

    emulator: Emulator
    usos: Usos
    store: Store
    register: Register

    def do(self, action: Action) -> None:
        act(self.usos, self.store, action, NOW)

    def read(self, *readings: object) -> None:
        for reading in readings:
            made, error = carry(self.usos, self.store, reading, NOW)
            assert made
            assert error is None, error

    _seen: int = 0

    def calls(self) -> list[str]:
        """The calls since this was last asked, by their short names."""
        names = [call.method.removeprefix("services/").removeprefix("attendance/") for call in self.emulator.calls]
        new, self._seen = names[self._seen :], len(names)
        return new

    @property
    def current(self) -> AttendanceList:
        """The list of the class that is on; it has no marks."""
        found = self.store.known.attendance_list(self.emulator.current_list())
        assert found is not None
        return found

    def lists(self, key: GroupKey) -> list[AttendanceList]:
        """A group's lists as the emulator has them."""
        return list(self.usos.group(key))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with emulated() as emulator, closing(connection(emulator, read_timeout=1)()) as usos:
        store = Store(tmp_path / "store.sqlite3")
        desk = Desk(emulator, usos, store, Register(store, lambda: NOW))
        desk.read(ReadGroups(), ReadLists(), ReadTimetable(NOW.date() - timedelta(days=1)))
        desk.calls()
        yield desk
        store.close_thread()


def group_of(desk: Desk, course: str) -> GroupKey:
    """The lecturer's group of a course."""
    return next(one.key for one in desk.store.known.groups() if one.course.pl.startswith(course))


# --- creating ---


def test_a_created_list_is_known_with_two_calls(desk):
    key = desk.current.group
    desk.do(Create(key, AN_HOUR_LATER, Mode.HYBRID))
    assert desk.calls() == ["create_attendance_list", "attendance_list"]
    created = desk.register.timetable.list_at(key, AN_HOUR_LATER)
    assert created.mode is Mode.HYBRID
    assert created in desk.lists(key)


@pytest.mark.parametrize("fault", [FaultKind.CUT_AFTER, FaultKind.TRUNCATED_JSON])
def test_a_list_whose_creation_got_no_answer_is_found_and_not_created_again(desk, fault):
    desk.emulator.faults.add(Fault(fault, CREATE))
    desk.do(Create(desk.current.group, AN_HOUR_LATER, Mode.HYBRID))
    assert desk.calls().count("create_attendance_list") == 1
    assert desk.register.timetable.list_at(desk.current.group, AN_HOUR_LATER) is not None


@pytest.mark.parametrize("fault", [FaultKind.CUT_BEFORE, FaultKind.HANG, FaultKind.ERROR_500, FaultKind.HTML_200])
def test_a_creation_that_did_nothing_is_told_as_such_and_not_tried_again(desk, fault):
    desk.emulator.faults.add(Fault(fault, CREATE))
    with pytest.raises(NotDoneError):
        desk.do(Create(desk.current.group, AN_HOUR_LATER, Mode.HYBRID))
    assert desk.calls() == ["create_attendance_list", "group"]


def test_where_nothing_can_be_read_afterwards_nobody_knows(desk):
    desk.emulator.faults.add(Fault(FaultKind.CUT_AFTER, CREATE), Fault(FaultKind.ERROR_500, f"{ATTENDANCE}group"))
    with pytest.raises(UnknownEndError):
        desk.do(Create(desk.current.group, AN_HOUR_LATER, Mode.HYBRID))
    assert desk.calls().count("create_attendance_list") == 1


def test_without_a_connection_nothing_was_done_and_nothing_is_read(desk):
    desk.emulator.stop()
    with pytest.raises(OfflineError) as raised:
        desk.do(Create(desk.current.group, AN_HOUR_LATER, Mode.HYBRID))
    assert not isinstance(raised.value, UnknownEndError)


def test_a_list_that_is_there_already_is_known_afterwards(desk):
    key = desk.current.group
    desk.usos.create_attendance_list(key, AN_HOUR_LATER, Mode.REMOTE)
    with pytest.raises(RefusedError, match="already_exists"):
        desk.do(Create(key, AN_HOUR_LATER, Mode.HYBRID))
    assert desk.register.timetable.list_at(key, AN_HOUR_LATER).mode is Mode.REMOTE


def test_a_group_without_students_and_one_that_is_not_ours_are_refused(desk):
    with pytest.raises(RefusedError, match="no_students"):
        desk.do(Create(group_of(desk, "Etyka"), NOW, Mode.REMOTE))
    with pytest.raises(RefusedError, match="group_not_found"):
        desk.do(Create(GroupKey("999999", "1"), NOW, Mode.REMOTE))


# --- from the timetable ---


def test_lists_are_created_from_the_timetable_and_read(desk):
    key = desk.current.group
    desk.read(ReadMeetings(key))
    desk.calls()
    desk.do(CreateFromTimetable(key, Mode.REMOTE))
    assert desk.calls() == ["group", "create_from_tt", "group"]
    meetings = {one.start for one in desk.register.timetable.meetings(key)}
    known = {one.date: one for one in desk.store.known.lists(key)}
    assert meetings <= known.keys()
    assert known[desk.current.date].mode is Mode.INTRAMURAL  # what was there stays as it was
    desk.do(CreateFromTimetable(key, Mode.REMOTE))
    assert {one.date: one for one in desk.store.known.lists(key)} == known


def test_creation_from_the_timetable_with_the_answer_lost_ends_in_the_true_lists(desk):
    key = desk.current.group
    desk.emulator.faults.add(Fault(FaultKind.CUT_AFTER, FROM_TT))
    desk.do(CreateFromTimetable(key, Mode.REMOTE))
    assert desk.calls().count("create_from_tt") == 1
    assert set(desk.store.known.lists(key)) == set(desk.lists(key))
    assert len(desk.lists(key)) > 11


def test_creation_from_the_timetable_that_did_nothing_is_told(desk):
    desk.emulator.faults.add(Fault(FaultKind.CUT_BEFORE, FROM_TT))
    with pytest.raises(NotDoneError):
        desk.do(CreateFromTimetable(desk.current.group, Mode.REMOTE))


def test_a_group_without_meetings_is_refused(desk):
    with pytest.raises(RefusedError, match="meeting_not_found"):
        desk.do(CreateFromTimetable(group_of(desk, "Seminarium"), Mode.REMOTE))


# --- mode ---


def test_a_changed_mode_is_known(desk):
    desk.do(ChangeMode(desk.current.id, Mode.HYBRID))
    assert desk.calls() == ["change_list_mode", "attendance_list"]
    assert desk.current.mode is Mode.HYBRID


def test_a_mode_change_whose_answer_was_lost_is_known_too_and_one_that_did_nothing_is_told(desk):
    desk.emulator.faults.add(Fault(FaultKind.CUT_AFTER, MODE))
    desk.do(ChangeMode(desk.current.id, Mode.HYBRID))
    assert desk.current.mode is Mode.HYBRID
    desk.emulator.faults.add(Fault(FaultKind.CUT_BEFORE, MODE))
    with pytest.raises(NotDoneError):
        desk.do(ChangeMode(desk.current.id, Mode.REMOTE))
    assert desk.current.mode is Mode.HYBRID


def test_a_mode_change_after_a_colleague_marked_somebody_is_refused_and_the_mark_is_known(desk):
    desk.read(ReadRoll(desk.current.id))
    who = desk.store.rolls.entries(desk.current.id)[0].student.id
    desk.emulator.set_mark(desk.current.id, who, "absence", None)
    action = ChangeMode(desk.current.id, Mode.HYBRID)
    with pytest.raises(RefusedError, match="has_entries") as refused:
        desk.do(action)
    desk.read(*plan.worth_reading_after(action, refused.value))
    assert desk.register.entry(desk.current.id, who).mark is Mark.ABSENT


# --- deleting ---


def test_a_deleted_list_is_gone_here_too(desk):
    one = desk.current
    desk.do(DeleteList(one.id))
    assert desk.calls() == ["delete_list"]
    assert desk.store.known.attendance_list(one.id) is None
    assert one not in desk.lists(one.group)


def test_a_deletion_whose_answer_was_lost_is_known_and_one_that_did_nothing_is_told(desk):
    one = desk.current
    desk.emulator.faults.add(Fault(FaultKind.CUT_BEFORE, DELETE))
    with pytest.raises(NotDoneError):
        desk.do(DeleteList(one.id))
    assert desk.store.known.attendance_list(one.id) == one
    desk.emulator.faults.add(Fault(FaultKind.CUT_AFTER, DELETE))
    desk.do(DeleteList(one.id))
    assert desk.store.known.attendance_list(one.id) is None


def test_a_list_that_was_gone_before_it_was_deleted_is_deleted(desk):
    one = desk.current
    desk.emulator.delete_list(one.id)
    desk.do(DeleteList(one.id))
    assert desk.store.known.attendance_list(one.id) is None


def test_a_list_with_marks_is_not_deleted(desk):
    desk.read(ReadRoll(desk.current.id))
    who = desk.store.rolls.entries(desk.current.id)[0].student.id
    desk.emulator.set_mark(desk.current.id, who, "absence", None)
    with pytest.raises(RefusedError, match="has_entries"):
        desk.do(DeleteList(desk.current.id))
    assert desk.current in desk.lists(desk.current.group)


# --- drafts ---


def called_draft(desk: Desk, start: datetime = AN_HOUR_LATER) -> str:
    """A draft of the class that is on with one mark."""
    one = desk.register.timetable.draft(desk.current.group, start, Mode.INTRAMURAL)
    desk.register.mark(one.id, desk.store.rolls.entries(one.id)[0].student.id, Mark.ABSENT)
    return one.id


def test_a_draft_becomes_the_list_of_its_meeting_in_four_calls_and_is_gone(desk):
    draft = called_draft(desk)
    desk.do(Recreate(draft))
    assert desk.calls() == ["group", "create_attendance_list", "attendance_list", "attendance"]
    made = desk.register.timetable.list_at(desk.current.group, AN_HOUR_LATER)
    assert [row.list_id for row in desk.store.outbox.due()] == [made.id]
    assert desk.store.known.attendance_list(draft) is None


def test_a_list_that_somebody_made_meanwhile_is_adopted(desk):
    draft = called_draft(desk)
    made = desk.usos.create_attendance_list(desk.current.group, AN_HOUR_LATER, Mode.HYBRID)
    desk.calls()
    desk.do(Recreate(draft))
    assert desk.calls() == ["group", "attendance"]
    assert [row.list_id for row in desk.store.outbox.due()] == [made]


def test_a_draft_goes_into_the_list_it_is_told_to_take(desk):
    draft = called_draft(desk, NOW)
    desk.do(Recreate(draft, desk.current.id))
    assert "create_attendance_list" not in desk.calls()
    assert [row.list_id for row in desk.store.outbox.due()] == [desk.current.id]


@pytest.mark.parametrize("fault", [FaultKind.CUT_AFTER, FaultKind.CUT_BEFORE])
def test_a_draft_whose_list_s_creation_got_no_answer_is_lost_in_no_case(desk, fault):
    draft = called_draft(desk)
    desk.emulator.faults.add(Fault(fault, CREATE))
    if fault is FaultKind.CUT_BEFORE:
        with pytest.raises(NotDoneError):
            desk.do(Recreate(draft))
        assert desk.register.unsent(draft).total == 1
        desk.do(Recreate(draft))
    else:
        desk.do(Recreate(draft))
    made = desk.register.timetable.list_at(desk.current.group, AN_HOUR_LATER)
    assert [row.list_id for row in desk.store.outbox.due()] == [made.id]
    assert [one.date for one in desk.lists(desk.current.group)].count(AN_HOUR_LATER) == 1


def test_a_draft_without_marks_leaves_nothing_behind(desk):
    one = desk.register.timetable.draft(desk.current.group, AN_HOUR_LATER, Mode.INTRAMURAL)
    desk.do(Recreate(one.id))
    assert desk.store.known.attendance_list(one.id) is None
    assert desk.register.unsent().total == 0


# --- reading what goes with it ---


def test_several_lists_are_read_at_once_and_one_that_is_gone_stops(desk):
    one, other = desk.current, next(one for one in desk.store.known.lists() if one != desk.current)
    desk.read(ReadRoll(one.id))
    desk.register.mark(one.id, desk.store.rolls.entries(one.id)[0].student.id, Mark.ABSENT)
    desk.emulator.delete_list(one.id)
    desk.emulator.set_list_mode(other.id, "hybrid")
    desk.calls()
    desk.read(ReadEachList((one.id, other.id)))
    assert desk.calls() == ["attendance_lists"]
    assert desk.register.unsent(one.id).stuck == 1
    assert desk.store.known.attendance_list(other.id).mode is Mode.HYBRID


def test_the_week_is_read_in_one_call_with_what_is_on_now(desk):
    now = desk.register.timetable.agenda().now
    assert (now.start, now.list, now.room != "") == (desk.current.date, desk.current, True)


def test_where_the_timetable_is_not_for_lecturers_it_is_read_as_one_of_the_staff(desk):
    desk.emulator.faults.add(Fault(FaultKind.REFUSED, "services/tt/user", reason="x", count=None))
    desk.store.meetings.keep_days([], NOW.date(), 7)
    desk.read(ReadTimetable(NOW.date()))
    assert desk.calls() == ["tt/user", "users/user", "tt/staff"]
    assert desk.register.timetable.agenda().now.room


def test_an_installation_without_a_timetable_is_no_trouble(tmp_path: Path):
    lacking = frozenset({"services/tt/user", "services/tt/staff", "services/tt/classgroup_dates2"})
    with emulated(without=lacking) as emulator, closing(connection(emulator)()) as usos:
        store = Store(tmp_path / "store.sqlite3")
        desk = Desk(emulator, usos, store, Register(store, lambda: NOW))
        desk.read(ReadGroups(), ReadLists(), ReadTimetable(NOW.date()))
        desk.read(ReadMeetings(desk.current.group))
        assert desk.register.timetable.agenda().now.list == desk.current
        store.close_thread()


def test_participants_are_known_with_the_groups(desk):
    roll = desk.register.roll(desk.register.timetable.draft(desk.current.group, AN_HOUR_LATER, Mode.REMOTE).id)
    assert len(roll.entries) == 30
