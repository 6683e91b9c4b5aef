"""A large register stays quick: 200 groups, 5,000 lists, 30 students on each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest

from app.domain.model import AttendanceList, Group, GroupKey, Meeting, Mode, Phrase, Term
from app.register.register import Register
from app.store import Store

NOW = datetime.fromisoformat("2026-11-23 10:17")
GENEROUS = 0.25  # seconds on a busy machine; 10 to 20 ms were measured on an idle one
TERMS = [
    Term("2026/2027-Z", Phrase("zimowy", "winter"), date(2026, 10, 1), date(2027, 2, 28), 89),
    Term("2025/2026-L", Phrase("letni", "summer"), date(2026, 3, 1), date(2026, 9, 30), 87),
]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    store = Store(tmp_path_factory.mktemp("scale") / "store.sqlite3")
    groups = [
        Group(
            GroupKey(str(number), "1"), TERMS[number % 2].id, Phrase(f"Kurs {number}", ""), Phrase("ćwiczenia", ""), 30
        )
        for number in range(200)
    ]
    store.mirror.keep_groups(groups, TERMS, NOW)
    lists = [
        AttendanceList(f"{group.key.unit_id}-{week}", group.key, begin(group, week), Mode.INTRAMURAL, "")
        for group in groups
        for week in range(25)
    ]
    store.mirror.keep_lists(lists, NOW)
    store.meetings.keep_days(
        [Meeting(one.group, one.date, one.date + timedelta(minutes=90), "105") for one in lists], date(2026, 1, 1), 600
    )
    fill(store, lists)
    yield Register(store, lambda: NOW)
    store.close()


def begin(group: Group, week: int) -> datetime:
    """Classes of the current term began fifteen weeks ago; each group has its day and its hour."""
    days = 0 if group.term_id == TERMS[0].id else 200
    number = int(group.key.unit_id)
    return datetime.combine(NOW, datetime.min.time()) + timedelta(
        days=7 * (week - 15) - days + number % 5, hours=8 + number % 9
    )


def fill(store: Store, lists: list[AttendanceList]) -> None:
    """Every roll was read; the past ones are full, but each twentieth has a gap. One transaction, for speed."""
    with store.database.change() as change:
        change.executemany(
            "INSERT INTO student (id, first_name, last_name, number) VALUES (?, ?, ?, '')",
            ((str(who), "Jan", f"Nowak {who}") for who in range(30)),
        )
        change.executemany(
            "INSERT INTO entry (list_id, student_id, mark, comment) VALUES (?, ?, ?, '')",
            (
                (one.id, str(who), None if one.date > NOW or (place % 20 == 0 and who == 29) else "intramural")
                for place, one in enumerate(lists)
                for who in range(30)
            ),
        )
        change.execute("UPDATE attendance_list SET read_at = ?", (NOW.isoformat(),))


def quickest(ask: Callable[[], object]) -> float:
    """The least of three times, without what else the machine was doing meanwhile."""
    times = []
    for _ in range(3):
        began = time.thread_time()
        ask()
        times.append(time.thread_time() - began)
    return min(times)


def test_all_the_picker_shows_is_there_at_once(register: Register) -> None:
    def load() -> None:
        register.terms("pl")
        register.list_counts()
        agenda = register.timetable.agenda()
        assert agenda.today
        assert len(agenda.unfinished) > 50
        register.timetable.tallies([one.list for one in agenda.unfinished[:3]])

    assert quickest(load) < GENEROUS


@pytest.mark.parametrize("ask", ["nearest_group", "unsent", "unsent_lists"])
def test_so_is_the_rest_of_what_a_screen_asks(register: Register, ask: str) -> None:
    assert quickest(getattr(register, ask)) < GENEROUS


def test_so_is_what_to_read_ahead(register: Register) -> None:
    assert quickest(register.timetable.worth_reading) < GENEROUS
    assert quickest(register.timetable.days_worth_reading) < GENEROUS
