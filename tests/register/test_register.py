"""The register: what the screens are told, and what they decide."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.model import (
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
from app.register.register import Register
from app.store import Store
from app.store.deciding import UnknownEntryError
from app.store.outbox import Due, Unsent

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
THEIRS = Record(Mark.JUSTIFIED, "a colleague's")


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
    store.mirror.keep_list(meeting())
    store.mirror.keep_roll("1001", [(who, NOT_SET) for who in PEOPLE], NOW)
    found = register.entry("1001", "0")
    assert found is not None
    return found


# --- groups ---


def test_current_terms_go_first_then_the_newest_and_empty_ones_are_left_out(store, register):
    terms = [SUMMER_BEFORE, YEAR, WINTER, SUMMER_AFTER]
    groups = [group(str(place), term=term) for place, term in enumerate([SUMMER_BEFORE, SUMMER_AFTER, YEAR, WINTER])]
    store.mirror.keep_groups(groups, terms, NOW)
    assert [(one.term, one.current) for one in register.terms("pl")] == [
        (WINTER, True),
        (YEAR, True),
        (SUMMER_AFTER, False),
        (SUMMER_BEFORE, False),
    ]
    store.mirror.keep_groups(groups[:1], terms, NOW)
    assert [one.term for one in register.terms("pl")] == [SUMMER_BEFORE]


def test_a_semester_goes_before_the_year_it_is_part_of_whatever_their_order(store, register):
    year = replace(YEAR, order=99)
    store.mirror.keep_groups([group("1", term=year), group("2")], [year, WINTER], NOW)
    assert [one.term for one in register.terms("pl")] == [WINTER, year]


def test_which_term_is_current_goes_by_the_clock(store, register, clock):
    store.mirror.keep_groups([group("1"), group("2", term=SUMMER_AFTER)], [WINTER, SUMMER_AFTER], NOW)
    clock.now = datetime.fromisoformat("2027-03-01 00:00")
    assert [(one.term, one.current) for one in register.terms("pl")] == [(SUMMER_AFTER, True), (WINTER, False)]
    assert register.now() == clock.now


def test_groups_of_a_term_nobody_described_stand_under_its_id_at_the_end(store, register):
    store.mirror.keep_groups([group("1", term=SUMMER_BEFORE), group("2", term=WINTER)], [SUMMER_BEFORE], NOW)
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
    store.mirror.keep_groups(shuffled, [WINTER], NOW)
    assert list(register.terms("pl")[0].groups) == expected


def test_groups_stand_in_the_order_of_the_language_that_is_shown(store, register):
    algebra, databases = group("1", "Algebra", en="Zeta"), group("2", "Bazy danych", en="Databases")
    store.mirror.keep_groups([algebra, databases], [WINTER], NOW)
    assert register.terms("pl")[0].groups == (algebra, databases)
    assert register.terms("en")[0].groups == (databases, algebra)


def test_a_group_is_found_by_its_key(store, register):
    store.mirror.keep_groups([group("1"), group("3")], [WINTER], NOW)
    assert register.group(KEY) == group("3")
    assert register.group(GroupKey("17879", "4")) is None


# --- lists ---


def test_the_nearest_group_is_that_of_the_list_nearest_in_time_before_or_after(store, register, clock):
    assert register.nearest_group() is None
    other = AttendanceList("1002", GroupKey("17879", "4"), NOW + timedelta(hours=3), Mode.HYBRID, "")
    store.mirror.keep_lists([meeting(), other], NOW)
    assert register.nearest_group() is None  # of groups that are not known
    store.mirror.keep_groups([group("3"), group("4")], [WINTER], NOW)
    assert register.nearest_group() == KEY
    clock.now = NOW + timedelta(hours=2)
    assert register.nearest_group() == other.group


def test_lists_of_a_group_are_counted_only_once_they_were_read(store, register):
    store.mirror.keep_groups([group("3"), group("9")], [WINTER], NOW)
    assert register.list_counts() == {}
    store.mirror.keep_lists([meeting()], NOW, of=KEY)
    assert register.list_counts() == {KEY: 1}
    store.mirror.keep_lists([meeting(), meeting("1002")], NOW)
    assert register.list_counts() == {KEY: 2, GroupKey("17879", "9"): 0}


def test_lists_stand_by_date_with_how_far_they_are(store, register, entry):
    lists = [meeting(list_id, NOW + timedelta(days=days)) for list_id, days in [("9", -7), ("1001", 0), ("10", 7)]]
    store.mirror.keep_lists(reversed(lists), NOW)
    register.mark("1001", "0", Mark.ABSENT)
    assert [(one.list, one.tally) for one in register.lists(KEY)] == [
        (lists[0], None),
        (lists[1], Tally(1, len(PEOPLE), absent=1)),
        (lists[2], None),
    ]
    assert register.lists(GroupKey("17879", "4")) == []


def test_two_lists_of_one_moment_keep_one_order(store, register):
    store.mirror.keep_lists([meeting("b"), meeting("a")], NOW)
    assert [one.list.id for one in register.lists(KEY)] == ["a", "b"]


# --- rolls ---


def test_a_roll_stands_in_class_order_whatever_the_order_it_came_in(store, register):
    store.mirror.keep_list(meeting())
    for seed in range(5):
        shuffled = random.Random(seed).sample(PEOPLE, len(PEOPLE))
        store.mirror.keep_roll("1001", [(who, NOT_SET) for who in shuffled], NOW)
        roll = register.roll("1001")
        assert roll is not None
        assert [one.student for one in roll.entries] == PEOPLE


def test_a_roll_tells_when_it_was_read_and_that_it_never_was(store, register):
    assert register.roll("1001") is None
    store.mirror.keep_list(meeting())
    unread = register.roll("1001")
    assert unread is not None
    assert (unread.list, unread.entries, unread.read_at) == (meeting(), (), None)
    store.mirror.keep_roll("1001", [(PEOPLE[0], PRESENT)], NOW)
    read = register.roll("1001")
    assert read is not None
    assert (read.read_at, read.entries) == (NOW, (Entry(PEOPLE[0], PRESENT, known=PRESENT),))


@pytest.mark.parametrize(("mode", "presence"), [(Mode.INTRAMURAL, Mark.INTRAMURAL), (Mode.REMOTE, Mark.REMOTE)])
def test_the_usual_presence_is_the_one_the_mode_implies(register, mode, presence):
    assert register.usual_presence(meeting(mode=mode)) is presence


def test_in_a_hybrid_list_the_usual_presence_is_the_one_used_last(register, entry):
    hybrid = meeting(mode=Mode.HYBRID)
    assert register.usual_presence(hybrid) is Mark.INTRAMURAL
    register.mark("1001", "0", Mark.REMOTE)
    assert register.usual_presence(hybrid) is Mark.REMOTE
    register.mark("1001", "0", Mark.ABSENT)
    assert register.usual_presence(hybrid) is Mark.REMOTE
    register.mark("1001", "0", Mark.INTRAMURAL)
    assert register.usual_presence(hybrid) is Mark.INTRAMURAL
    assert register.usual_presence(meeting("1002", mode=Mode.HYBRID)) is Mark.INTRAMURAL


# --- deciding ---


def journal(store: Store) -> list[tuple[object, ...]]:
    return [tuple(row) for row in store.database.read("SELECT mark, comment, decided_at FROM decision ORDER BY seq")]


def send(store: Store) -> Due:
    """Note the attempt of the oldest decision, as before its request leaves."""
    due = store.outbox.due()[0]
    assert store.outbox.attempt(due, NOW)
    return due


def read(store: Store, record: Record) -> None:
    """Find in USOS what somebody set for the first student."""
    store.mirror.keep_roll("1001", [(PEOPLE[0], record), *((who, NOT_SET) for who in PEOPLE[1:])], NOW)


def test_a_decision_is_stored_with_its_time_and_the_entry_returned_as_it_is_now(store, register, entry, clock):
    clock.now = NOW + timedelta(minutes=3)
    register.comment("1001", "0", "mail")
    decided = register.mark("1001", "0", Mark.ABSENT)
    assert decided == Entry(
        entry.student, Record(Mark.ABSENT, "mail"), Standing.UNSENT, known=NOT_SET, decided_at=clock.now
    )
    assert register.entry("1001", "0") == decided
    assert journal(store) == [(None, "mail", "2026-11-23T10:20:00"), ("absence", "mail", "2026-11-23T10:20:00")]
    assert register.unsent("1001") == register.unsent() == Unsent(1, 0, clock.now)
    assert register.unsent("1002") == Unsent(0, 0, None)


def test_what_is_unsent_is_counted_from_the_oldest_that_waits(store, register, entry, clock):
    for minutes, who in enumerate(PEOPLE[:3], 1):
        clock.now = NOW + timedelta(minutes=minutes)
        register.mark("1001", who.id, Mark.ABSENT)
    assert register.unsent() == Unsent(3, 0, NOW + timedelta(minutes=1))
    store.outbox.accept(send(store))
    assert register.unsent() == Unsent(2, 0, NOW + timedelta(minutes=2))


@pytest.mark.parametrize("standing", ["saved", "unsent"])
def test_the_record_that_stands_already_is_no_decision(store, register, entry, standing):
    if standing == "saved":
        read(store, PRESENT)
    else:
        register.mark("1001", "0", Mark.INTRAMURAL)
    before, marked = journal(store), register.entry("1001", "0")
    assert register.mark("1001", "0", Mark.INTRAMURAL) == marked
    assert register.comment("1001", "0", "") == marked
    assert journal(store) == before


def test_another_comment_with_the_same_mark_is_a_decision(store, register, entry):
    register.mark("1001", "0", Mark.INTRAMURAL)
    assert register.comment("1001", "0", "mail").record == Record(Mark.INTRAMURAL, "mail")
    assert len(journal(store)) == 2


def test_a_mark_goes_with_the_comment_that_stands_also_where_a_reading_brought_it(store, register, entry):
    read(store, Record(Mark.ABSENT, "from last week"))
    assert register.mark("1001", "0", Mark.INTRAMURAL).record == Record(Mark.INTRAMURAL, "from last week")


def test_a_refused_record_can_be_tried_again(store, register, entry):
    register.mark("1001", "0", Mark.ABSENT)
    store.outbox.refuse(send(store), "student_not_in_group")
    refused = register.entry("1001", "0")
    assert (refused.standing, refused.reason, refused.needs_decision) == (
        Standing.REFUSED,
        "student_not_in_group",
        True,
    )
    assert register.unsent() == Unsent(1, 1, NOW)
    again = register.mark("1001", "0", Mark.ABSENT)
    assert (again.standing, again.reason, again.needs_decision) == (Standing.UNSENT, "", False)
    assert [row.record for row in store.outbox.due()] == [ABSENT]


def test_somebody_who_is_not_on_the_roll_cannot_be_decided_about(store, register, entry):
    for decide in (
        lambda: register.mark("1001", "999", Mark.ABSENT),
        lambda: register.comment("1001", "999", "mail"),
        lambda: register.keep_mine("1001", "999"),
        lambda: register.take_theirs("1001", "999"),
    ):
        with pytest.raises(UnknownEntryError):
            decide()
    assert journal(store) == []


# --- what is unsent, by list ---


def test_what_is_unsent_stands_by_list_in_order_of_dates_and_of_decisions(store, register, entry, clock):
    last_week = meeting("999", NOW - timedelta(days=7))
    store.mirror.keep_list(last_week)
    store.mirror.keep_roll("999", [(who, NOT_SET) for who in PEOPLE], NOW)
    for list_id, who in [("1001", "3"), ("999", "2"), ("1001", "1"), ("1001", "0")]:
        register.mark(list_id, who, Mark.ABSENT)
    store.outbox.accept(send(store))
    found = [(one.id, [each.student.id for each in entries]) for one, entries in register.unsent_lists()]
    assert found == [("999", ["2"]), ("1001", ["1", "0"])]


def test_a_list_whose_marks_are_all_accepted_is_not_among_them(store, register, entry):
    register.mark("1001", "0", Mark.ABSENT)
    store.outbox.accept(send(store))
    assert register.unsent_lists() == []


# --- confirmation ---


def test_a_list_is_confirmed_once_a_reading_found_every_decision(store, register, entry):
    later = NOW + timedelta(minutes=1)
    assert register.confirmed_at("1001") is None  # read, but nothing was decided
    register.mark("1001", "0", Mark.ABSENT)
    store.outbox.accept(send(store))
    assert register.confirmed_at("1001") is None
    store.mirror.keep_roll("1001", [(PEOPLE[0], ABSENT)], later)
    assert register.confirmed_at("1001") == later
    register.mark("1001", "0", Mark.INTRAMURAL)
    assert register.confirmed_at("1001") is None


def test_what_changes_nothing_leaves_a_list_confirmed(store, register, entry):
    register.mark("1001", "0", Mark.ABSENT)
    store.outbox.accept(send(store))
    read(store, ABSENT)
    register.undo("1001")  # USOS cannot clear a mark
    register.mark("1001", "0", Mark.ABSENT)
    assert register.confirmed_at("1001") == NOW
    register.mark("1001", "1", Mark.ABSENT)
    register.undo("1001")
    assert register.confirmed_at("1001") == NOW


def test_a_list_of_which_something_was_refused_is_not_confirmed(store, register, entry):
    register.mark("1001", "0", Mark.ABSENT)
    store.outbox.refuse(send(store), "student_not_in_group")
    read(store, NOT_SET)
    assert register.confirmed_at("1001") is None


# --- conflicts ---


@pytest.fixture
def conflict(store, register, entry) -> Entry:
    """A mark decided here, while a colleague set another one."""
    register.mark("1001", "0", Mark.INTRAMURAL)
    read(store, THEIRS)
    found = register.entry("1001", "0")
    assert found is not None
    return found


def test_a_conflict_shows_both_values_and_when_one_decided(conflict, store, register):
    assert (conflict.standing, conflict.record, conflict.found, conflict.known) == (
        Standing.CONFLICT,
        PRESENT,
        THEIRS,
        THEIRS,
    )
    assert conflict.decided_at == NOW
    assert store.outbox.due() == []
    assert register.unsent() == Unsent(1, 1, NOW)


def test_keeping_mine_sends_it_over_theirs_and_is_no_conflict_again(conflict, store, register):
    mine = register.keep_mine("1001", "0")
    assert (mine.standing, mine.record) == (Standing.UNSENT, PRESENT)
    read(store, THEIRS)
    assert [(row.record, row.known_comment) for row in store.outbox.due()] == [(PRESENT, THEIRS.comment)]


def test_keeping_mine_is_a_conflict_again_when_theirs_changes_again(conflict, store, register):
    register.keep_mine("1001", "0")
    read(store, Record(Mark.REMOTE, "theirs again"))
    assert register.entry("1001", "0").standing is Standing.CONFLICT


def test_taking_theirs_sends_nothing(conflict, store, register):
    taken = register.take_theirs("1001", "0")
    assert (taken.standing, taken.record) == (Standing.SAVED, THEIRS)
    assert store.outbox.due() == []
    assert register.unsent() == Unsent(0, 0, None)
    read(store, THEIRS)
    assert register.confirmed_at("1001") == NOW


def test_another_mark_decides_a_conflict_as_well(conflict, store, register):
    register.mark("1001", "0", Mark.REMOTE)
    assert [row.record for row in store.outbox.due()] == [Record(Mark.REMOTE, "")]


def test_a_comment_that_waits_for_its_mark_can_go_with_the_mark_a_colleague_set(store, register, entry):
    register.comment("1001", "0", "mail")
    read(store, THEIRS)
    draft = register.entry("1001", "0")
    assert (draft.standing, draft.record, draft.found) == (Standing.CONFLICT, Record(None, "mail"), THEIRS)
    assert register.keep_mine("1001", "0").record == Record(THEIRS.mark, "mail")


@pytest.mark.parametrize("keeps", [True, False])
def test_a_mark_that_did_not_stay_is_decided_in_the_same_way(store, register, entry, keeps):
    register.mark("1001", "0", Mark.ABSENT)
    store.outbox.accept(send(store))
    read(store, NOT_SET)
    missing = register.entry("1001", "0")
    assert (missing.standing, missing.record, missing.found) == (Standing.MISSING, ABSENT, NOT_SET)
    if keeps:
        assert register.keep_mine("1001", "0").standing is Standing.UNSENT
        assert [row.record for row in store.outbox.due()] == [ABSENT]
    else:
        taken = register.take_theirs("1001", "0")
        assert (taken.standing, taken.record) == (Standing.SAVED, NOT_SET)


# --- how long it took ---


@pytest.mark.usefixtures("entry")
def test_how_long_it_took_is_from_the_first_students_mark_to_the_last_ones_whoever_looks(store, register, clock):
    register.mark("1001", "0", Mark.ABSENT)
    assert register.roll_details.time_taken("1001") is None
    clock.now += timedelta(seconds=12)
    register.mark("1001", "1", Mark.ABSENT)
    clock.now += timedelta(days=1)
    register.mark("1001", "0", Mark.JUSTIFIED)  # a correction is not the calling any more
    assert Register(store, clock).roll_details.time_taken("1001") == timedelta(seconds=12)


def test_what_is_corrected_here_of_a_list_called_elsewhere_is_no_calling(store, register, clock):
    store.mirror.keep_list(meeting())
    store.mirror.keep_roll("1001", [(who, PRESENT) for who in PEOPLE], NOW)
    register.mark("1001", "0", Mark.JUSTIFIED)
    clock.now += timedelta(minutes=2)
    register.comment("1001", "1", "mail")
    assert register.roll_details.time_taken("1001") is None


@pytest.mark.usefixtures("entry")
def test_of_a_list_that_was_called_on_two_days_or_in_one_moment_no_time_is_told(register, clock):
    register.fill("1001", ["0", "1"], Mark.ABSENT)
    assert register.roll_details.time_taken("1001") is None
    clock.now += timedelta(days=1)
    register.mark("1001", "2", Mark.ABSENT)
    assert register.roll_details.time_taken("1001") is None
