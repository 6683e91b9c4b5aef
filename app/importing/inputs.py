"""All that a proposal rests on, as one value, and the three stages after reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace

from app.domain.frozen import frozen
from app.domain.model import Roll
from app.importing.attendance import Answers, Reading, attendance
from app.importing.judgement import Options
from app.importing.matching import Known, Matcher
from app.importing.presence import Lesson
from app.importing.proposal import Proposal, propose
from app.importing.report import Report


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
        self._attendance: tuple[object, list[Reading]] | None = None  # and for what it is
        self._matcher: tuple[object, Matcher] | None = None  # and for what it is

    def judged(self, inputs: Inputs, told: Callable[[float], object] = lambda share: None) -> Proposal:
        """Return what the reports propose for the list; `told` hears now and then which share of it is done."""
        of = (inputs.reports, inputs.lesson, inputs.answers)
        if self._attendance is None or self._attendance[0] != of:
            self._attendance = of, attendance(*of)
        readings = self._attendance[1]
        attenders = [attender for reading in readings for attender in reading.attenders]
        students = [entry.student for entry in inputs.roll.entries]
        asked = (attenders, students, replace(inputs.known, decided={}))
        if self._matcher is None or self._matcher[0] != asked:
            self._matcher = asked, Matcher(*asked, told)
        matched = self._matcher[1].matched(inputs.known.decided)
        return propose(readings, matched, inputs.roll, inputs.lesson, inputs.options)
