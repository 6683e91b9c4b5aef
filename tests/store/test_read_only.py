"""A second program's store: it shows what the first one has, and leaves the file as it is."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from app.domain.model import NOT_SET, AttendanceList, GroupKey, Mark, Mode, Record, Student
from app.store import (
    CorruptStoreError,
    NewerStoreError,
    OlderStoreError,
    ReadOnlyStoreError,
    Store,
    StoreError,
    schema,
)
from app.store.read_only import open_read_only, summarize, uri_of

AT = datetime.fromisoformat("2026-11-23 10:17")
KEY = GroupKey("17879", "3")
ANNA, JAN = Student("1", "Anna", "Ąbek", "412345"), Student("2", "Jan", "Żak", "412346")
PRESENT = Record(Mark.INTRAMURAL, "")
ODD_NAMES = ["zwykły.sqlite3", "a b?#%20&=;.sqlite3", "mode=rwc&x.sqlite3", "%2e%2e.sqlite3"]

WRITES: dict[str, Callable[[Store], object]] = {
    "a decision": lambda store: store.outbox.decide("1001", {ANNA.id: PRESENT}, AT),
    "a refused list": lambda store: store.outbox.refuse_list("1001", "x"),
    "groups": lambda store: store.mirror.keep_groups([], [], AT),
    "a list": lambda store: store.mirror.forget_list("1001"),
    "a roll": lambda store: store.mirror.keep_roll("1001", [], AT),
    "a draft": lambda store: store.drafts.begin(KEY, AT, Mode.REMOTE, AT),
    "no drafts": lambda store: store.drafts.drop(),
    "meetings": lambda store: store.meetings.keep_of(KEY, []),
    "a preference": lambda store: store.preferences.keep("details", "shown"),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite3"


@pytest.fixture
def owner(file: Path) -> Iterator[Store]:
    """The store of the program that has it, with one list and one mark."""
    store = filled(file)
    yield store
    store.close()


def filled(file: Path) -> Store:
    store = Store(file)
    store.mirror.keep_list(AttendanceList("1001", KEY, AT, Mode.HYBRID, "Barbara Łęcka"))
    store.mirror.keep_roll("1001", [(ANNA, NOT_SET), (JAN, NOT_SET)], AT)
    store.outbox.decide("1001", {ANNA.id: PRESENT}, AT)
    return store


def all_that_is_asked(store: Store) -> list[object]:
    return [
        store.mirror.lists(),
        store.mirror.list_counts(),
        store.rolls.entries("1001"),
        store.rolls.unsent(),
        store.outbox.due(),
        store.outbox.unsent(),
        store.journal.undoable("1001"),
        store.drafts.kept(),
        store.meetings.of(KEY),
        store.preferences.get("details"),
    ]


def names_and_content(folder: Path) -> dict[str, bytes]:
    """The files but for the index that SQLite's readers share."""
    return {one.name: one.read_bytes() for one in folder.iterdir() if not one.name.endswith("-shm")}


def test_a_second_program_sees_all_that_the_first_one_has(owner, file):
    second = Store(file, open_read_only)
    assert all_that_is_asked(second) == all_that_is_asked(owner)
    second.close()


def test_a_second_program_sees_the_marks_that_the_first_one_makes_meanwhile(owner, file):
    second = Store(file, open_read_only)
    assert second.outbox.unsent().total == 1
    owner.outbox.decide("1001", {JAN.id: PRESENT}, AT)
    assert second.outbox.unsent().total == 2
    second.close()


def test_a_second_program_changes_no_data_and_no_byte(owner, file):
    with closing(sqlite3.connect(file)) as watching:
        version, before = data_version(watching), names_and_content(file.parent)
        second = Store(file, open_read_only)
        all_that_is_asked(second)
        in_a_thread(lambda: all_that_is_asked(second), second.close_thread)
        for write in WRITES.values():
            with pytest.raises(ReadOnlyStoreError):
                write(second)
        second.close()
        assert data_version(watching) == version
        assert names_and_content(file.parent) == before


@pytest.mark.parametrize("what", WRITES)
def test_nothing_can_be_written_by_a_second_program(owner, file, what):
    second = Store(file, open_read_only)
    with pytest.raises(StoreError) as raised:
        WRITES[what](second)
    assert type(raised.value) is ReadOnlyStoreError
    second.close()


def test_sqlite_itself_refuses_what_would_be_written_past_the_store(owner, file):
    database = open_read_only(file)
    with pytest.raises(StoreError, match="readonly"):
        database.read("DELETE FROM outbox RETURNING seq")
    database.close()
    assert owner.outbox.unsent().total == 1


def test_what_nobody_has_open_is_read_without_leaving_a_file_behind(file):
    filled(file).close()
    before = names_and_content(file.parent)
    assert not file.with_name(f"{file.name}-wal").exists()
    store = Store(file, open_read_only)
    assert store.outbox.unsent().total == 1
    assert summarize(file).unsent.total == 1
    store.close()
    assert names_and_content(file.parent) == before


def test_what_is_written_after_nobody_had_it_open_is_seen(file):
    filled(file).close()
    second = Store(file, open_read_only)
    assert second.outbox.unsent().total == 1
    owner = Store(file)
    owner.outbox.decide("1001", {JAN.id: PRESENT}, AT)
    owner.close()
    assert second.outbox.unsent().total == 2
    second.close()


@pytest.mark.parametrize("versions", range(len(schema.MIGRATIONS)))
def test_a_file_of_an_older_version_is_named_and_left_as_it_is(file, monkeypatch, versions):
    with monkeypatch.context() as older:
        older.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:versions])
        Store(file).close()
    before = names_and_content(file.parent)
    with pytest.raises(OlderStoreError):
        Store(file, open_read_only)
    assert summarize(file).version == versions
    assert names_and_content(file.parent) == before


def test_a_file_of_a_newer_version_is_named(file):
    Store(file).close()
    with closing(sqlite3.connect(file)) as newer:
        newer.execute(f"PRAGMA user_version={schema.present_version() + 1}")
    with pytest.raises(NewerStoreError):
        Store(file, open_read_only)


def test_what_is_no_store_or_not_there_is_named(file):
    with pytest.raises(StoreError):
        Store(file, open_read_only)
    assert not file.exists()
    file.write_bytes(b"this is no database")
    with pytest.raises(CorruptStoreError):
        Store(file, open_read_only)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_characters_in_a_path_are_only_characters(tmp_path, name):
    folder = tmp_path / "Łęcka ?#%41"
    folder.mkdir()
    owner = filled(folder / name)
    second = Store(folder / name, open_read_only)
    assert second.outbox.unsent().total == 1
    with pytest.raises(ReadOnlyStoreError):
        second.preferences.keep("details", "shown")
    second.close()
    owner.close()
    assert [one.name for one in folder.iterdir()] == [name]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no names that are not text")
def test_a_path_that_is_no_text_is_opened_all_the_same(tmp_path):
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb3\xeacka"))
    folder.mkdir()
    filled(folder / "s.sqlite3").close()
    assert summarize(folder / "s.sqlite3").unsent.total == 1


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/home/b łęcka/s?.sqlite3"), "file:///home/b%20%C5%82%C4%99cka/s%3F.sqlite3"),
        (PureWindowsPath(r"C:\Users\b l\s#.sqlite3"), "file:///C:/Users/b%20l/s%23.sqlite3"),
        (PureWindowsPath(r"\\server\share\s.sqlite3"), "file:////server/share/s.sqlite3"),
    ],
)
def test_a_path_of_any_system_is_an_address_without_a_host(path, uri):
    assert uri_of(path) == uri


def data_version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA data_version").fetchone()[0]
    return version


def in_a_thread(*steps: Callable[[], object]) -> None:
    thread = threading.Thread(target=lambda: [step() for step in steps])
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
