"""How the lists of the current terms went, and where a student was, answered from a real store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.domain.model import AttendanceList, Group, GroupKey, ListId, Mark, Mode, Phrase, Record, Tally, Term
from app.register.register import Register
from app.store import Store
from tests.support.clock import NOW
from tests.support.roll_caller import ABSENT, KEY, PEOPLE, PRESENT

OTHER = GroupKey("17880", "1")
WINTER = Term("Z", Phrase("zimowy", ""), date(2026, 10, 1), date(2027, 2, 28), 1)
EXCUSED = Record(Mark.JUSTIFIED, "")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store.sqlite3")
    groups = [
        Group(key=key, term_id="Z", course=Phrase("Analiza", ""), class_type=Phrase("", ""), students=6)
        for key in (KEY, OTHER)
    ]
    store.mirror.keep_groups(groups, [WINTER], NOW)
    yield store
    store.close()


@pytest.fixture
def register(store: Store) -> Register:
    return Register(store, lambda: NOW)


def keep(store: Store, list_id: str, weeks: int, *records: Record, of: GroupKey = KEY) -> None:
    """Let USOS be known to have a list so many weeks from now; its roll was not read where there are no records."""
    at = NOW + timedelta(weeks=weeks)
    store.mirror.keep_list(AttendanceList(id=ListId(list_id), group=of, date=at, mode=Mode.HYBRID, owner=""))
    if records:
        store.mirror.keep_roll(list_id, list(zip(PEOPLE, records, strict=False)), NOW)


def test_the_lists_that_have_begun_come_by_group_in_order_of_time(store: Store, register: Register) -> None:
    keep(store, "2", -1, PRESENT, ABSENT, EXCUSED, Record(None, ""))
    keep(store, "1", -2)
    keep(store, "3", 1, PRESENT)
    keep(store, "4", 0, PRESENT, of=OTHER)
    keep(store, "5", -20, PRESENT)  # of an earlier term
    so_far = register.overviews.so_far()
    assert {key: [one.list.id for one in lists] for key, lists in so_far.items()} == {KEY: ["1", "2"], OTHER: ["4"]}
    assert [one.tally for one in so_far[KEY]] == [
        None,
        Tally(marked=3, students=4, present=1, excused=1, absent=1),
    ]


def test_who_is_present_is_a_part_of_those_marked(store: Store, register: Register) -> None:
    keep(store, "1", -1, PRESENT, Record(None, ""))
    register.mark("1", PEOPLE[1].id, Mark.ABSENT)
    (shown,) = register.overviews.so_far()[KEY]
    assert shown.tally is not None
    assert shown.tally.share == 0.5
    assert Tally(0, 30).share is None


def test_a_student_is_found_in_all_groups_the_one_met_last_first(store: Store, register: Register) -> None:
    keep(store, "1", -2, ABSENT, PRESENT)
    keep(store, "2", -1, PRESENT)
    keep(store, "3", 0, EXCUSED, of=OTHER)
    register.mark("2", PEOPLE[0].id, Mark.ABSENT)
    found = register.overviews.of_student(PEOPLE[0].id)
    assert [(group.key, [(one.id, entry.mark) for one, entry in meetings]) for group, meetings in found] == [
        (OTHER, [("3", Mark.JUSTIFIED)]),
        (KEY, [("1", Mark.ABSENT), ("2", Mark.ABSENT)]),
    ]
    assert register.overviews.of_student("nobody") == []
