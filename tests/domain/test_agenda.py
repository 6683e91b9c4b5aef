"""Which class is on: meetings and lists of several groups, overlapping, early and late, over midnight."""

from datetime import datetime, timedelta

import pytest

from app.domain import agenda
from app.domain.model import (
    AttendanceList,
    Group,
    GroupKey,
    Lesson,
    ListId,
    ListOverview,
    Meeting,
    Mode,
    Phrase,
    Tally,
)

NOW = datetime.fromisoformat("2026-11-23 10:17")
KEY, OTHER = GroupKey("17879", "3"), GroupKey("17880", "1")
GROUPS = {key: Group(key, "2026/2027-Z", Phrase("", ""), Phrase("", ""), 30) for key in (KEY, OTHER)}


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}")


def meeting(start: str, finish: str = "", key: GroupKey = KEY) -> Meeting:
    begins = at(start)
    return Meeting(key, begins, at(finish) if finish else begins + timedelta(minutes=90), "105")


def listed(date: str, mode: Mode = Mode.REMOTE, key: GroupKey = KEY, name: str = "") -> ListOverview:
    return ListOverview(AttendanceList(name or ListId(f"list {date}"), key, at(date), mode, ""), Tally(3, 30))


def draft(date: str) -> ListOverview:
    return listed(date, name=ListId.of_draft(KEY, at(date)))


def lessons(meetings: list[Meeting], lists: list[ListOverview] | None = None) -> list[Lesson]:
    return agenda.lessons(GROUPS, meetings, lists or [], lambda _: Mode.HYBRID)


def current(*meetings: Meeting, now: datetime = NOW) -> datetime | None:
    found = agenda.current(lessons(list(meetings)), now)
    return found.start if found else None


def test_a_list_is_the_one_of_the_meeting_that_begins_with_it():
    (lesson,) = lessons([meeting("23 10:15")], [listed("23 10:15")])
    assert lesson.list == listed("23 10:15").list
    assert (lesson.mode, lesson.tally, lesson.room) == (Mode.REMOTE, Tally(3, 30), "105")


def test_a_meeting_without_a_list_has_the_mode_usual_for_its_group():
    (lesson,) = lessons([meeting("23 10:15")])
    assert (lesson.list, lesson.mode, lesson.tally) == (None, Mode.HYBRID, None)


@pytest.mark.parametrize(
    ("date", "joined"), [("23 10:20", True), ("23 11:44", True), ("23 11:45", False), ("23 10:14", False)]
)
def test_a_list_made_by_hand_at_another_minute_belongs_to_the_meeting_during_which_it_begins(date, joined):
    assert len(lessons([meeting("23 10:15")], [listed(date)])) == (1 if joined else 2)


def test_a_list_of_another_group_at_that_time_is_another_lesson():
    assert len(lessons([meeting("23 10:15")], [listed("23 10:15", key=OTHER)])) == 2


def test_a_list_the_timetable_does_not_know_of_is_a_lesson_of_ninety_minutes():
    (lesson,) = lessons([], [listed("23 10:15")])
    assert (lesson.start, lesson.finish, lesson.room) == (at("23 10:15"), at("23 11:45"), "")


def test_of_two_lists_of_one_meeting_the_nearer_is_its_own_and_the_other_stands_alone():
    first, second = lessons([meeting("23 10:15")], [listed("23 10:30"), listed("23 10:15")])
    assert first.list == listed("23 10:15").list
    assert second.list == listed("23 10:30").list


def test_a_draft_stands_beside_the_list_of_its_meeting_and_alone_where_there_is_none():
    (lesson,) = lessons([meeting("23 10:15")], [draft("23 10:15"), listed("23 10:15")])
    assert (lesson.list, lesson.draft) == (listed("23 10:15").list, draft("23 10:15"))
    (lesson,) = lessons([], [draft("23 10:15")])
    assert (lesson.list, lesson.draft, lesson.mode) == (None, draft("23 10:15"), Mode.REMOTE)


def test_groups_nobody_knows_are_left_out():
    assert (
        lessons(
            [meeting("23 10:15", key=GroupKey("1", "1"))],
            [listed("23 8:00".replace("8", "08"), key=GroupKey("1", "1"))],
        )
        == []
    )


def test_a_meeting_that_came_twice_is_one():
    assert len(lessons([meeting("23 10:15"), meeting("23 10:15")])) == 1


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        (["23 08:00", "23 10:15", "23 12:00"], "23 10:15"),
        (["23 09:37", "23 10:27"], "23 09:37"),  # one that began 40 minutes ago goes before one that begins in 10
        (["23 09:37", "23 10:15"], "23 10:15"),  # of two that overlap the one that began last
        (["23 10:27", "23 12:00"], "23 10:27"),
        (["23 08:00", "24 08:00"], None),  # tomorrow's is not today's next
    ],
)
def test_the_class_that_is_on_or_else_the_next_of_the_day(others, expected):
    assert current(*(meeting(start) for start in others)) == (at(expected) if expected else None)


def test_a_class_is_on_from_its_first_minute_to_before_its_last():
    one = meeting("23 10:15")
    assert current(one, now=at("23 10:15")) == one.start
    assert current(one, now=at("23 11:44")) == one.start
    assert current(one, now=at("23 11:45")) is None


def test_a_class_over_midnight_is_on_on_both_sides_of_it():
    late = meeting("23 23:15", "24 00:45")
    assert current(late, now=at("23 23:50")) == late.start
    assert current(late, now=at("24 00:10")) == late.start
    assert current(late, meeting("24 08:00"), now=at("24 00:50")) == at("24 08:00")


def test_today_are_the_others_of_the_day_in_order_and_unfinished_lists_the_newest_first():
    known = lessons([meeting(start) for start in ("23 12:00", "23 10:15", "23 08:00", "22 08:00", "24 08:00")])
    found = agenda.of_day(known, NOW, [listed("02 08:00"), listed("16 08:00"), listed("09 08:00")])
    assert found.now is not None
    assert found.now.start == at("23 10:15")
    assert [one.start for one in found.today] == [at("23 08:00"), at("23 12:00")]
    assert [one.list.date for one in found.unfinished] == [at("16 08:00"), at("09 08:00"), at("02 08:00")]


@pytest.mark.parametrize(
    ("now", "on"), [("16:14", False), ("16:15", True), ("16:45", True), ("18:14", True), ("18:15", False)]
)
def test_a_class_is_called_without_a_question_from_half_an_hour_before_it_to_its_end(now: str, on: bool) -> None:
    (lesson,) = lessons([meeting("23 16:45", "23 18:15")])
    assert agenda.is_on(lesson, at(f"23 {now}")) is on
