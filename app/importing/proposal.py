"""Matched rows to proposals: what the list would become, student by student, and what has to be decided first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from app.domain.frozen import frozen
from app.domain.model import AttendanceList, Entry, Mode, Record, Roll, Student
from app.importing.attendance import Question, Reading, together
from app.importing.judgement import Judge, Judgement, Options, Why
from app.importing.matching import How, Matched
from app.importing.presence import Lesson, Presence
from app.importing.report import Problem, ProblemKind


class State(StrEnum):
    """Where a student stands; the page of differences groups by it."""

    SET = "set"  # will be marked
    BORDERLINE = "borderline"  # within five minutes of the share: to decide
    ASK = "ask"  # to decide
    SAME = "same"  # has the mark already, or one that the report says nothing against
    DIFFERS = "differs"  # has another mark, which stays unless the lecturer decides
    MISSING = "missing"  # not in the report, or with a blank sign


@frozen
class StudentProposal:
    """What is proposed for one student.

    `proposed` is what would be written, None where nothing is; `if_present` what a decision for presence would write.
    `rows` are those of the student.
    """

    student: Student
    now: Record
    state: State
    proposed: Record | None
    if_present: Record
    presence: Presence | None
    rows: tuple[Matched, ...]
    why: tuple[Why, ...]


@frozen
class Proposal:
    """What some reports propose for a list.

    `refused` says why nothing is proposed at all; `no_absence` why nobody is proposed absent for not being there.
    """

    list: AttendanceList
    lesson: Lesson
    readings: tuple[Reading, ...]
    rows: tuple[Matched, ...]
    students: tuple[StudentProposal, ...] = ()
    refused: Problem | None = None
    no_absence: Why | None = None

    @property
    def questions(self) -> tuple[Question, ...]:
        """What has to be answered about the files."""
        return tuple(question for reading in self.readings for question in reading.questions)

    def problems(self, reading: Reading) -> tuple[Problem, ...]:
        """Return what is wrong with a file, also that it does not fit the list."""
        fits = self.list.mode is not Mode.INTRAMURAL or not reading.report.is_conference
        return reading.problems if fits else (*reading.problems, Problem(ProblemKind.INTRAMURAL_LIST))

    @property
    def refused_files(self) -> frozenset[str]:
        """The names of the files from which nothing at all is taken."""
        misfit = Problem(ProblemKind.INTRAMURAL_LIST)
        return frozenset(
            reading.report.name
            for reading in self.readings
            if misfit in (problems := self.problems(reading))
            or (problems and not reading.attenders and not reading.questions)
        )

    @property
    def tells_times(self) -> bool:
        """Whether how long somebody was there decides anything: tables of signs tell no times."""
        return self.refused is None and any(row.attender.stays for row in self.rows)

    @property
    def certain(self) -> tuple[StudentProposal, ...]:
        """Whom one can mark without any question."""
        return tuple(one for one in self.students if one.state in {State.SET, State.MISSING} and one.proposed)

    @property
    def is_decided(self) -> bool:
        """Whether nothing is left to ask: no row, no student, no file."""
        open_states = {State.ASK, State.BORDERLINE, State.DIFFERS}
        open_rows = any(row.how is How.ASK for row in self.rows)
        return not (open_rows or self.questions or any(one.state in open_states for one in self.students))


def propose(
    readings: Sequence[Reading], matched: Sequence[Matched], roll: Roll, lesson: Lesson, options: Options
) -> Proposal:
    """Return what reports propose for a list: existing marks stay as they are, and absence is proposed with care only.

    A report of a call is refused for an intramural list. Absence needs a list held remotely and files that are whole,
    of this class and without an open row.
    """
    whole = Proposal(list=roll.list, lesson=lesson, readings=tuple(readings), rows=tuple(matched))
    if refused := _refused(whole):
        return replace(whole, refused=refused)
    no_absence = _no_absence(readings, matched, roll.list.mode)
    judge = Judge(
        mode=roll.list.mode,
        lesson=lesson,
        options=options,
        asked_files=frozenset(question.file for question in whole.questions),
        may_be_absent=no_absence is None,
    )
    suggested = {one for row in matched if row.how is How.ASK for one in row.suggestions}
    rows: defaultdict[str, list[Matched]] = defaultdict(list)
    for row in matched:
        if row.student_id:
            rows[row.student_id].append(row)
    proposed = []
    for entry in roll.entries:
        own = rows[entry.student.id]
        attenders = [row.attender for row in own]
        called = [attender for attender in attenders if attender.stays]
        presence = together(called, lesson) if called else None
        judged = judge.judge(entry.record, attenders, presence, may_have_row=entry.student.id in suggested)
        proposed.append(_proposed(entry, own, judged, presence))
    return replace(whole, students=tuple(proposed), no_absence=no_absence)


def _refused(whole: Proposal) -> Problem | None:
    misfit = Problem(ProblemKind.INTRAMURAL_LIST)
    if any(misfit in whole.problems(reading) for reading in whole.readings):
        return misfit
    unread = [reading for reading in whole.readings if not reading.attenders and not reading.questions]
    told = [problem for reading in unread for problem in reading.problems]
    return told[-1] if whole.readings and len(unread) == len(whole.readings) and told else None


def _no_absence(readings: Sequence[Reading], matched: Sequence[Matched], mode: Mode) -> Why | None:
    """Return why nobody may be proposed absent for not being in the reports, None where one may."""
    students = {row.student_id for row in matched if row.student_id}
    strangers = sum(row.how is How.NOBODY for row in matched)
    reasons = (
        (mode is not Mode.REMOTE, Why.MAY_BE_IN_ROOM),
        (any(reading.report.columns for reading in readings), Why.SIGNS_ONLY),
        (not all(reading.report.complete for reading in readings), Why.FILE_INCOMPLETE),
        (not all(reading.of_class for reading in readings), Why.NOT_OF_CLASS),
        (not all(reading.to_the_end for reading in readings), Why.OPEN_END),
        (len(students) <= strangers, Why.NOT_OF_CLASS),
        (any(row.how is How.ASK for row in matched), Why.ROW_OPEN),
    )
    return next((why for holds, why in reasons if holds), None)


def _proposed(entry: Entry, rows: Sequence[Matched], judged: Judgement, presence: Presence | None) -> StudentProposal:
    now = entry.record
    state = _state(now, rows, judged)
    changes = judged.record is not None and judged.record.mark is not now.mark
    keeps = state is State.SAME or (state is State.MISSING and now.mark is not None)
    return StudentProposal(
        student=entry.student,
        now=now,
        state=state,
        proposed=judged.record if changes and not keeps else None,
        if_present=judged.if_present,
        presence=presence,
        rows=tuple(rows),
        why=judged.why,
    )


def _state(now: Record, rows: Sequence[Matched], judged: Judgement) -> State:
    if not rows and not judged.is_open:
        return State.MISSING
    if now.mark is not None:
        return State.DIFFERS if judged.record and judged.record.mark is not now.mark else State.SAME
    if Why.BLANK in judged.why:
        return State.MISSING
    if judged.record:
        return State.SET
    return State.BORDERLINE if Why.NEAR_SHARE in judged.why else State.ASK
