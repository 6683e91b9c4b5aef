"""The connection as it changes with what happens. Not safe for several threads by itself."""

from __future__ import annotations

import random
from collections.abc import Callable

from app.sync import connection
from app.sync.connection import Connection, Pace
from app.sync.requests import CheckEntries, Deliver, ReadRoll, Request
from app.usos.errors import UsosError


class LiveConnection:
    """Holds what is known of the connection now."""

    def __init__(self, clock: Callable[[], float], pace: Pace) -> None:
        """Begin as if all were well; `clock` gives monotonic seconds."""
        self.state = Connection()
        self._clock, self._pace = clock, pace

    def next_try_in(self) -> float:
        """Return the seconds until a call may be made after a failure."""
        return max(0.0, self.state.closed_until - self._clock())

    def hurry(self) -> None:
        """Try soon: there is a new mark."""
        self.state = connection.hurried(self.state, self._clock(), self._pace)

    def reopen(self) -> None:
        """Try now: the lecturer has asked for it."""
        self.state = connection.reopened(self.state, self._clock())

    def note(self, request: Request, error: UsosError | None, *, began: float, watched: bool) -> None:
        """Note how a call has ended that began then; `watched` while a roll is open."""
        self.state = connection.after_call(
            self.state,
            error,
            sending=isinstance(request, Deliver),
            about_marks=isinstance(request, (Deliver, ReadRoll, CheckEntries)),
            began=began,
            now=self._clock(),
            pace=self._pace,
            watched=watched,
            chance=random.random(),  # noqa: S311 - spreads tries, guards nothing
        )
