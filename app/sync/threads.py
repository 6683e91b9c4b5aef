"""Daemon threads that all do the same: a hung request must neither hold a key nor the exit of the program."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Threads:
    """So many threads, each doing a job once; the job ends when it is told to, or fails."""

    def __init__(
        self, number: int, job: Callable[[], None], *, failed: Callable[[Exception], None], ended: Callable[[], None]
    ) -> None:
        """Get ready; `failed` gets what the job raises, `ended` is called by the last thread. Both are called there."""
        self._job, self._failed, self._ended = job, failed, ended
        self._lock = threading.Lock()
        self._running = number
        self._threads = [threading.Thread(target=self._run, name="sync", daemon=True) for _ in range(number)]

    def __len__(self) -> int:
        return len(self._threads)

    def start(self) -> None:
        """Let them begin."""
        for thread in self._threads:
            thread.start()

    def join(self, patience: float) -> None:
        """Wait until they have ended, that many seconds at most; ones that never began have."""
        until = time.monotonic() + patience
        for thread in self.running:
            thread.join(max(0.0, until - time.monotonic()))

    @property
    def running(self) -> list[threading.Thread]:
        """Those that have begun and not ended."""
        return [thread for thread in self._threads if thread.is_alive()]

    def _run(self) -> None:
        try:
            self._job()
        except Exception as error:
            # Whatever it is must reach the lecturer, not die with a thread.
            self._failed(error)
        finally:
            with self._lock:
                self._running -= 1
                last = self._running == 0
            if last:
                self._ended()
