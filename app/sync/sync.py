"""Sync: what the front ends ask of USOS, and of the marks that wait for it. Its threads are in worker.py."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from app.store import Store
from app.sync import scheduler
from app.sync.connection import USUAL_PACE, Connection, Pace
from app.sync.due_cache import DueCache, Waiting
from app.sync.events import ActionEnded, Broken, SyncEvent
from app.sync.open_roll import OpenRoll
from app.sync.requests import Action, Reading, ReadRoll
from app.sync.shared_client import SharedClient, SleepDetector
from app.sync.state import SyncState
from app.sync.threads import Threads
from app.sync.worker import Worker
from app.usos.errors import UnexpectedError, UsosError

if TYPE_CHECKING:
    from app.usos.client import Usos  # httpx and authlib are imported by the first thread, not by the start


class Sync:
    """Reads what is wanted and sends what is due until it is stopped. Its methods return at once."""

    def __init__(  # noqa: PLR0913 - its store and its way out, two clocks, its pace, and whom it tells
        self,
        store: Store,
        connect: Callable[[], Usos],
        *,
        now: Callable[[], datetime],
        clock: Callable[[], float] = time.monotonic,
        pace: Pace = USUAL_PACE,
        unexpected: Callable[[UnexpectedError], None] = lambda _: None,
    ) -> None:
        """Work on this store; `connect` and `unexpected` are called by a thread of ours, and may take their time.

        `unexpected` is told of each call that ended in an error nobody foresaw; for the rest such a call has failed.
        `now` is the wall clock; `clock` gives seconds and stands still while the laptop sleeps, where the system can.
        """
        self._store = store
        self.state = SyncState(now, clock, pace)
        self._client = SharedClient(connect, SleepDetector(now, clock))
        self._report: Callable[[SyncEvent], None] = lambda _: None
        worker = Worker(
            self.state,
            self._client,
            store,
            DueCache(store),
            now=now,
            report=self._tell,
            unexpected=unexpected,
        )
        self.threads = Threads(
            scheduler.MOST_CALLS, worker.run, failed=lambda error: self._tell(Broken(error)), ended=self._client.close
        )

    def start(self, report: Callable[[SyncEvent], None]) -> None:
        """Start the threads; `report` is called on them and must not block."""
        self._report = report
        self.threads.start()

    def stop(self, patience: float = 0.3) -> None:
        """Take up nothing more; wait that many seconds at most for calls under way. What is unsent stays stored."""
        with self.state.lock:
            self.state.is_stopping = True
            self.state.lock.notify_all()
        self.threads.join(patience)

    def want(self, *readings: Reading) -> None:
        """Read these as soon as deliveries let it; what is wanted already is not read twice."""
        with self.state.lock:
            self.state.moments.failing.wake(readings)
            self.state.queue.want(readings)
            self.state.wake()

    def want_anew(self, *readings: Reading) -> None:
        """Read these as they are from now on: once more, too, what is being read at this moment."""
        with self.state.lock:
            self.state.moments.failing.wake(readings)
            self.state.queue.want_anew(readings, self.state.busy)
            self.state.wake()

    def want_ahead(self, readings: Iterable[Reading]) -> None:
        """Read these when nothing else is to be done, in place of what was wanted ahead before."""
        with self.state.lock:
            self.state.queue.want_ahead(readings)
            self.state.wake()

    def act(self, action: Action) -> None:
        """Do this now, once: nothing of the kind is kept for later. A way that was lost is tried for it at once."""
        with self.state.lock:
            self.state.connection.reopen()
            self.state.queue.act(action)
            stranded = self.state.strand()
            self.state.wake()
        for failed in stranded:
            self._report(ActionEnded(failed))

    def actions(self) -> tuple[Action, ...]:
        """Return the actions that have not ended yet."""
        with self.state.lock:
            return tuple(self.state.queue.actions)

    @contextmanager
    def deciding(self) -> Iterator[None]:
        """Take up nothing of the outbox meanwhile: what is being decided is held back only when `decided` is called."""
        with self.state.lock:
            self.state.is_deciding = True
        try:
            yield
        finally:
            with self.state.lock:
                self.state.is_deciding = False
                self.state.wake()

    def decided(self, list_id: str, *student_ids: str) -> None:
        """Look at the outbox: there are new decisions in it. They are held for a moment, so that they can be undone."""
        with self.state.lock:
            self.state.moments.decided(list_id, student_ids, self.state.clock(), self.state.pace)
            self.state.connection.hurry()
            self.state.wake()

    def release(self, list_id: str) -> None:
        """Hold nothing of a list back any more, and read it back once all is sent."""
        with self.state.lock:
            self.state.moments.release(list_id)
            self.state.wake()

    def release_all(self) -> None:
        """Hold nothing back from now on: the program is about to end, or has no screen."""
        with self.state.lock:
            self.state.moments.release_all()
            self.state.connection.reopen()
            self.state.wake()

    def withhold(self, list_id: str, student_ids: Iterable[str]) -> None:
        """Send nothing for these until they are decided anew: an undo waits to know what USOS holds."""
        with self.state.lock:
            self.state.moments.withhold(list_id, student_ids)
            self.want(ReadRoll(list_id))

    def at_barrier(self, list_id: str) -> bool:
        """Tell whether a list's first marks wait because one in USOS would fix the list's mode and existence."""
        if self._store.outbox.unsent(list_id).total >= self.state.pace.barrier_marks:
            return False
        with self.state.lock:
            situation = self.state.situation(Waiting(self._store.outbox.due(), ()))
            return scheduler.at_barrier(self.state.clock(), list_id, situation)

    def has_work(self) -> bool:
        """Tell whether anything is left that could be sent or read back."""
        return bool(self._store.outbox.due() or self._store.outbox.unconfirmed_lists())

    def try_now(self) -> None:
        """Try at once what waits for a better connection, or was stopped."""
        with self.state.lock:
            self.state.moments.failing.wake_all()
            self.state.connection.reopen()
            self.state.wake()

    def reconnect(self) -> None:
        """Go on with new credentials: `connect` is called anew for the next call."""
        self._client.replace()
        self.try_now()

    def open_roll(self, list_id: str) -> OpenRoll:
        """Take note that a roll is called until the handle is closed: a lost connection is tried more often meanwhile.

        When the last handle of a list is closed its holds end, and so do the undos that wait in it.
        """
        return self.state.open_rolls.open(list_id)

    @property
    def connection(self) -> Connection:
        """How the way to USOS was found when last used."""
        return self.state.connection.state

    def next_try_in(self) -> float:
        """Return the seconds until a call is tried again after a failure."""
        return self.state.connection.next_try_in()

    def is_wanted(self, asked: Reading | Action) -> bool:
        """Tell whether a reading is under way or waiting for its turn, or an action has not ended yet.

        A reading that USOS fails at though it answers other calls has ended; it is tried again all the same.
        """
        with self.state.lock:
            return asked not in self.state.queue.failures and self.state.queue.has(asked)

    def failure(self, asked: Reading | Action) -> UsosError | None:
        """Return why a reading is not there, or the trouble it is waiting out, or why an action failed; else None."""
        with self.state.lock:
            return self.state.queue.failure(asked, self.state.connection.state)

    def _tell(self, event: SyncEvent) -> None:
        self._report(event)
