"""The terms of groups and their rules, answered from a real store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.group_rules import AbsenceLimit, GroupRules, JustifyBy, LateWeight
from app.domain.model import AttendanceList, Entry, Group, GroupKey, ListId, Mark, Meeting, Mode, Person, Phrase, Record
from app.domain.overview import CellState
from app.register.register import Register
from app.store import Store
from tests.support.clock import NOW
from tests.support.large_term import LARGE, keep_term
from tests.support.roll_caller import ABSENT, KEY, PEOPLE, PRESENT

OTHER = GroupKey("17880", "1")
USUAL = GroupRules(unexcused_limit=3, notify_at=4)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store.sqlite3")
    groups = [
        Group(key=key, term_id="", course=Phrase("Analiza", ""), class_type=Phrase("", ""), students=6)
        for key in (KEY, OTHER)
    ]
    store.mirror.keep_groups(groups, [], NOW)
    yield store
    store.close()


@pytest.fixture
def register(store: Store) -> Register:
    return Register(store, lambda: NOW, USUAL)


def keep(store: Store, list_id: str, weeks: int, records: dict[int, Record] | None, of: GroupKey = KEY) -> None:
    """Let USOS be known to have a list so many weeks from now; its roll was not read where there are no records."""
    at = NOW + timedelta(weeks=weeks)
    store.mirror.keep_list(AttendanceList(id=ListId(list_id), group=of, date=at, mode=Mode.HYBRID, owner=""))
    if records is not None:
        store.mirror.keep_roll(list_id, [(PEOPLE[place], record) for place, record in records.items()], NOW)


def by_id(entry: Entry) -> str:
    return entry.student.id


def test_a_term_is_read_at_once_as_its_rolls_are_one_by_one(store: Store, register: Register) -> None:
    keep(store, "1", -2, {1: PRESENT, 0: ABSENT, 3: Record(None, "")})
    keep(store, "2", -1, {0: PRESENT, 1: PRESENT, 3: Record(Mark.REMOTE, "late 5 min")})
    keep(store, "3", 0, {})
    keep(store, "4", 1, None)
    keep(store, "5", -1, {2: ABSENT}, of=OTHER)
    register.mark("1", PEOPLE[0].id, Mark.JUSTIFIED)
    register.comment("1", PEOPLE[3].id, "pyta o egzamin")
    whole = store.rolls.of_group(KEY)
    assert whole.keys() == set("123")
    for list_id, (_, entries) in whole.items():
        assert sorted(entries, key=by_id) == sorted(store.rolls.entries(list_id), key=by_id)
    assert {at for at, _ in whole.values()} == {NOW}


def test_the_overview_is_of_this_group_with_what_was_decided_here(store: Store, register: Register) -> None:
    keep(store, "1", -2, {0: ABSENT, 1: PRESENT})
    keep(store, "4", 1, None)
    keep(store, "5", -1, {2: ABSENT}, of=OTHER)
    store.meetings.keep_of(KEY, [Meeting(group=KEY, start=NOW, finish=NOW + timedelta(hours=1), room="")])
    store.meetings.keep_participants({KEY: [Person(id="9", first_name="Adam", last_name="Nowy")]})
    register.mark("1", PEOPLE[1].id, Mark.ABSENT)
    whole = register.overviews.of(KEY)
    assert whole is not None
    assert [one.list and one.list.id for one in whole.meetings] == ["1", None, "4"]
    assert {one.student.name: one.unexcused for one in whole.students} == {
        PEOPLE[0].name: 1,
        PEOPLE[1].name: 1,
        "Nowy Adam": 0,
    }
    newcomer = next(one for one in whole.students if one.student.id == "9")
    assert [cell.state for cell in newcomer.cells] == [
        CellState.NOT_IN_GROUP,
        CellState.NO_LIST,
        CellState.NOT_READ,
    ]
    assert whole.meetings[0].unsent == 1
    assert whole.rules == USUAL
    assert register.overviews.of(GroupKey("?", "1")) is None


def test_a_draft_counts_once_something_was_decided_in_it(store: Store, register: Register) -> None:
    store.meetings.keep_participants({KEY: [Person(id="9", first_name="Adam", last_name="Nowy")]})
    draft = register.timetable.draft(KEY, NOW, Mode.HYBRID)
    opened = register.overviews.of(KEY)
    register.mark(draft.id, "9", Mark.ABSENT)
    marked = register.overviews.of(KEY)
    assert opened is not None
    assert opened.meetings == ()
    assert marked is not None
    assert [one.unexcused for one in marked.students] == [1]


def test_rules_are_kept_by_group_and_stay_when_the_usual_ones_change(store: Store, register: Register) -> None:
    chosen = GroupRules(
        unexcused_limit=2,
        all_limit=AbsenceLimit(30, percent=True),
        late_weight=LateWeight.HALF,
        excused_count=False,
        justify_by=JustifyBy.NEXT_CLASS,
    )
    register.rules.keep(KEY, chosen)
    later = Register(store, lambda: NOW, GroupRules(notify_at=9))
    assert later.rules.of(KEY) == chosen
    assert register.rules.of(OTHER) == USUAL


def test_a_limit_that_was_chosen_when_it_was_the_only_rule_still_holds(store: Store, register: Register) -> None:
    store.preferences.keep(f"limit {KEY.unit_id}|{KEY.number}", "1")
    assert register.rules.of(KEY) == GroupRules(unexcused_limit=1, notify_at=4)
    register.rules.keep(KEY, GroupRules())
    assert register.rules.of(KEY) == GroupRules()


def test_rules_that_nobody_can_read_are_the_usual_ones(store: Store, register: Register) -> None:
    for text in ("{", "[]", '{"unexcused_limit": "two"}'):
        store.preferences.keep(f"rules {KEY.unit_id}|{KEY.number}", text)
        assert register.rules.of(KEY) == USUAL


def test_a_large_term_costs_no_more_queries_than_a_small_one(store: Store, register: Register) -> None:
    asked: list[str] = []
    store.database.connections.get().set_trace_callback(asked.append)
    counts = []
    for students, lists in ((2, 1), (40, 8)):
        keep_term(store, students, lists)
        asked.clear()
        assert register.overviews.of(LARGE) is not None
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
