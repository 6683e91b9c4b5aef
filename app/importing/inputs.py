"""All that a proposal rests on, as one value, and the three stages after reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import Generic, ParamSpec, TypeVar

from app.domain.frozen import frozen
from app.domain.model import Roll
from app.importing.attendance import Answers, attendance
from app.importing.judgement import Options
from app.importing.matching import Known, Matcher
from app.importing.presence import Lesson
from app.importing.proposal import Proposal, propose
from app.importing.report import Report

ArgumentsT = ParamSpec("ArgumentsT")
ResultT = TypeVar("ResultT")


@frozen
class Inputs:
    """Reports, the list they are read for, and what the lecturer has said of them; `answers` are by names of files."""

    reports: tuple[Report, ...]
    roll: Roll
    lesson: Lesson
    known: Known
    options: Options
    answers: Mapping[str, Answers] = field(default_factory=dict)


class Judging:
    """The three stages after reading, again and again for one list: each anew only where what it rests on is another.

    What an answer of the lecturer changes is then told without reading every row anew.
    """

    def __init__(self) -> None:
        """Begin with nothing judged."""
        self._attendance = _Last(attendance)
        self._matcher = _Last(Matcher)

    def judged(self, inputs: Inputs) -> Proposal:
        """Return what the reports propose for the list."""
        readings = self._attendance(inputs.reports, inputs.lesson, inputs.answers)
        attenders = [attender for reading in readings for attender in reading.attenders]
        students = [entry.student for entry in inputs.roll.entries]
        matcher = self._matcher(attenders, students, replace(inputs.known, decided={}))
        matched = matcher.matched(inputs.known.decided)
        return propose(readings, matched, inputs.roll, inputs.lesson, inputs.options)


class _Last(Generic[ArgumentsT, ResultT]):
    """A pure function that gives its last result again while it is asked the same."""

    def __init__(self, work: Callable[ArgumentsT, ResultT]) -> None:
        self._work = work
        self._last: tuple[tuple[object, ...], ResultT] | None = None

    def __call__(self, *arguments: ArgumentsT.args, **options: ArgumentsT.kwargs) -> ResultT:
        asked = (*arguments, *options.items())
        if self._last is None or self._last[0] != asked:
            self._last = asked, self._work(*arguments, **options)
        return self._last[1]
