"""What the sync threads report, kept until it can be said: never in the middle of a line, and only what matters."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta

from app.i18n import gettext
from app.keymap import keys
from app.messages import failures
from app.plain.talk import Talk
from app.sync.events import Broken, SyncEvent
from app.sync.requests import Reading
from app.usos.errors import SignInNeededError
from app.workspace.workspace import Workspace


class Post:
    """The way to USOS, as it is told of. All else the store knows."""

    def __init__(self, workspace: Workspace, talk: Talk) -> None:
        """Tell of the sync of this workspace."""
        self._workspace, self._talk = workspace, talk
        self._came: queue.SimpleQueue[SyncEvent] = queue.SimpleQueue()
        self._told = ""

    def start(self) -> None:
        """Start the threads, where the store is ours."""
        if not self._workspace.owner:
            self._workspace.sync.start(self._came.put)

    def wait(self, done: Callable[[], bool]) -> None:
        """Wait until something is so, looking again at every piece of news. Ctrl+C interrupts it."""
        with self._talk.keyboard.relaxed():
            while not done():
                self._take(0.05)
        self.look()

    def wait_for(self, told: str, *readings: Reading) -> None:
        """Wait, and say so, until these are read, or something stands in the way."""
        sync = self._workspace.sync
        if not self._workspace.owner and any(sync.is_wanted(one) for one in readings):
            self._talk.say(told)
            self.wait(lambda: bool(sync.connection.trouble) or not any(sync.is_wanted(one) for one in readings))

    def look(self) -> None:
        """Take in what has come; raise what a thread met that nobody expected."""
        while not self._came.empty():
            self._take(0)

    def _take(self, seconds: float) -> None:
        with suppress(queue.Empty):
            news = self._came.get(timeout=seconds)
            if isinstance(news, Broken):
                raise news.error

    def lines(self) -> Iterator[str]:
        """Yield what has become of the way to USOS since it was last told."""
        self.look()
        if disk := failures.store_state(self._workspace.register.store_state()):
            if disk != self._told:
                self._told = disk
                yield disk
            return
        sync, trouble = self._workspace.sync, self._workspace.sync.connection.trouble
        now = failures.failure(trouble) if trouble else ""
        if now == self._told:
            return
        self._told = now
        if trouble is None:
            yield gettext("USOS answers again.")
            return
        yield failures.trouble(trouble, self._workspace.register.unsent().total)
        if isinstance(trouble, SignInNeededError):
            yield gettext("You are signed out. Start rollcall and sign in again.")
        else:
            again = self._workspace.register.now() + timedelta(seconds=sync.next_try_in())
            yield failures.next_try(sync.connection, again, keys.shown("roll.refresh"))
