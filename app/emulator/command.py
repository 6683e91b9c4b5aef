"""Serving an emulator in the foreground."""

import signal
import threading
from collections.abc import Callable
from types import FrameType

from app.emulator.emulator import Emulator
from app.emulator.options import Options


def serve(options: Options, *, announce: Callable[[Emulator], None]) -> int:
    """Serve until Ctrl+C or SIGTERM; return the exit status 0. OSError when the port is taken."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with Emulator(options) as emulator:
            announce(emulator)
            # Windows delivers Ctrl+C only between waits, so none of them may last for ever.
            while not stopping.wait(0.5):
                pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0
