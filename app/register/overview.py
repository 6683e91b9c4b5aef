"""The term of a group, as one function of what is known of it: no I/O, and the order of what comes in is nothing."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from math import floor

from app.domain import late, made_up, names
from app.domain.frozen import frozen
from app.domain.group_rules import AbsenceLimit, GroupRules
from app.domain.model import PRESENCES, Entry, Group, Mark, Meeting, Roll, Standing, Student
from app.domain.overview import (
    CellState,
    LimitState,
    MarkCounts,
    Overview,
    OverviewCell,
    OverviewMeeting,
    OverviewStudent,
)
from app.domain.percentage import percentage

_NOT_IN_GROUP = OverviewCell(state=CellState.NOT_IN_GROUP)
_NO_LIST = OverviewCell(state=CellState.NO_LIST)
_NOT_READ = OverviewCell(state=CellState.NOT_READ)


@frozen
class Known:
    """What is known of a group: a roll of each of its lists, its meetings in the timetable, and who is in it.

    A roll that was never read has no `read_at`. Drafts are rolls like the others.
    """

    rolls: Sequence[Roll]
    meetings: Sequence[Meeting] = ()
    participants: Sequence[Student] = ()


@frozen
class _Column:
    """A meeting, and its entries by student, None where its roll is not known."""

    meeting: OverviewMeeting
    entries: Mapping[str, Entry] | None = None


@frozen
class _Begun:
    """Which meetings are held, and which have begun and were not read; both in the order of the meetings."""

    held: Sequence[bool]
    unread: Sequence[bool]


def overview(group: Group, known: Known, rules: GroupRules, now: datetime, late_template: str = "") -> Overview:
    """Return the term of a group, students in the order of a class list, meetings in that of time.

    A student has a row who is in a roll or among the participants. `late_template` is the comment on late arrivals
    beside the usual ones.
    """
    columns = _columns(known, now)
    students = {one.id: one for one in known.participants}
    for column in columns:
        students.update((id_, entry.student) for id_, entry in (column.entries or {}).items())
    begun = _begun([column.meeting for column in columns])
    rows = []
    for student in sorted(students.values(), key=names.by_surname):
        cells = tuple(_cell(column, student.id, late_template) for column in columns)
        rows.append(_student(student, cells, begun, rules))
    return Overview(
        group=group, rules=rules, meetings=tuple(column.meeting for column in columns), students=tuple(rows)
    )


def renewed(shown: Overview, list_id: str, entries: Iterable[Entry], late_template: str = "") -> Overview:
    """Return an overview with these entries of a list as they are now; only who was on its roll is counted anew."""
    at = next((place for place, one in enumerate(shown.meetings) if one.list and one.list.id == list_id), None)
    if at is None:
        return shown
    begun, now = _begun(shown.meetings), {entry.student.id: entry for entry in entries}
    students = list(shown.students)
    for row, one in enumerate(students):
        entry = now.get(one.student.id)
        if entry is not None and one.cells[at].entry is not None:
            cells = (*one.cells[:at], entered(entry, late_template), *one.cells[at + 1 :])
            students[row] = _student(one.student, cells, begun, shown.rules)
    on_roll = [entry for one in students if (entry := one.cells[at].entry) is not None]
    meetings = (*shown.meetings[:at], _counted(shown.meetings[at], on_roll), *shown.meetings[at + 1 :])
    return replace(shown, meetings=meetings, students=tuple(students))


def with_roll(shown: Overview, roll: Roll, now: datetime, late_template: str = "") -> Overview | None:
    """Return an overview with a roll of it as it was read by now; None where other students or meetings come of that.

    It is what `overview` returns, for a fraction of the time: only who differs in this meeting is counted anew.
    """
    at = next((place for place, one in enumerate(shown.meetings) if one.list == roll.list), None)
    if at is None or roll.list.is_draft:
        return None
    on_roll = {one.student.id: one for one in roll.entries}
    known = {one.student.id: one.student for one in shown.students}
    was_on_roll = {one.student.id for one in shown.students if one.cells[at].entry is not None}
    if not was_on_roll <= on_roll.keys() or any(known.get(id_) != one.student for id_, one in on_roll.items()):
        return None
    column = _of_roll(roll, now, doubled=False)
    meetings = (*shown.meetings[:at], column.meeting, *shown.meetings[at + 1 :])
    begun, was_held = _begun(meetings), shown.meetings[at].held
    students = list(shown.students)
    for row, one in enumerate(students):
        before, cell = one.cells[at], _cell(column, one.student.id, late_template)
        if cell != before or begun.held[at] is not was_held:
            cells = (*one.cells[:at], cell, *one.cells[at + 1 :])
            students[row] = _student(one.student, cells, begun, shown.rules)
    return replace(shown, meetings=meetings, students=tuple(students))


def without_list(meetings: Iterable[Meeting], dates: Iterable[datetime]) -> list[Meeting]:
    """Return the meetings for which there is no list: none of these dates is of their time, or falls within it.

    A list at the time of another meeting is that one's.
    """
    meetings, dates = list(meetings), set(dates)
    others = dates - {one.start for one in meetings}
    return [
        one for one in meetings if one.start not in dates and not any(one.start <= date < one.finish for date in others)
    ]


def _columns(known: Known, now: datetime) -> list[_Column]:
    in_usos = {roll.list.date for roll in known.rolls if not roll.list.is_draft}
    bare = without_list(known.meetings, [roll.list.date for roll in known.rolls])
    columns = [
        *(_of_roll(roll, now, doubled=roll.list.is_draft and roll.list.date in in_usos) for roll in known.rolls),
        *(_Column(OverviewMeeting(date=one.start, mode=None, list=None)) for one in bare),
    ]
    return sorted(columns, key=lambda one: (one.meeting.date, one.meeting.list.id if one.meeting.list else ""))


def _of_roll(roll: Roll, now: datetime, *, doubled: bool) -> _Column:
    """Return the column of a roll; `doubled` is a draft whose list is there, so that the meeting counts once."""
    begun = roll.list.date <= now and not doubled
    meeting = OverviewMeeting(date=roll.list.date, mode=roll.list.mode, list=roll.list, begun=begun)
    if roll.read_at is None:
        return _Column(meeting)
    meeting = _counted(replace(meeting, read_at=roll.read_at, held=begun), roll.entries)
    return _Column(meeting, {entry.student.id: entry for entry in roll.entries})


def _begun(meetings: Sequence[OverviewMeeting]) -> _Begun:
    return _Begun([one.held for one in meetings], [one.begun and not one.held for one in meetings])


def _counted(meeting: OverviewMeeting, entries: Sequence[Entry]) -> OverviewMeeting:
    on_the_way = [entry for entry in entries if entry.standing is not Standing.SAVED]
    return replace(
        meeting,
        counts=_counts([entry.record.mark for entry in entries]),
        unsent=len(on_the_way),
        undecided=sum(entry.needs_decision for entry in on_the_way),
    )


def _cell(column: _Column, student_id: str, late_template: str) -> OverviewCell:
    if column.entries is None:
        return _NO_LIST if column.meeting.list is None else _NOT_READ
    entry = column.entries.get(student_id)
    return _NOT_IN_GROUP if entry is None else entered(entry, late_template)


def entered(entry: Entry, late_template: str) -> OverviewCell:
    """Return an entry with what its comment says; `late_template` is how the lecturer writes late arrivals."""
    mark, comment = entry.record.mark, entry.record.comment
    if mark is None or not comment:
        return OverviewCell(state=CellState.ENTERED, entry=entry)
    if mark in PRESENCES:
        return OverviewCell(state=CellState.ENTERED, entry=entry, late=late.is_late(comment, late_template))
    return OverviewCell(state=CellState.ENTERED, entry=entry, made_up=made_up.is_made_up(comment))


def _student(student: Student, cells: tuple[OverviewCell, ...], begun: _Begun, rules: GroupRules) -> OverviewStudent:
    of_held = [cell for cell in itertools.compress(cells, begun.held) if cell.entry is not None]
    counts = _counts([cell.entry.record.mark for cell in of_held if cell.entry is not None])
    number_late, made_up_for = sum(cell.late for cell in of_held), [cell.mark for cell in of_held if cell.made_up]
    unexcused = counts.absent - made_up_for.count(Mark.ABSENT)
    weighed = number_late * rules.late_weight.fraction
    in_group = sum(cell is not _NOT_IN_GROUP for cell in cells)
    # Each limit with what it counts; the nearest is the one of which the least is left.
    limits = [
        (Fraction(limit), counted)
        for limit, counted in (
            (rules.unexcused_limit, unexcused + weighed),
            (_allowed(rules.all_limit, in_group), counts.absences - len(made_up_for) + weighed),
        )
        if limit is not None
    ]
    limit, counted = min(limits, key=lambda one: one[0] - one[1], default=(None, unexcused + weighed))
    may_miss = None if limit is None else floor(limit - counted)
    of_percent = counts.total if rules.excused_count else counts.total - counts.justified
    return OverviewStudent(
        student=student,
        cells=cells,
        counts=counts,
        late=number_late,
        made_up=len(made_up_for),
        held=of_percent,
        percent=percentage(counts.present, of_percent, decimals=1) if of_percent else None,
        counted=counted,
        may_miss=may_miss,
        limit_state=_limit_state(may_miss),
        notify=rules.notify_at is not None and unexcused >= rules.notify_at,
        unread=sum(begun.unread),
    )


def _allowed(limit: AbsenceLimit | None, meetings: int) -> Fraction | None:
    """Return how many absences a limit allows to somebody who is in the group for so many meetings of the term."""
    if limit is None:
        return None
    return Fraction(limit.value * meetings, 100) if limit.percent else Fraction(limit.value)


def _limit_state(may_miss: int | None) -> LimitState:
    if may_miss is None:
        return LimitState.NONE
    if may_miss < 0:
        return LimitState.OVER
    return {0: LimitState.REACHED, 1: LimitState.NEAR}.get(may_miss, LimitState.BELOW)


def _counts(marks: Sequence[Mark | None]) -> MarkCounts:
    # Counting by comparing: a Counter would hash each mark, which is slow for an enumeration.
    return MarkCounts(
        intramural=marks.count(Mark.INTRAMURAL),
        remote=marks.count(Mark.REMOTE),
        justified=marks.count(Mark.JUSTIFIED),
        absent=marks.count(Mark.ABSENT),
        unset=marks.count(None),
    )
