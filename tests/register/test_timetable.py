"""The timetable as screens ask for it: from a real store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.model import (
    NOT_SET,
    AttendanceList,
    Group,
    GroupKey,
    Mark,
    Meeting,
    Mode,
    Person,
    Phrase,
    Record,
    Standing,
    Student,
    Tally,
    Term,
)
from app.register.register import Register
from app.register.timetable import Oddities, Timetable
from app.store import Store

NOW = datetime.fromisoformat("2026-11-23 10:17")
KEY, OTHER = GroupKey("17879", "3"), GroupKey("17880", "1")
WINTER = Term("2026/2027-Z", Phrase("zimowy", "winter"), date(2026, 10, 1), date(2027, 2, 28), 89)
SUMMER = Term("2025/2026-L", Phrase("letni", "summer"), date(2026, 2, 15), date(2026, 9, 30), 87)
ANNA, JAN, EWA = (Student(name, name, name, "") for name in ("anna", "jan", "ewa"))
PRESENT, ABSENT = Record(Mark.INTRAMURAL, ""), Record(Mark.ABSENT, "")


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


def group(key: GroupKey = KEY, term: Term = WINTER) -> Group:
    return Group(key, term.id, Phrase("Analiza", ""), Phrase("ćwiczenia", ""), 30)


def listed(name: str, at: datetime = NOW, key: GroupKey = KEY, mode: Mode = Mode.INTRAMURAL) -> AttendanceList:
    return AttendanceList(name, key, at, mode, "")


def meeting(at: datetime, key: GroupKey = KEY) -> Meeting:
    return Meeting(key, at, at + timedelta(minutes=90), "105")


def in_days(days: int) -> datetime:
    return NOW + timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "store.sqlite3")
    opened.mirror.keep_groups([group(), group(OTHER, SUMMER)], [WINTER, SUMMER], NOW)
    yield opened
    opened.close_thread()


@pytest.fixture
def register(store: Store, clock: Clock) -> Register:
    return Register(store, clock)


@pytest.fixture
def timetable(register: Register) -> Timetable:
    return register.timetable


def read(store: Store, name: str, *records: Record, at: datetime = NOW) -> None:
    store.mirror.keep_roll(name, list(zip((ANNA, JAN, EWA), records, strict=False)), at)


# --- the agenda ---


def test_the_agenda_knows_the_class_that_is_on_with_its_list_and_how_far_it_is(store, timetable):
    store.mirror.keep_lists([listed("1")], NOW)
    store.meetings.keep_of(KEY, [meeting(NOW)])
    read(store, "1", PRESENT, NOT_SET)
    now = timetable.agenda().now
    assert (now.list.id, now.tally, now.room) == ("1", Tally(1, 2, present=1), "105")


def test_past_lists_of_the_current_term_with_unmarked_students_are_not_finished(store, timetable):
    store.mirror.keep_lists(
        [
            listed("full", in_days(-7)),
            listed("half", in_days(-14)),
            listed("to come", in_days(7)),
            listed("unread", in_days(-21)),
            listed("old term", in_days(-200), OTHER),
        ],
        NOW,
    )
    for name in ("full", "half", "to come", "old term"):
        read(store, name, PRESENT, PRESENT if name == "full" else NOT_SET)
    assert [one.list.id for one in timetable.agenda().unfinished] == ["half"]


def test_a_list_that_was_finished_by_decisions_is_finished_before_they_are_sent(store, register, timetable):
    store.mirror.keep_lists([listed("1", in_days(-7))], NOW)
    read(store, "1", PRESENT, NOT_SET)
    register.mark("1", JAN.id, Mark.ABSENT)
    assert timetable.agenda().unfinished == ()


def test_the_list_of_the_class_that_is_on_is_not_among_the_unfinished(store, timetable):
    store.mirror.keep_lists([listed("1", NOW - timedelta(minutes=40))], NOW)
    read(store, "1", NOT_SET)
    found = timetable.agenda()
    assert found.now is not None
    assert found.unfinished == ()


def test_the_mode_last_used_for_a_group_is_that_of_its_newest_list_up_to_today(store, timetable):
    assert timetable.usual_mode(KEY) is Mode.INTRAMURAL
    store.mirror.keep_lists([listed("next", in_days(7), mode=Mode.HYBRID)], NOW)
    assert timetable.usual_mode(KEY) is Mode.HYBRID
    store.mirror.keep_lists([listed("last", in_days(-7), mode=Mode.REMOTE), listed("next", in_days(7))], NOW)
    assert timetable.usual_mode(KEY) is Mode.REMOTE


# --- meetings ---


def test_the_nearest_meeting_without_a_list_is_offered(store, timetable):
    assert timetable.without_list(KEY) is None
    store.meetings.keep_of(KEY, [meeting(in_days(days)) for days in (-14, -7, 0, 7)])
    store.mirror.keep_lists([listed("1")], NOW)
    assert timetable.without_list(KEY).start == in_days(-7)


def test_what_is_odd_about_a_time_is_known(store, timetable):
    store.mirror.keep_lists([listed("1")], NOW)
    assert timetable.oddities(KEY, NOW) == Oddities(False, False, False, exists=True)
    store.meetings.keep_of(KEY, [meeting(NOW)])
    assert timetable.oddities(KEY, in_days(1)) == Oddities(False, True, True, exists=False)
    assert timetable.oddities(KEY, in_days(200)) == Oddities(True, True, True, exists=False)


def test_the_meetings_of_some_days_are_replaced_and_no_others(store):
    store.meetings.keep_of(KEY, [meeting(in_days(days)) for days in (-8, 0, 3, 8)])
    store.meetings.keep_days([meeting(in_days(1), OTHER)], NOW.date(), 7)
    kept = store.meetings.between(in_days(-30), in_days(30))
    assert sorted((one.group, one.start) for one in kept) == [
        (KEY, in_days(-8)),
        (KEY, in_days(8)),
        (OTHER, in_days(1)),
    ]


# --- drafts ---


def test_a_draft_has_the_participants_of_the_group(store, register, timetable):
    store.meetings.keep_participants({KEY: [Person("anna", "Anna", "Lis"), Person("jan", "Jan", "Kot")]})
    one = timetable.draft(KEY, NOW, Mode.REMOTE)
    roll = register.roll(one.id)
    assert [entry.student.name for entry in roll.entries] == ["Kot Jan", "Lis Anna"]
    assert (roll.list.is_draft, roll.list.mode, roll.list.date) == (True, Mode.REMOTE, NOW)


def test_where_participants_are_withheld_it_has_those_of_the_nearest_roll(store, register, timetable):
    store.mirror.keep_lists([listed("old", in_days(-70)), listed("new", in_days(-7)), listed("bare", in_days(-1))], NOW)
    read(store, "old", PRESENT, PRESENT, PRESENT)
    read(store, "new", PRESENT, PRESENT)
    roll = register.roll(timetable.draft(KEY, NOW, Mode.REMOTE).id)
    assert {entry.student for entry in roll.entries} == {ANNA, JAN}


def test_marks_of_a_draft_are_unsent_and_never_due(store, register, timetable):
    store.meetings.keep_participants({KEY: [Person("anna", "Anna", "Lis")]})
    one = timetable.draft(KEY, NOW, Mode.INTRAMURAL)
    register.mark(one.id, "anna", Mark.ABSENT)
    assert register.unsent().total == 1
    assert store.outbox.due() == []
    assert register.entry(one.id, "anna").standing is Standing.UNSENT


def test_a_draft_opened_again_keeps_its_marks_and_its_mode(store, register, timetable):
    store.meetings.keep_participants({KEY: [Person("anna", "Anna", "Lis")]})
    one = timetable.draft(KEY, NOW, Mode.INTRAMURAL)
    assert timetable.draft(KEY, NOW, Mode.REMOTE).mode is Mode.REMOTE  # nothing is marked yet
    register.mark(one.id, "anna", Mark.REMOTE)
    assert timetable.draft(KEY, NOW, Mode.HYBRID).mode is Mode.REMOTE
    assert register.entry(one.id, "anna").mark is Mark.REMOTE


def test_a_draft_goes_when_nothing_was_decided_in_it_and_stays_otherwise(store, register, timetable):
    store.meetings.keep_participants({KEY: [Person("anna", "Anna", "Lis")]})
    one = timetable.draft(KEY, NOW, Mode.INTRAMURAL)
    timetable.drop_draft(one.id)
    assert register.roll(one.id) is None
    timetable.draft(KEY, NOW, Mode.INTRAMURAL)
    register.mark(one.id, "anna", Mark.ABSENT)
    timetable.drop_draft(one.id)
    store.mirror.keep_lists([], NOW)
    assert register.roll(one.id) is not None


def test_a_draft_is_no_list_of_usos(store, register, timetable):
    store.mirror.keep_lists([], NOW)
    timetable.draft(KEY, NOW, Mode.INTRAMURAL)
    assert register.list_counts()[KEY] == 0
    assert timetable.list_at(KEY, NOW) is None
    assert timetable.worth_reading() == []
    assert timetable.without_list(KEY) is None


def called_draft(store: Store, register: Register, *steps: tuple[str, Mark]) -> str:
    """A draft of Anna, Jan and Ewa with these marks, and a list that has come into being, with its id "1"."""
    people = [Person(one.id, one.first_name, one.last_name) for one in (ANNA, JAN, EWA)]
    store.meetings.keep_participants({KEY: people})
    one = register.timetable.draft(KEY, NOW, Mode.INTRAMURAL)
    for student_id, mark in steps:
        register.mark(one.id, student_id, mark)
    store.mirror.keep_lists([listed("1")], NOW)
    return one.id


def test_drafts_become_decisions_that_can_be_undone_one_by_one(store, register):
    draft = called_draft(store, register, ("anna", Mark.ABSENT), ("jan", Mark.INTRAMURAL), ("anna", Mark.JUSTIFIED))
    read(store, "1", NOT_SET, NOT_SET, NOT_SET)
    store.outbox.move(draft, "1")
    assert [(row.list_id, row.student_id, row.record.mark) for row in store.outbox.due()] == [
        ("1", "jan", Mark.INTRAMURAL),
        ("1", "anna", Mark.JUSTIFIED),
    ]
    register.undo("1")
    assert register.entry("1", "anna").mark is Mark.ABSENT
    register.undo("1")
    assert register.entry("1", "jan").mark is None
    register.redo("1")
    assert register.entry("1", "jan").mark is Mark.INTRAMURAL


def test_an_undo_made_in_the_draft_stays_undone(store, register):
    draft = called_draft(store, register, ("anna", Mark.ABSENT), ("jan", Mark.ABSENT), ("jan", Mark.INTRAMURAL))
    register.undo(draft)
    read(store, "1", NOT_SET, NOT_SET, NOT_SET)
    store.outbox.move(draft, "1")
    assert register.entry("1", "jan").mark is Mark.ABSENT
    register.redo("1")
    assert register.entry("1", "jan").mark is Mark.INTRAMURAL


def test_who_is_not_on_the_list_stays_behind_and_is_told(store, register):
    draft = called_draft(store, register, ("anna", Mark.ABSENT), ("ewa", Mark.INTRAMURAL))
    store.mirror.keep_roll("1", [(ANNA, NOT_SET), (JAN, NOT_SET)], NOW)
    store.outbox.move(draft, "1")
    left = register.entry(draft, "ewa")
    assert (left.standing, left.reason, left.mark) == (Standing.REFUSED, "student_not_in_group", Mark.INTRAMURAL)
    assert register.entry("1", "anna").standing is Standing.UNSENT
    assert register.unsent().total == 2


def test_what_a_colleague_has_marked_in_the_list_is_a_conflict(store, register):
    draft = called_draft(store, register, ("anna", Mark.ABSENT), ("jan", Mark.INTRAMURAL))
    read(store, "1", Record(Mark.JUSTIFIED, "mail"), PRESENT, NOT_SET)
    store.outbox.move(draft, "1")
    anna = register.entry("1", "anna")
    assert (anna.standing, anna.mark, anna.found) == (Standing.CONFLICT, Mark.ABSENT, Record(Mark.JUSTIFIED, "mail"))
    assert register.entry("1", "jan").standing is Standing.SAVED
    assert store.outbox.due() == []


# --- reading ahead ---


def worth(timetable: Timetable) -> list[str]:
    return [one.id for one in timetable.worth_reading()]


def test_rolls_never_read_are_worth_reading_today_s_first_then_the_newest_then_those_to_come(store, timetable):
    days = {"next": 7, "old": -70, "today": 0, "last": -7, "later": 14}
    store.mirror.keep_lists([listed(name, in_days(number)) for name, number in days.items()], NOW)
    assert worth(timetable) == ["today", "last", "old", "next", "later"]
    assert [one.id for one in timetable.worth_reading(OTHER)] == []


def test_rolls_read_a_day_ago_are_worth_reading_again_after_the_others(store, timetable, clock):
    store.mirror.keep_lists([listed("read", in_days(-3)), listed("unread", in_days(-70))], NOW)
    read(store, "read", PRESENT)
    assert worth(timetable) == ["unread"]
    clock.now = NOW + timedelta(hours=25)
    assert worth(timetable) == ["unread", "read"]


def test_a_finished_roll_of_more_than_two_weeks_ago_is_not_read_again_by_itself(store, timetable, clock):
    store.mirror.keep_lists([listed("finished", in_days(-20)), listed("gaps", in_days(-21))], NOW)
    read(store, "finished", PRESENT, ABSENT)
    read(store, "gaps", PRESENT, NOT_SET)
    clock.now = NOW + timedelta(days=3)
    assert worth(timetable) == ["gaps"]
    assert [one.id for one in timetable.worth_reading(KEY)] == ["gaps"]


# --- meetings without a list, and the next class ---


def test_a_meeting_has_a_list_where_one_begins_during_it_and_its_twin_counts_once(
    store: Store, timetable: Timetable
) -> None:
    bare, called, late = in_days(7), in_days(14), in_days(21)
    twins = [meeting(bare), replace(meeting(bare), room="")]
    store.meetings.keep_of(KEY, [*twins, meeting(called), meeting(late)])
    store.mirror.keep_lists([listed("1", called), listed("2", late + timedelta(minutes=15))], NOW)
    assert [one.start for one in timetable.bare_meetings(KEY)] == [bare]
    assert timetable.bare_meetings(OTHER) == []


def test_the_next_class_is_the_first_of_another_day(store: Store, timetable: Timetable) -> None:
    assert timetable.next_class() is None
    store.mirror.keep_lists([listed("1", in_days(2)), listed("2", NOW + timedelta(hours=1))], NOW)
    store.meetings.keep_of(KEY, [meeting(in_days(3)), meeting(in_days(2))])
    found = timetable.next_class()
    assert found is not None
    assert found.list is not None
    assert (found.start, found.room, found.list.id) == (in_days(2), "105", "1")
