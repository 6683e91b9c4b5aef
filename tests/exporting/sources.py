"""Terms and rolls to export, built by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.domain.group_rules import NO_LIMITS, GroupRules
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
    Student,
)
from app.register.export_source import ExportSource
from app.register.overview import Known, entered, overview

NOW = datetime(2026, 11, 23, 10, 17)  # noqa: DTZ001 - Polish wall-clock time, as everywhere
FIRST = datetime(2026, 10, 5, 10, 15)  # noqa: DTZ001 - as above
KEY = GroupKey("17879", "3")
GROUP = Group(
    key=KEY,
    term_id="2026/2027-Z",
    course=Phrase("Analiza matematyczna I", "Mathematical Analysis I"),
    class_type=Phrase("ćwiczenia", "class"),
    students=3,
)
TERM = Phrase("Semestr zimowy 2026/27", "Winter semester 2026/27")
RLO = "\N{RIGHT-TO-LEFT OVERRIDE}"
HOSTILE = (
    "=1+1",
    "+48 123",
    "@SUM(A1)",
    "\t=cmd|' /C calc'!A0",
    "＝1+1",
    "a;=1+1",
    'b,"=1+1',
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "[/b] [red]",
    f"{RLO}gnp.exe",
    "'quoted' \"twice\"",
    "line\r\nbreak",
    "Ż" * 200,
)

MARKS = (Mark.INTRAMURAL, Mark.REMOTE, Mark.JUSTIFIED, Mark.ABSENT, None)


def student(number: int, last_name: str = "", first_name: str = "Jan") -> Student:
    """A student whose album number begins with zeros."""
    return Student(
        id=str(number), first_name=first_name, last_name=last_name or f"Nazwisko{number:03}", number=f"{number:06}"
    )


def roll_of(week: int, records: dict[Student, Record], *, read: bool = True) -> Roll:
    """The roll of the hybrid list of a week."""
    of = AttendanceList(
        id=ListId(str(100 + week)), group=KEY, date=FIRST + timedelta(weeks=week), mode=Mode.HYBRID, owner=""
    )
    return Roll(of, tuple(Entry(who, record) for who, record in records.items()), NOW if read else None)


def of_term(
    students: Sequence[Student], rolls: Sequence[Roll], meetings: Sequence[Meeting] = (), rules: GroupRules = NO_LIMITS
) -> ExportSource:
    """What can be exported of these rolls as a term."""
    term = overview(GROUP, Known(rolls, meetings, students), rules, NOW)
    return ExportSource(
        key=KEY,
        group=GROUP,
        term=TERM,
        lecturer="Maria Wykładowca",
        at=NOW,
        meeting=FIRST,
        room="s. 214",
        students=tuple(students),
        overview=term,
    )


def of_list(roll: Roll) -> ExportSource:
    """What can be exported of one roll."""
    cells = tuple(entered(one, "") for one in roll.entries)
    return ExportSource(
        key=KEY,
        group=GROUP,
        term=TERM,
        lecturer="",
        at=NOW,
        meeting=roll.list.date,
        room="",
        students=tuple(one.student for one in roll.entries),
        list=roll.list,
        cells=cells,
        read_at=roll.read_at,
    )


def term_of(students: int, meetings: int) -> ExportSource:
    """A whole term in which every mark occurs, somebody is late, and a comment stands."""
    people = [student(number) for number in range(1, students + 1)]
    rolls = []
    for week in range(meetings):
        records = {}
        for place, one in enumerate(people):
            mark = MARKS[(place + week) % len(MARKS)]
            came_late = mark is Mark.INTRAMURAL and place % 3 == 0
            records[one] = Record(mark, f"late {5 + place % 20} min" if came_late else "")
        rolls.append(roll_of(week, records))
    return of_term(people, rolls)
