"""Absences to excuse and what a certificate covers: the pure functions, whatever is known of the groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.group_rules import NO_LIMITS, AbsenceLimit, GroupRules, JustifyBy
from app.domain.model import (
    AttendanceList,
    Entry,
    Group,
    GroupKey,
    ListId,
    Mark,
    Mode,
    Phrase,
    Record,
    Roll,
    Standing,
    Student,
)
from app.domain.overview import LimitState, Overview
from app.messages import justifications as told
from app.register.justifications import Absence, GroupAbsences, covered, renewed, worklist
from app.register.overview import Known, overview

NOW = datetime.fromisoformat("2026-11-23 10:17")
TODAY = NOW.date()
ANNA, JAN, EWA = (
    Student(str(number), first, last, f"4000{number}")
    for number, (first, last) in enumerate([("Anna", "Nowak"), ("Jan", "Lis"), ("Ewa", "Żak")])
)
ABSENT, EXCUSED, HERE = Record(Mark.ABSENT, ""), Record(Mark.JUSTIFIED, ""), Record(Mark.INTRAMURAL, "")


def group(unit: str) -> Group:
    return Group(GroupKey(unit, "1"), "2026Z", Phrase(f"Kurs {unit}", ""), Phrase("ćwiczenia", ""), students=3)


def list_at(unit: str, days: int) -> AttendanceList:
    """A list so many days from today, at 10:15."""
    at = NOW.replace(minute=15) + timedelta(days=days)
    return AttendanceList(id=ListId(f"{unit}/{days}"), group=GroupKey(unit, "1"), date=at, mode=Mode.HYBRID, owner="")


def of_group(
    unit: str, *absent: tuple[int, Student, Record], rules: GroupRules = NO_LIMITS, meetings: Sequence[int] = ()
) -> GroupAbsences:
    entries = [(list_at(unit, days), Entry(who, record)) for days, who, record in absent]
    dates = {one.date for one, _ in entries} | {list_at(unit, days).date for days in meetings}
    return GroupAbsences(group=group(unit), rules=rules, dates=dates, entries=entries)


def shown(*known: GroupAbsences) -> list[tuple[str, list[str]]]:
    return [(one.student.last_name, [str(absence.list.id) for absence in one.absences]) for one in worklist(known, NOW)]


def by(how: JustifyBy) -> GroupRules:
    return GroupRules(justify_by=how)


# --- the worklist ---


def test_the_student_with_the_nearest_deadline_comes_first_with_all_their_groups_together() -> None:
    first = of_group("1", (-3, ANNA, ABSENT), (-10, JAN, ABSENT))
    second = of_group("2", (-1, JAN, ABSENT))
    assert shown(first, second) == [("Lis", ["1/-10", "2/-1"]), ("Nowak", ["1/-3"])]
    assert shown(second, first) == shown(first, second)


def test_past_deadlines_come_last_and_are_told_all_the_same() -> None:
    known = of_group("1", (-30, ANNA, ABSENT), (-20, ANNA, ABSENT), (-1, ANNA, ABSENT), (-40, JAN, ABSENT))
    assert shown(known) == [("Nowak", ["1/-1", "1/-20", "1/-30"]), ("Lis", ["1/-40"])]
    absences = [absence for one in worklist([known], NOW) for absence in one.absences]
    assert [one.past for one in absences] == [False, True, True, True]


def test_without_a_deadline_an_absence_stands_between_those_to_come_and_the_past() -> None:
    dated, free = of_group("1", (-20, ANNA, ABSENT), (-1, ANNA, ABSENT)), of_group("2", (-5, ANNA, ABSENT))
    assert shown(dated, replace(free, rules=by(JustifyBy.ANY_TIME))) == [("Nowak", ["1/-1", "2/-5", "1/-20"])]


@pytest.mark.parametrize(
    ("how", "until"),
    [
        (JustifyBy.WORKING_DAYS_7, "2026-11-19"),  # the 11th is a holiday
        (JustifyBy.DAYS_14, "2026-11-23"),
        (JustifyBy.NEXT_CLASS, "2026-11-16"),
        (JustifyBy.ANY_TIME, None),
    ],
)
def test_the_deadline_is_that_of_the_rules_of_the_group(how: JustifyBy, until: str | None) -> None:
    known = of_group("1", (-14, ANNA, ABSENT), rules=by(how), meetings=[-21, -7, 0])
    (absence,) = worklist([known], NOW)[0].absences
    assert absence.until == (date.fromisoformat(until) if until else None)
    assert absence.past == (until is not None and date.fromisoformat(until) < TODAY)


def test_excused_present_and_made_up_ones_are_not_in_it_unless_they_were_decided_here() -> None:
    made_up = Record(Mark.ABSENT, "odrobione 12.11")
    known = of_group("1", (-1, ANNA, EXCUSED), (-2, ANNA, HERE), (-3, ANNA, made_up), (-4, ANNA, Record(None, "")))
    assert worklist([known], NOW) == ()
    besides = worklist([known], NOW, besides={("1/-1", ANNA.id), ("1/-3", ANNA.id)})
    assert [str(one.list.id) for one in besides[0].absences] == ["1/-3", "1/-1"]
    assert [told.deadline(one, TODAY) for one in besides[0].absences] == ["made up", "excused"]


@given(st.lists(st.tuples(st.integers(-90, 0), st.sampled_from([ANNA, JAN, EWA]), st.sampled_from(JustifyBy))))
def test_every_absence_is_told_once_and_no_later_student_has_a_nearer_deadline(
    drawn: list[tuple[int, Student, JustifyBy]],
) -> None:
    known = [of_group(str(number), (days, who, ABSENT), rules=by(how)) for number, (days, who, how) in enumerate(drawn)]
    found = worklist(known, NOW)
    assert sorted(absence.list.id for one in found for absence in one.absences) == sorted(
        one.id for of in known for one, _ in of.entries
    )
    nearest = [min(dates) for one in found if (dates := coming(one.absences))]
    assert nearest == sorted(nearest)
    assert all(coming(one.absences) for one in found[: len(nearest)])


def coming(absences: Sequence[Absence]) -> list[date]:
    return [one.until for one in absences if one.until and not one.past]


def test_entries_as_they_are_now_stand_where_they_stood() -> None:
    found = worklist([of_group("1", (-1, ANNA, ABSENT), (-2, ANNA, ABSENT), (-3, JAN, ABSENT))], NOW)
    now = renewed(found, {("1/-2", ANNA.id): Entry(ANNA, EXCUSED)})
    before, after = ([[str(one.list.id) for one in of.absences] for of in known] for known in (found, now))
    assert before == after
    assert [absence.list.id for of in now for absence in of.absences if not absence.is_open] == ["1/-2"]


# --- in words ---


@pytest.mark.parametrize(
    ("days", "how", "words"),
    [
        (-13, JustifyBy.DAYS_14, "until Tue 24 Nov, 1 day left"),
        (-14, JustifyBy.DAYS_14, "until today"),
        (-15, JustifyBy.DAYS_14, "was until Sun 22 Nov (14 days)"),
        (-15, JustifyBy.ANY_TIME, "no deadline"),
    ],
)
def test_the_deadline_is_told_with_the_days_left(days: int, how: JustifyBy, words: str) -> None:
    (absence,) = worklist([of_group("1", (days, ANNA, ABSENT), rules=by(how))], NOW)[0].absences
    assert told.deadline(absence, TODAY) == words
    assert told.deadline(absence, TODAY, brief=True) == words.partition(" (")[0].partition(", ")[0]


# --- a certificate ---


def term(unit: str, *records: tuple[int, Record], rules: GroupRules, standing: Standing = Standing.SAVED) -> Overview:
    rolls = [
        Roll(list_at(unit, days), (Entry(ANNA, record, standing=standing),), NOW - timedelta(hours=1))
        for days, record in records
    ]
    return overview(group(unit), Known(rolls), rules, NOW)


TWO = GroupRules(unexcused_limit=2, all_limit=AbsenceLimit(9))


def test_a_certificate_covers_the_absences_of_its_days_in_all_groups_and_nothing_else() -> None:
    terms = [
        term("1", (-20, ABSENT), (-13, ABSENT), (-6, ABSENT), (-1, HERE), rules=TWO),
        term("2", (-12, ABSENT), (-11, EXCUSED), (-6, Record(Mark.REMOTE, "")), rules=NO_LIMITS),
        term("3", (-30, ABSENT), rules=TWO),
    ]
    days = (TODAY - timedelta(days=13), TODAY - timedelta(days=6))
    found = covered(terms, ANNA.id, days, NOW)
    assert [[str(one.list.id) for one in of.absences] for of in found] == [["1/-13", "1/-6"], ["2/-12"]]
    assert [(of.before.unexcused, of.after.unexcused) for of in found] == [(3, 1), (1, 0)]
    assert (found[0].before.limit_state, found[0].after.limit_state) == (LimitState.OVER, LimitState.NEAR)
    assert told.counts(found[0]) == "absences: 3 → 1 unexcused, 3 in all · over by 1 → may still miss 1"
    assert told.counts(found[1]) == "absences: 1 → 0 unexcused, 2 in all"


def test_what_needs_a_decision_first_is_not_covered() -> None:
    one = term("1", (-6, ABSENT), rules=TWO, standing=Standing.CONFLICT)
    assert covered([one], ANNA.id, (TODAY - timedelta(days=9), TODAY), NOW) == ()


def test_who_is_in_no_group_has_nothing_covered() -> None:
    assert covered([term("1", (-6, ABSENT), rules=TWO)], EWA.id, (TODAY - timedelta(days=9), TODAY), NOW) == ()


@given(
    records=st.lists(st.sampled_from([ABSENT, EXCUSED, HERE, Record(None, "")]), min_size=1, max_size=10),
    first=st.integers(-10, 0),
    length=st.integers(0, 10),
)
def test_the_counts_move_from_unexcused_to_excused_and_none_is_lost(
    records: list[Record], first: int, length: int
) -> None:
    of_term = term("1", *((-day, record) for day, record in enumerate(records)), rules=TWO)
    days = (TODAY + timedelta(days=first), TODAY + timedelta(days=first + length))
    number = sum(record is ABSENT and first <= -day <= first + length for day, record in enumerate(records))
    found = covered([of_term], ANNA.id, days, NOW)
    assert told.number_covered(found) == number
    for one in found:
        assert one.before.unexcused - one.after.unexcused == number
        assert one.before.absences == one.after.absences
        assert one.before.held == one.after.held
