"""What sending costs: draining what waits, calls and connections of a roll, one delivery beside a bare client."""

from __future__ import annotations

import queue
import re
import tempfile
import time
from pathlib import Path

import httpx

from app.config.settings import Access, Settings
from app.domain import polish_time
from app.domain.model import Mark, Record
from app.register.register import Register
from app.store import Store
from app.sync.connection import Pace
from app.sync.events import EntriesAnswered, ReadingEnded, SyncEvent
from app.sync.requests import ReadRoll
from app.sync.sync import Sync
from app.usos.client import Usos
from app.usos.signing import Signed
from tests.benchmarks.figures import Line, Scenario, median, milliseconds
from tests.benchmarks.keys import roll
from tests.benchmarks.timed import program
from tests.benchmarks.university import UPDATE, University, university

_AT_ONCE = 4  # calls
_ROLL = "services/attendance/attendance"
_LIST = "services/attendance/attendance_list"


# --- draining ---


def _drain(students: int, latency: float) -> float:
    """Return the seconds from the first update to the last when a program starts with a whole roll unsent."""
    with university(students) as usos, tempfile.TemporaryDirectory() as name:
        home, arguments = Path(name), ("--list", usos.current_list)
        with program(*arguments, environment=usos.environment, home=home) as terminal:
            terminal.until(re.compile(f"{students} of {students} left"))
            terminal.rest(1.5)
            terminal.quit()
        _mark_all(home, usos.current_list)
        usos.slow(latency)
        usos.forget()
        with program(*arguments, environment=usos.environment, home=home) as terminal:
            terminal.until(re.compile(f"all {students} marked"))
            while len(answered := usos.moments(UPDATE)) < students:
                terminal.rest(0.1)
            terminal.quit()
    return answered[-1] - answered[0] + latency


def _mark_all(home: Path, list_id: str) -> None:
    (file,) = (home / "data").rglob("*.sqlite3")
    store = Store(file)
    for place, entry in enumerate(store.rolls.entries(list_id)):
        mark = Mark.ABSENT if place % 9 == 0 else Mark.INTRAMURAL
        store.outbox.decide(list_id, {entry.student.id: Record(mark, "")}, polish_time.now())
    store.close()


def _drains(quick: bool) -> list[Line]:
    lines = []
    for students in (30, 300):
        for latency in (0.0, 0.05, 0.2):
            if quick and (students, latency) not in {(30, 0.05), (300, 0.05)}:
                continue
            times = [_drain(students, latency) for _ in range(1 if quick else 3)]
            ideal = students / _AT_ONCE * latency
            line = Line(
                f"drain of {students} marks at {latency * 1000:.0f} ms",
                times,
                unit="s",
                bare=[ideal] if ideal else [],
                note=f"{students / median(times):.0f} marks/s",
            )
            if students == 300 and ideal:
                line = line.judged("≤ 1.3 × 300/4 × latency", kept=median(times) <= 1.3 * ideal)
            lines.append(line)
    return lines


# --- calls and connections of a roll ---


def _calls(quick: bool) -> list[Line]:
    with roll(30) as (terminal, usos):
        before, began = usos.connections(), time.monotonic()
        read_before = _readings(usos)
        terminal.burst("14" * 15, 0.1)
        usos.until_updated(30)
        terminal.type("\x13")
        terminal.until(re.compile("confirmed in USOS"))
        minutes = (time.monotonic() - began) / 60
        updates, readings = usos.count(UPDATE), _readings(usos)
        connections = usos.connections()
        terminal.quit()
    allowed = 3 + 30 // 3 + int(minutes)  # the marks of 0.3 s, three keys, go after one reading of their entries
    return [
        Line("a roll of 30: updates", [updates], unit="", goal="30", kept=updates == 30),
        Line(
            "a roll of 30: reads of it, from opening to confirmed",
            [readings],
            unit="",
            goal=f"≤ {allowed}",
            kept=readings <= allowed,
            note=f"{read_before} of them at opening",
        ),
        Line(
            "a roll of 30: connections, start included",
            [connections],
            unit="",
            goal="≤ 4",
            kept=connections <= _AT_ONCE,
            note=f"{before} of them before the first mark",
        ),
    ]


def _readings(usos: University) -> int:
    return sum(method in {_ROLL, _LIST} and list_id == usos.current_list for method, list_id, _ in usos.calls())


# --- one delivery ---


def _deliveries(quick: bool) -> list[Line]:
    """Send marks in turns: by the program's own way from a due decision to the settled entry, and by a bare client."""
    ours: list[float] = []
    bare: list[float] = []
    with university(30) as usos, tempfile.TemporaryDirectory() as name:
        access = Access(*(usos.environment[f"ROLLCALL_{one.upper()}"] for one in Access.__dataclass_fields__))
        store, settled = Store(Path(name) / "store.sqlite3"), queue.Queue[SyncEvent]()
        sync = Sync(
            store,
            lambda: Usos(access, Settings()),
            now=polish_time.now,
            pace=Pace(hold=0, gather=0, barrier=0, confirm=600),
        )
        register, list_id = Register(store, polish_time.now), usos.current_list
        sync.start(settled.put)
        sync.want(ReadRoll(list_id))
        while settled.get(timeout=20) != ReadingEnded(ReadRoll(list_id)):
            pass
        entries = store.rolls.entries(list_id)
        client = httpx.Client(auth=Signed(access), trust_env=False, timeout=30)
        usos.slow(0.05)
        for entry in entries[: 12 if quick else 30]:
            student_id = entry.student.id
            parameters = {"list_id": list_id, "student_id": student_id, "attendance_mode": "absence"}
            began = time.perf_counter()
            assert client.post(access.url + UPDATE, data=parameters).json() == {}
            bare.append(time.perf_counter() - began)
            register.mark(list_id, student_id, Mark.INTRAMURAL)
            began = time.perf_counter()
            sync.decided(list_id, student_id)
            while settled.get(timeout=20) != EntriesAnswered(list_id, (student_id,)):
                pass
            ours.append(time.perf_counter() - began)
        sync.stop(patience=2)
        client.close()
        store.close()
    ours, bare = ours[1:], bare[1:]  # the first opens a connection
    line = Line("one delivery at 50 ms, from due to settled on disk", milliseconds(ours), bare=milliseconds(bare))
    return [line.judged("≤ 1.1 × a bare httpx.Client", kept=(line.ratio or 0) <= 1.1)]


SENDING = [Scenario("drain", _drains), Scenario("calls", _calls), Scenario("delivery", _deliveries)]
