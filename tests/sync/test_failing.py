"""What USOS fails at with a 500 of its own while it answers other calls, and what it refuses without a code."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.model import GroupKey, Mark, Record, Standing
from app.domain.reason import Reason
from app.emulator import Emulator
from app.store.outbox import Due
from app.sync.connection import Pace
from app.sync.events import ConnectionChanged
from app.sync.failing import Failing
from app.sync.requests import CheckEntries, DeleteList, Deliver, ReadGroups, ReadLists, ReadRoll, ReadTimetable
from app.usos.errors import InternalError, OfflineError, RefusedError, Silence
from tests.support.driver import NOW, connection, emulated
from tests.sync.test_worker import Office

PACE = Pace()
ROLL, GROUPS = ReadRoll("1"), ReadGroups()


def mark(student_id: str, seq: int = 1) -> Deliver:
    return Deliver(Due("1", student_id, seq, Record(Mark.ABSENT, "")))


# --- the rules ---


def test_a_reading_that_fails_rests_ever_longer_and_begins_anew_when_it_was_read():
    failing, rests = Failing(), []
    for _ in range(8):
        failing.note(ROLL, InternalError(), 100.0, PACE)
        rests.append(next(seconds for seconds in range(99) if not failing.rests(ROLL, 100.0 + seconds)))
    assert rests == [1, 2, 4, 8, 16, 30, 30, 30]
    assert not failing.rests(GROUPS, 100.0)
    failing.note(ROLL, None, 200.0, PACE)
    failing.note(ROLL, InternalError(), 300.0, PACE)
    assert not failing.rests(ROLL, 301.0)


def test_a_reading_somebody_asks_for_rests_no_more():
    failing = Failing()
    failing.note(ROLL, InternalError(), 100.0, PACE)
    failing.wake([ROLL])
    assert not failing.rests(ROLL, 100.0)


@pytest.mark.parametrize("error", [None, RefusedError("x", "y")])
@pytest.mark.parametrize("request_", [ROLL, mark("1")])
def test_what_fails_is_trouble_of_its_own_while_other_calls_pass(error, request_):
    failing = Failing()
    failing.note(GROUPS, error, 100.0, PACE)
    assert failing.is_of_one_call(request_, InternalError(), 115.0)
    assert not failing.is_of_one_call(request_, InternalError(), 116.0)
    assert not failing.is_of_one_call(request_, OfflineError(Silence.SERVER), 101.0)
    assert not failing.is_of_one_call(DeleteList("1"), InternalError(), 101.0)


def test_a_mark_that_fails_rests_ever_longer_unless_it_is_another_or_somebody_asks():
    failing = Failing()
    for _ in range(3):
        failing.note(mark("1"), InternalError(), 100.0, PACE)
    assert failing.rests(mark("1"), 103.9)
    assert not failing.rests(mark("1"), 104.0)
    assert not failing.rests(mark("1", seq=2), 100.0)
    assert not failing.rests(mark("2"), 100.0)
    failing.wake_all()
    assert not failing.rests(mark("1"), 100.0)


def test_a_mark_is_given_up_at_the_third_failure_if_ten_seconds_and_another_mark_have_passed():
    failing = Failing()
    for second in (0.0, 5.0):
        assert not failing.is_last_try(mark("1"), second)
        failing.note(mark("1"), InternalError(), second, PACE)
    assert not failing.is_last_try(mark("1"), 20.0)
    failing.note(mark("2"), None, 6.0, PACE)
    assert not failing.is_last_try(mark("1"), 9.9)
    assert failing.is_last_try(mark("1"), 10.0)
    assert not failing.is_last_try(mark("2"), 10.0)


def test_a_mark_that_fails_after_all_others_were_stored_is_given_up_once_any_call_has_passed():
    failing = Failing()
    failing.note(mark("2"), None, 0.0, PACE)
    for second in (15.0, 20.0):
        assert failing.unproven() == set()
        failing.note(mark("1"), InternalError(), second, PACE)
    assert not failing.is_last_try(mark("1"), 30.0)  # all of USOS may have failed since
    assert failing.unproven() == {"1"}
    failing.note(ROLL, InternalError(), 21.0, PACE)
    assert failing.unproven() == {"1"}
    failing.note(ROLL, None, 22.0, PACE)
    assert failing.unproven() == set()
    assert not failing.is_last_try(mark("1"), 24.9)
    assert failing.is_last_try(mark("1"), 25.0)


def test_a_mark_that_fails_long_after_others_were_stored_is_not_given_up():
    failing = Failing()
    failing.note(mark("2"), None, 0.0, PACE)
    for second in (15.1, 20.0):
        failing.note(mark("1"), InternalError(), second, PACE)
    failing.note(ROLL, None, 22.0, PACE)
    assert not failing.is_last_try(mark("1"), 60.0)


def check(*student_ids: str) -> CheckEntries:
    return CheckEntries("1", tuple(mark(student_id).due for student_id in student_ids))


@pytest.mark.parametrize("error", [InternalError(), RefusedError("", "")])
def test_entries_that_are_not_told_together_are_asked_for_one_by_one_until_they_are_told(error):
    failing = Failing()
    failing.note(check("1", "2"), error, 0.0, PACE)
    assert failing.apart == {("1", "1"), ("1", "2")}
    assert not failing.rests(mark("1"), 0.0)
    failing.note(check("1"), None, 0.0, PACE)
    assert failing.apart == {("1", "2")}


def test_an_entry_that_usos_never_tells_is_given_up_as_its_mark_is():
    failing = Failing()
    for second in (0.0, 5.0):
        failing.note(check("1"), InternalError(), second, PACE)
    assert failing.rests(mark("1"), 5.5)
    failing.note(mark("2"), None, 6.0, PACE)
    assert failing.is_last_try(check("1"), 10.0)
    assert not failing.is_last_try(check("1", "2"), 10.0)


def test_that_an_entry_was_told_does_not_make_its_failing_mark_begin_anew():
    failing = Failing()
    for second in (0.0, 5.0):
        failing.note(check("1"), None, second, PACE)
        failing.note(mark("1"), InternalError(), second, PACE)
    failing.note(mark("2"), None, 6.0, PACE)
    assert failing.is_last_try(mark("1"), 10.0)


def test_another_decision_about_the_same_student_begins_anew():
    failing = Failing()
    for second in (0.0, 5.0):
        failing.note(mark("1"), InternalError(), second, PACE)
    failing.note(mark("2"), None, 6.0, PACE)
    assert not failing.is_last_try(mark("1", seq=2), 60.0)


@pytest.mark.parametrize("end", [None, OfflineError(Silence.TIMEOUT)])
def test_any_other_end_of_the_call_begins_anew(end):
    failing = Failing()
    for error in (InternalError(), InternalError(), end):
        failing.note(mark("1"), error, 0.0, PACE)
    failing.note(mark("2"), None, 6.0, PACE)
    assert not failing.is_last_try(mark("1"), 60.0)


# --- with the threads and the emulator ---


QUICK = replace(PACE, first=0.01, most=0.05, watched=0.05, hurried=0.01, hold=0.0, barrier=0.0)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Callable[..., tuple[Office, Emulator]]]:
    """Start an emulator that answers oddly, and an office that works with it."""
    with ExitStack() as stack:

        def start(pace: Pace = QUICK, **options: object) -> tuple[Office, Emulator]:
            emulator = stack.enter_context(emulated(students=8, groups=2, **options))
            opened = Office(tmp_path, connection(emulator), pace)
            opened.sync.start(opened.report)
            stack.callback(opened.store.close_thread)
            stack.callback(opened.sync.stop, patience=5)
            return opened, emulator

        yield start


def asked_about(usos: Emulator, student_id: str) -> int:
    """How often what USOS holds of a student was asked for before a mark was to be sent."""
    return sum(student_id in call.params.get("student_ids", "").split("|") for call in usos.calls)


def marks_sent(usos: Emulator, student_id: str) -> int:
    return sum(call.params.get("student_id") == student_id for call in usos.calls)


def odd_student() -> str:
    """A student of the class that is on, the same in each of these emulators."""
    with emulated(students=8, groups=2) as emulator:
        return min(emulator.marks(emulator.current_list()))


def test_a_mark_that_usos_always_fails_to_store_is_shown_and_the_others_are_confirmed(office):
    odd = odd_student()
    rollcall, usos = office(failing=frozenset({odd}))
    lesson = usos.current_list()
    students = rollcall.open(lesson)
    rollcall.advance(3)
    for student in (*students, odd):
        rollcall.mark(lesson, student)
    rollcall.sync.release(lesson)

    def settled() -> bool:
        rollcall.passes(1)
        return rollcall.standing(lesson, odd) is Standing.REFUSED and not rollcall.sync.has_work()

    rollcall.until(settled)
    entry = rollcall.register.entry(lesson, odd)
    assert entry is not None
    assert entry.reason == Reason.SERVER_ERROR
    assert {rollcall.standing(lesson, student) for student in students if student != odd} == {Standing.SAVED}
    assert rollcall.register.unsent().total == 1
    assert rollcall.sync.connection.trouble is None
    tries = asked_about(usos, odd)
    assert 3 <= tries <= 30
    assert marks_sent(usos, odd) == 1  # when the whole roll, read back, had told what it would be written over

    rollcall.register.keep_mine(lesson, odd)  # by hand it is tried again
    rollcall.sync.decided(lesson, odd)
    rollcall.advance(1)
    rollcall.until(lambda: asked_about(usos, odd) > tries)


def test_the_last_mark_of_a_class_that_usos_fails_to_store_is_shown_and_the_way_is_not_called_lost(office):
    odd = odd_student()
    rollcall, usos = office(replace(PACE, hold=0.0, barrier=0.0), failing=frozenset({odd}))
    lesson = usos.current_list()
    others = [student for student in rollcall.open(lesson) if student != odd]
    for student in others:
        rollcall.mark(lesson, student)
    rollcall.sync.release(lesson)
    rollcall.until(lambda: {rollcall.standing(lesson, student) for student in others} == {Standing.SAVED})
    rollcall.mark(lesson, odd)
    rollcall.sync.release(lesson)
    rollcall.passes(40)
    assert rollcall.standing(lesson, odd) is Standing.REFUSED
    assert rollcall.sync.connection.trouble is None
    assert not rollcall.sync.has_work()


@pytest.mark.parametrize(("since_opening", "asked", "sent"), [(0, 0, 1), (3, 2, 0)])
def test_a_mark_refused_without_a_code_is_shown_with_the_sentence_and_the_others_are_confirmed(
    office, since_opening, asked, sent
):
    """Whether USOS says so of the mark, or before it of the entry: with those of others, then alone."""
    odd = odd_student()
    rollcall, usos = office(codeless=frozenset({odd}))
    lesson = usos.current_list()
    students = rollcall.open(lesson)
    rollcall.advance(since_opening)
    for student in students:
        rollcall.mark(lesson, student)
    rollcall.sync.release(lesson)
    rollcall.until_at_rest()
    entry = rollcall.register.entry(lesson, odd)
    assert entry is not None
    assert (entry.standing, entry.reason) == (
        Standing.REFUSED,
        "Tej wartości nie można zapisać.\nThis value cannot be stored.",
    )
    assert {rollcall.standing(lesson, student) for student in students if student != odd} == {Standing.SAVED}
    assert (asked_about(usos, odd), marks_sent(usos, odd)) == (asked, sent)
    assert rollcall.sync.connection.trouble is None


def test_a_reading_that_fails_is_told_and_keeps_no_mark_from_going(office):
    rollcall, usos = office(failing=frozenset({"services/groups/lecturer"}))
    lesson = usos.current_list()
    student = rollcall.open(lesson)[0]
    rollcall.news.clear()
    rollcall.sync.want(GROUPS)
    rollcall.until(lambda: not rollcall.sync.is_wanted(GROUPS))
    assert isinstance(rollcall.sync.failure(GROUPS), InternalError)
    rollcall.mark(lesson, student)
    rollcall.sync.release(lesson)
    rollcall.until_at_rest()
    assert rollcall.standing(lesson, student) is Standing.SAVED
    assert ConnectionChanged() not in rollcall.news


def test_a_field_that_makes_a_reading_fail_is_not_asked_for_any_more(office):
    rollcall, usos = office(failing=frozenset({"participants"}))
    rollcall.open(usos.current_list())
    rollcall.sync.want(GROUPS)
    rollcall.until(lambda: rollcall.sync.failure(GROUPS))
    assert not rollcall.store.mirror.groups_read()
    rollcall.advance(1)
    rollcall.until(rollcall.store.mirror.groups_read)
    rollcall.until(lambda: rollcall.sync.failure(GROUPS) is None)
    assert len(rollcall.store.mirror.groups()) == 2


def test_a_mark_that_alone_is_left_to_fail_does_not_keep_other_rolls_from_being_read(office):
    odd = odd_student()
    rollcall, usos = office(replace(PACE, hold=0.0, barrier=0.0), failing=frozenset({odd}))
    lesson = usos.current_list()
    rollcall.open(lesson)
    rollcall.mark(lesson, odd)
    rollcall.sync.release(lesson)
    rollcall.passes(60, step=2)
    others = [ReadRoll(one.id) for one in usos.lists() if one.id != lesson][:3]
    rollcall.sync.want(*others)

    def read() -> bool:
        rollcall.passes(1)
        return not any(map(rollcall.sync.is_wanted, others))

    rollcall.until(read)
    assert rollcall.standing(lesson, odd) is Standing.UNSENT


def test_where_every_call_fails_it_is_the_trouble_of_the_way(office):
    everything = frozenset({"services/groups/lecturer", "services/attendance/user"})
    rollcall, _ = office(failing=everything)
    rollcall.sync.want(GROUPS, ReadLists())
    rollcall.until(lambda: rollcall.sync.connection.trouble)
    assert isinstance(rollcall.sync.connection.trouble, InternalError)


def test_a_refused_mark_of_a_list_that_is_gone_by_then_stops_the_whole_list(office):
    rollcall, usos = office(codeless=frozenset({"services/attendance/update_attendance"}))
    lesson = usos.current_list()
    students = rollcall.open(lesson)
    usos.delete_list(lesson)
    for student in students[:3]:
        rollcall.mark(lesson, student)
    rollcall.sync.release(lesson)
    rollcall.until_at_rest()

    def reasons() -> set[str]:
        entries = (rollcall.register.entry(lesson, student) for student in students[:3])
        return {entry.reason for entry in entries if entry is not None}

    rollcall.until(lambda: reasons() == {"attendance_list_not_found"})


@pytest.mark.parametrize("phantoms", [False, True])
def test_with_phantoms_in_the_timetable_the_day_has_no_class_that_is_not_held(office, phantoms):
    rollcall, usos = office(phantoms=phantoms)
    readings = (GROUPS, ReadLists(), ReadTimetable(NOW.date()))
    rollcall.sync.want(*readings)
    rollcall.until(lambda: not any(map(rollcall.sync.is_wanted, readings)))
    agenda = rollcall.register.timetable.agenda()
    current = next(one for one in usos.lists() if one.id == usos.current_list())
    assert agenda.now is not None
    assert agenda.now.group.key == GroupKey(current.unit_id, str(current.group_number))
    assert all(lesson.room for lesson in (agenda.now, *agenda.today))  # what is no meeting has none
