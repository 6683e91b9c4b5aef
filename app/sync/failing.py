"""What USOS fails at with a 500 of its own while it answers other calls (usos-facts-2.md, F3). Times are monotonic."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from app.store.outbox import Due
from app.sync.connection import Pace
from app.sync.requests import ACTIONS, Deliver, Reading, Request
from app.usos.errors import InternalError, RefusedError, UsosError

_TRIES = 3
_SPAN = 10.0  # seconds that these must take at least: an overload often lasts shorter
_LATELY = 30.0  # seconds for which a call that passed shows that USOS answers


@dataclass(frozen=True, slots=True)
class Struggle:
    """A decision that USOS fails to store: how often, since when, and whether another mark was stored meanwhile."""

    seq: int
    tries: int
    since: float
    others_pass: bool


@dataclass(slots=True)
class Failing:
    """Readings rest longer with each failure, so that the others get their turn; a mark is given up some day."""

    readings: dict[Reading, tuple[int, float]] = field(default_factory=dict)
    """How often each has failed in a row, and until when it rests."""
    marks: dict[tuple[str, str], Struggle] = field(default_factory=dict)
    """By list and student."""
    passed: float = -math.inf
    """When USOS last answered a call as it should."""

    def note(self, request: Request, error: UsosError | None, now: float, pace: Pace) -> None:
        """Note how a call has ended."""
        if error is None or isinstance(error, RefusedError):
            self.passed = now
        if isinstance(request, Deliver):
            self._note_mark(request.due, error, now)
        elif not isinstance(request, ACTIONS):
            self._note_reading(request, error, now, pace)

    def _note_mark(self, due: Due, error: UsosError | None, now: float) -> None:
        before = self.marks.pop((due.list_id, due.student_id), None)
        if isinstance(error, InternalError):
            if before is None or before.seq != due.seq:
                before = Struggle(seq=due.seq, tries=0, since=now, others_pass=False)
            self.marks[due.list_id, due.student_id] = replace(before, tries=before.tries + 1)
        elif error is None:
            self.marks = {entry: replace(one, others_pass=True) for entry, one in self.marks.items()}

    def _note_reading(self, reading: Reading, error: UsosError | None, now: float, pace: Pace) -> None:
        failures, _ = self.readings.pop(reading, (0, 0.0))
        if isinstance(error, InternalError):
            pause = min(pace.first * 2 ** min(failures, 10), pace.most)
            self.readings[reading] = failures + 1, now + pause

    def rests(self, reading: Reading, now: float) -> bool:
        """Tell whether a reading is not to be tried yet."""
        return now < self.readings.get(reading, (0, now))[1]

    def wake(self, readings: Iterable[Reading]) -> None:
        """Let these be tried at once: somebody asked for them."""
        for reading in readings:
            self.readings.pop(reading, None)

    def is_of_one_reading(self, request: Request, error: UsosError | None, now: float) -> bool:
        """Tell whether a failure is the trouble of a reading alone: USOS answers other calls."""
        is_reading = not isinstance(request, (Deliver, *ACTIONS))
        return is_reading and isinstance(error, InternalError) and now <= self.passed + _LATELY

    def is_last_try(self, request: Request, now: float) -> bool:
        """Tell whether a mark is given up if this call fails, too: the third time within ten seconds or more."""
        if not isinstance(request, Deliver):
            return False
        due = request.due
        struggle = self.marks.get((due.list_id, due.student_id))
        return (
            struggle is not None
            and struggle.seq == due.seq
            and struggle.others_pass
            and struggle.tries >= _TRIES - 1
            and now >= struggle.since + _SPAN
        )
