"""Calls rolls without a screen: sessions on a real store, alone or with an emulator over HTTP."""

from __future__ import annotations

import queue
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app.domain.model import NOT_SET, AttendanceList, GroupKey, ListId, Mark, Mode, Record, Student
from app.register.register import Register
from app.roll.outcomes import Outcome
from app.roll.session import RollSession
from app.store import Store
from app.store.outbox import Due
from app.sync.connection import Pace
from app.sync.events import ActionEnded, ReadingEnded, SyncEvent
from app.sync.scheduler import MOST_CALLS
from app.sync.sync import Sync
from app.usos.client import Usos
from app.workspace.workspace import CallingOptions, Workspace
from tests.support.clock import NOW
from tests.support.driver import QUICK, UNGUARDED
from tests.support.private import number_waiting

KEY = GroupKey("17879", "3")
LIST = ListId("1001")
NAMES = ("Ąbek Łucja", "Ćwik Zofia", "Lis Jan", "Müller Lena", "Nowak Anna", "Żak Ewa")
PEOPLE = tuple(
    Student(id=str(number), first_name=name.split()[1], last_name=name.split()[0], number=f"41234{number}")
    for number, name in enumerate(NAMES)
)
PRESENT, ABSENT = Record(Mark.INTRAMURAL, ""), Record(Mark.ABSENT, "")


def _nobody() -> Usos:
    raise AssertionError("nothing is to be asked of USOS here")


class RollCaller:
    """A store with its sync, and sessions of its rolls. `sync` works only after `start`."""

    def __init__(
        self,
        folder: Path,
        connect: Callable[[], Usos] = _nobody,
        *,
        pace: Pace = QUICK,
        owner: str = "",
        options: CallingOptions = UNGUARDED,
        now: datetime = NOW,
    ) -> None:
        """Keep the store in a folder; `owner` is the process of another program that has it."""
        self.file = folder / "store.sqlite3"
        self.store = Store(self.file)
        self.register = Register(self.store, lambda: now)
        self.sync = Sync(self.store, connect, now=lambda: now, pace=pace)
        options = replace(options, picks=Counter())
        self.workspace = Workspace(register=self.register, sync=self.sync, place="test", owner=owner, options=options)
        self._events: queue.SimpleQueue[SyncEvent] = queue.SimpleQueue()

    def start(self) -> None:
        """Let sync begin to work."""
        self.sync.start(self._events.put)

    def end(self) -> None:
        """Let sync end, and close the store."""
        self.sync.stop(patience=5)
        self.store.close_thread()

    def call(self, list_id: str = LIST, student_id: str | None = None, *, creating: bool = False) -> RollSession:
        """Open a roll and load it, as the front ends do."""
        session = RollSession(self.workspace, list_id, student_id)
        session.open(creating=creating)
        session.load()
        return session

    def until(self, session: RollSession | None, condition: Callable[[], object], seconds: float = 60) -> None:
        """Let a session take in what sync reports, as the front ends do, until something is true."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"not within {seconds} s"
            try:
                event = self._events.get(timeout=0.01)
            except queue.Empty:
                continue
            if session is not None:
                session.follow(event)
                if isinstance(event, (ReadingEnded, ActionEnded)):
                    session.load()
                session.finish_undo()

    def until_all_wait(self) -> None:
        """Wait until every thread of sync has looked, and found nothing to do."""
        self.sync.want()
        self.until(None, lambda: number_waiting(self.sync.state.lock) == MOST_CALLS and not self.sync.state.busy)

    # --- what the store holds ---

    def keep(
        self,
        mode: Mode = Mode.INTRAMURAL,
        held: Mapping[int, Record] | None = None,
        *,
        list_id: str = LIST,
        people: Iterable[Student] = PEOPLE,
    ) -> None:
        """Let USOS be known to hold these records of a list, by the student's place; all others are not set."""
        self.store.mirror.keep_list(
            AttendanceList(id=ListId(list_id), group=KEY, date=NOW.replace(minute=15), mode=mode, owner="")
        )
        records = [((held or {}).get(int(who.id), NOT_SET), who) for who in people]
        self.store.mirror.keep_roll(list_id, [(who, record) for record, who in records], NOW)

    def due(self, student_id: str) -> Due:
        """Return what is to be sent of a student."""
        return next(due for due in self.store.outbox.due() if due.student_id == student_id)

    def leaves(self, student_id: str) -> Due:
        """Let a request with a student's mark leave; nobody knows its end."""
        due = self.due(student_id)
        assert self.store.outbox.attempt(due, NOW)
        return due

    def accepted(self, student_id: str) -> None:
        """Let USOS have taken a student's mark."""
        self.store.outbox.accept(self.leaves(student_id))

    def record(self, student_id: str, list_id: str = LIST) -> Record:
        """Return what stands for a student."""
        entry = self.register.entry(list_id, student_id)
        assert entry is not None
        return entry.record

    def dump(self) -> list[str]:
        """Return all that is in the file, for comparing."""
        with closing(sqlite3.connect(self.file)) as connection:
            return list(connection.iterdump())

    def let_the_disk_take_nothing(self) -> None:
        """Let every write of this thread fail from now on, as on a disk that has become read-only."""
        self._disk_takes(nothing=True)

    def let_the_disk_take_all(self) -> None:
        """Let writes succeed again."""
        self._disk_takes(nothing=False)

    def _disk_takes(self, *, nothing: bool) -> None:
        self.store.database.connections.get().execute(f"PRAGMA query_only = {nothing:d}")


def shown(session: RollSession) -> list[Mark | None]:
    """Return the marks that a session shows, from top to bottom."""
    return [entry.mark for entry in session.roll.cursor.entries]


def in_hand(session: RollSession) -> str:
    """Return the id of the student in hand."""
    assert session.roll.cursor.current is not None
    return session.roll.cursor.current.student.id


def told(session: RollSession) -> list[Outcome]:
    """Return what has come about without a command."""
    return session.take_unasked()
