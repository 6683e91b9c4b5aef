"""Undo and redo: over the whole roll, across restarts, and true to what USOS may hold by now."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.model import NOT_SET, AttendanceList, GroupKey, Mark, Mode, Record, Standing, Student
from app.register.register import Register
from app.register.reversal import Reversal
from app.store import Store
from app.store.journal import Change
from app.store.outbox import Due

AT = datetime.fromisoformat("2026-11-23 10:17")
ANNA, JAN, EWA = (Student(str(number), name, "", "") for number, name in enumerate(("Anna", "Jan", "Ewa"), 1))
PRESENT, ABSENT, REMOTE = (Record(mark, "") for mark in (Mark.INTRAMURAL, Mark.ABSENT, Mark.REMOTE))
BEFORE = Record(Mark.JUSTIFIED, "from last week")
THEIRS = Record(Mark.REMOTE, "a colleague's")


def list_of(list_id: str = "1001") -> AttendanceList:
    return AttendanceList(list_id, GroupKey("17879", "3"), AT, Mode.HYBRID, "")


def new_store(file: Path, held: Record = NOT_SET) -> Store:
    store = Store(file)
    for list_id in ("1001", "1002"):
        store.mirror.keep_list(list_of(list_id))
        store.mirror.keep_roll(list_id, [(who, held) for who in (ANNA, JAN, EWA)], AT)
    return store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite3"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    """Two lists of three students whom nobody has marked."""
    opened = new_store(file)
    yield opened
    opened.close_thread()


@pytest.fixture
def register(store: Store) -> Register:
    return Register(store, lambda: AT)


@pytest.fixture
def marked(store: Store, register: Register) -> Register:
    """The register, in which each of the three had a mark and a comment before; Anna has become absent."""
    read(store, BEFORE)
    register.comment("1001", ANNA.id, "")
    register.mark("1001", ANNA.id, Mark.ABSENT)
    return register


def read(store: Store, held: Record, others: Record | None = None) -> None:
    rest = held if others is None else others
    store.mirror.keep_roll("1001", [(ANNA, held), (JAN, rest), (EWA, rest)], AT)


def send(store: Store, who: Student = ANNA) -> Due:
    due = next(row for row in store.outbox.due() if row.student_id == who.id)
    assert store.outbox.attempt(due, AT)
    return due


def fill(store: Store, record: Record) -> None:
    store.outbox.decide("1001", {who.id: record for who in (ANNA, JAN, EWA)}, AT)


def shown(register: Register, who: Student = ANNA) -> tuple[Record, Standing]:
    entry = register.entry("1001", who.id)
    assert entry is not None
    return entry.record, entry.standing


def changes(reversal: Reversal) -> list[tuple[str, Record, Record]]:
    return [(entry.student.id, entry.record, record) for entry, record in reversal.changed]


# --- steps ---


def test_a_step_is_what_one_key_did_with_both_values(store, register):
    register.mark("1001", ANNA.id, Mark.ABSENT)
    register.comment("1001", ANNA.id, "mail")
    step = store.journal.step("1001", store.journal.undoable("1001")[-1])
    assert step.changes == (Change(ANNA.id, ABSENT, Record(Mark.ABSENT, "mail")),)


def test_nothing_can_be_undone_or_redone_where_nothing_was_decided(register):
    assert not register.undo("1001").done
    assert not register.redo("1001").done


def test_a_fill_is_one_step(store, register):
    fill(store, PRESENT)
    undone = register.undo("1001")
    assert changes(undone) == [(who.id, PRESENT, NOT_SET) for who in (ANNA, JAN, EWA)]
    assert not register.undo("1001").done
    assert changes(register.redo("1001")) == [(who.id, NOT_SET, PRESENT) for who in (ANNA, JAN, EWA)]


def test_undo_goes_back_over_the_whole_roll_and_redo_forth_again(register):
    for who in (ANNA, JAN, EWA):
        register.mark("1001", who.id, Mark.ABSENT)
    back = [changes(register.undo("1001"))[0] for _ in range(3)]
    assert back == [(who.id, ABSENT, NOT_SET) for who in (EWA, JAN, ANNA)]
    forth = [changes(register.redo("1001"))[0] for _ in range(3)]
    assert forth == [(who.id, NOT_SET, ABSENT) for who in (ANNA, JAN, EWA)]
    assert not register.redo("1001").done


def test_a_new_decision_ends_what_could_be_redone(register):
    register.mark("1001", ANNA.id, Mark.ABSENT)
    register.undo("1001")
    register.mark("1001", JAN.id, Mark.ABSENT)
    assert not register.redo("1001").done
    assert changes(register.undo("1001")) == [(JAN.id, ABSENT, NOT_SET)]


def test_undo_and_redo_survive_the_program(file, store, register):
    register.mark("1001", ANNA.id, Mark.ABSENT)
    register.mark("1001", ANNA.id, Mark.INTRAMURAL)
    register.undo("1001")
    store.close_thread()
    restarted = Store(file)
    again = Register(restarted, lambda: AT)
    assert changes(again.redo("1001")) == [(ANNA.id, ABSENT, PRESENT)]
    assert changes(again.undo("1001")) == [(ANNA.id, PRESENT, ABSENT)]
    assert changes(again.undo("1001")) == [(ANNA.id, ABSENT, NOT_SET)]
    restarted.close_thread()


def test_one_list_is_undone_without_the_other(register):
    register.mark("1001", ANNA.id, Mark.ABSENT)
    register.mark("1002", ANNA.id, Mark.INTRAMURAL)
    assert changes(register.undo("1001")) == [(ANNA.id, ABSENT, NOT_SET)]
    assert not register.redo("1002").done
    assert changes(register.undo("1002")) == [(ANNA.id, PRESENT, NOT_SET)]


KEYS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from("123"), st.sampled_from([Mark.ABSENT, Mark.INTRAMURAL])),
        st.sampled_from(["undo", "redo", "restart", "fill"]),
    ),
    max_size=25,
)


@given(KEYS)
@settings(max_examples=60, deadline=None)
def test_any_keys_on_marks_that_never_left_are_undone_and_redone_exactly(keys):
    """Beside it stands the plainest undo there is: copies of the whole roll."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "store.sqlite3"
        store = new_store(file)
        now, undo, redo = dict.fromkeys("123", NOT_SET), [], []
        for key in keys:
            register = Register(store, lambda: AT)
            match key:
                case "undo" | "redo":
                    source, target = (undo, redo) if key == "undo" else (redo, undo)
                    reversal = register.undo("1001") if key == "undo" else register.redo("1001")
                    assert reversal.done == bool(source)
                    if source:
                        target.append(now)
                        now = source.pop()
                case "restart":
                    store.close_thread()
                    store = Store(file)
                case "fill":
                    rest = {who: PRESENT for who, record in now.items() if record == NOT_SET}
                    store.outbox.decide("1001", rest, AT)
                    if rest:
                        undo, redo, now = [*undo, now], [], now | rest
                case who, mark:
                    register.mark("1001", who, mark)
                    if now[who].mark is not mark:
                        undo, redo, now = [*undo, now], [], now | {who: Record(mark, "")}
            entries = store.rolls.entries("1001")
            assert {entry.student.id: entry.record for entry in entries} == now
            unsent = {entry.student.id for entry in entries if entry.standing is Standing.UNSENT}
            assert unsent == {who for who, record in now.items() if record != NOT_SET}
            assert {row.student_id for row in store.outbox.due()} == unsent
        store.close_thread()


# --- never attempted ---


def test_what_never_left_is_restored_exactly_not_set_included_and_nothing_is_sent(store, register):
    register.mark("1001", ANNA.id, Mark.ABSENT)
    assert changes(register.undo("1001")) == [(ANNA.id, ABSENT, NOT_SET)]
    assert shown(register) == (NOT_SET, Standing.SAVED)
    assert store.outbox.due() == []
    assert store.outbox.unconfirmed_lists() == []


def test_a_comment_that_stood_before_stands_again(store, register):
    register.comment("1001", ANNA.id, "mail")
    register.mark("1001", ANNA.id, Mark.ABSENT)
    register.undo("1001")
    assert shown(register) == (Record(None, "mail"), Standing.UNSENT)
    register.undo("1001")
    assert shown(register) == (NOT_SET, Standing.SAVED)


def test_a_call_that_never_reached_usos_counts_as_none(store, register):
    register.mark("1001", ANNA.id, Mark.ABSENT)
    store.outbox.not_tried(send(store))
    assert changes(register.undo("1001")) == [(ANNA.id, ABSENT, NOT_SET)]
    assert store.outbox.due() == []


# --- in flight or unknown ---


@pytest.mark.parametrize("restart", [False, True])
def test_while_nobody_knows_what_usos_holds_undo_waits_and_changes_nothing(file, store, register, restart):
    register.mark("1001", ANNA.id, Mark.ABSENT)
    send(store)
    if restart:
        store.close_thread()
        store = Store(file)
        register = Register(store, lambda: AT)
    waits = register.undo("1001")
    assert [entry.student for entry in waits.waits_for] == [ANNA]
    assert (waits.done, waits.changed, waits.stuck) == (False, (), ())
    assert shown(register) == (ABSENT, Standing.UNSENT)
    store.close_thread()


def test_when_the_reading_shows_that_it_did_not_arrive_it_is_undone_as_if_it_had_not_left(store, register):
    register.mark("1001", ANNA.id, Mark.ABSENT)
    send(store)
    read(store, NOT_SET)
    assert changes(register.undo("1001")) == [(ANNA.id, ABSENT, NOT_SET)]
    assert shown(register) == (NOT_SET, Standing.SAVED)
    assert store.outbox.due() == []


def test_should_it_come_late_all_the_same_that_is_shown(store, register):
    register.mark("1001", ANNA.id, Mark.ABSENT)
    send(store)
    read(store, NOT_SET)
    register.undo("1001")
    assert store.outbox.unconfirmed_lists() == ["1001"]
    read(store, ABSENT, NOT_SET)
    entry = register.entry("1001", ANNA.id)
    assert (entry.standing, entry.record, entry.found) == (Standing.CONFLICT, NOT_SET, ABSENT)


def test_should_an_old_mark_come_late_over_a_former_one_the_former_is_sent_again(store, marked):
    send(store)
    read(store, BEFORE)
    marked.undo("1001")
    marked.undo("1001")
    assert shown(marked) == (BEFORE, Standing.SAVED)
    read(store, ABSENT, BEFORE)
    assert [row.record for row in store.outbox.due()] == [BEFORE]


@pytest.mark.parametrize("told", ["by the answer", "by a reading"])
def test_when_it_turns_out_that_it_arrived_it_is_undone_as_accepted(store, marked, told):
    due = send(store)
    assert marked.undo("1001").waits_for
    if told == "by the answer":
        store.outbox.accept(due)
    else:
        read(store, ABSENT, BEFORE)
    assert changes(marked.undo("1001")) == [(ANNA.id, ABSENT, Record(BEFORE.mark, ""))]


def test_a_fill_of_which_one_is_unknown_waits_as_a_whole(store, register):
    fill(store, PRESENT)
    send(store, JAN)
    assert [entry.student for entry in register.undo("1001").waits_for] == [JAN]
    assert shown(register) == (PRESENT, Standing.UNSENT)


# --- accepted ---


def test_over_an_accepted_mark_the_former_mark_and_comment_are_sent(store, register):
    read(store, BEFORE)
    store.outbox.decide("1001", {ANNA.id: ABSENT}, AT)
    store.outbox.accept(send(store))
    assert changes(register.undo("1001")) == [(ANNA.id, ABSENT, BEFORE)]
    assert [row.record for row in store.outbox.due()] == [BEFORE]
    assert changes(register.redo("1001")) == [(ANNA.id, BEFORE, ABSENT)]
    assert store.outbox.due() == []


def test_where_usos_held_nothing_undo_cannot_and_the_next_one_goes_further_back(store, register):
    register.mark("1001", JAN.id, Mark.ABSENT)
    register.mark("1001", ANNA.id, Mark.ABSENT)
    store.outbox.accept(send(store))
    stuck = register.undo("1001")
    assert stuck.done
    assert ([entry.student for entry in stuck.stuck], stuck.changed) == ([ANNA], ())
    assert shown(register) == (ABSENT, Standing.SAVED)
    assert changes(register.undo("1001")) == [(JAN.id, ABSENT, NOT_SET)]


def test_after_that_the_next_mark_corrects_it(store, register):
    register.mark("1001", ANNA.id, Mark.ABSENT)
    store.outbox.accept(send(store))
    register.undo("1001")
    register.mark("1001", ANNA.id, Mark.INTRAMURAL)
    assert [row.record for row in store.outbox.due()] == [PRESENT]
    assert changes(register.undo("1001")) == [(ANNA.id, PRESENT, ABSENT)]


def test_of_a_fill_that_half_arrived_the_other_half_is_undone(store, register):
    fill(store, PRESENT)
    store.outbox.accept(send(store, JAN))
    undone = register.undo("1001")
    assert changes(undone) == [(ANNA.id, PRESENT, NOT_SET), (EWA.id, PRESENT, NOT_SET)]
    assert [entry.student for entry in undone.stuck] == [JAN]
    assert changes(register.redo("1001")) == [(ANNA.id, NOT_SET, PRESENT), (EWA.id, NOT_SET, PRESENT)]


def test_blanks_that_usos_cut_from_a_comment_do_not_keep_it_from_being_undone(store, register):
    read(store, BEFORE)
    store.outbox.decide("1001", {ANNA.id: Record(Mark.ABSENT, "mail\n")}, AT)
    store.outbox.accept(send(store))
    read(store, Record(Mark.ABSENT, "mail"), BEFORE)
    assert changes(register.undo("1001")) == [(ANNA.id, Record(Mark.ABSENT, "mail"), BEFORE)]


def test_what_somebody_else_has_changed_since_is_not_undone(store, register):
    read(store, BEFORE)
    store.outbox.decide("1001", {ANNA.id: ABSENT}, AT)
    store.outbox.accept(send(store))
    read(store, ABSENT, BEFORE)
    read(store, THEIRS, BEFORE)
    assert register.undo("1001") == Reversal(done=True, step=1)
    assert shown(register) == (THEIRS, Standing.SAVED)
    assert store.outbox.due() == []


# --- refused, in conflict, missing ---


def test_a_refused_mark_is_undone_exactly(store, register):
    register.mark("1001", ANNA.id, Mark.REMOTE)
    store.outbox.refuse(send(store), "remote_attendance_not_allowed")
    assert changes(register.undo("1001")) == [(ANNA.id, REMOTE, NOT_SET)]
    assert shown(register) == (NOT_SET, Standing.SAVED)
    assert store.outbox.due() == []


def test_a_refusal_says_nothing_of_an_earlier_attempt_so_undo_still_waits(store, register):
    register.mark("1001", ANNA.id, Mark.ABSENT)
    send(store)
    register.mark("1001", ANNA.id, Mark.REMOTE)
    store.outbox.refuse(send(store), "remote_attendance_not_allowed")
    assert register.undo("1001").waits_for
    read(store, ABSENT, NOT_SET)
    assert changes(register.undo("1001")) == [(ANNA.id, REMOTE, ABSENT)]
    assert store.outbox.due() == []


@pytest.mark.parametrize("make", ["conflict", "missing"])
def test_taking_back_ones_own_word_leaves_what_usos_holds(store, register, make):
    register.mark("1001", ANNA.id, Mark.ABSENT)
    if make == "missing":
        store.outbox.accept(send(store))
    found = NOT_SET if make == "missing" else THEIRS
    read(store, found, NOT_SET)
    assert shown(register) == (ABSENT, Standing(make))
    assert changes(register.undo("1001")) == [(ANNA.id, ABSENT, found)]
    assert shown(register) == (found, Standing.SAVED)
    assert store.outbox.due() == []


@pytest.mark.parametrize("resolve", [Register.take_theirs, Register.keep_mine])
def test_a_decided_conflict_can_be_undone_as_any_step(store, register, resolve: Callable[..., object]):
    register.mark("1001", ANNA.id, Mark.ABSENT)
    read(store, THEIRS, NOT_SET)
    resolve(register, "1001", ANNA.id)
    undone = register.undo("1001")
    mine_again = resolve is Register.take_theirs
    assert changes(undone) == [(ANNA.id, THEIRS, ABSENT) if mine_again else (ANNA.id, ABSENT, THEIRS)]
    assert shown(register) == ((ABSENT, Standing.UNSENT) if mine_again else (THEIRS, Standing.SAVED))


def test_undo_beside_one_that_waits_takes_back_the_one_before_it(store, register):
    register.mark("1001", JAN.id, Mark.ABSENT)
    register.mark("1001", ANNA.id, Mark.ABSENT)
    send(store)
    waits = register.undo("1001")
    assert [entry.student for entry in waits.waits_for] == [ANNA]
    assert changes(register.undo("1001", beside={waits.step})) == [(JAN.id, ABSENT, NOT_SET)]
    read(store, NOT_SET, NOT_SET)
    assert changes(register.undo("1001", waits.step)) == [(ANNA.id, ABSENT, NOT_SET)]
    assert not register.undo("1001", waits.step).done
    assert changes(register.redo("1001")) == [(ANNA.id, NOT_SET, ABSENT)]
