"""What the lecturer does to lists, against the emulator: done once, and after no answer the truth is read."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.domain.model import AttendanceList, GroupKey, ListId, Mark, Mode
from app.emulator import Emulator, Fault, FaultKind
from app.register.register import Register
from app.store import Store
from app.sync import scheduler
from app.sync.actions import act
from app.sync.execute import Terms, carry
from app.sync.requests import (
    Action,
    ChangeMode,
    Create,
    CreateEach,
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
from tests.support.driver import NOW, connection, emulated

ATTENDANCE = "services/attendance/"
CREATE, FROM_TT, MODE, DELETE = (
    f"{ATTENDANCE}{name}" for name in ("create_attendance_list", "create_from_tt", "change_list_mode", "delete_list")
)
AN_HOUR_LATER = NOW.replace(hour=11, minute=17)


@dataclass
class Workspace:
    """A store that knows everything, and a way to an emulator."""

    emulator: Emulator
    usos: Usos
    store: Store
    register: Register

    def do(self, action: Action) -> list[ListId]:
        """Do it, and return the lists that have come into being."""
        created: list[ListId] = []
        act(self.usos, self.store, action, NOW, created.append)
        return created

    def read(self, *readings: object) -> None:
        for reading in readings:
            made, error = carry(self.usos, self.store, reading, Terms(NOW))
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
        found = self.store.mirror.attendance_list(self.emulator.current_list())
        assert found is not None
        return found

    def lists(self, key: GroupKey) -> list[AttendanceList]:
        """A group's lists as the emulator has them."""
        return list(self.usos.group(key))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with emulated() as emulator, closing(connection(emulator, read_timeout=1)()) as usos:
        store = Store(tmp_path / "store.sqlite3")
        workspace = Workspace(emulator, usos, store, Register(store, lambda: NOW))
        workspace.read(ReadGroups(), ReadLists(), ReadTimetable(NOW.date() - timedelta(days=1)))
        workspace.calls()
        yield workspace
        store.close_thread()


def group_of(workspace: Workspace, course: str) -> GroupKey:
    """The lecturer's group of a course."""
    return next(one.key for one in workspace.store.mirror.groups() if one.course.pl.startswith(course))


# --- creating ---


def test_a_created_list_is_known_with_two_calls(workspace):
    key = workspace.current.group
    workspace.do(Create(key, AN_HOUR_LATER, Mode.HYBRID))
    assert workspace.calls() == ["create_attendance_list", "attendance_list"]
    created = workspace.register.timetable.list_at(key, AN_HOUR_LATER)
    assert created.mode is Mode.HYBRID
    assert created in workspace.lists(key)


@pytest.mark.parametrize("fault", [FaultKind.CUT_AFTER, FaultKind.TRUNCATED_JSON])
def test_a_list_whose_creation_got_no_answer_is_found_and_not_created_again(workspace, fault):
    workspace.emulator.faults.add(Fault(fault, CREATE))
    workspace.do(Create(workspace.current.group, AN_HOUR_LATER, Mode.HYBRID))
    assert workspace.calls().count("create_attendance_list") == 1
    assert workspace.register.timetable.list_at(workspace.current.group, AN_HOUR_LATER) is not None


@pytest.mark.parametrize("fault", [FaultKind.CUT_BEFORE, FaultKind.HANG, FaultKind.ERROR_500, FaultKind.HTML_200])
def test_a_creation_that_did_nothing_is_told_as_such_and_not_tried_again(workspace, fault):
    workspace.emulator.faults.add(Fault(fault, CREATE))
    with pytest.raises(NotDoneError):
        workspace.do(Create(workspace.current.group, AN_HOUR_LATER, Mode.HYBRID))
    assert workspace.calls() == ["create_attendance_list", "group"]


def test_where_nothing_can_be_read_afterwards_nobody_knows(workspace):
    workspace.emulator.faults.add(Fault(FaultKind.CUT_AFTER, CREATE), Fault(FaultKind.ERROR_500, f"{ATTENDANCE}group"))
    with pytest.raises(UnknownEndError):
        workspace.do(Create(workspace.current.group, AN_HOUR_LATER, Mode.HYBRID))
    assert workspace.calls().count("create_attendance_list") == 1


def test_without_a_connection_nothing_was_done_and_nothing_is_read(workspace):
    workspace.emulator.stop()
    with pytest.raises(OfflineError) as raised:
        workspace.do(Create(workspace.current.group, AN_HOUR_LATER, Mode.HYBRID))
    assert not isinstance(raised.value, UnknownEndError)


def test_a_list_that_is_there_already_is_known_afterwards(workspace):
    key = workspace.current.group
    workspace.usos.create_attendance_list(key, AN_HOUR_LATER, Mode.REMOTE)
    with pytest.raises(RefusedError, match="already_exists"):
        workspace.do(Create(key, AN_HOUR_LATER, Mode.HYBRID))
    assert workspace.register.timetable.list_at(key, AN_HOUR_LATER).mode is Mode.REMOTE


def test_a_group_without_students_and_one_that_is_not_ours_are_refused(workspace):
    with pytest.raises(RefusedError, match="no_students"):
        workspace.do(Create(group_of(workspace, "Etyka"), NOW, Mode.REMOTE))
    with pytest.raises(RefusedError, match="group_not_found"):
        workspace.do(Create(GroupKey("999999", "1"), NOW, Mode.REMOTE))


# --- from the timetable ---


def test_lists_are_created_from_the_timetable_and_read(workspace):
    key = workspace.current.group
    workspace.read(ReadMeetings(key))
    workspace.calls()
    workspace.do(CreateFromTimetable(key, Mode.REMOTE))
    assert workspace.calls() == ["group", "create_from_tt", "group"]
    meetings = {one.start for one in workspace.register.timetable.meetings(key)}
    known = {one.date: one for one in workspace.store.mirror.lists(key)}
    assert meetings <= known.keys()
    assert known[workspace.current.date].mode is Mode.INTRAMURAL  # what was there stays as it was
    workspace.do(CreateFromTimetable(key, Mode.REMOTE))
    assert {one.date: one for one in workspace.store.mirror.lists(key)} == known


def test_creation_from_the_timetable_with_the_answer_lost_ends_in_the_true_lists(workspace):
    key = workspace.current.group
    workspace.emulator.faults.add(Fault(FaultKind.CUT_AFTER, FROM_TT))
    workspace.do(CreateFromTimetable(key, Mode.REMOTE))
    assert workspace.calls().count("create_from_tt") == 1
    assert set(workspace.store.mirror.lists(key)) == set(workspace.lists(key))
    assert len(workspace.lists(key)) > 11


def test_creation_from_the_timetable_that_did_nothing_is_told(workspace):
    workspace.emulator.faults.add(Fault(FaultKind.CUT_BEFORE, FROM_TT))
    with pytest.raises(NotDoneError):
        workspace.do(CreateFromTimetable(workspace.current.group, Mode.REMOTE))


def test_a_group_without_meetings_is_refused(workspace):
    with pytest.raises(RefusedError, match="meeting_not_found"):
        workspace.do(CreateFromTimetable(group_of(workspace, "Seminarium"), Mode.REMOTE))


# --- mode ---


def test_a_changed_mode_is_known(workspace):
    workspace.do(ChangeMode(workspace.current.id, Mode.HYBRID))
    assert workspace.calls() == ["change_list_mode", "attendance_list"]
    assert workspace.current.mode is Mode.HYBRID


def test_a_mode_change_whose_answer_was_lost_is_known_too_and_one_that_did_nothing_is_told(workspace):
    workspace.emulator.faults.add(Fault(FaultKind.CUT_AFTER, MODE))
    workspace.do(ChangeMode(workspace.current.id, Mode.HYBRID))
    assert workspace.current.mode is Mode.HYBRID
    workspace.emulator.faults.add(Fault(FaultKind.CUT_BEFORE, MODE))
    with pytest.raises(NotDoneError):
        workspace.do(ChangeMode(workspace.current.id, Mode.REMOTE))
    assert workspace.current.mode is Mode.HYBRID


def test_a_mode_change_after_a_colleague_marked_somebody_is_refused_and_the_mark_is_known(workspace):
    workspace.read(ReadRoll(workspace.current.id))
    who = workspace.store.rolls.entries(workspace.current.id)[0].student.id
    workspace.emulator.set_mark(workspace.current.id, who, "absence", None)
    action = ChangeMode(workspace.current.id, Mode.HYBRID)
    with pytest.raises(RefusedError, match="has_entries") as refused:
        workspace.do(action)
    workspace.read(*scheduler.worth_reading_after(action, refused.value))
    assert workspace.register.entry(workspace.current.id, who).mark is Mark.ABSENT


# --- deleting ---


def test_a_deleted_list_is_gone_here_too(workspace):
    one = workspace.current
    workspace.do(DeleteList(one.id))
    assert workspace.calls() == ["attendance", "delete_list"]  # a fresh reading comes first
    assert workspace.store.mirror.attendance_list(one.id) is None
    assert one not in workspace.lists(one.group)


def test_a_deletion_whose_answer_was_lost_is_known_and_one_that_did_nothing_is_told(workspace):
    one = workspace.current
    workspace.emulator.faults.add(Fault(FaultKind.CUT_BEFORE, DELETE))
    with pytest.raises(NotDoneError):
        workspace.do(DeleteList(one.id))
    assert workspace.store.mirror.attendance_list(one.id) == one
    workspace.emulator.faults.add(Fault(FaultKind.CUT_AFTER, DELETE))
    workspace.do(DeleteList(one.id))
    assert workspace.store.mirror.attendance_list(one.id) is None


def test_a_list_that_was_gone_before_it_was_deleted_is_deleted(workspace):
    one = workspace.current
    workspace.emulator.delete_list(one.id)
    workspace.do(DeleteList(one.id))
    assert workspace.store.mirror.attendance_list(one.id) is None


def test_a_list_with_marks_is_not_deleted(workspace):
    workspace.read(ReadRoll(workspace.current.id))
    who = workspace.store.rolls.entries(workspace.current.id)[0].student.id
    workspace.emulator.set_mark(workspace.current.id, who, "absence", None)
    with pytest.raises(RefusedError, match="has_entries"):
        workspace.do(DeleteList(workspace.current.id))
    assert workspace.current in workspace.lists(workspace.current.group)


def test_a_list_that_a_colleague_has_marked_meanwhile_is_not_even_asked_to_go(workspace):
    who = next(iter(workspace.emulator.marks(workspace.current.id)))
    workspace.emulator.set_mark(workspace.current.id, who, "absence", None)
    with pytest.raises(RefusedError, match="has_entries"):
        workspace.do(DeleteList(workspace.current.id))
    assert workspace.calls() == ["attendance"]
    assert workspace.store.mirror.attendance_list(workspace.current.id) is not None


@pytest.mark.parametrize("left", [False, True], ids=["waits", "may still arrive"])
def test_a_list_with_a_decision_of_ours_is_not_deleted(workspace, left):
    one = workspace.current
    workspace.read(ReadRoll(one.id))
    who = workspace.store.rolls.entries(one.id)[0].student.id
    workspace.register.mark(one.id, who, Mark.ABSENT)
    if left:
        (due,) = workspace.store.outbox.due()
        assert workspace.store.outbox.attempt(due, NOW)
        workspace.register.undo(one.id)
    workspace.calls()
    with pytest.raises(RefusedError, match="has_entries"):
        workspace.do(DeleteList(one.id))
    assert workspace.calls() == ["attendance"]


# --- what has come into being ---


def test_each_action_tells_which_lists_it_has_made(workspace):
    key = workspace.current.group
    (single,) = workspace.do(Create(key, AN_HOUR_LATER, Mode.REMOTE))
    assert workspace.register.attendance_list(single).date == AN_HOUR_LATER
    of_timetable = workspace.do(CreateFromTimetable(key, Mode.REMOTE))
    assert len(of_timetable) == 7
    assert workspace.do(CreateFromTimetable(key, Mode.REMOTE)) == []
    assert workspace.do(DeleteList(single)) == []


def test_lists_of_some_dates_are_created_one_by_one_and_those_that_are_there_are_left_alone(workspace):
    key, taken = workspace.current.group, workspace.current.date
    later = AN_HOUR_LATER + timedelta(days=1)
    made = workspace.do(CreateEach(key, (AN_HOUR_LATER, taken, later), Mode.HYBRID))
    assert [workspace.register.attendance_list(one).date for one in made] == [AN_HOUR_LATER, later]
    assert workspace.calls().count("create_attendance_list") == 3


def test_where_one_of_some_dates_fails_those_before_it_are_there_and_told(workspace):
    key, later = workspace.current.group, AN_HOUR_LATER + timedelta(days=1)
    workspace.emulator.faults.add(Fault(FaultKind.REFUSED, CREATE, reason="group_not_found", after=1))
    created: list[ListId] = []
    with pytest.raises(RefusedError, match="group_not_found"):
        act(workspace.usos, workspace.store, CreateEach(key, (AN_HOUR_LATER, later), Mode.REMOTE), NOW, created.append)
    assert [workspace.register.attendance_list(one).date for one in created] == [AN_HOUR_LATER]


# --- drafts ---


def called_draft(workspace: Workspace, start: datetime = AN_HOUR_LATER) -> str:
    """A draft of the class that is on with one mark."""
    one = workspace.register.timetable.draft(workspace.current.group, start, Mode.INTRAMURAL)
    workspace.register.mark(one.id, workspace.store.rolls.entries(one.id)[0].student.id, Mark.ABSENT)
    return one.id


def test_a_draft_becomes_the_list_of_its_meeting_in_four_calls_and_is_gone(workspace):
    draft = called_draft(workspace)
    workspace.do(Recreate(draft))
    assert workspace.calls() == ["group", "create_attendance_list", "attendance_list", "attendance"]
    made = workspace.register.timetable.list_at(workspace.current.group, AN_HOUR_LATER)
    assert [row.list_id for row in workspace.store.outbox.due()] == [made.id]
    assert workspace.store.mirror.attendance_list(draft) is None


def test_a_list_that_somebody_made_meanwhile_is_adopted(workspace):
    draft = called_draft(workspace)
    made = workspace.usos.create_attendance_list(workspace.current.group, AN_HOUR_LATER, Mode.HYBRID)
    workspace.calls()
    workspace.do(Recreate(draft))
    assert workspace.calls() == ["group", "attendance"]
    assert [row.list_id for row in workspace.store.outbox.due()] == [made]


def test_a_draft_goes_into_the_list_it_is_told_to_take(workspace):
    draft = called_draft(workspace, NOW)
    workspace.do(Recreate(draft, workspace.current.id))
    assert "create_attendance_list" not in workspace.calls()
    assert [row.list_id for row in workspace.store.outbox.due()] == [workspace.current.id]


@pytest.mark.parametrize("fault", [FaultKind.CUT_AFTER, FaultKind.CUT_BEFORE])
def test_a_draft_whose_list_s_creation_got_no_answer_is_lost_in_no_case(workspace, fault):
    draft = called_draft(workspace)
    workspace.emulator.faults.add(Fault(fault, CREATE))
    if fault is FaultKind.CUT_BEFORE:
        with pytest.raises(NotDoneError):
            workspace.do(Recreate(draft))
        assert workspace.register.unsent(draft).total == 1
        workspace.do(Recreate(draft))
    else:
        workspace.do(Recreate(draft))
    made = workspace.register.timetable.list_at(workspace.current.group, AN_HOUR_LATER)
    assert [row.list_id for row in workspace.store.outbox.due()] == [made.id]
    assert [one.date for one in workspace.lists(workspace.current.group)].count(AN_HOUR_LATER) == 1


def test_a_draft_without_marks_leaves_nothing_behind(workspace):
    one = workspace.register.timetable.draft(workspace.current.group, AN_HOUR_LATER, Mode.INTRAMURAL)
    workspace.do(Recreate(one.id))
    assert workspace.store.mirror.attendance_list(one.id) is None
    assert workspace.register.unsent().total == 0


# --- reading what goes with it ---


def test_several_lists_are_read_at_once_and_one_that_is_gone_stops(workspace):
    one, other = workspace.current, next(one for one in workspace.store.mirror.lists() if one != workspace.current)
    workspace.read(ReadRoll(one.id))
    workspace.register.mark(one.id, workspace.store.rolls.entries(one.id)[0].student.id, Mark.ABSENT)
    workspace.emulator.delete_list(one.id)
    workspace.emulator.set_list_mode(other.id, "hybrid")
    workspace.calls()
    workspace.read(ReadEachList((one.id, other.id)))
    assert workspace.calls() == ["attendance_lists"]
    assert workspace.register.unsent(one.id).stuck == 1
    assert workspace.store.mirror.attendance_list(other.id).mode is Mode.HYBRID


def test_the_week_is_read_in_one_call_with_what_is_on_now(workspace):
    now = workspace.register.timetable.agenda().now
    assert (now.start, now.list, now.room != "") == (workspace.current.date, workspace.current, True)


def test_where_the_timetable_is_not_for_lecturers_it_is_read_as_one_of_the_staff(workspace):
    called = [call.method.removeprefix("services/") for call in workspace.emulator.calls]
    assert [name for name in called if not name.startswith("attendance")] == [
        "groups/lecturer",
        *("tt/user", "users/user", "tt/staff"),
    ]
    workspace.store.meetings.keep_days([], NOW.date(), 7)
    workspace.read(ReadTimetable(NOW.date()))
    assert workspace.calls() == ["tt/staff"]
    assert workspace.register.timetable.agenda().now.room


def test_an_installation_without_a_timetable_is_no_trouble(tmp_path: Path):
    lacking = frozenset({"services/tt/user", "services/tt/staff", "services/tt/classgroup_dates2"})
    with emulated(without=lacking) as emulator, closing(connection(emulator)()) as usos:
        store = Store(tmp_path / "store.sqlite3")
        workspace = Workspace(emulator, usos, store, Register(store, lambda: NOW))
        workspace.read(ReadGroups(), ReadLists(), ReadTimetable(NOW.date()))
        workspace.read(ReadMeetings(workspace.current.group))
        assert workspace.register.timetable.agenda().now.list == workspace.current
        store.close_thread()


def test_participants_are_known_with_the_groups(workspace):
    roll = workspace.register.roll(
        workspace.register.timetable.draft(workspace.current.group, AN_HOUR_LATER, Mode.REMOTE).id
    )
    assert len(roll.entries) == 30
