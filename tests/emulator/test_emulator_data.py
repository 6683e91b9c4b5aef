"""The demo data: believable, telling, and right at any time of the year."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

import pytest

from app.emulator import Emulator, Options
from app.emulator.data import names
from app.emulator.data.calendar import terms_around
from app.emulator.data.people import for_sex
from app.emulator.data.running_class import running_start


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


MOMENTS = [
    "2026-11-23 10:20:00",
    "2026-10-01 00:00:30",
    "2026-12-25 08:01:00",
    "2027-01-01 00:05:00",
    "2027-02-28 23:59:59",
    "2027-03-01 12:15:10",
    "2027-08-15 06:00:00",
    "2028-02-29 10:00:00",
]


def people(emulator: Emulator, caller_of) -> list[dict[str, str]]:
    fields = "student[first_name|last_name|sex|student_number]"
    entries = caller_of(emulator).ask("services/attendance/attendance", list_id=emulator.current_list(), fields=fields)
    return [entry["student"] for entry in entries]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_class_is_on_whenever_the_emulator_starts(moment):
    now = at(moment)
    emulator = Emulator(now=lambda: now)
    current = next(each for each in emulator.lists() if each.id == emulator.current_list())
    assert timedelta() <= now - current.date < timedelta(minutes=17)
    assert current.date.date() == now.date()
    assert current.date.minute % 15 == current.date.second == 0
    assert (current.mode, current.marked, current.students) == ("intramural", 0, 30)


@pytest.mark.parametrize("moment", MOMENTS)
def test_lists_of_the_past_are_full_half_full_and_empty_in_every_mode(moment):
    now = at(moment)
    lists = [each for each in Emulator(now=lambda: now).lists() if each.date < now]
    for mode in ("intramural", "remote", "hybrid"):
        parts = {each.marked / each.students for each in lists if each.mode == mode}
        assert {0, 1} < parts
        assert any(0.3 < part < 0.7 for part in parts)


@pytest.mark.parametrize("moment", MOMENTS)
def test_no_future_list_has_marks(moment):
    now = at(moment)
    assert all(each.marked == 0 for each in Emulator(now=lambda: now).lists() if each.date > now)


def test_past_marks_are_allowed_by_the_mode_of_their_list(emulator):
    for each in emulator.lists():
        marks = {mark for mark, _ in emulator.marks(each.id).values()}
        forbidden = {"intramural": {"remote"}, "remote": {"intramural"}, "hybrid": set()}[each.mode]
        assert marks.isdisjoint(forbidden)


def test_some_entries_have_comments_but_few(emulator):
    entries = [entry for each in emulator.lists() for entry in emulator.marks(each.id).values() if entry[0]]
    commented = [comment for _, comment in entries if comment]
    assert 0 < len(commented) < len(entries) / 10


def test_the_class_that_is_on_has_every_telling_name(emulator, caller_of):
    found = {(each["first_name"], each["last_name"], each["sex"]) for each in people(emulator, caller_of)}
    assert set(names.TELLING) <= found
    assert set("ĄĆĘŁŃÓŚŹŻąćęłńóśźż") <= {letter for _, surname, _ in names.TELLING for letter in surname}


def test_a_class_of_three_hundred_has_few_namesakes_and_no_shared_number(run, caller_of):
    students = people(run(students=300), caller_of)
    assert len(students) == 300
    assert len({each["student_number"] for each in students}) == 300
    assert all(len(each["student_number"]) == 6 for each in students)
    full_names = Counter((each["first_name"], each["last_name"]) for each in students)
    assert sum(count - 1 for count in full_names.values()) <= 6
    assert len({each["last_name"] for each in students}) > 120


def test_surnames_match_the_sex(run, caller_of):
    for each in people(run(students=300), caller_of):
        wrong = ("ski", "cki") if each["sex"] == "F" else ("ska", "cka")
        assert not each["last_name"].endswith(wrong)
    assert for_sex("Kowalski", "F") == "Kowalska"
    assert for_sex("Nowak", "F") == "Nowak"


def test_there_are_names_enough():
    assert len({*names.PLAIN_SURNAMES, *names.ADJECTIVAL_SURNAMES}) >= 150
    assert len({*names.WOMEN, *names.MEN}) >= 80


@pytest.mark.parametrize("groups", [1, 3, 6, 40])
def test_the_lecturer_has_as_many_groups_as_asked_for(run, caller_of, groups):
    emulator = run(groups=groups)
    answer = caller_of(emulator).ask("services/groups/lecturer", fields="group_number")
    assert sum(map(len, answer["groups"].values())) == groups
    assert emulator.current_list()


@pytest.mark.parametrize("students", [1, 5, 500])
def test_the_class_that_is_on_is_as_large_as_asked_for(students):
    emulator = Emulator(Options(students=students, groups=6))
    assert len(emulator.marks(emulator.current_list())) == students


def test_two_hundred_groups_and_five_hundred_students_are_made_at_once(run, caller_of):
    emulator = run(students=500, groups=200)
    answer = caller_of(emulator).ask("services/groups/lecturer", fields="class_type_id")
    assert len({group["class_type_id"] for groups in answer["groups"].values() for group in groups}) == 6


def test_the_class_that_is_on_began_at_a_quarter():
    assert running_start(at("2026-11-23 10:16:00")) == at("2026-11-23 10:15:00")
    assert running_start(at("2026-11-23 10:15:59")) == at("2026-11-23 10:00:00")
    assert running_start(at("2026-11-23 00:00:20")) == at("2026-11-23 00:00:00")  # not yesterday
    assert running_start(at("2027-03-28 03:00:20")) == at("2027-03-28 03:00:00")  # there is no 2:45


@pytest.mark.parametrize(
    ("day", "current", "previous", "year"),
    [
        ("2026-10-01", "2026/2027-Z", "2025/2026-L", "2026/2027"),
        ("2027-02-28", "2026/2027-Z", "2025/2026-L", "2026/2027"),
        ("2027-03-01", "2026/2027-L", "2026/2027-Z", "2026/2027"),
        ("2027-09-30", "2026/2027-L", "2026/2027-Z", "2026/2027"),
    ],
)
def test_the_terms_around_a_day(day, current, previous, year):
    terms = terms_around(at(day).date())
    assert [term.id for term in terms] == [current, previous, year]
    assert terms[0].start <= at(day).date() <= terms[0].finish
    assert terms[1].finish < terms[0].start
    assert terms[2].start <= terms[0].start


@pytest.mark.parametrize("moment", MOMENTS)
def test_in_some_groups_somebody_joins_between_two_lists_and_somebody_leaves(moment):
    now = at(moment)
    emulator, rolls = Emulator(now=lambda: now), defaultdict(list)
    for one in emulator.lists():
        rolls[one.unit_id, one.group_number].append(set(emulator.marks(one.id)))
    changing = [lists for lists in rolls.values() if len({*map(frozenset, lists)}) > 1]
    assert changing or now.day < 10, "in the first weeks of a term there is nothing to change yet"
    for lists in changing:
        assert len(lists[-1] - lists[0]) == 1
        assert lists[0] - lists[-1]
    [of_now] = [lists for key, lists in rolls.items() if key == _key_of_current(emulator)]
    assert len({*map(frozenset, of_now)}) == 1


def test_comments_tell_of_lateness_and_of_what_was_made_up_for(emulator):
    of_now = [one for one in emulator.lists() if (one.unit_id, one.group_number) == _key_of_current(emulator)]
    entries = [entry for one in of_now for entry in emulator.marks(one.id).values() if entry[1]]
    assert ("absence", "odrobione na konsultacjach") in entries
    assert sum(mark == "intramural" and "spóźnienie" in comment for mark, comment in entries) >= 3


def _key_of_current(emulator: Emulator) -> tuple[str, int]:
    return next((one.unit_id, one.group_number) for one in emulator.lists() if one.id == emulator.current_list())
