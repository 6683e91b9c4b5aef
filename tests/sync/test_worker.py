"""The threads: how many calls there are, when they begin, and that nothing holds a key or the exit of the program."""

import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.domain.model import NOT_SET, AttendanceList, GroupKey, Mark, Mode, Record, Standing, Student
from app.emulator import Emulator, Fault, FaultKind
from app.register.register import Register
from app.store import Store
from app.sync.connection import Pace
from app.sync.events import Broken, ConnectionChanged, EntriesAnswered, ReadingEnded, SyncEvent
from app.sync.requests import Deliver, ReadGroups, ReadRoll, Recreate
from app.sync.scheduler import MOST_CALLS
from app.sync.sync import Sync
from app.usos.client import Usos
from app.usos.errors import OfflineError, SignInNeededError, Silence, UnexpectedError, UnreadableError
from tests.support.driver import NOW, connection, emulated
from tests.support.private import number_waiting

UPDATE = "services/attendance/update_attendance"
ROLL = "services/attendance/attendance"
USUAL = Pace(gather=0)
QUICK = Pace(first=0.01, most=0.05, watched=0.05, hurried=0.01, gather=0)


class Clock:
    """Both clocks of the program; they stand still until a test moves them."""

    def __init__(self) -> None:
        self.seconds, self.slept = 1000.0, timedelta()

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds - 1000) + self.slept

    def steady(self) -> float:
        return self.seconds


class Office:
    """A store with its threads, and the ways a test looks at them."""

    def __init__(self, folder: Path, connect: Callable[[], Usos], pace: Pace, *, real_time: bool = False) -> None:
        self.clock = Clock()
        self.store = Store(folder / "store.sqlite3")
        self.register = Register(self.store, self.clock.now)
        steady = time.monotonic if real_time else self.clock.steady
        self.unexpected: list[UnexpectedError] = []
        told = self.unexpected.append
        self.sync = Sync(self.store, connect, now=self.clock.now, clock=steady, pace=pace, unexpected=told)
        self.news: list[SyncEvent] = []
        self.happened = threading.Condition()

    def report(self, news: SyncEvent) -> None:
        with self.happened:
            self.news.append(news)
            self.happened.notify_all()

    def until(self, condition: Callable[[], object], seconds: float = 60.0) -> None:
        """Wait until something is true, looking again at every news and at least often."""
        end = time.monotonic() + seconds
        with self.happened:
            while not condition():
                assert time.monotonic() < end, f"not within {seconds} s; {self.news}"
                self.happened.wait(0.005)

    def advance(self, seconds: float) -> None:
        self.clock.seconds += seconds
        self.sync.want()

    def passes(self, seconds: int, step: int = 1) -> None:
        """Let time pass in steps, so that every thread can do its work in time, however slow the machine is."""
        for _ in range(0, seconds, step):
            self.advance(step)
            self.until_all_wait()

    def open(self, list_id: str) -> list[str]:
        """Read a roll, as the screen does, and return its students."""
        self.sync.want(ReadRoll(list_id))
        self.until(lambda: not self.sync.is_wanted(ReadRoll(list_id)))
        return [entry.student.id for entry in self.store.rolls.entries(list_id)]

    def mark(self, list_id: str, student_id: str, mark: Mark = Mark.ABSENT) -> None:
        with self.sync.deciding():
            self.register.mark(list_id, student_id, mark)
            self.sync.decided(list_id, student_id)

    def undo(self, list_id: str) -> None:
        with self.sync.deciding():
            undone = self.register.undo(list_id)
            self.sync.decided(list_id, *(entry.student.id for entry in undone.affected))

    def standing(self, list_id: str, student_id: str) -> Standing:
        entry = self.register.entry(list_id, student_id)
        assert entry is not None
        return entry.standing

    def until_at_rest(self) -> None:
        self.until(lambda: not self.sync.has_work() and not self.sync.state.busy)

    def until_all_wait(self) -> None:
        """Wait until every thread has looked, and found nothing to do."""
        self.until_others_wait(0)

    def until_others_wait(self, calls: int) -> None:
        """Wait until so many calls are under way, and every other thread has looked and found nothing to do."""
        self.sync.want()
        sync = self.sync
        self.until(lambda: number_waiting(sync.state.lock) == MOST_CALLS - calls and len(sync.state.busy) == calls)


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=8, groups=2) as emulator:
        yield emulator


@pytest.fixture
def office(tmp_path) -> Iterator[Callable[..., Office]]:
    """Open an office on an emulator, or on whatever stands in for the client."""
    with ExitStack() as stack:

        def start(connect: Callable[[], Usos], pace: Pace = USUAL, *, real_time: bool = False) -> Office:
            opened = Office(tmp_path, connect, pace, real_time=real_time)
            opened.sync.start(opened.report)
            stack.callback(opened.store.close_thread)
            stack.callback(opened.sync.stop, patience=5)
            return opened

        yield start


def marked(usos: Emulator, list_id: str) -> int:
    return sum(mark is not None for mark, _ in usos.marks(list_id).values())


# --- with the real client and the emulator ---


def test_marks_are_not_moved_into_a_roll_while_one_of_its_marks_is_under_way(office, usos):
    rollcall, list_id = office(connection(usos), replace(QUICK, hold=0.0, barrier=0.0)), usos.current_list()
    anna, jan, *_ = rollcall.open(list_id)
    current = rollcall.register.attendance_list(list_id)
    assert current is not None
    draft = rollcall.store.drafts.begin(current.group, current.date + timedelta(minutes=1), current.mode, NOW)
    rollcall.mark(draft.id, jan)
    usos.faults.add(Fault(FaultKind.LATENCY, UPDATE, seconds=60))
    rollcall.mark(list_id, anna)
    rollcall.until(lambda: [type(one) for one in rollcall.sync.state.busy] == [Deliver])
    read = usos.calls.count(ROLL)
    move = Recreate(draft.id, list_id)
    rollcall.sync.act(move)
    rollcall.until_others_wait(1)
    assert usos.calls.count(ROLL) == read
    usos.faults.clear()
    rollcall.until(lambda: not rollcall.sync.is_wanted(move))
    assert rollcall.sync.failure(move) is None
    rollcall.sync.release(list_id)
    rollcall.until_at_rest()
    assert [rollcall.standing(list_id, one) for one in (anna, jan)] == [Standing.SAVED, Standing.SAVED]
    assert [usos.marks(list_id)[one][0] for one in (anna, jan)] == ["absence", "absence"]


def test_a_mark_made_while_marks_are_moved_into_its_roll_leaves_after_that(office, usos):
    rollcall, list_id = office(connection(usos), replace(QUICK, hold=0.0, barrier=0.0)), usos.current_list()
    anna, jan, *_ = rollcall.open(list_id)
    current = rollcall.register.attendance_list(list_id)
    assert current is not None
    draft = rollcall.store.drafts.begin(current.group, current.date + timedelta(minutes=1), current.mode, NOW)
    rollcall.mark(draft.id, jan)
    usos.faults.add(Fault(FaultKind.LATENCY, ROLL, seconds=60))
    move = Recreate(draft.id, list_id)
    rollcall.sync.act(move)
    rollcall.until(lambda: rollcall.sync.state.busy == [move])
    rollcall.mark(list_id, anna)
    rollcall.until_others_wait(1)
    assert usos.calls.count(UPDATE) == 0
    usos.faults.clear()
    rollcall.until(lambda: not rollcall.sync.is_wanted(move))
    rollcall.sync.release(list_id)
    rollcall.until_at_rest()
    assert [rollcall.standing(list_id, one) for one in (anna, jan)] == [Standing.SAVED, Standing.SAVED]


def test_new_credentials_disturb_no_call_and_the_next_one_has_them(office, usos):
    """A client that is being closed could be taken by a thread that was woken at once."""
    connect, made = connection(usos), []

    def connect_and_count() -> Usos:
        made.append(connect())
        return made[-1]

    rollcall, list_id = office(connect_and_count, QUICK, real_time=True), usos.current_list()
    for number in range(30):
        rollcall.sync.want(ReadRoll(list_id), ReadGroups())
        rollcall.sync.reconnect()
        rollcall.until(lambda: not rollcall.sync.is_wanted(ReadRoll(list_id)))
        rollcall.until(lambda: not rollcall.sync.is_wanted(ReadGroups()))
        assert len(made) > number
    assert ConnectionChanged() not in rollcall.news
    rollcall.until(lambda: [one.is_closed for one in made].count(False) <= 1)


def test_a_mark_is_held_then_sent_then_read_back(office, usos):
    rollcall, lesson = office(connection(usos)), usos.current_list()
    student = rollcall.open(lesson)[0]
    rollcall.mark(lesson, student)
    rollcall.until_all_wait()
    rollcall.advance(19)
    rollcall.until_all_wait()
    assert (usos.calls.count(UPDATE), rollcall.sync.at_barrier(lesson)) == (0, True)
    usos.faults.add(Fault(FaultKind.LATENCY, ROLL, after=1, seconds=60))  # of the reading back
    rollcall.advance(1)
    rollcall.until(lambda: rollcall.standing(lesson, student) is Standing.SAVED)
    assert usos.marks(lesson)[student] == ("absence", None)
    assert rollcall.register.confirmed_at(lesson) is None
    usos.faults.clear()
    rollcall.until_at_rest()
    assert rollcall.register.confirmed_at(lesson) == rollcall.clock.now()
    assert (usos.calls.count(UPDATE), usos.calls.count(ROLL)) == (1, 3)  # opened, checked, read back
    assert EntriesAnswered(lesson, (student,)) in rollcall.news


def test_where_usos_holds_marks_already_the_hold_is_the_only_wait(office, usos):
    rollcall, lesson = office(connection(usos)), usos.current_list()
    usos.set_mark(lesson, next(iter(usos.marks(lesson))), "absence", None)
    student = rollcall.open(lesson)[0]
    rollcall.mark(lesson, student, Mark.JUSTIFIED)
    rollcall.advance(4.9)
    rollcall.until_all_wait()
    assert usos.calls.count(UPDATE) == 0
    rollcall.advance(0.1)
    rollcall.until(lambda: usos.marks(lesson)[student][0] == "justified_absence")


def test_an_undone_mark_within_its_hold_costs_no_call(office, usos):
    rollcall, lesson = office(connection(usos)), usos.current_list()
    for student in rollcall.open(lesson):
        rollcall.mark(lesson, student)
        rollcall.undo(lesson)
    rollcall.advance(3600)
    rollcall.sync.release(lesson)
    rollcall.sync.release_all()
    rollcall.until_all_wait()
    assert not rollcall.sync.has_work()
    assert (usos.calls.count(UPDATE), usos.calls.count(ROLL)) == (0, 1)


def test_leaving_the_roll_lets_everything_go_and_reads_it_back_at_once(office, usos):
    rollcall, lesson = office(connection(usos)), usos.current_list()
    students = rollcall.open(lesson)
    for student in students[:2]:
        rollcall.mark(lesson, student)
    rollcall.until_all_wait()
    assert usos.calls.count(UPDATE) == 0
    rollcall.sync.release(lesson)
    rollcall.until_at_rest()
    assert marked(usos, lesson) == 2
    assert rollcall.register.confirmed_at(lesson) == rollcall.clock.now()


def test_what_waits_for_an_undo_is_not_sent_until_it_is_decided_or_the_roll_is_left(office, usos):
    rollcall, lesson = office(connection(usos)), usos.current_list()
    first, second = rollcall.open(lesson)[:2]
    for student in (first, second):
        rollcall.mark(lesson, student)
    calling = rollcall.sync.open_roll(lesson)
    rollcall.sync.withhold(lesson, [first, second])
    rollcall.sync.release(lesson)
    rollcall.until(lambda: not rollcall.sync.is_wanted(ReadRoll(lesson)))
    rollcall.until_all_wait()
    assert usos.calls.count(UPDATE) == 0
    rollcall.mark(lesson, first, Mark.JUSTIFIED)
    rollcall.sync.release(lesson)
    rollcall.until(lambda: marked(usos, lesson) == 1)
    calling.close()
    rollcall.until(lambda: marked(usos, lesson) == 2)


def test_a_roll_read_over_a_minute_ago_is_read_again_and_a_colleagues_mark_stays(office, usos):
    rollcall, lesson = office(connection(usos)), usos.current_list()
    student = rollcall.open(lesson)[0]
    usos.set_mark(lesson, student, "justified_absence", "colleague")
    rollcall.clock.seconds += 61
    rollcall.mark(lesson, student)
    rollcall.sync.release(lesson)
    rollcall.until(lambda: rollcall.standing(lesson, student) is Standing.CONFLICT)
    rollcall.until_all_wait()
    assert usos.calls.count(UPDATE) == 0
    assert usos.marks(lesson)[student] == ("justified_absence", "colleague")


def test_a_thousand_years_without_usos_end_when_it_is_there_again(office, usos):
    rollcall, lesson = office(connection(usos), QUICK, real_time=True), usos.current_list()
    students = rollcall.open(lesson)
    usos.stop()
    for student in students:
        rollcall.mark(lesson, student)
    rollcall.sync.release(lesson)
    rollcall.until(lambda: rollcall.sync.connection.failures > 3)
    assert rollcall.register.unsent().total == len(students)
    usos.start()
    rollcall.until_at_rest()
    assert marked(usos, lesson) == len(students)
    assert rollcall.sync.connection.trouble is None


def test_an_expired_sign_in_stops_everything_and_keeps_it(office, usos):
    rollcall, lesson = office(connection(usos), QUICK, real_time=True), usos.current_list()
    student = rollcall.open(lesson)[0]
    usos.faults.add(Fault(FaultKind.EXPIRED_TOKEN, UPDATE))
    rollcall.mark(lesson, student)
    rollcall.sync.release(lesson)
    rollcall.until(lambda: rollcall.sync.connection.stopped)
    rollcall.until_all_wait()
    assert ConnectionChanged() in rollcall.news
    assert rollcall.register.unsent().total == 1
    rollcall.sync.try_now()
    rollcall.until_at_rest()
    assert usos.marks(lesson)[student] == ("absence", None)


def test_a_list_that_is_gone_stops_its_marks_visibly_and_is_not_asked_for_again(office, usos):
    rollcall, lesson = office(connection(usos), QUICK, real_time=True), usos.current_list()
    student = rollcall.open(lesson)[0]
    usos.delete_list(lesson)
    rollcall.mark(lesson, student)
    rollcall.sync.release(lesson)
    rollcall.until(lambda: rollcall.standing(lesson, student) is Standing.REFUSED)
    rollcall.until_all_wait()
    before = len(usos.calls)
    rollcall.until_all_wait()
    assert len(usos.calls) == before
    assert rollcall.register.entry(lesson, student).reason == "attendance_list_not_found"


def test_stopping_does_not_wait_for_a_call_that_hangs(office, usos):
    rollcall, lesson = office(connection(usos), QUICK, real_time=True), usos.current_list()
    student = rollcall.open(lesson)[0]
    usos.faults.add(Fault(FaultKind.HANG, UPDATE, count=None))
    rollcall.mark(lesson, student)
    rollcall.sync.release(lesson)
    rollcall.until(lambda: usos.calls.count(UPDATE))
    began = time.monotonic()
    rollcall.sync.stop(patience=0.1)
    assert time.monotonic() - began < 10  # the call itself would take a minute
    assert rollcall.standing(lesson, student) is Standing.UNSENT
    usos.faults.clear()


# --- with a client that a test holds in its hand ---


class Workspace:
    """Stands in for the client: calls wait at the gate, and are counted."""

    def __init__(self, students: int = 12) -> None:
        self.gate = threading.Event()
        self.people = [Student(str(number), "", "", "") for number in range(1, students + 1)]
        self.known = {who.id: NOT_SET for who in self.people}
        self.inside: list[str] = []
        self.most, self.renewed, self.closed = 0, 0, False
        self.checked: list[str] = []
        self.order: list[str] = []
        self.turn = threading.Lock()
        self.fails: list[Exception] = []

    def _call(self, what: str) -> None:
        with self.turn:
            assert what not in self.inside
            self.inside.append(what)
            self.order.append(what)
            self.most = max(self.most, len(self.inside))
        self.gate.wait(60)
        with self.turn:
            self.inside.remove(what)
            if self.fails:
                raise self.fails.pop(0)

    def update_attendance(
        self, list_id: str, student_id: str, mark: Mark, comment: str | None, within: float = math.inf
    ) -> None:
        self._call(student_id)
        self.known[student_id] = Record(mark, comment or "")

    def attendance(self, list_id: str, student_ids: Sequence[str] = ()) -> list[tuple[Student, Record]]:
        if not student_ids:
            self._call("roll")
        self.checked += student_ids  # a check is made whatever the gate holds back
        return [(who, self.known[who.id]) for who in self.people if not student_ids or who.id in student_ids]

    def renew(self) -> None:
        self.renewed += 1

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    stands_in = Workspace()
    stands_in.gate.set()
    yield stands_in
    stands_in.gate.set()


@pytest.fixture
def classroom(office, workspace) -> Office:
    """An office whose list 1001 was read, so that marks go at once."""
    opened = office(lambda: workspace, replace(USUAL, hold=0.0))
    opened.store.mirror.keep_list(AttendanceList("1001", GroupKey("1", "1"), NOW, Mode.HYBRID, ""))
    opened.open("1001")
    return opened


def test_the_first_mark_goes_alone_and_then_four_calls_at_most_are_under_way(classroom, workspace):
    workspace.gate.clear()
    for who in workspace.people:
        classroom.mark("1001", who.id)
    classroom.until(lambda: workspace.inside)
    for _ in range(3):
        classroom.advance(1)
    assert workspace.inside == ["1"]
    workspace.gate.set()
    classroom.until(lambda: classroom.register.unsent().total == 0)
    assert workspace.order[:2] == ["roll", "1"]
    workspace.gate.clear()
    for who in workspace.people:
        classroom.mark("1001", who.id, Mark.REMOTE)
    classroom.until(lambda: len(workspace.inside) == 4)
    classroom.advance(1)
    workspace.gate.set()
    classroom.until(lambda: classroom.register.unsent().total == 0)
    assert workspace.most == 4


def test_a_key_during_the_call_is_sent_after_it_and_never_beside_it(classroom, workspace):
    classroom.mark("1001", "1")
    classroom.sync.release("1001")
    classroom.until_at_rest()
    workspace.order.clear()
    workspace.gate.clear()
    classroom.mark("1001", "1", Mark.INTRAMURAL)
    classroom.until(lambda: workspace.inside)
    for mark in (Mark.REMOTE, Mark.JUSTIFIED):
        classroom.mark("1001", "1", mark)
        classroom.advance(1)
    assert workspace.inside == ["1"]
    workspace.gate.set()
    classroom.until(lambda: classroom.register.unsent().total == 0)
    assert workspace.order == ["1", "1"]
    assert workspace.known["1"].mark is Mark.JUSTIFIED


def test_after_the_laptop_slept_the_next_call_gets_new_connections(classroom, workspace):
    assert workspace.renewed == 0
    classroom.clock.slept += timedelta(hours=8)
    classroom.open("1001")
    classroom.open("1001")
    assert workspace.renewed == 1


def test_a_wall_clock_that_is_set_back_is_no_sleep_and_holds_nothing_up(classroom, workspace):
    classroom.clock.slept -= timedelta(hours=1)
    classroom.mark("1001", "1")
    classroom.sync.release("1001")
    classroom.until_at_rest()
    assert (workspace.renewed, workspace.known["1"].mark) == (0, Mark.ABSENT)


def test_an_unreadable_answer_is_settled_by_a_reading(classroom, workspace):
    workspace.fails = [UnreadableError("?")]
    classroom.mark("1001", "1")
    classroom.sync.release("1001")
    classroom.until(lambda: classroom.sync.connection.trouble)
    workspace.known["1"] = Record(Mark.ABSENT, "")
    classroom.advance(2)
    classroom.until_at_rest()
    assert workspace.order == ["roll", "1", "roll"]
    assert classroom.standing("1001", "1") is Standing.SAVED


def test_a_reading_that_failed_for_good_tells_why_and_one_that_waits_tells_the_trouble(classroom, workspace):
    workspace.fails = [OfflineError(Silence.SERVER)]
    classroom.sync.want(ReadRoll("1001"))
    classroom.until(lambda: classroom.sync.failure(ReadRoll("1001")))
    assert classroom.sync.is_wanted(ReadRoll("1001"))
    assert 0 < classroom.sync.next_try_in() <= 1.25
    workspace.fails = [UnreadableError("?")]
    classroom.advance(2)
    classroom.until(lambda: not classroom.sync.is_wanted(ReadRoll("1001")))
    assert isinstance(classroom.sync.failure(ReadRoll("1001")), UnreadableError)
    assert classroom.sync.failure(ReadGroups()) is None
    assert ReadingEnded(ReadRoll("1001")) in classroom.news


def test_a_defect_is_told_and_not_buried_with_a_thread(office):
    def connect() -> Usos:
        raise ZeroDivisionError

    rollcall = office(connect)
    rollcall.sync.want(ReadGroups())
    rollcall.until(lambda: any(isinstance(one, Broken) for one in rollcall.news))


@pytest.mark.parametrize("error", [ZeroDivisionError(), OverflowError(), RecursionError(), KeyError("x")])
def test_a_call_that_ends_as_nobody_foresaw_has_failed_and_is_reported_and_all_goes_on(classroom, workspace, error):
    workspace.fails = [error]
    classroom.sync.want(ReadRoll("1001"))
    classroom.until(lambda: classroom.sync.failure(ReadRoll("1001")))
    assert isinstance(classroom.sync.failure(ReadRoll("1001")), UnexpectedError)
    assert [told.__cause__ for told in classroom.unexpected] == [error]
    classroom.mark("1001", "1")
    classroom.sync.release("1001")
    classroom.advance(2)
    classroom.until_at_rest()
    assert classroom.standing("1001", "1") is Standing.SAVED
    assert not any(isinstance(one, Broken) for one in classroom.news)


def test_a_mark_whose_call_ends_as_nobody_foresaw_is_settled_by_a_reading(classroom, workspace):
    workspace.fails = [OverflowError()]
    classroom.mark("1001", "1")
    classroom.sync.release("1001")
    classroom.until(lambda: classroom.unexpected)
    classroom.until(lambda: classroom.sync.connection.trouble)
    classroom.advance(2)
    classroom.until_at_rest()
    assert workspace.known["1"].mark is Mark.ABSENT
    assert classroom.standing("1001", "1") is Standing.SAVED


def test_where_there_cannot_be_a_way_to_usos_that_is_told_and_marks_are_kept(office):
    def connect() -> Usos:
        raise SignInNeededError

    rollcall = office(connect)
    rollcall.sync.want(ReadGroups())
    rollcall.until(lambda: ConnectionChanged() in rollcall.news)
    assert rollcall.sync.connection.stopped


def test_the_last_thread_closes_the_connections(office, workspace):
    connected = threading.Event()

    def connect() -> Workspace:
        connected.set()
        return workspace

    rollcall = office(connect)
    rollcall.sync.want(ReadGroups())
    rollcall.until(connected.is_set)
    rollcall.sync.stop(patience=5)
    assert workspace.closed
