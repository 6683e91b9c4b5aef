"""Sync: what the front ends ask of it, and the threads that carry it out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from app.store import Store
from app.sync import events, execute, scheduler
from app.sync.connection import USUAL_PACE, Connection, Pace
from app.sync.due_cache import DueCache, Waiting
from app.sync.events import ActionEnded, Broken, SyncEvent
from app.sync.live_connection import LiveConnection
from app.sync.moments import Moments
from app.sync.open_roll import OpenRoll, OpenRolls
from app.sync.request_queue import RequestQueue
from app.sync.requests import Action, Reading, ReadRoll, Request
from app.sync.scheduler import Situation
from app.sync.shared_client import SharedClient, SleepDetector
from app.sync.threads import Threads
from app.usos.errors import UnexpectedError, UsosError

if TYPE_CHECKING:
    from app.usos.client import Usos  # httpx and authlib are imported by the first thread, not by the start

_STORE_PAUSE = 1.0  # seconds until a store that could not be read is tried again


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
        self._now = now
        self._clock = clock
        self._client = SharedClient(connect, SleepDetector(now, clock))
        self.pace, self._unexpected = pace, unexpected
        self._report: Callable[[SyncEvent], None] = lambda _: None
        self.lock = threading.Condition()  # what follows is read and changed with it held; threads wait on it
        self._connection = LiveConnection(clock, pace)
        self._moments = Moments()
        self.queue = RequestQueue()  # what was asked for and has not ended
        self.busy: list[Request] = []  # the calls under way
        self._version = 0  # of what `_next` decides by; a thread that saw an older one looks again
        self._due_cache = DueCache(store)
        self._open_rolls = OpenRolls(self.lock, left=self._moments.leave, changed=self._wake)
        self._deciding = self._stopping = False
        self._threads = Threads(
            scheduler.MOST_CALLS, self._work, failed=lambda error: self._report(Broken(error)), ended=self._client.close
        )

    # --- called by the screens ---

    def start(self, report: Callable[[SyncEvent], None]) -> None:
        """Start the threads; `report` is called on them and must not block."""
        self._report = report
        self._threads.start()

    def stop(self, patience: float = 0.3) -> None:
        """Take up nothing more; wait that many seconds at most for calls under way. What is unsent stays stored."""
        with self.lock:
            self._stopping = True
            self.lock.notify_all()
        self._threads.join(patience)

    def want(self, *readings: Reading) -> None:
        """Read these as soon as deliveries let it; what is wanted already is not read twice."""
        with self.lock:
            self._moments.failing.wake(readings)
            self.queue.want(readings)
            self._wake()

    def want_anew(self, *readings: Reading) -> None:
        """Read these as they are from now on: once more, too, what is being read at this moment."""
        with self.lock:
            self._moments.failing.wake(readings)
            self.queue.want_anew(readings, self.busy)
            self._wake()

    def want_ahead(self, readings: Iterable[Reading]) -> None:
        """Read these when nothing else is to be done, in place of what was wanted ahead before."""
        with self.lock:
            self.queue.want_ahead(readings)
            self._wake()

    def act(self, action: Action) -> None:
        """Do this now, once: nothing of the kind is kept for later. A way that was lost is tried for it at once."""
        with self.lock:
            self._connection.reopen()
            self.queue.act(action)
            stranded = self.queue.strand(self._connection.state, self.busy, self._clock())
            self._wake()
        for failed in stranded:
            self._report(ActionEnded(failed))

    def actions(self) -> tuple[Action, ...]:
        """Return the actions that have not ended yet."""
        with self.lock:
            return tuple(self.queue.actions)

    @contextmanager
    def deciding(self) -> Iterator[None]:
        """Take up nothing of the outbox meanwhile: what is being decided is held back only when `decided` is called."""
        with self.lock:
            self._deciding = True
        try:
            yield
        finally:
            with self.lock:
                self._deciding = False
                self._wake()

    def decided(self, list_id: str, *student_ids: str) -> None:
        """Look at the outbox: there are new decisions in it. They are held for a moment, so that they can be undone."""
        with self.lock:
            self._moments.decided(list_id, student_ids, self._clock(), self.pace)
            self._connection.hurry()
            self._wake()

    def release(self, list_id: str) -> None:
        """Hold nothing of a list back any more, and read it back once all is sent."""
        with self.lock:
            self._moments.release(list_id)
            self._wake()

    def release_all(self) -> None:
        """Hold nothing back from now on: the program is about to end, or has no screen."""
        with self.lock:
            self._moments.release_all()
            self._connection.reopen()
            self._wake()

    def withhold(self, list_id: str, student_ids: Iterable[str]) -> None:
        """Send nothing for these until they are decided anew: an undo waits to know what USOS holds."""
        with self.lock:
            self._moments.withhold(list_id, student_ids)
            self.want(ReadRoll(list_id))

    def at_barrier(self, list_id: str) -> bool:
        """Tell whether a list's first marks wait because one in USOS would fix the list's mode and existence."""
        if self._store.outbox.unsent(list_id).total >= self.pace.barrier_marks:
            return False
        with self.lock:
            return scheduler.at_barrier(self._clock(), list_id, self._situation(Waiting(self._store.outbox.due(), ())))

    def has_work(self) -> bool:
        """Tell whether anything is left that could be sent or read back."""
        return bool(self._store.outbox.due() or self._store.outbox.unconfirmed_lists())

    def try_now(self) -> None:
        """Try at once what waits for a better connection, or was stopped."""
        with self.lock:
            self._moments.failing.wake_all()
            self._connection.reopen()
            self._wake()

    def reconnect(self) -> None:
        """Go on with new credentials: `connect` is called anew for the next call."""
        self._client.replace()
        self.try_now()

    def open_roll(self, list_id: str) -> OpenRoll:
        """Take note that a roll is called until the handle is closed: a lost connection is tried more often meanwhile.

        When the last handle of a list is closed its holds end, and so do the undos that wait in it.
        """
        return self._open_rolls.open(list_id)

    @property
    def connection(self) -> Connection:
        """How the way to USOS was found when last used."""
        return self._connection.state

    def next_try_in(self) -> float:
        """Return the seconds until a call is tried again after a failure."""
        return self._connection.next_try_in()

    def is_wanted(self, asked: Reading | Action) -> bool:
        """Tell whether a reading is under way or waiting for its turn, or an action has not ended yet.

        A reading that USOS fails at though it answers other calls has ended; it is tried again all the same.
        """
        with self.lock:
            return asked not in self.queue.failures and self.queue.has(asked)

    def failure(self, asked: Reading | Action) -> UsosError | None:
        """Return why a reading is not there, or the trouble it is waiting out, or why an action failed; else None."""
        with self.lock:
            return self.queue.failure(asked, self._connection.state)

    # --- on our threads ---

    def _work(self) -> None:
        try:
            while (request := self._next()) is not None:
                self._carry(request)
        finally:
            self._store.close_thread()

    def _next(self) -> Request | None:
        """Wait for the next call and claim it; None when it is time to stop."""
        while (version := self._until_free()) is not None:
            waiting = self._due_cache.look(version)
            with self.lock:
                if self._stopping:
                    break
                if waiting is None:
                    self.lock.wait(_STORE_PAUSE)
                    continue
                if self._deciding:
                    continue
                now, situation = self._clock(), self._situation(waiting)
                if (request := scheduler.next_request(now, situation)) is not None:
                    self.busy.append(request)
                    self._moments.begin(request, now)
                    self.lock.notify()  # there may be more for another thread
                    return request
                if version == self._version:
                    self._moments.forget_lists_without(waiting.due)
                    moment = scheduler.next_moment(now, situation)
                    self.lock.wait(None if moment is None else moment - now)
        return None

    def _until_free(self) -> int | None:
        """Wait until a call may be made, and return the version to decide by; None when it is time to stop."""
        # Until then the store is not even looked into: with many marks waiting, that takes time from the keys.
        with self.lock:
            while not self._stopping:
                now, closed_until = self._clock(), self._connection.state.closed_until
                if not self._deciding and scheduler.may_call(now, self._connection.state, self.busy):
                    return self._version
                self.lock.wait(closed_until - now if closed_until > now else None)
            return None

    def _situation(self, waiting: Waiting) -> Situation:
        return Situation(
            due=waiting.due,
            wanted=self.queue.wanted,
            ahead=self.queue.ahead,
            unconfirmed=waiting.unconfirmed,
            busy=self.busy,
            connection=self._connection.state,
            moments=self._moments,
            pace=self.pace,
            actions=self.queue.actions,
        )

    def _carry(self, request: Request) -> None:
        """Make one call, let the store and the plan know its end, and report it."""
        began = self._clock()
        with self.lock:
            last_try = self._moments.failing.is_last_try(request, began)
        made, error = execute.call(self._client, self._store, request, self._now(), last_try=last_try)
        if isinstance(error, UnexpectedError):
            self._unexpected(error)
        with self.lock:
            self.busy.remove(request)
            self._wake()
            before = self._connection.state
            if made:
                self._conclude(request, error, began)
            stranded = self.queue.strand(self._connection.state, self.busy, self._clock())
        changed = self._connection.state.trouble is not before.trouble
        ended = events.of_call(request, error, connection_changed=changed) if made else ()
        for event in (*ended, *map(ActionEnded, stranded)):
            self._report(event)

    def _conclude(self, request: Request, error: UsosError | None, began: float) -> None:
        now, failing = self._clock(), self._moments.failing
        if not failing.is_of_one_call(request, error, now):
            self._connection.note(request, error, began=began, watched=bool(self._open_rolls))
        self._moments.note(request, error, began=began, now=now, ahead=request in self.queue.ahead)
        failing.note(request, error, now, self.pace)
        self.queue.note(request, error)
        for list_id, student_id in self._due_cache.moved(request, error):
            self._moments.decided(list_id, [student_id], now, self.pace)

    def _wake(self) -> None:
        """Let one thread look; it wakes the next if it finds something. All at once would fight over the processor."""
        self._version += 1
        if not self._deciding:
            self.lock.notify()
