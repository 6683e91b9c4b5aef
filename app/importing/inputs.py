"""All that a proposal rests on, as one value, and the three stages after reading as one function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from app.domain.frozen import frozen
from app.domain.model import Roll
from app.importing.attendance import Answers, attendance
from app.importing.judgement import Options
from app.importing.matching import Known, match
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


def judged(inputs: Inputs) -> Proposal:
    """Return what the reports propose for the list."""
    readings = attendance(inputs.reports, inputs.lesson, inputs.answers)
    attenders = [attender for reading in readings for attender in reading.attenders]
    students = [entry.student for entry in inputs.roll.entries]
    matched = match(attenders, students, inputs.known)
    return propose(readings, matched, inputs.roll, inputs.lesson, inputs.options)
