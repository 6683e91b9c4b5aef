"""What happened when, as far as sending hangs on it. Nothing of this outlives the program."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.store.outbox import Due
from app.sync.connection import Pace
from app.sync.failing import Failing
from app.sync.requests import CheckEntries, Deliver, ReadRoll, Request
from app.usos.errors import OfflineError, RefusedError, UsosError


@dataclass(eq=False, repr=False)
class Moments:
    """What only this run of the program knows about its rolls; times are seconds of the monotonic clock.

    `held` says until when a student's mark is held back; `begun` and `last` when a list got its first and its newest
    mark; `read` and `checked` when the answer came that last told a roll or an entry of it, `latency` how long the last
    check took; `trusted` are the readings under way whose answer will count as told. `released` are lists whose marks
    go, and are read back, without waiting for more, `open` says so of all. A student `withheld` waits for an undo;
    `tried` says when a student's mark was last sent, `lost` when a call about a list got no answer: it may come late,
    so that reading back too soon proves nothing. `ahead` is when something was last read ahead of need; `failing` what
    USOS fails at though it answers other calls.
    """

    held: dict[tuple[str, str], float] = field(default_factory=dict)
    begun: dict[str, float] = field(default_factory=dict)
    last: dict[str, float] = field(default_factory=dict)
    read: dict[str, float] = field(default_factory=dict)
    checked: dict[tuple[str, str], float] = field(default_factory=dict)
    latency: float = 0.0
    trusted: set[ReadRoll | CheckEntries] = field(default_factory=set)
    released: set[str] = field(default_factory=set)
    withheld: set[tuple[str, str]] = field(default_factory=set)
    tried: dict[tuple[str, str], float] = field(default_factory=dict)
    lost: dict[str, float] = field(default_factory=dict)
    ahead: float = -math.inf
    failing: Failing = field(default_factory=Failing)
    open: bool = False

    def decided(self, list_id: str, student_ids: Iterable[str], now: float, pace: Pace) -> None:
        """Note new decisions: they are held for a moment, and the list waits anew for more before it is read back."""
        for student_id in student_ids:
            self.held[list_id, student_id] = now + pace.hold
            self.withheld.discard((list_id, student_id))
        self.begun.setdefault(list_id, now)
        self.last[list_id] = now
        self.released.discard(list_id)

    def release(self, list_id: str) -> None:
        """Hold nothing of a list back any more."""
        self.held = {entry: until for entry, until in self.held.items() if entry[0] != list_id}
        self.released.add(list_id)

    def leave(self, list_id: str) -> None:
        """Hold back nothing of a list, neither for a moment nor for an undo: nobody calls it any more."""
        self.release(list_id)
        self.withheld = {entry for entry in self.withheld if entry[0] != list_id}

    def release_all(self) -> None:
        """Hold nothing back any more, whatever is decided from now on."""
        self.open = True

    def withhold(self, list_id: str, student_ids: Iterable[str]) -> None:
        """Let these wait for an undo until they are decided anew."""
        self.withheld |= {(list_id, student_id) for student_id in student_ids}

    def begin(self, request: Request, now: float) -> None:
        """Note that a call begins."""
        match request:
            case Deliver(due):
                self.tried[due.list_id, due.student_id] = now
            case ReadRoll() | CheckEntries():
                self.trusted.add(request)
            case _:
                pass

    def note(  # noqa: PLR0913 - what it was, how it ended, and when
        self, request: Request, error: UsosError | None, *, began: float, answered: float, now: float, ahead: bool
    ) -> None:
        """Note how a call has ended that began then and was `answered` then; `ahead` is one that nobody waited for."""
        if ahead:
            self.ahead = now
        if isinstance(request, Deliver) and may_come_late(error):
            self.lost[request.due.list_id] = now
        match request:
            case _ if error is not None and not isinstance(error, RefusedError):
                self.void_readings()  # whatever held this call up, others may have marked meanwhile
            case ReadRoll(list_id) if error is None and request in self.trusted:
                self.read[list_id] = answered
            case CheckEntries(list_id) if error is None and request in self.trusted:
                self.checked |= {(list_id, student_id): answered for student_id in request.student_ids}
                self.latency = answered - began
            case _:
                pass
        if isinstance(request, (ReadRoll, CheckEntries)):
            self.trusted.discard(request)

    def void_readings(self) -> None:
        """Send nothing on what was read, or is being read, till now: a call has failed, or the laptop slept."""
        self.read.clear()
        self.checked.clear()
        self.trusted.clear()

    def is_checked(self, entry: tuple[str, str], now: float, pace: Pace) -> bool:
        """Tell whether what USOS holds of an entry was read so lately that its mark may leave."""
        return now - self.told(entry) < pace.lease

    def told(self, entry: tuple[str, str]) -> float:
        """Return when the answer came that last told what USOS holds of an entry, minus infinity if none counts."""
        return max(self.read.get(entry[0], -math.inf), self.checked.get(entry, -math.inf))

    def gathered_at(self, entries: Iterable[tuple[str, str]], pace: Pace) -> float:
        """Return when marks whose holds are over need not wait for more of their list."""
        return min((self.held.get(entry, -math.inf) for entry in entries), default=math.inf) + pace.gathering

    def forget_lists_without(self, due: Sequence[Due]) -> None:
        """Let a list of which nothing is left to send begin anew with its next mark."""
        lists = {row.list_id for row in due}
        self.begun = {list_id: at for list_id, at in self.begun.items() if list_id in lists}


def may_come_late(error: UsosError | None) -> bool:
    """Tell whether USOS may apply a call later although it ended for us."""
    return isinstance(error, OfflineError) and error.reached
