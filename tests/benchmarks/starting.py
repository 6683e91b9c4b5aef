"""From the start of the process to what is painted first, with a store that knows everything from last time."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.benchmarks.figures import Line, Scenario, milliseconds
from tests.benchmarks.timed import Timed, bare, program
from tests.benchmarks.university import University, university

_GOAL = 1.5  # times a bare program's start
_PAINTED = {
    "first paint": re.compile(r"Groups"),
    "first group painted": re.compile(r"Mathematical Analysis"),
    "with --list, first student painted": re.compile(r"[ ▌] +1   ·   \w"),
}


def _start(run: Callable[[], AbstractContextManager[Timed]], *painted: re.Pattern[str]) -> list[float]:
    """Start a program and return the seconds until each of these was painted."""
    began = time.perf_counter()
    with run() as terminal:
        times = [terminal.until(one) - began for one in painted]
        terminal.quit()
    return times


@contextmanager
def known_university() -> Iterator[tuple[University, Path]]:
    """Run a university of 30 students, with a home in which all of it has been read."""
    with tempfile.TemporaryDirectory() as name, university(30) as usos:
        home = Path(name)
        with program("--list", usos.current_list, environment=usos.environment, home=home) as terminal:
            terminal.until(re.compile("30 of 30 left"))
            terminal.rest(3)  # everything there is to read is read
            terminal.quit()
        yield usos, home


def _starts(quick: bool) -> list[Line]:
    times: dict[str, list[float]] = {what: [] for what in _PAINTED}
    bare_times: list[float] = []
    with known_university() as (usos, home):
        roll = ("--list", usos.current_list)
        paint, group, student = _PAINTED.values()
        for _ in range(5 if quick else 20):
            bare_times += _start(lambda: bare(30, home), re.compile("   1  Student"))
            plain = _start(lambda: program(environment=usos.environment, home=home), paint, group)
            listed = _start(lambda: program(*roll, environment=usos.environment, home=home), student)
            for what, one in zip(_PAINTED, plain + listed, strict=True):
                times[what].append(one)
    lines = [Line("start of a bare program", milliseconds(bare_times))]
    for what, taken in times.items():
        line = Line(f"start, warm store: {what}", milliseconds(taken), bare=milliseconds(bare_times))
        lines.append(line.judged(f"≤ {_GOAL} × bare", kept=(line.ratio or 0) <= _GOAL))
    return lines


STARTING = [Scenario("start", _starts)]
