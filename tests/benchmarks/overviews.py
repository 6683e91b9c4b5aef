"""The term of a group of 300: made from the store as a screen does when it opens, and marks corrected on the screen."""

from __future__ import annotations

import re
import tempfile
import time
from pathlib import Path

from app.register.register import Register
from app.store import Store
from tests.benchmarks.figures import Line, Scenario, median, milliseconds, percentile
from tests.benchmarks.keys import roll
from tests.benchmarks.timed import bare, marked_row
from tests.support.clock import NOW
from tests.support.large_term import LARGE, keep_term

_STUDENTS, _LISTS = 300, 30
_WORST = 25.0  # ms, for one key of a hundred


def _overview(quick: bool) -> list[Line]:
    times = []
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "store.sqlite3")
        keep_term(store, _STUDENTS, _LISTS)
        register = Register(store, lambda: NOW)
        for _ in range(5 if quick else 30):
            begin = time.perf_counter()
            register.overviews.of(LARGE)
            times.append(time.perf_counter() - begin)
        store.close()
    line = Line(f"overview of {_STUDENTS} × {_LISTS}, from the store", milliseconds(times))
    return [line.judged("< 150 ms", kept=median(line.values) < 150)]


def _keys(quick: bool) -> list[Line]:
    """Correct the mark of one student after the other, in turns with a bare program that marks its lines."""
    times: list[float] = []
    bare_times: list[float] = []
    with (
        tempfile.TemporaryDirectory() as home,
        bare(_STUDENTS, Path(home)) as compared,
        roll(_STUDENTS) as (terminal, _),
    ):
        compared.until(re.compile("   1  Student"))
        opened = terminal.key_to_paint("v", re.compile("F3 rules"))
        terminal.rest(1.5)  # the other rolls are read
        for number in range(1, 10 if quick else 60):
            terminal.type("4")  # it is asked for again, as USOS cannot clear a first mark
            terminal.rest(0.5)  # a key that comes sooner may be a held one
            terminal.type("4")
            for key in ("\x1b[B", "\x1b[A"):  # down and up: nothing is said any more
                terminal.rest(0.1)
                terminal.type(key)
            terminal.rest(0.1)
            times.append(terminal.key_to_paint("3", re.compile("◇J")))
            terminal.rest(0.05)
            terminal.type("\x1b[B")  # down
            terminal.rest(0.05)
            bare_times.append(compared.key_to_paint("1", marked_row(number, "1")))
            compared.rest(0.05)
        terminal.quit()
        compared.quit()
    line = Line(f"key to paint in the overview of {_STUDENTS}", milliseconds(times), bare=milliseconds(bare_times))
    return [
        Line(f"overview of {_STUDENTS} opened, from its key to painted", milliseconds([opened])),
        line.judged("≤ 2 × bare, p99 < 25 ms", kept=(line.ratio or 0) <= 2 and percentile(line.values, 99) < _WORST),
    ]


OVERVIEWS = [Scenario("overview", _overview), Scenario("overview-keys", _keys)]
