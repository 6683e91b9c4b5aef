"""The window in which somebody else's mark is not seen: from the answer that told an entry to its mark's departure."""

from __future__ import annotations

import queue
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.config.settings import Access, Settings
from app.domain import polish_time
from app.domain.model import Mark, Record, Student
from app.register.register import Register
from app.store import Store
from app.sync.connection import USUAL_PACE
from app.sync.events import EntriesAnswered, ReadingEnded, SyncEvent
from app.sync.requests import ReadRoll
from app.sync.sync import Sync
from app.usos.client import Usos
from tests.benchmarks.figures import Line, Scenario
from tests.benchmarks.university import University, university

_MEAN, _MOST = 1.0, 2.0  # seconds of the window that are aimed at
_LATENCIES = (0.05, 0.15, 0.5, 0.8)
_BETWEEN_KEYS = (2.6, 0.3)


@dataclass
class Sent:
    """What was seen of a roll that was sent: seconds of each mark, and how many readings there were."""

    windows: list[float] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    reads: int = 0


class WatchedUsos(Usos):
    """The way to USOS, with the moments of readings and departures noted."""

    def __init__(self, access: Access, sent: Sent) -> None:
        super().__init__(access, Settings())
        self.sent = sent
        self.told: dict[str, float] = {}

    def attendance(self, list_id: str, student_ids: Iterable[str] = ()) -> tuple[tuple[Student, Record], ...]:
        entries = super().attendance(list_id, student_ids)
        self.sent.reads += 1
        self.told |= {who.id: time.perf_counter() for who, _ in entries}
        return entries

    def update_attendance(
        self, list_id: str, student_id: str, mark: Mark, comment: str | None, within: float = 0.0
    ) -> None:
        self.sent.windows.append(time.perf_counter() - self.told[student_id])
        super().update_attendance(list_id, student_id, mark, comment, within)


def _send(usos: University, students: int, between: float) -> Sent:
    """Mark so many students, a key at a time, and send them as the program does."""
    sent, events = Sent(), queue.Queue[SyncEvent]()
    access = Access(*(usos.environment[f"ROLLCALL_{one.upper()}"] for one in Access.__dataclass_fields__))

    with tempfile.TemporaryDirectory() as name:
        store, list_id = Store(Path(name) / "store.sqlite3"), usos.current_list
        sync = Sync(store, lambda: WatchedUsos(access, sent), now=polish_time.now, pace=USUAL_PACE)
        register, decided = Register(store, polish_time.now), dict[str, float]()

        def take_in(until: float) -> None:
            while (left := until - time.perf_counter()) > 0:
                try:
                    event = events.get(timeout=left)
                except queue.Empty:
                    return
                if isinstance(event, EntriesAnswered) and len(event.student_ids) == 1:
                    student_id = event.student_ids[0]
                    entry = register.entry(list_id, student_id)
                    if entry is not None and entry.known.mark is not None and student_id in decided:
                        sent.lags.append(time.perf_counter() - decided.pop(student_id))

        sync.start(events.put)
        sync.want(ReadRoll(list_id))
        while events.get(timeout=20) != ReadingEnded(ReadRoll(list_id)):
            pass
        sent.reads = 0
        for entry in store.rolls.entries(list_id)[:students]:
            register.mark(list_id, entry.student.id, Mark.INTRAMURAL)
            decided[entry.student.id] = time.perf_counter()
            sync.decided(list_id, entry.student.id)
            take_in(time.perf_counter() + between)
        end = time.perf_counter() + 60
        while decided and time.perf_counter() < end:
            take_in(time.perf_counter() + 0.2)
        sync.stop(patience=2)
        store.close()
    assert not decided, "a mark did not arrive"
    return sent


def _windows(quick: bool) -> list[Line]:
    lines = []
    students = 10 if quick else 30
    for latency in _LATENCIES[1:2] if quick else _LATENCIES:
        for between in _BETWEEN_KEYS[1:] if quick else _BETWEEN_KEYS:
            with university(30) as usos:
                usos.slow(latency)
                sent = _send(usos, students, between)
            what = f"{students} marks, a key each {between} s, at {latency * 1000:.0f} ms"
            mean, most = sum(sent.windows) / len(sent.windows), max(sent.windows)
            line = Line(f"{what}: window", sent.windows, unit="s", note=f"mean {mean:.2f} s, most {most:.2f} s")
            lines.append(line.judged("mean ≤ 1 s, none over 2 s", kept=mean <= _MEAN and most <= _MOST))
            lines.append(Line(f"{what}: lag of a mark", sent.lags, unit="s", note=f"{sent.reads} reads of entries"))
    return lines


WINDOW = [Scenario("window", _windows)]
