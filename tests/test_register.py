"""The register: what the screens are told, and what they decide."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app.model import (
    NOT_SET,
    AttendanceList,
    Entry,
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
from app.register import Register
from app.store import Store
from app.store.outbox import UnknownEntryError, Unsent

NOW = datetime.fromisoformat("2026-11-23 10:17")
WINTER = Term("2026/2027-Z", Phrase("zimowy", "winter"), date(2026, 10, 1), date(2027, 2, 28), 89)
YEAR = Term("2026/2027", Phrase("rok", "year"), date(2026, 10, 1), date(2027, 9, 30), 88)
SUMMER_BEFORE = Term("2025/2026-L", Phrase("letni", "summer"), date(2026, 2, 15), date(2026, 9, 30), 87)
SUMMER_AFTER = Term("2026/2027-L", Phrase("letni", "summer"), date(2027, 3, 1), date(2027, 9, 30), 90)
KEY = GroupKey("17879", "3")
PEOPLE = [
    Student(str(number), first, last, "")
    for number, (first, last) in enumerate(
        [("Łucja", "Ąbek"), ("Zofia", "Ćwik"), ("Jan", "Lis"), ("Lena", "Müller"), ("Ewa", "Żak"), ("Jan", "Żak")]
    )
]
PRESENT, ABSENT = Record(Mark.INTRAMURAL, ""), Record(Mark.ABSENT, "")


class Clock:
    """A clock that goes on when a test says so."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


def group(number: str, course: str = "Analiza", *, term: Term = WINTER, kind: str = "ćwiczenia", en: str = "") -> Group:
    return Group(GroupKey("17879", number), term.id, Phrase(course, en), Phrase(kind, ""), 30)


def meeting(list_id: str = "1001", at: datetime = NOW, mode: Mode = Mode.INTRAMURAL) -> AttendanceList:
    return AttendanceList(list_id, KEY, at, mode, "")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "store.sqlite3")
    yield opened
    opened.close_thread()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def register(store: Store, clock: Clock) -> Register:
    return Register(store, clock)


@pytest.fixture
def entry(store: Store, register: Register) -> Entry:
    """The unmarked entry of one student in a list whose roll was read."""
    store.known.keep_list(meeting())
    store.known.keep_roll("1001", [(who, NOT_SET) for who in PEOPLE], NOW)
    found = register.entry("1001", "0")
    assert found is not None
    return found


# --- groups ---


def test_current_terms_go_first_then_the_newest_and_empty_ones_are_left_out(store, register):
    terms = [SUMMER_BEFORE, YEAR, WINTER, SUMMER_AFTER]
    groups = [group(str(place), term=term) for place, term in enumerate([SUMMER_BEFORE, SUMMER_AFTER, YEAR, WINTER])]
    store.known.keep_groups(groups, terms, NOW)
    assert [(one.term, one.current) for one in register.terms("pl")] == [
        (WINTER, True),
        (YEAR, True),
        (SUMMER_AFTER, False),
        (SUMMER_BEFORE, False),
    ]
    store.known.keep_groups(groups[:1], terms, NOW)
    assert [one.term for one in register.terms("pl")] == [SUMMER_BEFORE]


def test_a_semester_goes_before_the_year_it_is_part_of_whatever_their_order(store, register):
    year = replace(YEAR, order=99)
    store.known.keep_groups([group("1", term=year), group("2")], [year, WINTER], NOW)
    assert [one.term for one in register.terms("pl")] == [WINTER, year]


def test_which_term_is_current_goes_by_the_clock(store, register, clock):
    store.known.keep_groups([group("1"), group("2", term=SUMMER_AFTER)], [WINTER, SUMMER_AFTER], NOW)
    clock.now = datetime.fromisoformat("2027-03-01 00:00")
    assert [(one.term, one.current) for one in register.terms("pl")] == [(SUMMER_AFTER, True), (WINTER, False)]
    assert register.now() == clock.now


def test_groups_of_a_term_nobody_described_stand_under_its_id_at_the_end(store, register):
    store.known.keep_groups([group("1", term=SUMMER_BEFORE), group("2", term=WINTER)], [SUMMER_BEFORE], NOW)
    last = register.terms("pl")[-1]
    assert (last.term.id, last.term.name.in_language("en"), last.current) == (WINTER.id, WINTER.id, False)


def test_groups_stand_by_course_then_class_type_then_number_in_polish_order(store, register):
    expected = [
        group("9", "Algebra"),
        group("1", "Analiza"),
        group("2", "Analiza"),
        group("10", "Analiza"),
        group("A7", "Łacina"),
        group("3", "Łacina"),
        group("4", "Łacina", kind="laboratorium"),
        group("5", "Źródłoznawstwo"),
        group("6", "Życie"),
    ]
    shuffled = random.Random(1).sample(expected, len(expected))
    store.known.keep_groups(shuffled, [WINTER], NOW)
    assert list(register.terms("pl")[0].groups) == expected


def test_groups_stand_in_the_order_of_the_language_that_is_shown(store, register):
    algebra, databases = group("1", "Algebra", en="Zeta"), group("2", "Bazy danych", en="Databases")
    store.known.keep_groups([algebra, databases], [WINTER], NOW)
    assert register.terms("pl")[0].groups == (algebra, databases)
    assert register.terms("en")[0].groups == (databases, algebra)


def test_a_group_is_found_by_its_key(store, register):
    store.known.keep_groups([group("1"), group("3")], [WINTER], NOW)
    assert register.group(KEY) == group("3")
    assert register.group(GroupKey("17879", "4")) is None


# --- lists ---


def test_the_nearest_group_is_that_of_the_list_nearest_in_time_before_or_after(store, register, clock):
    assert register.nearest_group() is None
    other = AttendanceList("1002", GroupKey("17879", "4"), NOW + timedelta(hours=3), Mode.HYBRID, "")
    store.known.keep_lists([meeting(), other], NOW)
    assert register.nearest_group() is None  # of groups that are not known
    store.known.keep_groups([group("3"), group("4")], [WINTER], NOW)
    assert register.nearest_group() == KEY
    clock.now = NOW + timedelta(hours=2)
    assert register.nearest_group() == other.group


def test_lists_are_counted_only_once_those_of_all_groups_were_read(store, register):
    store.known.keep_lists([meeting()], NOW, of=KEY)
    assert register.list_counts() is None
    store.known.keep_lists([meeting(), meeting("1002")], NOW)
    assert register.list_counts() == {KEY: 2}


def test_lists_stand_by_date_with_how_far_they_are(store, register, entry):
    lists = [meeting(list_id, NOW + timedelta(days=days)) for list_id, days in [("9", -7), ("1001", 0), ("10", 7)]]
    store.known.keep_lists(reversed(lists), NOW)
    register.decide("1001", entry, ABSENT)
    assert [(one.list, one.tally) for one in register.lists(KEY)] == [
        (lists[0], None),
        (lists[1], Tally(1, len(PEOPLE))),
        (lists[2], None),
    ]
    assert register.lists(GroupKey("17879", "4")) == []


def test_two_lists_of_one_moment_keep_one_order(store, register):
    store.known.keep_lists([meeting("b"), meeting("a")], NOW)
    assert [one.list.id for one in register.lists(KEY)] == ["a", "b"]


# --- rolls ---


def test_a_roll_stands_in_class_order_whatever_the_order_it_came_in(store, register):
    store.known.keep_list(meeting())
    for seed in range(5):
        shuffled = random.Random(seed).sample(PEOPLE, len(PEOPLE))
        store.known.keep_roll("1001", [(who, NOT_SET) for who in shuffled], NOW)
        roll = register.roll("1001")
        assert roll is not None
        assert [one.student for one in roll.entries] == PEOPLE


def test_a_roll_tells_when_it_was_read_and_that_it_never_was(store, register):
    assert register.roll("1001") is None
    store.known.keep_list(meeting())
    unread = register.roll("1001")
    assert unread is not None
    assert (unread.list, unread.entries, unread.read_at) == (meeting(), (), None)
    store.known.keep_roll("1001", [(PEOPLE[0], PRESENT)], NOW)
    read = register.roll("1001")
    assert read is not None
    assert (read.read_at, read.entries) == (NOW, (Entry(PEOPLE[0], PRESENT),))


@pytest.mark.parametrize(("mode", "presence"), [(Mode.INTRAMURAL, Mark.INTRAMURAL), (Mode.REMOTE, Mark.REMOTE)])
def test_the_usual_presence_is_the_one_the_mode_implies(register, mode, presence):
    assert register.usual_presence(meeting(mode=mode)) is presence


def test_in_a_hybrid_list_the_usual_presence_is_the_one_used_last(register, entry):
    hybrid = meeting(mode=Mode.HYBRID)
    assert register.usual_presence(hybrid) is Mark.INTRAMURAL
    remote = register.decide("1001", entry, Record(Mark.REMOTE, ""))
    assert register.usual_presence(hybrid) is Mark.REMOTE
    absent = register.decide("1001", remote, ABSENT)
    assert register.usual_presence(hybrid) is Mark.REMOTE
    register.decide("1001", absent, PRESENT)
    assert register.usual_presence(hybrid) is Mark.INTRAMURAL
    assert register.usual_presence(meeting("1002", mode=Mode.HYBRID)) is Mark.INTRAMURAL


# --- deciding ---


def journal(store: Store) -> list[tuple[object, ...]]:
    return [tuple(row) for row in store._database.read("SELECT mark, comment, decided_at FROM decision ORDER BY seq")]


def test_a_decision_is_stored_with_its_time_and_the_entry_returned_as_it_is_now(store, register, entry, clock):
    clock.now = NOW + timedelta(minutes=3)
    decided = register.decide("1001", entry, Record(Mark.ABSENT, "mail"))
    assert decided == Entry(entry.student, Record(Mark.ABSENT, "mail"), Standing.UNSENT)
    assert register.entry("1001", entry.student.id) == decided
    assert journal(store) == [("absence", "mail", "2026-11-23T10:20:00")]
    assert register.unsent("1001") == register.unsent() == Unsent(1, 0)
    assert register.unsent("1002") == Unsent(0, 0)


@pytest.mark.parametrize("standing", ["saved", "unsent"])
def test_the_record_that_stands_already_is_no_decision(store, register, entry, standing):
    if standing == "saved":
        store.known.keep_roll("1001", [(entry.student, PRESENT)], NOW)
        marked = register.entry("1001", entry.student.id)
    else:
        marked = register.decide("1001", entry, PRESENT)
    before = journal(store)
    assert register.decide("1001", marked, PRESENT) == marked
    assert journal(store) == before


def test_another_comment_with_the_same_mark_is_a_decision(store, register, entry):
    marked = register.decide("1001", entry, PRESENT)
    commented = register.decide("1001", marked, Record(Mark.INTRAMURAL, "mail"))
    assert commented.comment == "mail"
    assert len(journal(store)) == 2


def test_a_refused_record_can_be_tried_again(store, register, entry):
    register.decide("1001", entry, ABSENT)
    (due,) = store.outbox.due()
    assert store.outbox.attempt(due)
    store.outbox.refuse(due, "student_not_in_group")
    refused = register.entry("1001", entry.student.id)
    assert (refused.standing, refused.reason) == (Standing.REFUSED, "student_not_in_group")
    assert register.unsent() == Unsent(1, 1)
    again = register.decide("1001", refused, ABSENT)
    assert (again.standing, again.reason) == (Standing.UNSENT, "")
    assert [row.record for row in store.outbox.due()] == [ABSENT]


def test_somebody_who_is_not_on_the_roll_cannot_be_decided_about(store, register, entry):
    stranger = Entry(Student("999", "", "", ""), NOT_SET)
    with pytest.raises(UnknownEntryError):
        register.decide("1001", stranger, PRESENT)
    assert journal(store) == []
