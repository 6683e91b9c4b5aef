"""What screens ask for: readings that wait for their turn or are only read ahead, actions, and what has failed."""

from __future__ import annotations

from collections.abc import Iterable

from app.sync import scheduler
from app.sync.connection import Connection
from app.sync.requests import ACTIONS, Action, CheckEntries, Deliver, Reading, Request
from app.usos.errors import InternalError, UsosError


class RequestQueue:
    """What is to be read, in the order it was asked for. Not safe for several threads by itself."""

    def __init__(self) -> None:
        """Begin with no requests."""
        self.wanted: list[Reading] = []
        self.ahead: list[Reading] = []
        self.actions: list[Action] = []
        self.failures: dict[Reading | Action, UsosError] = {}
        self._again: set[Reading] = set()

    def want(self, readings: Iterable[Reading]) -> None:
        """Read these; what waits already, or is under way, is not read twice."""
        for reading in readings:
            self.failures.pop(reading, None)
            if reading not in self.wanted:
                self.wanted.append(reading)
            if reading in self.ahead:
                self.ahead.remove(reading)

    def want_anew(self, readings: Iterable[Reading], busy: Iterable[object]) -> None:
        """Read these, and once more those under way: their answer may be older than the wish."""
        asked = list(readings)
        self.want(asked)
        self._again.update(reading for reading in asked if reading in busy)

    def want_ahead(self, readings: Iterable[Reading]) -> None:
        """Read these when nothing else is to be done, in place of what was wanted ahead before."""
        self.ahead = [reading for reading in readings if reading not in self.wanted]

    def act(self, action: Action) -> None:
        """Do this once; what is under way already is not done twice."""
        self.failures.pop(action, None)
        if action not in self.actions:
            self.actions.append(action)

    def has(self, asked: Reading | Action) -> bool:
        """Tell whether a reading is under way or waiting for its turn, or an action has not ended yet."""
        return asked in self.wanted or asked in self.actions

    def failure(self, asked: Reading | Action, connection: Connection) -> UsosError | None:
        """Return why a reading is not there, or the trouble it is waiting out, or why an action failed; else None."""
        return self.failures.get(asked) or (connection.trouble if asked in self.wanted else None)

    def strand(self, connection: Connection, busy: Iterable[object], now: float) -> list[Action]:
        """Let the actions that cannot be tried now have failed, and return them: none is kept for later."""
        if connection.trouble is None or not (connection.stopped or now < connection.closed_until):
            return []
        stranded = [action for action in self.actions if action not in busy]
        for action in stranded:
            self.actions.remove(action)
            self.failures[action] = connection.trouble
        return stranded

    def note(self, request: Request, error: UsosError | None) -> None:
        """Note how a call has ended: what it was for is struck out or stays, or something becomes worth reading."""
        if isinstance(request, Deliver):
            self.want(scheduler.worth_reading(request.due, error))
        elif isinstance(request, ACTIONS):
            self.actions.remove(request)  # none is tried again by itself
            self.want(scheduler.worth_reading_after(request, error))
            if error is not None:
                self.failures[request] = error
        elif not isinstance(request, CheckEntries):  # nobody asked for a check: it is made anew where it is needed
            self._ended(request, error)

    def _ended(self, reading: Reading, error: UsosError | None) -> None:
        """Strike out a reading that has ended, or put it behind the others if it is to be tried again."""
        once_more = reading in self._again
        self._again.discard(reading)
        self.failures.pop(reading, None)
        stays = once_more or (error is not None and scheduler.stays_wanted(error))
        if stays and reading in self.wanted:
            self.wanted.remove(reading)
            self.wanted.append(reading)
        if stays:
            if isinstance(error, InternalError):  # tried again now and then, but nobody can wait for it
                self.failures[reading] = error
            return
        for asked in (self.wanted, self.ahead):
            if reading in asked:
                asked.remove(reading)
        if error is not None:
            self.failures[reading] = error
