"""One class and its group, and what a file makes of its list: every test of importing begins here."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from unicodedata import normalize

from app.domain.model import NOT_SET, AttendanceList, Entry, GroupKey, Mark, Mode, Person, Record, Roll, Student
from app.importing import matching
from app.importing.attendance import Answers, attendance
from app.importing.judgement import Options
from app.importing.matching import How, Known, Matched
from app.importing.presence import Lesson
from app.importing.proposal import Proposal, State, StudentProposal, propose
from app.importing.reading import read
from app.importing.report import ProblemKind, Report

REPORTS = Path(__file__).parent / "reports"
LESSON = Lesson(datetime.fromisoformat("2026-10-06T08:00"), datetime.fromisoformat("2026-10-06T09:30"))
LECTURER = Person("77", "Halina", "Prusak-Ostoja")
SAMPLES = sorted(path.name for path in REPORTS.iterdir() if path.name != "roster.csv")

with (REPORTS / "roster.csv").open(encoding="utf-8") as file:
    _ROWS = list(csv.DictReader(file))

GROUP = tuple(
    Student(
        id=row["student_number"],
        first_name=row["first_names"],
        last_name=row["last_name"],
        number=row["student_number"],
    )
    for row in _ROWS
)
EMAILS = {row["student_number"]: row["email"] for row in _ROWS}


@dataclass(frozen=True)
class Import:
    """What came of an import, by what tests ask."""

    proposal: Proposal

    @property
    def report(self) -> Report:
        return self.proposal.readings[0].report

    @property
    def problems(self) -> list[ProblemKind]:
        return [problem.kind for reading in self.proposal.readings for problem in reading.problems]

    @property
    def rows(self) -> dict[str, Matched]:
        return {normalize("NFC", row.attender.person.name): row for row in self.proposal.rows}

    @property
    def who(self) -> dict[str, str | None]:
        """Each name with the id of its student."""
        return {name: row.student_id for name, row in self.rows.items()}

    @property
    def asked(self) -> dict[str, tuple[str, ...]]:
        """Each name that is asked about, with its suggestions."""
        return {name: row.suggestions for name, row in self.rows.items() if row.how is How.ASK}

    @property
    def of_nobody(self) -> list[str]:
        return [name for name, row in self.rows.items() if row.how is How.NOBODY]

    @property
    def present(self) -> dict[str, str]:
        """Each student with a presence, and how long it is, as h:mm:ss."""
        return {one.student.id: str(one.presence.most) for one in self.proposal.students if one.presence}

    @property
    def late(self) -> dict[str, int | None]:
        return {one.student.id: one.presence.late for one in self.proposal.students if one.presence}

    @property
    def marks(self) -> dict[str, Mark]:
        """Each student for whom a mark is proposed."""
        return {
            one.student.id: one.proposed.mark for one in self.proposal.students if one.proposed and one.proposed.mark
        }

    @property
    def certain(self) -> dict[str, Mark | None]:
        return {one.student.id: one.proposed.mark for one in self.proposal.certain if one.proposed}

    def student(self, student_id: str) -> StudentProposal:
        return next(one for one in self.proposal.students if one.student.id == student_id)

    def state(self, student_id: str) -> State:
        return self.student(student_id).state

    def told(self, name: str) -> str:
        """How long a row was there by what the file says."""
        return str(sum((stay.told for stay in self.rows[name].attender.stays if stay.told), LESSON.length * 0))


def sample(name: str) -> bytes:
    return (REPORTS / name).read_bytes()


def imported(
    data: bytes | str,
    name: str = "report.csv",
    *,
    mode: Mode = Mode.REMOTE,
    lesson: Lesson = LESSON,
    students: Sequence[Student] = GROUP,
    now: Mapping[str, Record] | None = None,
    known: Known | None = None,
    answers: Answers | None = None,
    options: Options | None = None,
) -> Import:
    """Import one file, of its bytes or its text, into the list of the class."""
    return import_all(
        {name: data},
        mode=mode,
        lesson=lesson,
        students=students,
        now=now,
        known=known,
        answers=answers,
        options=options,
    )


def import_all(
    files: Mapping[str, bytes | str],
    *,
    mode: Mode = Mode.REMOTE,
    lesson: Lesson = LESSON,
    students: Sequence[Student] = GROUP,
    now: Mapping[str, Record] | None = None,
    known: Known | None = None,
    answers: Answers | None = None,
    options: Options | None = None,
) -> Import:
    reports = [read(data.encode() if isinstance(data, str) else data, name) for name, data in files.items()]
    readings = attendance(reports, lesson, dict.fromkeys(files, answers) if answers else None)
    attenders = [one for reading in readings for one in reading.attenders]
    matched = matching.match(attenders, students, known or knowing())
    of_list = AttendanceList(id="7", group=GroupKey("100", "3"), date=lesson.start, mode=mode, owner=LECTURER.id)
    entries = tuple(Entry(one, (now or {}).get(one.id, NOT_SET)) for one in students)
    roll = Roll(of_list, entries, None)
    chosen = options or Options(late_template="late {minutes} min")
    return Import(propose(readings, matched, roll, lesson, chosen))


def knowing(
    aliases: Mapping[str, str] | None = None,
    decided: Mapping[tuple[str, int], str | None] | None = None,
    emails: Mapping[str, str] | None = None,
) -> Known:
    return Known(emails=emails or {}, aliases=aliases or {}, decided=decided or {}, lecturers=(LECTURER,))
