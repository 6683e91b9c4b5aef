"""Somebody else marks in the same list meanwhile: in a class, in a cut of the network, while the laptop sleeps.

What they have set, with its comment, is shown and not overwritten, though the mark was made before or after. Both
clocks stand still until a test moves them.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.model import Mark, Record, Standing
from app.emulator import Emulator, Fault, FaultKind
from app.sync.connection import USUAL_PACE, Pace
from app.sync.requests import ReadRoll
from tests.support.driver import connection, emulated
from tests.sync.test_worker import ROLL, UPDATE, Office

THEIRS = ("justified_absence", "zwolnienie")


class Lesson:
    """An office with a roll opened, in which USOS holds a mark already, so that no barrier is in the way."""

    def __init__(self, office: Office, usos: Emulator) -> None:
        self.office, self.usos, self.id = office, usos, usos.current_list()
        usos.set_mark(self.id, min(usos.marks(self.id)), "absence", None)
        self.students = [one for one in office.open(self.id) if usos.marks(self.id)[one][0] is None]

    def mark(self, student: str) -> None:
        self.office.mark(self.id, student)

    def colleague_marks(self, student: str) -> None:
        self.usos.set_mark(self.id, student, *THEIRS)

    def standing(self, student: str) -> Standing:
        return self.office.standing(self.id, student)

    def is_decided(self, student: str) -> bool:
        """Let a second pass, and tell whether a mark has left or stopped by then."""
        self.office.passes(1)
        return self.standing(student) is not Standing.UNSENT


@pytest.fixture
def lesson(tmp_path: Path) -> Iterator[Callable[..., Lesson]]:
    with ExitStack() as stack:

        def begin(pace: Pace = USUAL_PACE) -> Lesson:
            usos = stack.enter_context(emulated(students=8, groups=2))
            office = Office(tmp_path, connection(usos), pace)
            office.sync.start(office.report)
            stack.callback(office.store.close_thread)
            stack.callback(office.sync.stop, patience=5)
            return Lesson(office, usos)

        yield begin


def assert_theirs_stands(lesson: Lesson, student: str) -> None:
    lesson.office.until(lambda: lesson.is_decided(student))
    entry = lesson.office.register.entry(lesson.id, student)
    assert entry is not None
    assert entry.standing is Standing.CONFLICT
    assert entry.found == Record(Mark.JUSTIFIED, "zwolnienie")
    assert entry.record == Record(Mark.ABSENT, "")
    assert lesson.usos.marks(lesson.id)[student] == THEIRS
    assert all(call.params["student_id"] != student for call in lesson.usos.calls.of(UPDATE))


@pytest.mark.parametrize("seconds", [15, 40])
def test_what_a_colleague_sets_some_time_after_the_roll_was_opened_stands(lesson, seconds):
    class_ = lesson()
    class_.office.passes(seconds)
    class_.colleague_marks(class_.students[0])
    class_.mark(class_.students[0])
    assert_theirs_stands(class_, class_.students[0])


def test_what_a_colleague_sets_while_a_mark_is_held_and_gathered_stands(lesson):
    class_ = lesson()
    class_.mark(class_.students[0])
    class_.office.passes(9)
    class_.colleague_marks(class_.students[0])
    assert_theirs_stands(class_, class_.students[0])


@pytest.mark.parametrize("seconds", [5, 20, 40])
def test_what_a_colleague_sets_during_a_cut_stands(lesson, seconds):
    class_ = lesson()
    class_.mark(class_.students[0])
    class_.usos.faults.add(Fault(FaultKind.CUT_BEFORE, count=None))
    class_.office.sync.release(class_.id)
    class_.office.until(lambda: class_.office.sync.connection.trouble)
    class_.office.passes(seconds)
    class_.colleague_marks(class_.students[0])
    class_.usos.faults.clear()
    class_.usos.calls.clear()
    assert_theirs_stands(class_, class_.students[0])


def test_what_a_colleague_sets_while_the_laptop_sleeps_stands_though_the_clock_stood_still(lesson):
    class_ = lesson()
    class_.mark(class_.students[0])
    class_.office.until_all_wait()
    class_.office.clock.slept += timedelta(minutes=90)
    class_.colleague_marks(class_.students[0])
    class_.office.sync.release(class_.id)  # within two seconds of the reading, by the clock that stood still
    assert_theirs_stands(class_, class_.students[0])


def test_an_answer_from_before_a_sleep_lets_nothing_leave(lesson):
    class_ = lesson(replace(USUAL_PACE, hold=0.0))
    student = class_.students[0]
    class_.office.passes(3)
    class_.usos.faults.add(Fault(FaultKind.LATENCY, ROLL, seconds=60))
    class_.mark(student)
    class_.office.sync.release(class_.id)
    class_.office.until(lambda: class_.office.sync.state.busy)
    class_.office.clock.slept += timedelta(minutes=90)
    class_.usos.faults.clear()
    class_.office.until(lambda: class_.standing(student) is not Standing.UNSENT)
    checks = [call for call in class_.usos.calls.of(ROLL) if call.params.get("student_ids")]
    assert [call.params["student_ids"] for call in checks] == [student, student]


def test_while_marks_go_out_only_their_own_entries_are_read(lesson):
    class_ = lesson()
    class_.office.passes(3)
    class_.usos.calls.clear()
    for student in class_.students:
        class_.mark(student)
        class_.office.passes(2)
    class_.office.passes(12)
    asked = [call.params["student_ids"].split("|") for call in class_.usos.calls.of(ROLL)]
    assert sorted(student for each in asked for student in each) == sorted(class_.students)
    assert len(asked) < len(class_.students)
    assert {class_.standing(student) for student in class_.students} == {Standing.SAVED}


def test_an_undo_while_its_entry_is_being_read_sends_nothing(lesson):
    class_ = lesson()
    class_.office.passes(3)
    class_.usos.faults.add(Fault(FaultKind.LATENCY, ROLL, seconds=60))
    class_.mark(class_.students[0])
    class_.office.sync.release(class_.id)
    class_.office.until(lambda: class_.office.sync.state.busy)
    class_.office.undo(class_.id)
    class_.usos.faults.clear()
    class_.office.until_all_wait()
    class_.office.passes(12)
    assert class_.usos.calls.count(UPDATE) == 0
    assert class_.office.register.entry(class_.id, class_.students[0]).mark is None


def test_a_student_who_is_not_on_the_list_any_more_is_refused_and_the_others_are_sent(lesson):
    class_ = lesson()
    gone, others = class_.students[0], class_.students[1:4]
    class_.office.passes(3)
    class_.usos.remove_student(class_.id, gone)
    for student in (gone, *others):
        class_.mark(student)
    class_.office.sync.release(class_.id)
    class_.office.until(lambda: all(map(class_.is_decided, (gone, *others))))
    assert class_.office.register.entry(class_.id, gone).reason == "student_not_in_group"
    assert {class_.standing(student) for student in others} == {Standing.SAVED}


def test_a_confirmed_mark_that_somebody_changes_later_is_known_to_have_been_another(lesson):
    class_ = lesson()
    student = class_.students[0]
    class_.mark(student)
    class_.office.sync.release(class_.id)
    class_.office.until_at_rest()
    assert class_.office.register.confirmed_at(class_.id)
    class_.colleague_marks(student)
    class_.office.sync.want(ReadRoll(class_.id))
    class_.office.until(lambda: not class_.office.sync.is_wanted(ReadRoll(class_.id)))
    entry = class_.office.register.entry(class_.id, student)
    assert entry is not None
    assert (entry.record, entry.replaced) == (Record(Mark.JUSTIFIED, "zwolnienie"), Record(Mark.ABSENT, ""))
    assert not entry.needs_decision
    assert class_.office.register.confirmed_at(class_.id) is None


def test_what_a_colleague_puts_back_after_a_correction_is_shown_and_not_sent_over(lesson):
    class_ = lesson()
    student = class_.students[0]
    for mark in (Mark.INTRAMURAL, Mark.ABSENT):  # both taken by USOS, before anything was read back
        class_.office.mark(class_.id, student, mark)
        class_.office.passes(11)
        assert class_.usos.marks(class_.id)[student] == (mark.value, None)
    class_.usos.set_mark(class_.id, student, "intramural", None)
    class_.usos.calls.clear()
    class_.office.sync.release(class_.id)
    class_.office.until_at_rest()
    entry = class_.office.register.entry(class_.id, student)
    assert entry is not None
    assert (entry.standing, entry.found) == (Standing.MISSING, Record(Mark.INTRAMURAL, ""))
    assert class_.usos.calls.count(UPDATE) == 0


def test_a_reading_is_as_old_as_its_answer_however_long_the_disk_takes_to_keep_it(lesson, monkeypatch):
    class_ = lesson()
    student, mirror = class_.students[0], class_.office.store.mirror
    class_.office.passes(3)
    keep, slow = mirror.keep_entries, [3.0]

    def keep_slowly(*arguments: object) -> None:
        keep(*arguments)
        if slow:  # a colleague has the time to mark
            class_.office.clock.seconds += slow.pop()
            class_.colleague_marks(student)

    monkeypatch.setattr(mirror, "keep_entries", keep_slowly)
    class_.mark(student)
    class_.office.sync.release(class_.id)
    assert_theirs_stands(class_, student)
