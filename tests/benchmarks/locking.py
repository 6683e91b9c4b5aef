"""How long a thread of sync keeps the interpreter's lock from the thread of the keys.

Python code gives the lock up when another thread has asked for it for as long as the switch interval. What cannot be
interrupted is a call of a function written in C that does not let go of the lock, and a look for garbage: the program
runs with both timed, on every thread but the main one, by the processor time of that thread.
`python -m tests.benchmarks.locking NOTED MODULE [ARGUMENT …]` does that, and writes the milliseconds to NOTED when told
to by SIGUSR1.
"""

from __future__ import annotations

import gc
import json
import os
import re
import runpy
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tests.benchmarks.figures import Line, Scenario
from tests.benchmarks.timed import Timed, marked_row
from tests.benchmarks.university import University, university
from tests.support.terminal import rollcall

_STUDENTS = 300
_MARKS = 60
_LONGEST = 2.0  # ms
_WORTH_NOTING = 0.1  # ms
# A generator that goes on is Python code; the others let go of the lock while SQLite and OpenSSL are at work.
_LET_GO = {"next", "Connection.execute", "Connection.executemany", "SSLContext.load_verify_locations"}


class _Noted:
    """The milliseconds for which the lock was kept, with what kept it."""

    def __init__(self) -> None:
        self.found: list[tuple[float, str]] = []
        self._local = threading.local()

    def profile(self) -> Callable[[FrameType, str, object], None]:
        """Return what Python is to call before and after each call of a thread."""
        begun: list[float] = []

        def called(frame: FrameType, event: str, what: object) -> None:
            if event == "c_call":
                begun.append(time.thread_time())
            elif event in {"c_return", "c_exception"} and begun:
                self._note(time.thread_time() - begun.pop(), getattr(what, "__qualname__", repr(what)))

        return called

    def garbage(self, phase: str, told: dict[str, int]) -> None:
        """Take in that a look for garbage begins or ends."""
        if phase == "start":
            self._local.begun = time.thread_time()
        elif threading.current_thread() is not threading.main_thread():
            self._note(time.thread_time() - self._local.begun, f"garbage, generation {told['generation']}")

    def _note(self, seconds: float, what: str) -> None:
        if what not in _LET_GO and seconds * 1000 > _WORTH_NOTING:
            self.found.append((seconds * 1000, what))


def _watch(noted: Path, module: str, arguments: list[str]) -> None:
    """Run the module as a program; write what was noted when the signal SIGUSR1 comes."""
    kept = _Noted()

    def begin(frame: FrameType, event: str, what: object) -> None:
        sys.setprofile(kept.profile())  # each thread has calls of its own

    threading.setprofile(begin)
    gc.callbacks.append(kept.garbage)
    signal.signal(signal.SIGUSR1, lambda number, frame: noted.write_text(json.dumps(kept.found), encoding="utf-8"))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__")


@contextmanager
def _watched_roll(home: Path, noted: Path) -> Iterator[tuple[Timed, University]]:
    with university(_STUDENTS) as usos:
        run = ("-m", "tests.benchmarks.locking", str(noted), "app")
        with rollcall("--list", usos.current_list, environment=usos.environment, home=home, start=run) as one:
            terminal = Timed(one)
            terminal.until(re.compile(rf"{_STUDENTS} of {_STUDENTS} left"))
            terminal.rest(3)  # what there is to read is read
            yield terminal, usos
            terminal.quit()


def _locks(quick: bool) -> list[Line]:
    marks = 15 if quick else _MARKS
    with tempfile.TemporaryDirectory() as name:
        noted = Path(name) / "noted.json"
        with _watched_roll(Path(name), noted) as (terminal, usos):
            for number in range(1, marks + 1):
                key = "14"[number % 2]
                terminal.key_to_paint(key, marked_row(number, key))
                terminal.rest(0.05)
            usos.until_updated(marks)
            os.kill(terminal.pid, signal.SIGUSR1)
            terminal.rest(0.3)  # for writing it
        found = json.loads(noted.read_text(encoding="utf-8"))
    longest, what = max(found, default=(0.0, "nothing"))
    line = Line(
        f"lock kept by sync, a start and {marks} marks of {_STUDENTS}, over {_WORTH_NOTING} ms",
        [one for one, _ in found] or [0.0],
        note=f"longest {longest:.1f} ms: {what}",
    )
    return [line.judged(f"none over {_LONGEST:.0f} ms", kept=longest <= _LONGEST)]


LOCKING = [Scenario("lock", _locks)]


if __name__ == "__main__":
    _watch(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
