"""The store: nothing decided is lost, nothing read hides a decision, each change is whole or not at all."""

import random
import shutil
import sqlite3
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.domain.model import (
    NOT_SET,
    AttendanceList,
    Group,
    GroupKey,
    Mark,
    Mode,
    Phrase,
    Record,
    Standing,
    Student,
    Tally,
    Term,
)
from app.store import BusyStoreError, FileState, LostStoreError, NewerStoreError, Store, StoreError, schema
from app.store.database import WritableDatabase
from app.store.deciding import UnknownEntryError
from app.store.journal import Change, Step
from app.store.outbox import Due, Unsent
from app.store.read_only import open_read_only
from app.store.unwritable import UnwritableDatabase

AT = datetime.fromisoformat("2026-11-23 10:17")
KEY, OTHER_KEY = GroupKey("17879", "3"), GroupKey("17879", "1")
ANNA, JAN = Student("1", "Anna", "Ąbek", "412345"), Student("2", "Jan", "Żak", "412346")
PRESENT, ABSENT, REMOTE = (Record(mark, "") for mark in (Mark.INTRAMURAL, Mark.ABSENT, Mark.REMOTE))
LATE = Record(Mark.INTRAMURAL, "spóźnienie\n10 min ")


def meeting(list_id: str = "1001", key: GroupKey = KEY, mode: Mode = Mode.HYBRID) -> AttendanceList:
    return AttendanceList(list_id, key, AT, mode, "Barbara Łęcka")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite3"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    """A store with one list and two students whom nobody has marked."""
    opened = Store(file)
    opened.mirror.keep_list(meeting())
    opened.mirror.keep_roll("1001", [(ANNA, NOT_SET), (JAN, NOT_SET)], AT)
    yield opened
    opened.close_thread()


def decide(store: Store, record: Record, who: Student = ANNA, list_id: str = "1001") -> None:
    store.outbox.decide(list_id, {who.id: record}, AT)


def send(store: Store, who: Student = ANNA) -> Due:
    """Note the attempt of a student's decision, as before its request leaves."""
    due = next(row for row in store.outbox.due() if row.student_id == who.id)
    assert store.outbox.attempt(due, AT)
    return due


def journal(store: Store) -> list[tuple[object, ...]]:
    return [tuple(row) for row in store.database.read("SELECT * FROM decision ORDER BY seq")]


def shown(store: Store, who: Student = ANNA) -> tuple[Record, Standing]:
    entry = store.rolls.entry("1001", who.id)
    assert entry is not None
    return entry.record, entry.standing


# --- the file ---


def test_a_new_file_gets_the_present_schema_and_an_old_one_keeps_what_it_holds(file):
    for _ in range(2):
        store = Store(file)
        assert store.database.read("PRAGMA user_version")[0][0] == len(schema.MIGRATIONS)
        store.mirror.keep_list(meeting())
        store.close_thread()
    reopened = Store(file)
    assert reopened.mirror.lists() == [meeting()]
    reopened.close_thread()


def test_an_older_store_is_brought_to_the_present_schema_with_its_marks(store, file, monkeypatch):
    decide(store, LATE)
    store.close_thread()
    added = "ALTER TABLE outbox ADD COLUMN extra TEXT;\nCREATE TABLE extra (a);"
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, added))
    migrated = Store(file)
    assert migrated.database.read("PRAGMA user_version")[0][0] == len(schema.MIGRATIONS)
    assert migrated.database.read("SELECT extra FROM outbox")[0][0] is None
    assert shown(migrated) == (LATE, Standing.UNSENT)
    migrated.close_thread()


def test_a_migration_that_fails_leaves_the_store_as_it_was(store, file, monkeypatch):
    decide(store, LATE)
    store.close_thread()
    released = schema.MIGRATIONS
    monkeypatch.setattr(schema, "MIGRATIONS", (*released, "CREATE TABLE extra (a);\nCREATE TABLE extra (b);"))
    with pytest.raises(StoreError):
        Store(file)
    monkeypatch.setattr(schema, "MIGRATIONS", released)
    unharmed = Store(file)
    assert not unharmed.database.read("SELECT 1 FROM sqlite_master WHERE name = 'extra'")
    assert shown(unharmed) == (LATE, Standing.UNSENT)
    unharmed.close_thread()


def test_a_store_of_a_newer_program_is_refused_and_left_as_it_is(store, file):
    store.close_thread()
    with closing(sqlite3.connect(file)) as newer:
        newer.execute(f"PRAGMA user_version={len(schema.MIGRATIONS) + 1}")
    before = file.read_bytes()
    with pytest.raises(NewerStoreError):
        Store(file)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_what_is_no_store_is_refused_and_left_as_it_is(file):
    file.write_bytes(b"Dear diary, " * 100)
    with pytest.raises(StoreError):
        Store(file)
    assert file.read_bytes() == b"Dear diary, " * 100


@pytest.mark.parametrize("database", [WritableDatabase, open_read_only, UnwritableDatabase])
def test_what_is_refused_is_not_left_open(file, monkeypatch, database):
    made, connect = [], sqlite3.connect

    def noted(*arguments, **options):
        made.append(connect(*arguments, **options))
        return made[-1]

    monkeypatch.setattr(sqlite3, "connect", noted)
    file.write_bytes(b"Dear diary, " * 100)
    with pytest.raises(StoreError):
        Store(file, database)
    assert made
    for connection in made:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")


def test_a_folder_that_is_not_there_is_an_error_of_the_store(tmp_path):
    with pytest.raises(StoreError):
        Store(tmp_path / "absent" / "store.sqlite3")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_can_read_the_store_and_what_sqlite_puts_beside_it(store, file):
    decide(store, PRESENT)
    beside = list(file.parent.iterdir())
    assert len(beside) == 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in beside} == {0o600}


def test_commits_wait_for_the_disk_and_keys_are_checked_on_every_thread(store):
    wanted = {"journal_mode": "wal", "synchronous": 2, "fullfsync": 1, "foreign_keys": 1}
    found = []

    def look() -> None:
        found.append({name: store.database.read(f"PRAGMA {name}")[0][0] for name in wanted})
        store.close_thread()

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    look()
    assert found == [wanted] * 3


def test_a_thread_that_closed_its_connection_may_come_back(store):
    store.close_thread()
    store.close_thread()
    decide(store, PRESENT)
    assert shown(store) == (PRESENT, Standing.UNSENT)


def test_a_key_does_not_wait_for_a_reader_of_another_connection(store, file):
    with closing(sqlite3.connect(file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM entry").fetchall()
        decide(store, PRESENT)
    assert shown(store) == (PRESENT, Standing.UNSENT)


def test_a_store_that_cannot_be_read_any_more_is_an_error_of_the_store(store, file):
    store.close_thread()
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(StoreError):
        store.rolls.entries("1001")
    store.close_thread()


# --- deciding ---


def test_a_decision_is_in_journal_and_outbox_with_what_stood_before(store):
    decide(store, LATE)
    decide(store, ABSENT)
    assert journal(store) == [
        (1, "1001", "1", None, "", "intramural", LATE.comment, AT.isoformat(), 1, None),
        (2, "1001", "1", "intramural", LATE.comment, "absence", "", AT.isoformat(), 2, None),
    ]
    assert store.outbox.due() == [Due("1001", "1", 2, ABSENT, untouched=True)]
    assert shown(store) == (ABSENT, Standing.UNSENT)
    assert store.outbox.unsent() == store.outbox.unsent("1001") == Unsent(1, 0, AT)
    assert store.outbox.unsent("1002") == Unsent(0, 0, None)


def test_a_decision_survives_the_program(store, file):
    decide(store, LATE)
    with closing(sqlite3.connect(file)) as other_process:
        assert other_process.execute("SELECT comment FROM decision JOIN outbox USING (seq)").fetchall() == [
            (LATE.comment,)
        ]


def test_an_entry_that_was_never_read_cannot_be_decided(store):
    store.mirror.keep_list(meeting("1002"))
    for list_id, student_id in (("1001", "999"), ("1002", ANNA.id), ("999", ANNA.id)):
        with pytest.raises(UnknownEntryError):
            store.outbox.decide(list_id, {student_id: PRESENT}, AT)
    assert journal(store) == []
    assert store.outbox.unsent() == Unsent(0, 0, None)


def test_going_back_to_what_usos_holds_needs_no_sending_but_stays_in_the_journal(store):
    decide(store, PRESENT)
    decide(store, NOT_SET)
    assert store.outbox.due() == []
    assert shown(store) == (NOT_SET, Standing.SAVED)
    assert [row[5] for row in journal(store)] == ["intramural", None]


def test_going_back_after_an_attempt_is_sent_for_the_attempt_may_have_changed_usos(store):
    store.mirror.keep_roll("1001", [(ANNA, ABSENT)], AT)
    decide(store, PRESENT)
    send(store)
    decide(store, ABSENT)
    assert [(row.record, row.attempted) for row in store.outbox.due()] == [(ABSENT, 1)]
    assert shown(store) == (ABSENT, Standing.UNSENT)


def test_a_comment_without_a_mark_is_unsent_but_not_due_and_goes_with_the_mark(store):
    decide(store, Record(None, "mail"))
    assert store.outbox.due() == []
    assert store.outbox.unsent() == Unsent(1, 0, AT)
    assert shown(store) == (Record(None, "mail"), Standing.UNSENT)
    decide(store, Record(Mark.ABSENT, "mail"))
    assert [row.record for row in store.outbox.due()] == [Record(Mark.ABSENT, "mail")]
    assert store.outbox.unsent() == Unsent(1, 0, AT)


def test_what_is_due_stands_in_the_order_of_decisions_with_the_comment_usos_holds(store):
    store.mirror.keep_roll("1001", [(ANNA, LATE), (JAN, NOT_SET)], AT)
    decide(store, PRESENT)
    decide(store, ABSENT, JAN)
    decide(store, ABSENT)
    assert [(row.student_id, row.seq, row.known_comment) for row in store.outbox.due()] == [
        ("2", 2, ""),
        ("1", 3, LATE.comment),
    ]


def test_the_presence_used_last_in_a_list_is_known_whatever_was_decided_between(store):
    assert store.outbox.last_presence("1001") is None
    decide(store, REMOTE)
    decide(store, PRESENT, JAN)
    decide(store, REMOTE, JAN)
    decide(store, ABSENT, JAN)
    assert store.outbox.last_presence("1001") is Mark.REMOTE
    assert store.outbox.last_presence("1002") is None


# --- settling ---


def test_an_accepted_decision_is_what_usos_holds(store):
    decide(store, LATE)
    store.outbox.accept(send(store))
    assert store.outbox.due() == []
    assert store.outbox.unsent() == Unsent(0, 0, None)
    assert shown(store) == (LATE, Standing.SAVED)


def test_a_newer_decision_survives_the_answer_to_an_older_one(store):
    decide(store, PRESENT)
    sent = send(store)
    decide(store, ABSENT)
    store.outbox.accept(sent)
    assert shown(store) == (ABSENT, Standing.UNSENT)
    assert [(row.seq, row.attempted, row.tried) for row in store.outbox.due()] == [(2, None, False)]


def test_a_newer_decision_that_says_the_same_is_settled_with_the_older_one(store):
    decide(store, PRESENT)
    sent = send(store)
    decide(store, ABSENT)
    decide(store, PRESENT)
    store.outbox.accept(sent)
    assert store.outbox.due() == []
    assert shown(store) == (PRESENT, Standing.SAVED)


def test_going_back_to_what_usos_held_before_an_accepted_mark_is_sent(store):
    store.mirror.keep_roll("1001", [(ANNA, ABSENT)], AT)
    decide(store, PRESENT)
    sent = send(store)
    decide(store, ABSENT)
    store.outbox.accept(sent)
    assert shown(store) == (ABSENT, Standing.UNSENT)
    assert [row.record for row in store.outbox.due()] == [ABSENT]


def test_a_refused_decision_shows_its_reason_and_is_not_sent_again(store):
    decide(store, REMOTE)
    store.outbox.refuse(send(store), "student_not_in_group")
    entry = store.rolls.entry("1001", ANNA.id)
    assert entry is not None
    assert (entry.record, entry.standing, entry.reason) == (REMOTE, Standing.REFUSED, "student_not_in_group")
    assert store.outbox.due() == []
    assert store.outbox.unsent() == Unsent(1, 1, AT)


def test_a_newer_decision_is_not_refused_with_an_older_one(store):
    decide(store, REMOTE)
    sent = send(store)
    decide(store, ABSENT)
    store.outbox.refuse(sent, "remote_attendance_not_allowed")
    assert shown(store) == (ABSENT, Standing.UNSENT)
    assert [row.record for row in store.outbox.due()] == [ABSENT]


def test_deciding_again_forgets_the_refusal(store):
    decide(store, REMOTE)
    store.outbox.refuse(send(store), "remote_attendance_not_allowed")
    decide(store, REMOTE)
    assert shown(store) == (REMOTE, Standing.UNSENT)
    assert len(store.outbox.due()) == 1


def test_a_decision_that_was_replaced_is_not_attempted(store):
    decide(store, PRESENT)
    (old,) = store.outbox.due()
    decide(store, ABSENT)
    assert not store.outbox.attempt(old, AT)
    assert [row.attempted for row in store.outbox.due()] == [None]


def test_a_decision_that_was_taken_back_is_not_attempted(store):
    decide(store, PRESENT)
    (old,) = store.outbox.due()
    decide(store, NOT_SET)
    assert not store.outbox.attempt(old, AT)


def test_an_attempt_is_on_disk_before_its_answer(store, file):
    decide(store, PRESENT)
    send(store)
    with closing(sqlite3.connect(file)) as other_process:
        assert other_process.execute("SELECT attempted FROM outbox").fetchall() == [(1,)]


def test_a_call_that_did_nothing_leaves_no_trace_and_no_value_of_ours(store):
    decide(store, PRESENT)
    store.outbox.not_tried(send(store))
    assert [(row.attempted, row.tried) for row in store.outbox.due()] == [(None, False)]
    decide(store, ABSENT)
    store.mirror.keep_roll("1001", [(ANNA, PRESENT), (JAN, NOT_SET)], AT)
    assert shown(store) == (ABSENT, Standing.CONFLICT)


def test_a_call_that_did_nothing_does_not_make_an_earlier_one_unsent(store):
    decide(store, PRESENT)
    send(store)
    store.outbox.not_tried(send(store))
    assert [(row.attempted, row.tried) for row in store.outbox.due()] == [(1, True)]
    store.mirror.keep_roll("1001", [(ANNA, NOT_SET), (JAN, NOT_SET)], AT)
    store.outbox.not_tried(send(store))
    decide(store, ABSENT)
    store.mirror.keep_roll("1001", [(ANNA, PRESENT), (JAN, NOT_SET)], AT)
    assert shown(store) == (ABSENT, Standing.UNSENT)


def test_a_call_that_did_nothing_says_nothing_of_a_newer_decision(store):
    decide(store, PRESENT)
    sent = send(store)
    decide(store, ABSENT)
    store.outbox.not_tried(sent)
    assert [(row.seq, row.attempted) for row in store.outbox.due()] == [(2, None)]


def test_nothing_of_a_list_that_is_gone_is_sent_and_each_mark_says_why(store):
    store.mirror.keep_list(meeting("1002"))
    store.mirror.keep_roll("1002", [(ANNA, NOT_SET)], AT)
    decide(store, PRESENT)
    store.outbox.accept(send(store))
    decide(store, ABSENT, JAN)
    decide(store, ABSENT, list_id="1002")
    store.outbox.refuse_list("1001", "attendance_list_not_found")
    assert {entry.reason for entry in store.rolls.entries("1001")} == {"attendance_list_not_found"}
    assert store.outbox.unsent("1001") == Unsent(2, 2, AT)
    assert [row.list_id for row in store.outbox.due()] == ["1002"]


def test_a_list_is_read_back_once_nothing_of_it_waits_to_be_sent(store):
    decide(store, PRESENT)
    decide(store, ABSENT, JAN)
    store.outbox.accept(send(store))
    assert store.outbox.unconfirmed_lists() == []
    store.outbox.refuse(send(store, JAN), "student_not_in_group")
    assert store.outbox.unconfirmed_lists() == ["1001"]
    decide(store, Record(None, "mail"), JAN)  # a draft waits for its mark, not for the network
    assert store.outbox.unconfirmed_lists() == ["1001"]
    store.mirror.keep_roll("1001", [(ANNA, PRESENT), (JAN, NOT_SET)], AT)
    assert store.outbox.unconfirmed_lists() == []


def test_somebody_who_left_the_list_with_an_accepted_mark_is_shown_and_not_confirmed(store):
    decide(store, PRESENT)
    store.outbox.accept(send(store))
    store.mirror.keep_roll("1001", [(JAN, NOT_SET)], AT)
    assert shown(store) == (PRESENT, Standing.MISSING)
    assert store.rolls.confirmed_at("1001") is None


def test_a_reason_ends_with_the_refusal(store):
    decide(store, REMOTE)
    store.outbox.refuse(send(store), "remote_attendance_not_allowed")
    store.mirror.keep_roll("1001", [(ANNA, ABSENT), (JAN, NOT_SET)], AT)
    entry = store.rolls.entry("1001", ANNA.id)
    assert entry is not None
    assert (entry.standing, entry.reason) == (Standing.CONFLICT, "")


def test_no_key_and_no_answer_searches_the_whole_journal(store):
    """A term's journal has tens of thousands of rows, and a key waits while it is searched."""
    decide(store, PRESENT)
    sent = send(store)
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    with store.database.change() as change:
        change.executemany(
            "INSERT INTO decision (list_id, student_id, before_comment, mark, comment, decided_at, step)"
            " VALUES (?, '7', '', 'absence', '', '', ?)",
            ((f"{number}", number + 2) for number in range(20_000)),
        )
    connection = store.database.connections.get()
    connection.set_progress_handler(count, 100)
    store.outbox.accept(sent)
    decide(store, ABSENT, JAN)
    assert store.outbox.last_presence("1001") is Mark.INTRAMURAL
    assert store.outbox.last_presence("99999") is None
    assert store.journal.step("1001", store.journal.undoable("1001")[-1]) == Step(
        20_002, (Change(JAN.id, NOT_SET, ABSENT),)
    )
    store.mirror.keep_roll("1001", [(ANNA, PRESENT), (JAN, NOT_SET)], AT)
    connection.set_progress_handler(None, 0)
    assert steps < 100


# --- reading USOS ---


def test_a_roll_that_was_read_replaces_what_was_known(store):
    store.mirror.keep_roll("1001", [(JAN, LATE)], AT + timedelta(minutes=1))
    assert [(entry.student, entry.record) for entry in store.rolls.entries("1001")] == [(JAN, LATE)]
    assert store.rolls.read_at("1001") == AT + timedelta(minutes=1)


def test_a_roll_that_was_read_keeps_what_is_unsent_and_whose_it_is(store):
    decide(store, ABSENT)
    store.mirror.keep_roll("1001", [(JAN, LATE)], AT)
    assert shown(store) == (ABSENT, Standing.UNSENT)
    assert [row.student_id for row in store.outbox.due()] == ["1"]
    store.mirror.keep_roll("1001", [(ANNA, NOT_SET), (JAN, LATE)], AT)
    assert shown(store) == (ABSENT, Standing.UNSENT)
    assert [row.student_id for row in store.outbox.due()] == ["1"]


def test_a_decision_that_usos_turns_out_to_hold_is_delivered(store):
    decide(store, LATE)
    send(store)
    store.mirror.keep_roll("1001", [(ANNA, LATE), (JAN, NOT_SET)], AT)
    assert shown(store) == (LATE, Standing.SAVED)
    assert store.outbox.unsent() == Unsent(0, 0, None)


@pytest.mark.parametrize("held", [PRESENT, Record(Mark.ABSENT, LATE.comment), NOT_SET])
def test_a_decision_that_usos_holds_only_in_part_is_not(store, held):
    decide(store, LATE)
    send(store)
    store.mirror.keep_roll("1001", [(ANNA, held), (JAN, NOT_SET)], AT)
    assert shown(store) == (LATE, Standing.UNSENT if held == NOT_SET else Standing.CONFLICT)


def test_a_refused_decision_that_usos_turns_out_to_hold_is_delivered(store):
    decide(store, LATE)
    store.outbox.refuse(send(store), "student_not_in_group")
    store.mirror.keep_roll("1001", [(ANNA, LATE)], AT)
    assert shown(store) == (LATE, Standing.SAVED)


def test_the_roll_of_one_list_says_nothing_of_another(store):
    store.mirror.keep_list(meeting("1002"))
    store.mirror.keep_roll("1002", [(ANNA, NOT_SET)], AT)
    decide(store, ABSENT)
    decide(store, PRESENT, list_id="1002")
    store.mirror.keep_roll("1002", [(ANNA, PRESENT)], AT)
    assert shown(store) == (ABSENT, Standing.UNSENT)
    assert store.outbox.unsent() == Unsent(1, 0, AT)


def test_the_roll_of_a_list_that_is_not_known_is_not_kept(store):
    store.mirror.keep_roll("999", [(ANNA, PRESENT)], AT)
    assert store.rolls.entries("999") == []
    assert store.rolls.read_at("999") is None


def test_a_student_who_changed_name_has_the_new_one_everywhere(store):
    married = Student(ANNA.id, "Anna", "Ąbek-Żak", ANNA.number)
    store.mirror.keep_list(meeting("1002"))
    store.mirror.keep_roll("1002", [(married, NOT_SET)], AT)
    assert {entry.student.name for entry in store.rolls.entries("1001")} == {"Ąbek-Żak Anna", "Żak Jan"}


def test_lists_of_a_group_replace_those_of_that_group_only(store):
    store.mirror.keep_lists([meeting("2001", OTHER_KEY)], AT, of=OTHER_KEY)
    store.mirror.keep_lists([meeting("1002")], AT, of=KEY)
    assert {one.id for one in store.mirror.lists(KEY)} == {"1002"}
    assert {one.id for one in store.mirror.lists()} == {"1002", "2001"}
    assert store.rolls.entries("1001") == []


def test_lists_of_all_groups_replace_all(store):
    for list_id in ("2001", "2002"):
        store.mirror.keep_lists([meeting(list_id, OTHER_KEY)], AT)
        assert [one.id for one in store.mirror.lists()] == [list_id]


@pytest.mark.parametrize("of", [None, KEY])
def test_a_list_that_is_gone_stays_while_something_of_it_is_unsent(store, of):
    decide(store, LATE)
    store.mirror.keep_lists([], AT, of=of)
    assert shown(store) == (LATE, Standing.UNSENT)
    assert len(store.rolls.entries("1001")) == 2
    store.outbox.accept(send(store))
    store.mirror.keep_lists([], AT, of=of)
    assert store.mirror.lists() == [meeting()]  # nobody has seen yet that USOS holds it
    store.mirror.keep_roll("1001", [(ANNA, LATE), (JAN, NOT_SET)], AT)
    store.mirror.keep_lists([], AT, of=of)
    assert store.mirror.lists() == []
    assert store.rolls.entries("1001") == []


def test_a_list_that_is_read_again_keeps_its_roll(store):
    changed = meeting(mode=Mode.REMOTE)
    store.mirror.keep_lists([changed], AT)
    store.mirror.keep_list(changed)
    assert store.mirror.attendance_list("1001") == changed
    assert len(store.rolls.entries("1001")) == 2
    assert store.rolls.read_at("1001") == AT


def test_what_was_read_and_found_empty_was_read(store):
    asked = [store.mirror.lists_read, lambda: store.mirror.lists_read(KEY), lambda: store.mirror.lists_read(OTHER_KEY)]
    assert [ask() for ask in asked] == [False, False, False]
    store.mirror.keep_lists([], AT, of=KEY)
    assert [ask() for ask in asked] == [False, True, False]
    store.mirror.keep_lists([], AT)
    assert [ask() for ask in asked] == [True, True, True]


def test_groups_and_terms_are_kept_as_they_were_read_and_replaced_whole(store):
    term = Term("2026/2027-Z", Phrase("zimowy", ""), AT.date(), AT.date(), 89)
    groups = [
        Group(KEY, term.id, Phrase("Analiza", ""), Phrase("ćwiczenia", "class"), 30),
        Group(OTHER_KEY, term.id, Phrase("Analiza", ""), Phrase("", ""), None),
    ]
    assert not store.mirror.groups_read()
    store.mirror.keep_groups(groups, [term], AT)
    assert store.mirror.groups_read()
    assert sorted(store.mirror.groups(), key=lambda one: one.key, reverse=True) == groups
    assert store.mirror.terms() == [term]
    store.mirror.keep_groups([], [], AT)
    assert store.mirror.groups() == []
    assert store.mirror.terms() == []
    assert store.mirror.groups_read()


def test_tallies_count_decisions_and_only_lists_whose_roll_was_read(store):
    store.mirror.keep_list(meeting("1002"))
    store.mirror.keep_list(meeting("2001", OTHER_KEY))
    store.mirror.keep_roll("2001", [(ANNA, PRESENT)], AT)
    assert store.rolls.tallies(KEY) == {"1001": Tally(0, 2)}
    decide(store, ABSENT)
    decide(store, Record(None, "mail"), JAN)
    assert store.rolls.tallies(KEY) == {"1001": Tally(1, 2, absent=1)}


# --- whole or not at all ---


def test_a_full_disk_is_an_error_of_the_store_and_changes_nothing(store):
    decide(store, LATE)
    before = journal(store)
    connection = store.database.connections.get()
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreError, match="full"):
        decide(store, Record(Mark.ABSENT, "x" * 100_000), JAN)
    assert journal(store) == before
    assert shown(store, JAN) == (NOT_SET, Standing.SAVED)
    connection.execute("PRAGMA max_page_count=1000000")
    decide(store, ABSENT, JAN)
    assert shown(store, JAN) == (ABSENT, Standing.UNSENT)


def test_a_roll_that_cannot_be_stored_whole_is_not_stored_at_all(store):
    decide(store, LATE)

    def half_a_roll() -> Iterator[tuple[Student, Record]]:
        yield JAN, PRESENT
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.mirror.keep_roll("1001", half_a_roll(), AT + timedelta(hours=1))
    assert store.rolls.read_at("1001") == AT
    assert shown(store, JAN) == (NOT_SET, Standing.SAVED)
    decide(store, PRESENT, JAN)
    assert shown(store, JAN) == (PRESENT, Standing.UNSENT)


def test_threads_that_decide_and_settle_at_once_lose_nothing(store):
    students = [Student(str(number), "Jan", f"Nowak {number}", "") for number in range(12)]
    store.mirror.keep_roll("1001", [(who, NOT_SET) for who in students], AT)
    deciding = threading.Semaphore(0)
    failures: list[BaseException] = []

    def run(action: Callable[[random.Random], None], seed: int) -> None:
        try:
            action(random.Random(seed))
        except BaseException as error:
            failures.append(error)
        finally:
            deciding.release()
            store.close_thread()

    def lecturer(chance: random.Random) -> None:
        for number in range(40):
            mark = chance.choice([Mark.INTRAMURAL, Mark.REMOTE, Mark.ABSENT])
            decide(store, Record(mark, f"{number}"), chance.choice(students))

    def network(chance: random.Random) -> None:
        for _ in range(60):
            rows = store.outbox.due()
            if rows and store.outbox.attempt(row := chance.choice(rows), AT):
                store.outbox.accept(row)

    threads = [
        threading.Thread(target=run, args=(action, seed))
        for seed, action in enumerate([lecturer, lecturer, lecturer, network, network])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    rows = journal(store)
    assert [row[0] for row in rows] == list(range(1, 121))
    newest = {row[2]: Record(Mark(row[5]), row[6]) for row in rows}
    while due := store.outbox.due():
        assert store.outbox.attempt(due[0], AT)
        store.outbox.accept(due[0])
    assert {who: shown(store, Student(who, "", "", "")) for who in newest} == {
        who: (record, Standing.SAVED) for who, record in newest.items()
    }


def test_a_file_that_can_only_be_read_is_told_when_it_is_opened(store, file, monkeypatch):
    store.close_thread()
    connect = sqlite3.connect

    def only_read(path, **options):
        return connect(f"file:{path}?mode=ro", uri=True, **options)

    monkeypatch.setattr(sqlite3, "connect", only_read)
    with pytest.raises(StoreError):
        Store(file)


# --- a call that comes to USOS after all was confirmed ---


def lost_then_newer_confirmed(store: Store) -> None:
    """A first decision left and got no answer; the next was accepted, and read back."""
    decide(store, ABSENT, ANNA)
    send(store, ANNA)
    decide(store, PRESENT, ANNA)
    store.outbox.accept(send(store, ANNA))
    store.mirror.keep_roll("1001", [(ANNA, PRESENT)], AT)


def test_a_lost_call_that_comes_after_the_confirmation_is_overwritten_by_what_was_decided_last(store):
    lost_then_newer_confirmed(store)
    assert store.rolls.confirmed_at("1001") == AT
    store.mirror.keep_roll("1001", [(ANNA, ABSENT)], AT)
    assert [due.record for due in store.outbox.due()] == [PRESENT]
    assert store.rolls.confirmed_at("1001") is None
    store.outbox.accept(send(store, ANNA))
    store.mirror.keep_roll("1001", [(ANNA, PRESENT)], AT)
    assert store.rolls.confirmed_at("1001") == AT


def test_a_lost_call_comes_late_once_and_what_is_like_it_then_is_somebody_elses(store):
    lost_then_newer_confirmed(store)
    store.mirror.keep_roll("1001", [(ANNA, ABSENT)], AT)
    store.outbox.accept(send(store, ANNA))
    store.mirror.keep_roll("1001", [(ANNA, PRESENT)], AT)
    store.mirror.keep_roll("1001", [(ANNA, ABSENT)], AT)
    assert store.outbox.due() == []
    assert store.rolls.entry("1001", ANNA.id).record == ABSENT


def test_a_call_that_was_answered_does_not_come_late(store):
    decide(store, ABSENT, ANNA)
    store.outbox.accept(send(store, ANNA))
    decide(store, PRESENT, ANNA)
    store.outbox.accept(send(store, ANNA))
    store.mirror.keep_roll("1001", [(ANNA, PRESENT)], AT)
    store.mirror.keep_roll("1001", [(ANNA, ABSENT)], AT)
    assert store.outbox.due() == []


def test_a_lost_mark_that_comes_after_it_was_undone_and_that_confirmed_is_shown(store):
    decide(store, ABSENT, ANNA)
    send(store, ANNA)
    decide(store, NOT_SET, ANNA)
    store.mirror.keep_roll("1001", [(ANNA, NOT_SET)], AT)
    assert store.rolls.confirmed_at("1001") == AT
    store.mirror.keep_roll("1001", [(ANNA, ABSENT)], AT)
    entry = store.rolls.entry("1001", ANNA.id)
    assert (entry.standing, entry.record, entry.found) == (Standing.CONFLICT, NOT_SET, ABSENT)


def test_a_value_like_a_lost_call_of_long_ago_is_somebody_elses(store):
    lost_then_newer_confirmed(store)
    store.mirror.keep_roll("1001", [(ANNA, ABSENT)], AT + timedelta(minutes=11))
    assert store.outbox.due() == []
    assert shown(store) == (ABSENT, Standing.SAVED)


def test_what_was_answered_and_confirmed_is_not_ours_when_somebody_else_sets_it_later(store):
    for record in (ABSENT, PRESENT):
        decide(store, record, ANNA)
        store.outbox.accept(send(store, ANNA))
    store.mirror.keep_roll("1001", [(ANNA, PRESENT)], AT)
    decide(store, REMOTE, ANNA)
    store.mirror.keep_roll("1001", [(ANNA, ABSENT)], AT)
    assert shown(store) == (REMOTE, Standing.CONFLICT)
    assert store.outbox.due() == []


def test_a_closed_store_takes_no_change_from_any_thread(store):
    decide(store, ABSENT, ANNA)
    due = send(store, ANNA)
    store.close()
    raised = []

    def late() -> None:
        try:
            store.outbox.accept(due)
        except StoreError as error:
            raised.append(error)
        finally:
            store.close_thread()

    thread = threading.Thread(target=late)
    thread.start()
    thread.join(60)
    assert len(raised) == 1
    assert shown(store) == (ABSENT, Standing.UNSENT)


# --- drafts ---


def test_ids_come_out_of_the_store_as_ids_that_know_a_draft(store):
    draft = store.drafts.begin(KEY, AT + timedelta(days=1), Mode.REMOTE, AT)
    decide(store, PRESENT)
    decide(store, ABSENT, JAN, draft.id)
    assert {one.id: one.id.is_draft for one in store.mirror.lists()} == {"1001": False, draft.id: True}
    assert {list_id: list_id.is_draft for list_id in store.rolls.unsent()} == {"1001": False, draft.id: True}
    assert [row.list_id.is_draft for row in store.outbox.due()] == [False]
    assert store.drafts.kept() == {draft.id: 1}
    assert store.mirror.list_counts() == {}
    assert [one.id for one, _ in store.mirror.rolls_read(before=AT + timedelta(days=2))] == ["1001"]


# --- a file that others have, or that is gone ---


def test_a_key_waits_a_moment_only_for_another_process_and_is_not_stored(store, file):
    decide(store, LATE)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(BusyStoreError):
            decide(store, ABSENT, JAN)
        assert time.monotonic() - began < 3  # it was five seconds
        other.execute("ROLLBACK")
    assert shown(store, JAN) == (NOT_SET, Standing.SAVED)
    decide(store, ABSENT, JAN)


def test_what_usos_answers_waits_longer_for_another_process_and_keeps_no_key_waiting(store, file):
    decide(store, LATE)
    row = store.outbox.due()[0]
    ended = threading.Event()

    def keep_answer() -> None:
        store.outbox.accept(row)
        store.close_thread()
        ended.set()

    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        threading.Thread(target=keep_answer, daemon=True).start()
        assert not ended.wait(0.3)
        with pytest.raises(BusyStoreError):
            decide(store, ABSENT, JAN)
        other.execute("ROLLBACK")
    assert ended.wait(30)
    assert shown(store) == (LATE, Standing.SAVED)


@pytest.mark.parametrize("by", ["deleted", "folder deleted", "replaced", "-wal deleted", "-shm deleted"])
def test_a_file_that_is_deleted_or_replaced_takes_no_more_decisions_and_what_was_decided_can_be_sent(tmp_path, by):
    folder = tmp_path / "data"
    folder.mkdir()
    store = Store(folder / "store.sqlite3")
    store.mirror.keep_list(meeting())
    store.mirror.keep_roll("1001", [(ANNA, NOT_SET), (JAN, NOT_SET)], AT)
    decide(store, LATE)
    looked, may_send = threading.Event(), threading.Event()

    def send_what_waits() -> None:
        row = store.outbox.due()[0]
        looked.set()
        may_send.wait(30)
        assert store.outbox.attempt(row, AT)
        store.outbox.accept(row)
        store.close_thread()

    sending = threading.Thread(target=send_what_waits, daemon=True)
    sending.start()
    assert looked.wait(30)
    assert store.state() is FileState.SOUND
    if by == "folder deleted":
        shutil.rmtree(folder)
    elif by.startswith("-"):
        (folder / f"store.sqlite3{by.split()[0]}").unlink()
    else:
        (folder / "store.sqlite3").rename(folder / "elsewhere")
    if by == "replaced":
        (folder / "store.sqlite3").write_bytes(b"")
    with pytest.raises(LostStoreError):
        decide(store, ABSENT, JAN)
    assert store.state() is FileState.LOST
    assert shown(store, JAN) == (NOT_SET, Standing.SAVED)

    may_send.set()
    sending.join(30)
    assert shown(store) == (LATE, Standing.SAVED)
    store.close()


def test_what_was_decided_before_the_file_beside_the_store_was_deleted_is_there_after_a_kill(tmp_path):
    file = tmp_path / "store.sqlite3"
    store = Store(file)
    store.mirror.keep_list(meeting())
    store.mirror.keep_roll("1001", [(ANNA, NOT_SET), (JAN, NOT_SET)], AT)
    decide(store, LATE)
    (tmp_path / "store.sqlite3-wal").unlink()
    with pytest.raises(LostStoreError):
        decide(store, ABSENT, JAN)
    # What a kill leaves is the file as it is now: the program has not closed it.
    left = tmp_path / "left.sqlite3"
    left.write_bytes(file.read_bytes())
    after = Store(left)
    assert shown(after) == (LATE, Standing.UNSENT)
    after.close()
    store.close()
