"""Students of one name, in the store: told apart as soon as they are on one roll or in one group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.model import AttendanceList, GroupKey, ListId, Mark, Mode, Person, Record, Student
from app.store import Store
from tests.support.clock import NOW

KEY = GroupKey("17879", "3")
ONE, OTHER = Student("1", "Anna", "Nowak", "412345"), Student("2", "Anna", "Nowak", "412375")
JAN = Student("3", "Jan", "Kos", "412399")
NOTHING = Record(None, "")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store.sqlite3")
    yield store
    store.close_thread()


def keep(store: Store, list_id: str, *people: Student) -> None:
    one = AttendanceList(id=ListId(list_id), group=KEY, date=NOW, mode=Mode.INTRAMURAL, owner="")
    store.mirror.keep_list(one)
    store.mirror.keep_roll(list_id, [(who, NOTHING) for who in people], NOW)


def names(store: Store, list_id: str) -> list[str]:
    return sorted(entry.student.name for entry in store.rolls.entries(list_id))


def test_two_of_one_name_on_one_roll_are_told_apart_by_the_end_of_their_numbers_wherever_they_are(store: Store):
    keep(store, "1001", ONE, OTHER, JAN)
    assert names(store, "1001") == ["Kos Jan", "Nowak Anna …45", "Nowak Anna …75"]
    keep(store, "1002", ONE, JAN)
    assert names(store, "1002") == ["Kos Jan", "Nowak Anna …45"]
    store.outbox.decide("1001", {"2": Record(Mark.ABSENT, "")}, NOW)
    ((unsent,),) = store.rolls.unsent().values()
    assert unsent.student.name == "Nowak Anna …75"
    assert {entry.student.name for _, entries in store.rolls.of_group(KEY).values() for entry in entries} == {
        "Kos Jan",
        "Nowak Anna …45",
        "Nowak Anna …75",
    }


def test_of_two_who_were_never_on_one_roll_neither_has_a_mark_at_the_name(store: Store):
    keep(store, "1001", ONE, JAN)
    keep(store, "1002", OTHER, JAN)
    assert [*names(store, "1001"), *names(store, "1002")] == ["Kos Jan", "Nowak Anna"] * 2


def test_a_third_is_told_from_both_though_only_one_of_them_is_there(store: Store):
    keep(store, "1001", ONE, OTHER)
    keep(store, "1002", ONE, replace(JAN, first_name="Anna", last_name="Nowak", number="413345"))
    assert names(store, "1001") == ["Nowak Anna …2345", "Nowak Anna …2375"]
    assert names(store, "1002") == ["Nowak Anna …2345", "Nowak Anna …3345"]


def test_who_has_another_name_by_now_is_told_by_that_alone(store: Store):
    keep(store, "1001", ONE, OTHER)
    keep(store, "1001", ONE, replace(OTHER, last_name="Nowak-Kos"))
    assert names(store, "1001") == ["Nowak Anna", "Nowak-Kos Anna"]


def test_in_a_group_they_are_counted_until_a_roll_tells_their_numbers(store: Store):
    people = [Person(one.id, one.first_name, one.last_name) for one in (ONE, OTHER, JAN)]
    store.meetings.keep_participants({KEY: people})
    assert sorted(one.name for one in store.meetings.participants(KEY)) == [
        "Kos Jan",
        "Nowak Anna (1)",
        "Nowak Anna (2)",
    ]
    keep(store, "1001", ONE, OTHER)
    store.meetings.keep_participants({KEY: people})
    assert [one.name for one in store.meetings.participants(KEY) if one.id == "1"] == ["Nowak Anna …45"]
