"""The pages beside the roll, worked out in this process as their screens do, and not painted: excuses, an import."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from app.domain.model import AttendanceList, Group, GroupKey, ListId, Mark, Mode, Phrase, Record, Student, Term
from app.register.register import Register
from app.roll.import_session import ImportSession
from app.store import Store
from tests.benchmarks.figures import Line, Scenario, median, milliseconds
from tests.importing.written import Stayed, teams
from tests.support.clock import NOW
from tests.support.roll_caller import LIST, RollCaller

_PEOPLE, _LISTS, _GROUPS = 300, 30, 6
_TERM = Term(
    id="Z", name=Phrase("Z", "Z"), start=NOW.date() - timedelta(weeks=40), finish=NOW.date() + timedelta(90), order=1
)


def _times(quick: bool, work: Callable[[], object]) -> list[float]:
    times = []
    for _ in range(5 if quick else 30):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return milliseconds(times)


def _people(group: int) -> list[Student]:
    return [
        Student(id=f"{group}{n:05}", first_name=f"Imię{n % 17}", last_name=f"Nazwisko{n}", number=f"{group}{n:05}")
        for n in range(_PEOPLE)
    ]


def _absences(quick: bool) -> list[Line]:
    """One in twelve is absent from each of 30 lists of six groups of 300."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "store.sqlite3")
        groups = [
            Group(GroupKey(str(number), "1"), _TERM.id, Phrase("Kurs", "Course"), Phrase("", ""), _PEOPLE)
            for number in range(_GROUPS)
        ]
        store.mirror.keep_groups(groups, [_TERM], NOW)
        for number, group in enumerate(groups):
            people = _people(number)
            for week in range(_LISTS):
                list_id, date = ListId(f"{number}-{week}"), NOW.replace(minute=15) - timedelta(weeks=week)
                one = AttendanceList(id=list_id, group=group.key, date=date, mode=Mode.HYBRID, owner="")
                store.mirror.keep_list(one)
                marks = (Mark.INTRAMURAL if (place + week) % 12 else Mark.ABSENT for place in range(_PEOPLE))
                records = [(who, Record(mark, "")) for who, mark in zip(people, marks, strict=True)]
                store.mirror.keep_roll(list_id, records, NOW)
        register = Register(store, lambda: NOW)
        number = sum(len(one.absences) for one in register.excusing.worklist())
        line = Line(f"{number} absences to excuse, from the store", _times(quick, register.excusing.worklist))
        store.close()
    return [line.judged("< 50 ms", kept=median(line.values) < 50)]


def _import(quick: bool) -> list[Line]:
    """A report of 300, of whom each eighth is called by half a name; then one of these is decided."""
    people, begin = _people(0), NOW.replace(minute=15, second=0)
    rows = [
        Stayed(
            f"{one.first_name} {one.last_name if place % 8 else one.last_name[:-2]}",
            begin,
            begin + timedelta(hours=1.5),
        )
        for place, one in enumerate(people)
    ]
    with tempfile.TemporaryDirectory() as folder:
        caller = RollCaller(Path(folder))
        caller.keep(Mode.REMOTE, people=people)
        file = Path(folder) / "report.csv"
        file.write_text(teams(rows), encoding="utf-8")
        session = ImportSession(caller.call(LIST))

        def read() -> None:
            session.take(session.reading([file])())
            session.rows()

        def decide() -> None:
            row = next(one for one in session.rows() if one.is_undecided and one.choices)
            session.choose(row, row.choices[-1])
            session.rows()

        first = Line(f"report of {_PEOPLE} read and judged", _times(quick, read))
        answer = Line("one of its rows decided, all judged by that", _times(quick, decide))
        caller.end()
    return [
        first.judged("< 300 ms", kept=median(first.values) < 300),
        answer.judged("< 50 ms", kept=median(answer.values) < 50),
    ]


PAGES = [Scenario("absences", _absences), Scenario("import", _import)]
