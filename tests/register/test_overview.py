"""The term of a group as one function: what is counted, over which meetings, and what is not known."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import TypeVar

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.group_rules import AbsenceLimit, GroupRules, LateWeight
from app.domain.model import (
    AttendanceList,
    Entry,
    Group,
    GroupKey,
    ListId,
    Mark,
    Meeting,
    Mode,
    Phrase,
    Record,
    Roll,
    Standing,
    Student,
)
from app.domain.overview import CellState, LimitState, MarkCounts, Overview, OverviewStudent
from app.messages import overview as told
from app.register.overview import Known, overview, renewed, with_roll

AnyT = TypeVar("AnyT")
NOW = datetime.fromisoformat("2026-11-23 10:17")
KEY = GroupKey("17879", "3")
GROUP = Group(
    key=KEY, term_id="2026/2027-Z", course=Phrase("Analiza", ""), class_type=Phrase("ćwiczenia", ""), students=3
)
ANNA, JAN, EWA = PEOPLE = tuple(
    Student(id=name, first_name=name.title(), last_name=name.title(), number="") for name in ("anna", "jan", "ewa")
)
HERE, REMOTE, EXCUSED, ABSENT = (Record(mark, "") for mark in Mark)
UNSET = Record(None, "")
LATE, MADE_UP = Record(Mark.INTRAMURAL, "late 7 min"), Record(Mark.ABSENT, "odrobione 12.11")
TWO = GroupRules(unexcused_limit=2)


def at(weeks: float) -> datetime:
    """Return a time so many weeks from now."""
    return NOW + timedelta(weeks=weeks)


def roll(weeks: float, records: dict[Student, Record], *, read: bool = True, draft: bool = False) -> Roll:
    """Return the roll of a list so many weeks from now."""
    list_id = ListId.of_draft(KEY, at(weeks)) if draft else ListId(f"list of {weeks}")
    entries = tuple(Entry(who, record) for who, record in records.items())
    of = AttendanceList(id=list_id, group=KEY, date=at(weeks), mode=Mode.HYBRID, owner="")
    return Roll(of, entries, NOW if read else None)


def meeting(weeks: float) -> Meeting:
    return Meeting(group=KEY, start=at(weeks), finish=at(weeks) + timedelta(minutes=90), room="")


def term(
    rolls: Sequence[Roll],
    rules: GroupRules = TWO,
    *,
    meetings: Sequence[Meeting] = (),
    participants: Sequence[Student] = (),
) -> Overview:
    return overview(GROUP, Known(rolls, meetings, participants), rules, NOW)


def of_anna(*records: Record, rules: GroupRules = TWO) -> OverviewStudent:
    """Return the row of a student with these records, one a week until now."""
    whole = term([roll(-number, {ANNA: record}) for number, record in enumerate(records)], rules)
    return whole.students[0]


def states(whole: Overview, student: Student) -> list[CellState]:
    return next([cell.state for cell in one.cells] for one in whole.students if one.student == student)


# --- meetings and cells ---


def test_meetings_come_in_the_order_of_time_and_students_in_that_of_a_class_list() -> None:
    whole = term([roll(0, {JAN: HERE}), roll(-2, {ANNA: HERE})], participants=[EWA])
    assert [one.date for one in whole.meetings] == [at(-2), at(0)]
    assert [one.student for one in whole.students] == [ANNA, EWA, JAN]


def test_what_is_not_known_has_a_state_of_its_own_and_no_zero() -> None:
    rolls = [roll(-2, {ANNA: UNSET}), roll(-1, {}, read=False)]
    whole = term(rolls, participants=[ANNA, JAN], meetings=[meeting(-2), meeting(1)])
    assert states(whole, ANNA) == [CellState.ENTERED, CellState.NOT_READ, CellState.NO_LIST]
    assert states(whole, JAN) == [CellState.NOT_IN_GROUP, CellState.NOT_READ, CellState.NO_LIST]
    assert [one.counts for one in whole.meetings] == [MarkCounts(unset=1), None, None]
    assert [one.held for one in whole.meetings] == [True, False, False]
    assert whole.students[1].percent is None
    assert not whole.complete
    assert term([rolls[0]], meetings=[meeting(1)]).complete


def test_a_list_made_during_a_meeting_is_the_list_of_that_meeting() -> None:
    later = roll(0, {ANNA: HERE})
    later = replace(later, list=replace(later.list, date=at(0) + timedelta(minutes=20)))
    whole = term([later], meetings=[meeting(0), meeting(1)])
    assert [one.list for one in whole.meetings] == [later.list, None]


def test_a_list_at_the_time_of_the_next_meeting_is_not_that_of_the_one_before() -> None:
    first = replace(meeting(0), finish=at(0) + timedelta(hours=4))
    second = replace(meeting(0), start=at(0) + timedelta(hours=2), finish=at(0) + timedelta(hours=4))
    of_second = roll(0, {})
    of_second = replace(of_second, list=replace(of_second.list, date=second.start))
    whole = term([of_second], meetings=[first, second])
    assert [(one.date, one.list) for one in whole.meetings] == [(first.start, None), (second.start, of_second.list)]


def test_a_draft_is_a_list_of_ours_until_its_list_is_there() -> None:
    draft = roll(-1, {ANNA: ABSENT}, draft=True)
    assert term([draft]).students[0].unexcused == 1
    both = term([draft, roll(-1, {ANNA: HERE})])
    assert {one.held: one.list and one.list.is_draft for one in both.meetings} == {True: False, False: True}
    assert (both.students[0].unexcused, both.students[0].held) == (0, 1)


def test_a_meeting_says_what_of_it_is_unsent_and_what_needs_a_decision() -> None:
    standings = (Standing.SAVED, Standing.UNSENT, Standing.CONFLICT)
    one = roll(0, {})
    entries = tuple(Entry(who, HERE, standing=standing) for who, standing in zip(PEOPLE, standings, strict=True))
    column = term([replace(one, entries=entries)]).meetings[0]
    assert (column.unsent, column.undecided) == (2, 1)


# --- what is counted ---


def test_percent_is_of_the_meetings_held_in_which_the_student_was_in_the_group() -> None:
    rolls = [roll(-3, {JAN: HERE}), roll(-2, {ANNA: HERE, JAN: HERE}), roll(-1, {ANNA: REMOTE, JAN: HERE})]
    rolls += [roll(0, {ANNA: ABSENT, JAN: HERE}), roll(1, {ANNA: HERE, JAN: UNSET})]
    anna, jan = term(rolls).students
    assert (anna.attended, anna.held, anna.percent) == (2, 3, 66.7)
    assert (jan.attended, jan.held, jan.percent) == (4, 4, 100.0)


def test_an_excused_absence_that_does_not_count_is_neither_attended_nor_held() -> None:
    records = (HERE, HERE, HERE, EXCUSED, ABSENT, ABSENT)
    counting, not_counting = (
        of_anna(*records, rules=GroupRules(excused_count=excused_count)) for excused_count in (True, False)
    )
    assert (counting.held, counting.percent) == (6, 50.0)
    assert (not_counting.held, not_counting.percent) == (5, 60.0)
    assert of_anna(EXCUSED, rules=GroupRules(excused_count=False)).percent is None


def test_who_comes_late_or_was_made_up_for_is_told_by_the_comment_beside_the_right_mark() -> None:
    anna = of_anna(LATE, Record(Mark.ABSENT, "late 5 min"), MADE_UP, Record(Mark.REMOTE, "made up"))
    assert (anna.late, anna.made_up) == (1, 1)
    own_words = roll(0, {ANNA: Record(Mark.INTRAMURAL, "po czasie: 5")})
    assert overview(GROUP, Known([own_words]), TWO, NOW, "po czasie: {minutes}").students[0].late == 1


@pytest.mark.parametrize(
    ("records", "may_miss", "state"),
    [
        ((HERE,), 2, LimitState.BELOW),
        ((ABSENT, EXCUSED, HERE), 1, LimitState.NEAR),
        ((ABSENT, ABSENT), 0, LimitState.REACHED),
        ((ABSENT, ABSENT, ABSENT), -1, LimitState.OVER),
        ((ABSENT, ABSENT, MADE_UP), 0, LimitState.REACHED),
    ],
)
def test_the_limit_of_unexcused_absences_says_how_many_more_one_may_miss(
    records: tuple[Record, ...], may_miss: int, state: LimitState
) -> None:
    anna = of_anna(*records)
    assert (anna.may_miss, anna.limit_state) == (may_miss, state)


def test_without_a_limit_nobody_may_or_may_not_miss_anything() -> None:
    anna = of_anna(ABSENT, ABSENT, rules=GroupRules())
    assert (anna.may_miss, anna.limit_state, anna.counted) == (None, LimitState.NONE, 2)


def test_of_two_limits_the_nearer_one_counts() -> None:
    both = GroupRules(unexcused_limit=2, all_limit=AbsenceLimit(3))
    assert of_anna(ABSENT, rules=both).may_miss == 1
    anna = of_anna(ABSENT, EXCUSED, EXCUSED, EXCUSED, rules=both)
    assert (anna.may_miss, anna.counted) == (-1, 4)


def test_a_limit_in_percent_is_of_the_meetings_of_the_term_in_which_one_is_in_the_group() -> None:
    rolls = [roll(-3, {JAN: ABSENT}), roll(-2, {ANNA: HERE, JAN: HERE}), roll(-1, {}, read=False)]
    rules = GroupRules(all_limit=AbsenceLimit(30, percent=True))
    anna, jan = term(rolls, rules, meetings=[meeting(weeks) for weeks in range(7)]).students
    assert anna.may_miss == 2  # of nine
    assert jan.may_miss == 2  # of ten, and one missed


def test_late_arrivals_are_parts_of_an_absence_and_a_part_over_the_limit_is_over_it() -> None:
    rules = replace(TWO, late_weight=LateWeight.HALF)
    assert (of_anna(LATE, LATE, ABSENT, rules=rules).counted, of_anna(LATE, LATE, ABSENT, rules=rules).may_miss) == (
        2,
        0,
    )
    anna = of_anna(LATE, ABSENT, ABSENT, rules=rules)
    assert (anna.counted, anna.may_miss, anna.limit_state) == (Fraction(5, 2), -1, LimitState.OVER)
    assert of_anna(LATE, rules=replace(TWO, late_weight=LateWeight.THIRD)).may_miss == 1


def test_the_office_is_to_be_told_from_a_number_of_unexcused_absences() -> None:
    rules = GroupRules(notify_at=2)
    assert of_anna(ABSENT, ABSENT, rules=rules).notify
    assert not of_anna(ABSENT, EXCUSED, MADE_UP, rules=rules).notify


def test_what_is_told_of_a_student_adds_up_to_the_classes_held() -> None:
    anna = of_anna(HERE, REMOTE, UNSET, EXCUSED, ABSENT, UNSET)
    assert told.absences(anna) == "absences: 1 unexcused, 2 in all · no mark 2"
    assert told.attended(anna) == "attended 2 of the 6 classes held (33 %)"
    assert told.absences(of_anna(HERE, ABSENT)) == "absences: 1 unexcused, 1 in all"


# --- whatever comes in ---

records_ = st.builds(Record, st.sampled_from([*Mark, None]), st.sampled_from(["", "late 5 min", "odrobione", "grypa"]))
rolls_ = st.builds(
    roll,
    st.integers(-4, 3),
    st.dictionaries(st.sampled_from(PEOPLE), records_),
    read=st.booleans(),
    draft=st.booleans(),
)
terms_ = st.builds(
    Known,
    st.lists(rolls_, max_size=8, unique_by=lambda one: one.list.id),
    st.lists(st.builds(meeting, st.integers(-4, 3)), max_size=5, unique_by=lambda one: one.start),
    st.lists(st.sampled_from(PEOPLE), unique=True),
)
rules_ = st.builds(
    GroupRules,
    unexcused_limit=st.none() | st.integers(0, 4),
    all_limit=st.none() | st.builds(AbsenceLimit, st.integers(0, 40), st.booleans()),
    late_weight=st.sampled_from(LateWeight),
    excused_count=st.booleans(),
)


@given(terms_, rules_)
def test_the_sums_of_rows_are_the_sums_of_columns(known: Known, rules: GroupRules) -> None:
    whole = overview(GROUP, known, rules, NOW)
    for name in ("intramural", "remote", "justified", "absent", "unset", "present", "absences", "total"):
        by_meeting = sum(getattr(one.counts, name) for one in whole.meetings if one.held)
        assert sum(getattr(one.counts, name) for one in whole.students) == by_meeting


@given(terms_, rules_)
def test_one_set_of_meetings_makes_numerator_and_denominator(known: Known, rules: GroupRules) -> None:
    whole = overview(GROUP, known, rules, NOW)
    for student in whole.students:
        cells = [cell for cell, one in zip(student.cells, whole.meetings, strict=True) if one.held and cell.entry]
        counting = [cell for cell in cells if rules.excused_count or cell.mark is not Mark.JUSTIFIED]
        assert student.held == len(counting)
        assert student.attended == sum(cell.mark in {Mark.INTRAMURAL, Mark.REMOTE} for cell in counting)
        assert student.percent == (round(100 * student.attended / len(counting), 1) if counting else None)


@given(terms_, rules_)
def test_what_was_not_read_is_never_a_number(known: Known, rules: GroupRules) -> None:
    whole = overview(GROUP, known, rules, NOW)
    for place, one in enumerate(whole.meetings):
        unknown = one.list is None or one.read_at is None
        assert (one.counts is None) == unknown
        assert not (one.held and unknown)
        assert all((student.cells[place].entry is None) for student in whole.students) or not unknown
        entered = sum(student.cells[place].state is CellState.ENTERED for student in whole.students)
        assert entered == (one.counts.total if one.counts else 0)


@given(terms_, rules_, st.randoms(use_true_random=False))
def test_the_order_in_which_things_become_known_is_nothing(
    known: Known, rules: GroupRules, chance: random.Random
) -> None:
    def shuffled(things: Sequence[AnyT]) -> list[AnyT]:
        return chance.sample(things, len(things))

    rolls = [replace(one, entries=tuple(shuffled(one.entries))) for one in shuffled(known.rolls)]
    other = Known(rolls, shuffled(known.meetings), shuffled(known.participants))
    assert overview(GROUP, other, rules, NOW) == overview(GROUP, known, rules, NOW)


@given(terms_, rules_)
def test_one_more_absence_never_lets_anybody_miss_more(known: Known, rules: GroupRules) -> None:
    more = replace(known, rolls=[*known.rolls, roll(-9, dict.fromkeys(PEOPLE, ABSENT))])
    fixed = replace(rules, all_limit=None if rules.all_limit and rules.all_limit.percent else rules.all_limit)
    before, after = (overview(GROUP, one, fixed, NOW) for one in (known, more))
    left = {one.student: one.may_miss for one in before.students}
    for student in after.students:
        if student.may_miss is not None and left.get(student.student) is not None:
            assert student.may_miss == left[student.student] - 1


@given(terms_, rules_, st.data())
def test_renewing_entries_of_a_list_is_the_same_as_counting_everything_anew(
    known: Known, rules: GroupRules, data: st.DataObject
) -> None:
    read = [one for one in known.rolls if one.read_at is not None]
    assume(read)
    one = data.draw(st.sampled_from(read))
    entries = tuple(replace(entry, record=data.draw(records_)) for entry in one.entries)
    other = replace(known, rolls=[replace(one, entries=entries) if roll is one else roll for roll in known.rolls])
    before = overview(GROUP, known, rules, NOW)
    assert renewed(before, one.list.id, entries) == overview(GROUP, other, rules, NOW)
    assert renewed(before, "another list", entries) is before


@given(terms_, rules_, rolls_, st.data())
def test_a_roll_that_was_read_is_taken_in_as_if_everything_was_counted_anew(
    known: Known, rules: GroupRules, read: Roll, data: st.DataObject
) -> None:
    assume(known.rolls and read.read_at is not None)
    one = data.draw(st.sampled_from(known.rolls))
    now = replace(read, list=one.list)
    other = replace(known, rolls=[now if roll is one else roll for roll in known.rolls])
    before, whole = overview(GROUP, known, rules, NOW), overview(GROUP, other, rules, NOW)
    quickly = with_roll(before, now, NOW)
    same_students = [row.student for row in before.students] == [row.student for row in whole.students]
    nobody_left = one.read_at is None or {entry.student for entry in one.entries} <= {
        entry.student for entry in now.entries
    }
    assert quickly in (whole, None)
    assert quickly is not None or not same_students or not nobody_left or one.list.is_draft


def test_who_differs_in_no_meeting_is_the_same_value_when_a_roll_is_read_again() -> None:
    before = term([roll(-1, {ANNA: HERE, JAN: HERE})])
    after = with_roll(before, roll(-1, {ANNA: HERE, JAN: ABSENT}), NOW)
    assert after is not None
    assert [now is was for was, now in zip(before.students, after.students, strict=True)] == [True, False]
    assert with_roll(before, roll(-2, {ANNA: HERE}), NOW) is None
