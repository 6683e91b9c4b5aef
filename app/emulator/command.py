"""Serving an emulator in the foreground."""

import signal
import sqlite3
import threading
from collections.abc import Callable
from datetime import datetime
from types import FrameType

from app.emulator.emulator import Emulator
from app.emulator.options import Options


def serve(options: Options, *, announce: Callable[[Emulator], None], now: Callable[[], datetime] | None = None) -> int:
    """Serve until Ctrl+C or SIGTERM; return the exit status 0. `now` is the emulator's clock, as `Emulator` takes it.

    OSError when the port is taken or the file cannot be used, ValueError for options that cannot be.
    """
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with _founded(options, now) as emulator:
            announce(emulator)
            # Windows delivers Ctrl+C only between waits, so none of them may last for ever.
            while not stopping.wait(0.5):
                pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0


def _founded(options: Options, now: Callable[[], datetime] | None) -> Emulator:
    try:
        return Emulator(options, now=now)
    except sqlite3.Error as error:
        raise OSError(f"{options.database}: {error}") from error
