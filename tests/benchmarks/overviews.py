"""The term of a group of 300 in 30 lists, made from the store as a screen does when it opens."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from app.register.register import Register
from app.store import Store
from tests.benchmarks.figures import Line, Scenario, median, milliseconds
from tests.support.clock import NOW
from tests.support.large_term import LARGE, keep_term

_STUDENTS, _LISTS = 300, 30


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


OVERVIEWS = [Scenario("overview", _overview)]
