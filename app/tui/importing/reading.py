"""Reading reports beside the screen that shows them, and how far that is."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from textual.message_pump import MessagePump
from textual.timer import Timer

from app.messages import reports
from app.roll.import_session import ImportSession
from app.roll.judged import Judged
from app.tui import background
from app.tui.widgets.sparks import progress
from app.workspace import report_files
from app.workspace.report_files import UnreadableFileError

_BAR = 12  # cells
_OFTEN = 0.25  # seconds after which one sees again how far it is


class FileReading:
    """Reads and judges files for one session, off the thread of its screen."""

    def __init__(
        self,
        screen: MessagePump,
        session: ImportSession,
        changed: Callable[[], None],
        failed: Callable[[UnreadableFileError], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Read nothing yet; the screen concludes `Finished`.

        `changed` is called when it has come further, and at its end; `failed` where a file cannot be read.
        """
        self._screen, self._session = screen, session
        self._changed, self._failed = changed, failed
        self.paths: Sequence[Path] = ()
        """What is being read, nothing when that is done."""
        self._waiting: Sequence[Path] = ()  # what is to be read after that
        self._share = 0.0
        self._clock, self._began = clock, 0.0  # seconds
        self._timer: Timer | None = None

    def begin(self, paths: Sequence[Path]) -> None:
        """Read these files; while others are being read, after those, for what was read before goes along."""
        if self.paths:
            self._waiting = [*self._waiting, *paths]
            return
        self.paths, self._share, self._began = paths, 0.0, self._clock()
        self._timer = self._screen.set_interval(_OFTEN, self._changed)
        background.start(self._screen, self._session.reading(paths, self._is_so_far), self._take, self._fail)

    def text(self) -> str:
        """Return what is being read, and how far it is; before the first file is read, for how many seconds."""
        told = reports.reading(report_files.names(self.paths), self._share)
        if self._share:
            return f"{progress(round(100 * self._share), 100, _BAR)}{told}"
        seconds = int(self._clock() - self._began)
        return f"{told} {seconds} s" if seconds else told

    def _is_so_far(self, share: float) -> None:
        """Take note, on the thread that reads, which share is done; the timer shows it."""
        self._share = share

    def _take(self, read: Judged) -> None:
        self._session.take(read)
        self._end()
        self._changed()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, UnreadableFileError):
            raise error
        self._end()
        self._failed(error)

    def _end(self) -> None:
        self.paths = ()
        if self._timer is not None:
            self._timer.stop()
        if self._waiting:
            waiting, self._waiting = self._waiting, ()
            self.begin(waiting)
