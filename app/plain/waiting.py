"""Work that takes its time, beside which Ctrl+C is heard."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

ResultT = TypeVar("ResultT")


def done(work: Callable[[], ResultT], wait: Callable[[Callable[[], bool]], None]) -> ResultT:
    """Do work on a daemon thread, which holds up nobody who leaves; return what it returns, raise what it raises.

    `wait` waits until something is so: `Post.wait`.
    """
    ended: Future[ResultT] = Future()

    def run() -> None:
        try:
            ended.set_result(work())
        except Exception as error:  # whatever it is, who waits has to know
            ended.set_exception(error)

    threading.Thread(target=run, daemon=True, name="work").start()
    wait(ended.done)
    return ended.result(timeout=0)
