"""Carries the calls on daemon threads: a hung request must neither hold a key nor the exit of the program."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.store import Store
from app.sync import calls, plan
from app.sync.plan import Deliver, Link, Pace, Reading, Verdict, Work
from app.usos.errors import UsosError

if TYPE_CHECKING:
    from app.usos.client import Usos  # httpx and authlib are imported by the first thread, not by the start


@dataclass(frozen=True, slots=True)
class ReadingEnded:
    """A reading is in the store, or has failed; `Sync.failure` tells which."""

    reading: Reading


@dataclass(frozen=True, slots=True)
class EntrySettled:
    """USOS accepted or refused a decision; the store holds the outcome."""

    list_id: str
    student_id: str


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The way to USOS has opened or closed."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A thread met an error nobody expected: a defect, not a fault of the network."""

    error: Exception


News = ReadingEnded | EntrySettled | LinkChanged | Broken


class Sync:
    """Reads what is wanted and sends what is due until it is stopped. Its methods return at once."""

    def __init__(
        self,
        store: Store,
        connect: Callable[[], Usos],
        *,
        now: Callable[[], datetime],
        clock: Callable[[], float] = time.monotonic,
        pace: Pace = plan.USUAL_PACE,
    ) -> None:
        """Work on this store; `connect` is called once, by a thread of ours, and may take its time."""
        self._store = store
        self._connect = connect
        self._now = now
        self._clock = clock
        self._pace = pace
        self._report: Callable[[News], None] = lambda news: None
        self._state = threading.Condition()
        self._link = Link()
        self._wanted: list[Reading] = []
        self._ahead: list[Reading] = []
        self._busy: list[Work] = []
        self._failures: dict[Reading, UsosError] = {}
        self._version = 0  # of what `_next` decides by; a thread that saw an older one looks again
        self._watched = False
        self._stopping = False
        self._usos: Usos | None = None
        self._connecting = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._running = 0

    # --- called by the screens ---

    def start(self, report: Callable[[News], None]) -> None:
        """Start the threads; `report` is called on them and must not block."""
        self._report = report
        self._threads = [
            threading.Thread(target=self._work, name=f"sync-{number}", daemon=True)
            for number in range(1, plan.MOST_CALLS + 1)
        ]
        self._running = len(self._threads)
        for thread in self._threads:
            thread.start()

    def stop(self, patience: float = 0.3) -> None:
        """Take up nothing more; wait that many seconds at most for calls under way. What is unsent stays stored."""
        with self._state:
            self._stopping = True
            self._state.notify_all()
        until = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def want(self, *readings: Reading) -> None:
        """Read these as soon as deliveries let it; what is wanted already is not read twice."""
        with self._state:
            for reading in readings:
                self._failures.pop(reading, None)
                if reading not in self._wanted:
                    self._wanted.append(reading)
                if reading in self._ahead:
                    self._ahead.remove(reading)
            self._wake()

    def want_ahead(self, readings: Iterable[Reading]) -> None:
        """Read these when nothing else is to be done, in place of what was wanted ahead before."""
        with self._state:
            self._ahead = [reading for reading in readings if reading not in self._wanted]
            self._wake()

    def decided(self) -> None:
        """Look at the outbox: there is a new decision in it."""
        with self._state:
            self._link = plan.hurried(self._link, self._clock(), self._pace)
            self._wake()

    def try_now(self) -> None:
        """Try at once what waits for a better connection, or was stopped."""
        with self._state:
            self._link = plan.reopened(self._link, self._clock())
            self._wake()

    def watch(self, *, watched: bool) -> None:
        """Be told whether a roll is open; then a lost connection is tried more often."""
        self._watched = watched

    @property
    def link(self) -> Link:
        """How the way to USOS was found when last used."""
        return self._link

    def is_wanted(self, reading: Reading) -> bool:
        """Tell whether a reading is under way or waiting for its turn."""
        with self._state:
            return reading in self._wanted

    def failure(self, reading: Reading) -> UsosError | None:
        """Return why a reading is not there: its own failure, or the trouble it is waiting out; else None."""
        with self._state:
            return self._failures.get(reading) or (self._link.trouble if reading in self._wanted else None)

    # --- on our threads ---

    def _work(self) -> None:
        try:
            usos = self._client()
            while (work := self._next()) is not None:
                self._carry(usos, work)
        except Exception as error:
            # Whatever it is must reach the lecturer, not die with a thread.
            self._report(Broken(error))
        finally:
            self._store.close_thread()
            self._leave()

    def _client(self) -> Usos:
        with self._connecting:
            if self._usos is None:
                self._usos = self._connect()
            return self._usos

    def _leave(self) -> None:
        """Let the last thread close the connections to USOS behind it."""
        with self._state:
            self._running -= 1
            last = self._running == 0
        if last and self._usos is not None:
            self._usos.close()

    def _next(self) -> Work | None:
        """Wait for the next call and claim it; None when it is time to stop."""
        while True:
            seen = self._version
            due = self._store.outbox.due()
            with self._state:
                if self._stopping:
                    return None
                now = self._clock()
                work = plan.next_work(
                    due=due, wanted=self._wanted, ahead=self._ahead, busy=self._busy, link=self._link, now=now
                )
                if work is not None:
                    self._busy.append(work)
                    return work
                if seen == self._version:
                    closed = self._link.closed_until - now
                    self._state.wait(closed if closed > 0 else None)

    def _carry(self, usos: Usos, work: Work) -> None:
        """Make one call, let the store and the plan know its end, and report it."""
        if isinstance(work, Deliver) and not self._store.outbox.attempt(work.due):
            with self._state:
                self._busy.remove(work)
                self._wake()
            return
        began = self._clock()
        error: UsosError | None = None
        try:
            if isinstance(work, Deliver):
                calls.deliver(usos, work.due)
            else:
                calls.read(usos, self._store, work, self._now())
        except UsosError as raised:
            error = raised
        if isinstance(work, Deliver):
            calls.settle(self._store, work.due, error)
        self._conclude(work, error, began)

    def _conclude(self, work: Work, error: UsosError | None, began: float) -> None:
        with self._state:
            before = self._link
            self._link = plan.after_call(
                before,
                work,
                error,
                began=began,
                now=self._clock(),
                pace=self._pace,
                watched=self._watched,
                chance=random.random(),  # noqa: S311 - spreads tries, guards nothing
            )
            self._busy.remove(work)
            if isinstance(work, Deliver):
                self._wanted += [one for one in plan.worth_reading(work.due, error) if one not in self._wanted]
            elif error is None or not plan.stays_wanted(error):
                for asked in (self._wanted, self._ahead):
                    if work in asked:
                        asked.remove(work)
                if error is not None:
                    self._failures[work] = error
            self._wake()
        if self._link.trouble is not before.trouble:
            self._report(LinkChanged())
        if not isinstance(work, Deliver):
            self._report(ReadingEnded(work))
        elif plan.verdict(error) is not Verdict.KEPT:
            self._report(EntrySettled(work.due.list_id, work.due.student_id))

    def _wake(self) -> None:
        self._version += 1
        self._state.notify_all()
