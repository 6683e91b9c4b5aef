"""A proposal as the value that `rollcall import --json` prints; `schema_version` counts its shape."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import TypedDict

from app.importing.attendance import Question, together
from app.importing.judgement import Why
from app.importing.matching import Matched
from app.importing.presence import Lesson
from app.importing.proposal import Proposal, StudentProposal
from app.importing.report import Problem


class ListJson(TypedDict):
    """The list that is filled; `date` as ISO 8601, Polish wall-clock time."""

    list_id: str
    date: str
    mode: str


class FileJson(TypedDict):
    """One file."""

    name: str
    format: str
    complete: bool
    meetings: int
    problems: list[str]


class RowJson(TypedDict):
    """One row of a file; `minutes` as the file tells them, those with an open end cut to the class."""

    file: str
    line: int
    name: str
    minutes: float | None
    late: int | None
    match: str
    student_id: str | None
    suggestions: list[str]


class StudentJson(TypedDict):
    """One student; `minutes` are those in the class, of all rows together."""

    student_id: str
    name: str
    minutes: float | None
    late: int | None
    now: str | None
    proposed: str | None
    comment: str | None
    state: str
    why: str


class QuestionJson(TypedDict):
    """A question about a file; `choices` are numbers of columns (from 1), `headings` what stands over them."""

    file: str
    kind: str
    choices: list[int]
    headings: list[str]


class ProposalJson(TypedDict):
    """The whole value."""

    schema_version: int
    list: ListJson
    files: list[FileJson]
    rows: list[RowJson]
    students: list[StudentJson]
    questions: list[QuestionJson]


def _code(word: StrEnum) -> str:
    return word.value


def as_json(
    proposal: Proposal,
    problem: Callable[[Problem], str] = lambda one: _code(one.kind),
    why: Callable[[Why], str] = _code,
) -> ProposalJson:
    """Return the JSON value of a proposal; `problem` and `why` turn reasons into words, without them into codes."""
    told = proposal.list
    return {
        "schema_version": 1,
        "list": {"list_id": told.id, "date": told.date.isoformat(), "mode": told.mode.value},
        "files": [
            {
                "name": reading.report.name,
                "format": reading.report.format.value,
                "complete": reading.report.complete,
                "meetings": reading.report.meetings,
                "problems": [problem(one) for one in reading.problems],
            }
            for reading in proposal.readings
        ],
        "rows": [_row(row, proposal.lesson) for row in proposal.rows],
        "students": [_student(one, why) for one in proposal.students],
        "questions": [_question(one) for one in proposal.questions],
    }


def _row(row: Matched, lesson: Lesson) -> RowJson:
    attender = row.attender
    presence = together([attender], lesson) if attender.stays else None
    told = [stay.told for stay in attender.stays]
    closed = [one for one in told if one is not None]
    whole = sum(closed, timedelta()) if len(closed) == len(told) or presence is None else presence.most
    return {
        "file": attender.file,
        "line": attender.person.line,
        "name": attender.person.name,
        "minutes": _minutes(whole) if presence else None,
        "late": presence.late if presence else None,
        "match": row.how.value,
        "student_id": row.student_id,
        "suggestions": list(row.suggestions),
    }


def _student(one: StudentProposal, why: Callable[[Why], str]) -> StudentJson:
    return {
        "student_id": one.student.id,
        "name": one.student.own_name,
        "minutes": _minutes(one.presence.most) if one.presence else None,
        "late": one.presence.late if one.presence else None,
        "now": one.now.mark.value if one.now.mark else None,
        "proposed": one.proposed.mark.value if one.proposed and one.proposed.mark else None,
        "comment": (one.proposed.comment or None) if one.proposed else None,
        "state": one.state.value,
        "why": ", ".join(why(reason) for reason in one.why),
    }


def _question(one: Question) -> QuestionJson:
    return {
        "file": one.file,
        "kind": one.kind.value,
        "choices": [column.number for column in one.columns],
        "headings": [column.heading for column in one.columns],
    }


def _minutes(length: timedelta) -> float:
    return round(length / timedelta(minutes=1), 2)
