"""How the program is told from outside to end: signals, and a terminal that goes away."""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, repeat
from types import FrameType

if sys.platform != "win32":
    import termios


@contextmanager
def heeded(leave: Callable[[], None]) -> Iterator[None]:
    """Call `leave` in the block at every SIGTERM, and once when the terminal goes away.

    A terminal that is gone is let go first: from then on nothing comes from it, and what is written goes nowhere.
    `leave` runs on the main thread, between any two instructions of it. Only the main thread may use this.
    """
    gone = threading.Event()

    def terminated(_number: int, _frame: FrameType | None) -> None:
        leave()

    wanted: dict[int, Callable[[int, FrameType | None], None]] = {signal.SIGTERM: terminated}
    if sys.platform == "win32":
        wanted[signal.SIGBREAK] = terminated  # also what a closed window becomes
    else:

        def hung_up(_number: int, _frame: FrameType | None) -> None:
            if not gone.is_set():  # a shell that ends says it once more
                gone.set()
                _let_go_of_terminal()
                leave()

        wanted[signal.SIGHUP] = hung_up
    before = {number: signal.signal(number, handler) for number, handler in wanted.items()}
    if sys.platform != "win32" and os.isatty(0):
        _watch_terminal()
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def input_ends() -> Iterator[Callable[[], None]]:
    """Yield a `leave` after which standard input has ended; called again it raises what Ctrl+C raises.

    Nothing is raised the first time: that could be in the midst of anything. After the block all is as it was before.
    """
    if sys.platform == "win32":
        yield _interrupt
        return
    usual = os.dup(0)
    modes = termios.tcgetattr(usual) if os.isatty(usual) else None
    steps = chain((_end_input,), repeat(_interrupt))

    def leave() -> None:
        step = next(steps)
        step()

    try:
        yield leave
    finally:
        os.dup2(usual, 0)
        os.close(usual)
        if modes is not None:
            with suppress(termios.error):  # it is gone
                termios.tcsetattr(0, termios.TCSANOW, modes)


def _interrupt() -> None:
    raise KeyboardInterrupt


if sys.platform != "win32":

    def _let_go_of_terminal() -> None:
        """Put something in the terminal's place that is silent without an end, and takes whatever is written.

        One byte that is no key of ours comes from it: somebody may be about to read what the terminal had announced.
        """
        silence, end = os.pipe()  # both stay open
        os.write(end, b"\0")
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for instead, standard in ((silence, 0), (nowhere, 1), (nowhere, 2)):
            os.dup2(instead, standard)

    def _end_input() -> None:
        ended = os.open(os.devnull, os.O_RDONLY)
        os.dup2(ended, 0)
        os.close(ended)

    def _watch_terminal() -> None:
        """Send SIGHUP to this process when the terminal has gone without one: whoever began us may ignore it."""
        watched = select.poll()
        watched.register(0, 0)

        def watch() -> None:
            if any(event & (select.POLLHUP | select.POLLERR) for _, event in watched.poll()):
                os.kill(os.getpid(), signal.SIGHUP)

        threading.Thread(target=watch, name="terminal", daemon=True).start()
