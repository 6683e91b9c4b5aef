"""What USOS fails at with a 500 of its own while it answers other calls (usos-facts-2.md, F3). Times are monotonic."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from app.domain.frozen import frozen
from app.store.outbox import Due
from app.sync.connection import Pace
from app.sync.requests import ACTIONS, CheckEntries, Deliver, Reading, Request
from app.usos.errors import InternalError, RefusedError, UsosError

_TRIES = 3
_SPAN = 10.0  # seconds that these must take at least: an overload often lasts shorter
_LATELY = 15.0  # seconds for which a call that passed shows that USOS answers


@frozen
class Struggle:
    """A decision that USOS fails to store: how often, since when, until when it rests.

    `others_pass` tells whether another mark was stored meanwhile, or shortly before.
    """

    seq: int
    since: float
    tries: int = 0
    until: float = -math.inf
    others_pass: bool = False


@dataclass(eq=False, repr=False)
class Failing:
    """Each call that fails rests, longer each time, so that the others get their turn; a mark is given up some day."""

    readings: dict[Reading, tuple[int, float]] = field(default_factory=dict)
    """How often each has failed in a row, and until when it rests."""
    marks: dict[tuple[str, str], Struggle] = field(default_factory=dict)
    """By list and student."""
    apart: set[tuple[str, str]] = field(default_factory=set)
    """Those whose entries USOS failed to tell together with others: each is asked for by itself until it is told."""
    passed: float = -math.inf
    """When USOS last answered a call as it should."""
    stored: float = -math.inf
    """When USOS last stored a mark."""

    def note(self, request: Request, error: UsosError | None, now: float, pace: Pace) -> None:
        """Note how a call has ended."""
        if error is None or isinstance(error, RefusedError):
            self.passed = now
        match request:
            case Deliver(due):
                self._note_mark(due, error, now, pace)
            case CheckEntries():
                self._note_check(request, error, now, pace)
            case _ if not isinstance(request, ACTIONS):
                self._note_reading(request, error, now, pace)

    def _note_check(self, check: CheckEntries, error: UsosError | None, now: float, pace: Pace) -> None:
        """Ask one by one for entries that were not told together; one that is not told is its mark's failure."""
        entries = {(due.list_id, due.student_id) for due in check.due}
        if error is None:
            self.apart -= entries
        elif len(check.due) > 1 and isinstance(error, (InternalError, RefusedError)):
            self.apart |= entries
        elif isinstance(error, InternalError):
            self._note_mark(check.due[0], error, now, pace)

    def _note_mark(self, due: Due, error: UsosError | None, now: float, pace: Pace) -> None:
        before = self.marks.pop((due.list_id, due.student_id), None)
        if isinstance(error, InternalError):
            if before is None or before.seq != due.seq:
                before = Struggle(seq=due.seq, since=now, others_pass=now <= self.stored + _LATELY)
            tries, until = before.tries + 1, now + _pause(before.tries, pace)
            self.marks[due.list_id, due.student_id] = replace(before, tries=tries, until=until)
        elif error is None:
            self.stored = now
            self.marks = {entry: replace(one, others_pass=True) for entry, one in self.marks.items()}

    def _note_reading(self, reading: Reading, error: UsosError | None, now: float, pace: Pace) -> None:
        failures, _ = self.readings.pop(reading, (0, 0.0))
        if isinstance(error, InternalError):
            self.readings[reading] = failures + 1, now + _pause(failures, pace)

    def rests(self, request: Request, now: float) -> bool:
        """Tell whether a reading or a mark is not to be tried yet."""
        match request:
            case Deliver(due):
                struggle = self._struggle(due)
                return struggle is not None and now < struggle.until
            case CheckEntries():
                return False  # the marks that it is made for do
            case _:
                return not isinstance(request, ACTIONS) and now < self.readings.get(request, (0, now))[1]

    def ends_of_rests(self) -> Iterator[float]:
        """Yield when something may be tried again."""
        yield from (until for _, until in self.readings.values())
        yield from (struggle.until for struggle in self.marks.values())

    def wake(self, readings: Iterable[Reading]) -> None:
        """Let these be tried at once: somebody asked for them."""
        for reading in readings:
            self.readings.pop(reading, None)

    def wake_all(self) -> None:
        """Let everything be tried at once."""
        self.readings.clear()
        self.marks = {entry: replace(struggle, until=-math.inf) for entry, struggle in self.marks.items()}

    def is_of_one_call(self, request: Request, error: UsosError | None, now: float) -> bool:
        """Tell whether a failure is the trouble of a reading or a mark alone: USOS answers other calls."""
        return isinstance(error, InternalError) and not isinstance(request, ACTIONS) and now <= self.passed + _LATELY

    def is_last_try(self, request: Request, now: float) -> bool:
        """Tell whether a mark is given up if this call fails, too: the third time within ten seconds or more."""
        match request:
            case Deliver(due) | CheckEntries(due=(due,)):
                struggle = self._struggle(due)
            case _:
                return False
        return (
            struggle is not None
            and struggle.others_pass
            and self.passed > struggle.since
            and struggle.tries >= _TRIES - 1
            and now >= struggle.since + _SPAN
        )

    def unproven(self) -> set[str]:
        """Return the lists of marks that would be given up if any call showed that USOS answers since they fail.

        The last mark of a class may fail when there is nothing else to be called: then its roll is read for that.
        """
        return {
            list_id
            for (list_id, _), one in self.marks.items()
            if one.others_pass and one.tries >= _TRIES - 1 and self.passed <= one.since
        }

    def _struggle(self, due: Due) -> Struggle | None:
        struggle = self.marks.get((due.list_id, due.student_id))
        return struggle if struggle is not None and struggle.seq == due.seq else None


def _pause(failures: int, pace: Pace) -> float:
    """Return the seconds to rest after one failure more than these."""
    return min(pace.first * 2.0 ** min(failures, 10), pace.most)
