"""What is written down when the program itself fails: where in the code, never a secret or a student."""

from __future__ import annotations

import platform
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import app
from app.cli.status import Status
from app.cli.terminal import complain
from app.config import files
from app.i18n import gettext


def write(failure: BaseException, folder: Path, at: datetime) -> Path:
    """Write a report only its owner can read and return its file. Raises `OSError`."""
    file = folder / f"crash-{at:%Y%m%d-%H%M%S}.txt"
    with suppress(FileNotFoundError):
        file.unlink()  # of the same second, or a link that somebody has put there
    head = f"rollcall {app.__version__}, Python {platform.python_version()}, {platform.system()}\n"
    files.write_new(file, "".join([head, *_told(failure)]).encode("utf-8", "replace"))
    return file


def told(failure: BaseException, folder: Callable[[], Path], at: datetime) -> int:
    """Write a report, say in one calm sentence where it is, and return the exit status."""
    try:
        where = str(write(failure, folder(), at))
    except OSError:
        where = gettext("nowhere, because the disk could not be written")
    text = gettext("Sorry, rollcall crashed. The marks you saw are safe. A report without names is in {file}.")
    return complain(text.format(file=where), Status.FAILED)


class CallReports:
    """Writes a report of each kind of error that nobody foresaw in a call, once a run: such a call is tried again."""

    def __init__(self, folder: Callable[[], Path], now: Callable[[], datetime]) -> None:
        """Write to this folder, which is asked for when it is needed."""
        self._folder, self._now = folder, now
        self._seen: set[tuple[str, ...]] = set()

    def write(self, failure: BaseException) -> None:
        """Write a report, unless there is one of the same errors at the same places, or the disk does not take it."""
        kind = tuple(_told(failure))
        if kind not in self._seen:
            self._seen.add(kind)
            with suppress(OSError):
                write(failure, self._folder(), self._now())


def _told(failure: BaseException | None) -> Iterator[str]:
    """Tell the chain of errors by type and place; messages and variables may name people."""
    told: set[int] = set()
    while failure is not None and id(failure) not in told:
        told.add(id(failure))
        yield f"\n{type(failure).__module__}.{type(failure).__qualname__}\n"
        yield from (
            f"  {frame.filename}:{frame.lineno} in {frame.name}\n"
            for frame in traceback.extract_tb(failure.__traceback__)
        )
        failure = failure.__cause__ or failure.__context__
