"""What the front ends and the threads of sync share."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from app.sync.connection import Pace
from app.sync.due_cache import Waiting
from app.sync.live_connection import LiveConnection
from app.sync.moments import Moments
from app.sync.open_roll import OpenRolls
from app.sync.request_queue import RequestQueue
from app.sync.requests import Action, Deliver, Request
from app.sync.scheduler import Situation
from app.sync.shared_client import SleepDetector


class SyncState:
    """All that decides which call is made next, but for the store. It is read and changed with `lock` held."""

    def __init__(self, now: Callable[[], datetime], clock: Callable[[], float], pace: Pace) -> None:
        """Begin with nothing to do; `now` is the wall clock, `clock` gives seconds and stands still during sleep."""
        self.lock = threading.Condition()
        self.clock, self.pace = clock, pace
        self.connection = LiveConnection(clock, pace)
        self.moments = Moments()
        self.queue = RequestQueue()
        self.busy: list[Request] = []
        self.open_rolls = OpenRolls(self.lock, left=self.moments.leave, changed=self.wake)
        self.is_deciding = self.is_stopping = False
        self.version = 0
        """Counts the changes: a thread that has decided by an older version looks again."""
        self._sleep = SleepDetector(now, clock, shortest=timedelta(seconds=pace.lease / 2))

    def wake(self) -> None:
        """Let one thread look; it wakes the next if it finds something. All at once would fight over the processor."""
        self.version += 1
        if not self.is_deciding:
            self.lock.notify()

    def situation(self, waiting: Waiting) -> Situation:
        """Return what the next call is chosen by, with what waits in the store."""
        self.notice_sleep()
        return Situation(
            due=waiting.due,
            wanted=self.queue.wanted,
            ahead=self.queue.ahead,
            unconfirmed=waiting.unconfirmed,
            busy=self.busy,
            connection=self.connection.state,
            moments=self.moments,
            pace=self.pace,
            actions=self.queue.actions,
        )

    def seconds_left(self, request: Request) -> float:
        """Return how long a chosen call may still leave, to be asked with the lock free: the laptop may sleep."""
        if not isinstance(request, Deliver):
            return math.inf
        with self.lock:
            self.notice_sleep()
            told = self.moments.told((request.due.list_id, request.due.student_id))
            return told + self.pace.lease - self.clock()

    def notice_sleep(self) -> None:
        """Believe no reading from before a sleep of the laptop."""
        if self._sleep.slept():
            self.moments.void_readings()

    def strand(self) -> list[Action]:
        """Let the actions that cannot be tried now have failed, and return them: none is kept for later."""
        return self.queue.strand(self.connection.state, self.busy, self.clock())
