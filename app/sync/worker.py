"""What each thread of sync does: wait for the next call, make it, keep and report its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from app.domain.model import ListId
from app.store import Store
from app.sync import events, execute, scheduler
from app.sync.due_cache import DueCache
from app.sync.events import ActionEnded, SyncEvent
from app.sync.execute import Terms
from app.sync.requests import Request
from app.sync.shared_client import SharedClient
from app.sync.state import SyncState
from app.usos.errors import UnexpectedError, UsosError

_STORE_PAUSE = 1.0  # seconds until a store that could not be read is tried again


class Worker:
    """Carries the calls, one at a time; any number of threads may run it at once."""

    def __init__(  # noqa: PLR0913 - what it works on, and whom it tells
        self,
        state: SyncState,
        client: SharedClient,
        store: Store,
        due_cache: DueCache,
        *,
        now: Callable[[], datetime],
        report: Callable[[SyncEvent], None],
        unexpected: Callable[[UnexpectedError], None],
    ) -> None:
        """Work on this store by this client; `report` and `unexpected` are called on the threads."""
        self._state, self._client, self._store, self._due_cache = state, client, store, due_cache
        self._now, self._report, self._unexpected = now, report, unexpected

    def run(self) -> None:
        """Carry calls until it is time to stop."""
        try:
            while (request := self._next()) is not None:
                self._carry(request)
        finally:
            self._store.close_thread()

    def _next(self) -> Request | None:
        """Wait for the next call and claim it; None when it is time to stop."""
        while (version := self._until_free()) is not None:
            waiting = self._due_cache.look(version)
            with self._state.lock:
                if self._state.is_stopping:
                    break
                if waiting is None:
                    self._state.lock.wait(_STORE_PAUSE)
                    continue
                if self._state.is_deciding:
                    continue
                now, situation = self._state.clock(), self._state.situation(waiting)
                if (request := scheduler.next_request(now, situation)) is not None:
                    self._state.busy.append(request)
                    self._state.moments.begin(request, now)
                    self._state.lock.notify()  # there may be more for another thread
                    return request
                if version == self._state.version:
                    self._state.moments.forget_lists_without(waiting.due)
                    moment = scheduler.next_moment(now, situation)
                    self._state.lock.wait(None if moment is None else moment - now)
        return None

    def _until_free(self) -> int | None:
        """Wait until a call may be made, and return the version to decide by; None when it is time to stop."""
        # Until then the store is not even looked into: with many marks waiting, that takes time from the keys.
        with self._state.lock:
            while not self._state.is_stopping:
                now, connection = self._state.clock(), self._state.connection.state
                if not self._state.is_deciding and scheduler.may_call(now, connection, self._state.busy):
                    return self._state.version
                self._state.lock.wait(connection.closed_until - now if connection.closed_until > now else None)
            return None

    def _carry(self, request: Request) -> None:
        """Make one call, let the store and the plan know its end, and report it."""
        began = self._state.clock()
        with self._state.lock:
            last_try = self._state.moments.failing.is_last_try(request, began)
        created: list[ListId] = []
        answered: list[float] = []
        terms = Terms(
            at=self._now(),
            last_try=last_try,
            seconds_left=partial(self._state.seconds_left, request),
            answered=lambda: answered.append(self._state.clock()),
            created=created.append,
        )
        made, error = execute.call(self._client, self._store, request, terms)
        if isinstance(error, UnexpectedError):
            self._unexpected(error)
        with self._state.lock:
            self._state.busy.remove(request)
            self._state.wake()
            before = self._state.connection.state
            if made:
                self._conclude(request, error, began, answered[-1] if answered else self._state.clock())
            stranded = self._state.strand()
        changed = self._state.connection.state.trouble is not before.trouble
        ended = events.of_call(request, error, created, connection_changed=changed) if made else ()
        for event in (*ended, *map(ActionEnded, stranded)):
            self._report(event)

    def _conclude(self, request: Request, error: UsosError | None, began: float, answered: float) -> None:
        self._state.notice_sleep()
        now, failing = self._state.clock(), self._state.moments.failing
        if not failing.is_of_one_call(request, error, now):
            self._state.connection.note(request, error, began=began, watched=bool(self._state.open_rolls))
        ahead = request in self._state.queue.ahead
        self._state.moments.note(request, error, began=began, answered=answered, now=now, ahead=ahead)
        failing.note(request, error, now, self._state.pace)
        self._state.queue.note(request, error)
        for list_id, student_id in self._due_cache.moved(request, error):
            self._state.moments.decided(list_id, [student_id], now, self._state.pace)
