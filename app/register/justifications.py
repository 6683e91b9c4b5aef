"""Absences that can still be excused, and what a certificate covers: pure functions of what is known of groups."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from app.domain import made_up, names
from app.domain.date_input import Span
from app.domain.frozen import frozen
from app.domain.group_rules import GroupRules, JustifyBy
from app.domain.justification import last_day
from app.domain.model import AttendanceList, Entry, Group, Mark, Record, Student
from app.domain.overview import Overview, OverviewStudent
from app.register import overview

Place = tuple[str, str]
"""A list and a student, by their ids."""


@frozen
class GroupAbsences:
    """What is known of a group: `dates` are those of its lists and of its meetings in the timetable, in any order.

    `entries` are those of whom to tell, each with its list.
    """

    group: Group
    rules: GroupRules
    dates: Collection[datetime]
    entries: Sequence[tuple[AttendanceList, Entry]]


@frozen
class _Meeting:
    """What all absences from a meeting have in common; see `Absence`."""

    group: Group
    list: AttendanceList
    rule: JustifyBy
    until: date | None
    past: bool


@frozen
class Absence:
    """A student absent from a meeting. `until` is the last day on which that can be justified, None if there is none.

    It is so by the `rule` of the group. `past`: that day is over, which keeps nobody from excusing it.
    """

    group: Group
    list: AttendanceList
    entry: Entry
    rule: JustifyBy
    until: date | None
    past: bool

    @property
    def place(self) -> Place:
        """Which entry this is."""
        return self.list.id, self.entry.student.id

    @property
    def is_open(self) -> bool:
        """Whether it is still without an excuse, and not made up for."""
        return self.entry.mark is Mark.ABSENT and not made_up.is_made_up(self.entry.comment)


@frozen
class StudentAbsences:
    """A student with the absences to tell of, the nearest deadline first."""

    student: Student
    absences: tuple[Absence, ...]


def worklist(
    of_groups: Iterable[GroupAbsences], now: datetime, besides: Collection[Place] = ()
) -> tuple[StudentAbsences, ...]:
    """Return the absences that nobody has excused or made up for, by student, the nearest deadline first.

    Behind them come those that can be justified at any time, then those whose deadline is past, the newest first.
    Entries `besides` are told, too, whatever their marks are by now.
    """
    entries: dict[str, list[Entry]] = {}
    meetings: dict[str, _Meeting] = {}
    for known in of_groups:
        for one, entry in known.entries:
            if one.id not in meetings:
                meetings[one.id] = _meeting(known, one, now)
            entries.setdefault(one.id, []).append(entry)
    of_student: dict[str, list[Absence]] = {}
    for meeting in sorted(meetings.values(), key=_urgency):
        for entry in entries[meeting.list.id]:
            absence = _absence(meeting, entry)
            if absence.is_open or absence.place in besides:
                of_student.setdefault(entry.student.id, []).append(absence)
    found = [StudentAbsences(absences[0].entry.student, tuple(absences)) for absences in of_student.values()]
    return tuple(sorted(found, key=lambda one: (_urgency(one.absences[0])[:2], names.by_surname(one.student))))


def overdue(of_groups: Iterable[GroupAbsences], now: datetime) -> set[Place]:
    """Return which of these entries are of meetings whose absences could be justified until a day that is over."""
    return {
        (one.id, entry.student.id)
        for known in of_groups
        for one, entry in known.entries
        if _meeting(known, one, now).past
    }


def renewed(shown: Iterable[StudentAbsences], entries: Mapping[Place, Entry]) -> tuple[StudentAbsences, ...]:
    """Return the same absences in the same order, with these entries as they are now."""
    changed = {student_id for _, student_id in entries}
    return tuple(
        StudentAbsences(
            one.student,
            tuple(replace(absence, entry=entries.get(absence.place, absence.entry)) for absence in one.absences),
        )
        if one.student.id in changed
        else one
        for one in shown
    )


@frozen
class CoveredGroup:
    """What a certificate covers in one group, and how the student stands there before and after it."""

    group: Group
    absences: tuple[Absence, ...]
    before: OverviewStudent
    after: OverviewStudent


def covered(terms: Iterable[Overview], student_id: str, days: Span, now: datetime) -> tuple[CoveredGroup, ...]:
    """Return what a certificate for these days, both included, covers in these terms; groups without it are left out.

    It covers every unexcused absence, made up for or not, but for those that need a decision of the lecturer first.
    """
    found = (_covered(term, student_id, days, now) for term in terms)
    return tuple(one for one in found if one is not None)


def _covered(term: Overview, student_id: str, days: Span, now: datetime) -> CoveredGroup | None:
    before = next((one for one in term.students if one.student.id == student_id), None)
    if before is None:
        return None
    known = GroupAbsences(group=term.group, rules=term.rules, dates=[one.date for one in term.meetings], entries=())
    absences = tuple(
        _absence(_meeting(known, meeting.list, now), cell.entry)
        for meeting, cell in zip(term.meetings, before.cells, strict=True)
        if meeting.list is not None
        and cell.entry is not None
        and days[0] <= meeting.date.date() <= days[1]
        and cell.mark is Mark.ABSENT
        and not cell.entry.needs_decision
    )
    if not absences:
        return None
    for one in absences:
        excused = replace(one.entry, record=Record(Mark.JUSTIFIED, one.entry.comment))
        term = overview.renewed(term, one.list.id, [excused])
    after = next(one for one in term.students if one.student.id == student_id)
    return CoveredGroup(group=term.group, absences=absences, before=before, after=after)


def _meeting(known: GroupAbsences, one: AttendanceList, now: datetime) -> _Meeting:
    until = last_day(one.date, known.rules.justify_by, known.dates)
    past = until is not None and until < now.date()
    return _Meeting(group=known.group, list=one, rule=known.rules.justify_by, until=until, past=past)


def _absence(meeting: _Meeting, entry: Entry) -> Absence:
    return Absence(
        group=meeting.group,
        list=meeting.list,
        entry=entry,
        rule=meeting.rule,
        until=meeting.until,
        past=meeting.past,
    )


def _urgency(one: _Meeting | Absence) -> tuple[int, int, datetime]:
    """Sort key: those with a deadline to come by it, then those without one, then the past, the newest first."""
    day = one.until.toordinal() if one.until else 0
    if one.past:
        return 2, -day, one.list.date
    return (0 if one.until else 1), day, one.list.date
