"""What a command comes to that cannot be carried out: nothing is changed, the cursor stays, and the reason is given."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

import pytest

from app.domain.model import Mark, Mode
from app.domain.roll_order import Arrangement, Order
from app.roll.decisions import Decisions
from app.roll.outcomes import Marked, Notice, ReadOnly
from app.store.database import WAIT
from tests.support.clock import NOW
from tests.support.roll_caller import ABSENT, KEY, LIST, PEOPLE, PRESENT, RollCaller, in_hand, told

OWNER = "4711"

DECIDING = {
    "mark": lambda session: session.mark(Mark.JUSTIFIED),
    "present": lambda session: session.mark_present(),
    "comment": lambda session: session.comment("0", "mail"),
    "late": lambda session: session.late("0", "late 2 min"),
    "fill": lambda session: session.fill(["4", "5"], Mark.ABSENT),
    "keep mine": lambda session: session.keep_mine(),
    "take theirs": lambda session: session.take_theirs(),
    "undo": lambda session: session.undo(),
    "redo": lambda session: session.redo(),
}
REMEMBERING = {
    "order": lambda session: session.rearrange(Arrangement(Order.FIRST_NAME)),
    "head count": lambda session: session.count_heads(7),
    "leaving": lambda session: session.close(),
    "finishing undos": lambda session: session.finish_undo(),
}


def with_all_there_is(caller: RollCaller) -> None:
    """The first student is in conflict; a mark can be undone, another redone; three have none."""
    caller.keep()
    session = caller.call()
    session.mark(Mark.ABSENT)
    caller.keep(held={0: PRESENT})
    session.load()
    session.mark(Mark.INTRAMURAL)
    session.mark(Mark.INTRAMURAL)
    session.undo()
    session.close()


@pytest.mark.parametrize("name", [*DECIDING, *REMEMBERING])
def test_beside_another_program_nothing_is_written(caller, callers, name):
    with_all_there_is(caller)
    session = callers(owner=OWNER).call(student_id="0")
    before, entries = caller.dump(), list(session.roll.cursor.entries)
    outcome = {**DECIDING, **REMEMBERING}[name](session)
    if name in DECIDING:
        assert outcome == ReadOnly(OWNER)
        assert list(session.roll.cursor.entries) == entries
    assert (in_hand(session), session.decided, caller.dump()) == ("0", 0, before)


def test_beside_another_program_nothing_is_said_to_be_sent_or_created(caller, callers):
    with_all_there_is(caller)
    draft = caller.register.timetable.draft(KEY, NOW, Mode.HYBRID)
    reader = callers(owner=OWNER)
    assert reader.call().send() == ReadOnly(OWNER)
    for session in (reader.call(draft.id), reader.call(draft.id, creating=True)):
        assert session.send() == ReadOnly(OWNER)
        assert session.create_list() == ReadOnly(OWNER)
        assert reader.sync.actions() == ()


@pytest.mark.parametrize("name", [*DECIDING, *REMEMBERING])
def test_what_the_disk_does_not_take_changes_nothing(caller, name):
    with_all_there_is(caller)
    session = caller.call(student_id="0")
    before, entries = caller.dump(), list(session.roll.cursor.entries)
    caller.let_the_disk_take_nothing()
    outcome = {**DECIDING, **REMEMBERING}[name](session)
    if name in DECIDING:
        assert outcome is Notice.NOT_STORED
        assert list(session.roll.cursor.entries) == entries
    assert (in_hand(session), session.decided, caller.dump()) == ("0", 0, before)


@pytest.mark.parametrize("trouble", [Notice.STORE_BUSY, Notice.STORE_LOST])
def test_a_store_that_another_process_has_or_that_is_gone_changes_nothing_and_is_named(caller, trouble):
    caller.keep()
    session = caller.call()
    session.mark(Mark.ABSENT)
    entries, place = list(session.roll.cursor.entries), in_hand(session)
    with closing(sqlite3.connect(caller.file, isolation_level=None)) as other:
        if trouble is Notice.STORE_BUSY:
            other.execute("BEGIN IMMEDIATE")
        else:
            caller.file.rename(caller.file.with_name("elsewhere"))
        began = time.monotonic()
        assert session.mark(Mark.INTRAMURAL) is trouble
        assert time.monotonic() - began < WAIT - 2  # no key waits as long as SQLite would
        assert (list(session.roll.cursor.entries), in_hand(session), session.decided) == (entries, place, 1)
        if trouble is Notice.STORE_BUSY:
            other.execute("ROLLBACK")
            assert isinstance(session.mark(Mark.INTRAMURAL), Marked)


def test_an_undo_that_waits_is_tried_again_when_the_disk_takes_it(caller):
    caller.keep()
    session = caller.call()
    session.mark(Mark.INTRAMURAL)
    due = caller.leaves("0")
    session.undo()
    caller.store.outbox.not_tried(due)
    caller.let_the_disk_take_nothing()
    session.finish_undo()
    assert told(session) == []
    caller.let_the_disk_take_all()
    session.finish_undo()
    assert [entry.student for entry, _ in told(session)[0].changed] == [PEOPLE[0]]


@pytest.mark.parametrize("name", ["mark", "present", "comment", "late", "undo"])
def test_about_a_student_who_is_not_on_the_list_any_more_nothing_is_decided(caller, name):
    caller.keep()
    session = caller.call()
    if name == "undo":
        session.mark(Mark.INTRAMURAL)
        caller.accepted("0")
        caller.keep(held={0: PRESENT})
        session.arrive("0")
    caller.keep(people=PEOPLE[1:])
    before = caller.dump()
    assert DECIDING[name](session) is Notice.ENTRY_GONE
    assert (in_hand(session), caller.dump()) == ("0", before)
    assert session.roll.cursor.seating.gone == {"0"}


def test_of_a_list_that_is_gone_nothing_is_filled_in(caller):
    caller.keep()
    session = caller.call()
    caller.store.mirror.forget_list(LIST)
    assert session.fill(["0", "1"], Mark.ABSENT) is Notice.ENTRY_GONE


# --- the four points that every decision passes ---


def test_decisions_of_any_list_come_back_as_they_are_on_disk(caller):
    caller.keep()
    decisions = Decisions(caller.workspace)
    shown = caller.register.entry(LIST, "3")
    entry = decisions.record(LIST, shown, ABSENT)
    assert entry == caller.register.entry(LIST, "3")
    assert decisions.fill(LIST, [who.id for who in PEOPLE[:2]], Mark.JUSTIFIED) == caller.register.entries(
        LIST, ["0", "1"]
    )
    assert decisions.mark("999", shown, Mark.ABSENT) is Notice.ENTRY_GONE


def test_something_that_is_no_decision_is_written_only_by_the_owner(caller, callers):
    details = caller.register.roll_details
    assert Decisions(caller.workspace).write(lambda: details.keep_details(shown=True)) is None
    reader = callers(owner=OWNER)
    assert Decisions(reader.workspace).write(lambda: details.keep_details(shown=False)) == ReadOnly(OWNER)
    assert details.details
