"""From a key to what it paints: one key at a time, and in a burst, beside a bare program and while USOS is away."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.figures import Line, Scenario, median, milliseconds, percentile
from tests.benchmarks.timed import Timed, bare, marked_row, program
from tests.benchmarks.university import University, university

_PAUSE = 0.025  # seconds between a mark and the next key; a person's are ten times as long
_BLOCK = 15  # keys in a row for one program, then it is the next one's turn
_COMMITS = "commits"
_STATES = {"sending": "sending", "hanging": "the server hangs", "offline": "offline"}
_WORST = 25.0  # ms, for one key of a hundred
_BURST = 50


@contextmanager
def roll(students: int, state: str = "sending") -> Iterator[tuple[Timed, University]]:
    """Open the roll of a class in which nobody is marked, every mark sent at once; then let the server be so."""
    with university(students) as usos, tempfile.TemporaryDirectory() as home:
        arguments = ("--list", usos.current_list)
        with program(*arguments, environment=usos.environment, home=Path(home)) as terminal:
            terminal.until(re.compile(rf"{students} of {students} left"))
            terminal.rest(1.5)  # groups, lists and other rolls are read
            if state == "hanging":
                usos.hang()
            elif state == "offline":
                usos.close()
            yield terminal, usos


def _rounds(students: int, keys: int) -> dict[str, list[float]]:
    """Mark students one by one, in turns on all the programs; return the times in ms."""
    times: dict[str, list[float]] = {"bare": [], _COMMITS: [], **{state: [] for state in _STATES}}
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        terminals = {"bare": stack.enter_context(bare(students, home))}
        kept = f"--commit={home / 'marks.sqlite3'}"
        terminals[_COMMITS] = stack.enter_context(bare(students, home, kept))
        for terminal in terminals.values():
            terminal.until(re.compile("   1  Student"))
        for state in _STATES:
            terminals[state], _ = stack.enter_context(roll(students, state))
        for first in range(1, keys + 1, _BLOCK):
            for name, terminal in terminals.items():
                for number in range(first, min(first + _BLOCK, keys + 1)):
                    key = "14"[number % 2]
                    times[name] += milliseconds([terminal.key_to_paint(key, marked_row(number, key))])
                    terminal.rest(_PAUSE)
                terminal.rest(0.2)  # what it has still to send is not to disturb the next
        for terminal in terminals.values():
            terminal.quit()
    return times


def _key_to_paint(students: int, *, quick: bool) -> list[Line]:
    keys = min(students - 1, 60 if quick else 299)
    times: dict[str, list[float]] = {}
    for _ in range(1 if quick or keys > 100 else 5):
        for name, more in _rounds(students, keys).items():
            times.setdefault(name, []).extend(more)
    lines = [
        Line(f"key to paint, bare program, {students} lines", times["bare"]),
        Line("key to paint, bare program that keeps each mark on disk first", times[_COMMITS], bare=times["bare"]),
    ]
    for state, told in _STATES.items():
        p99, ratio = percentile(times[state], 99), median(times[state]) / median(times["bare"])
        slower = median(times[state]) / median(times["sending"]) - 1
        line = Line(f"key to paint, {students} students, {told}", times[state], bare=times["bare"])
        if state == "sending" and students == 300:
            line = line.judged("≤ 2 × bare, p99 < 25 ms", kept=ratio <= 2 and p99 < _WORST)
        elif state != "sending":
            line = line.judged("≤ 1.2 × sending, p99 < 25 ms", kept=slower <= 0.2 and p99 < _WORST)
            line = replace(line, note=f"{slower:+.0%} of sending")
        lines.append(line)
    return lines


def _bursts(quick: bool) -> list[Line]:
    keys = ("14" * _BURST)[:_BURST]
    last = marked_row(_BURST, keys[-1])
    lags: list[float] = []
    bare_lags: list[float] = []
    lost = 0
    for _ in range(1 if quick else 5):
        with tempfile.TemporaryDirectory() as home, bare(300, Path(home)) as terminal:
            terminal.until(re.compile("   1  Student"))
            typed = terminal.burst(keys, 0.02)
            bare_lags.append(terminal.until(last) - typed)
            terminal.quit()
        with roll(300) as (terminal, usos):
            typed = terminal.burst(keys, 0.02)
            lags.append(terminal.until(last) - typed)
            usos.until_updated(_BURST, 60)
            lost += _BURST - usos.marked()
            terminal.quit()
    return [
        Line(
            f"{_BURST} keys at 20 ms, 300 students: lag of the last",
            milliseconds(lags),
            bare=milliseconds(bare_lags),
            goal="none lost",
            kept=lost == 0,
            note=f"{lost} lost",
        )
    ]


KEYS = [
    Scenario("keys-30", lambda quick: _key_to_paint(30, quick=quick)),
    Scenario("keys-300", lambda quick: _key_to_paint(300, quick=quick)),
    Scenario("burst", _bursts),
]
