"""A class of 300: finding somebody letter by letter, filling in everybody who is left, and the memory it takes."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from app.keymap import keys
from app.keymap.table import Place
from tests.benchmarks.figures import Line, Scenario, milliseconds
from tests.benchmarks.keys import roll
from tests.benchmarks.timed import Timed, bare, marked_row

_QUERIES = ("kow", "now", "lew", "zie", "wis", "kam", "woj", "maz")
_STUDENTS = 300
_MODULES = (
    "app.cli.launcher",
    "app.tui.app",
    "app.tui.roll.screen",
    "app.workspace.workspace",
    "app.usos.gate",
    "httpx",
)


def _search(quick: bool) -> list[Line]:
    times: list[float] = []
    bare_times: list[float] = []
    page_times: list[float] = []
    with (
        tempfile.TemporaryDirectory() as home,
        bare(_STUDENTS, Path(home)) as compared,
        roll(_STUDENTS) as (terminal, _),
    ):
        compared.until(re.compile("   1  Student"))
        queries = _QUERIES[:3] if quick else _QUERIES * 5
        for number, query in enumerate(queries):
            times += _letters(terminal, query)
            for row in range(3 * number + 1, 3 * number + 4):
                bare_times.append(compared.key_to_paint("1", marked_row(row, "1")))
                compared.rest(0.02)
                page_times.append(compared.key_to_paint("n", re.compile(rf"Name {len(page_times) + 1}-\d")))
                compared.rest(0.02)
        terminal.quit()
        compared.quit()
    letters, row, page = milliseconds(times), milliseconds(bare_times), milliseconds(page_times)
    return [
        Line("search, per letter, 300 students", letters, bare=row, note="beside one row painted by a bare program"),
        Line("search, per letter, 300 students", letters, bare=page, note="beside a page painted by a bare program"),
    ]


def _letters(terminal: Timed, query: str) -> list[float]:
    """Type a query and return the seconds until each letter was painted; the best match comes in the same frame."""
    terminal.type("/")
    terminal.rest(0.1)
    times = []
    for length in range(1, len(query) + 1):
        times.append(terminal.key_to_paint(query[length - 1], re.compile(rf"(?<!\w){query[:length]}(?!\w)")))
        terminal.rest(0.05)
    terminal.type("\x1b")
    terminal.rest(0.3)
    return times


def _fill(quick: bool) -> list[Line]:
    what, goal = "fill of 300, from the mark's key to all painted", "< 200 ms"
    if not any("f" in key.keys for key in keys.of(Place.ROLL)):
        return [Line(what, [], goal=goal, note="not measured: there is no key F yet")]
    times = []
    for _ in range(1 if quick else 5):
        with roll(_STUDENTS) as (terminal, _):
            terminal.type("f")
            terminal.rest(0.5)  # for reading how many it will be
            times.append(terminal.key_to_paint("1", re.compile(f"all {_STUDENTS} marked")))
            terminal.quit()
    line = Line(what, milliseconds(times))
    return [line.judged(goal, kept=max(line.values) < 200)]


def _memory(quick: bool) -> list[Line]:
    with (
        tempfile.TemporaryDirectory() as home,
        bare(_STUDENTS, Path(home)) as compared,
        bare(_STUDENTS, Path(home), *(f"--import={name}" for name in _MODULES)) as imported,
        roll(_STUDENTS) as (terminal, usos),
    ):
        compared.until(re.compile("   1  Student"))
        imported.until(re.compile("   1  Student"))
        opened = terminal.memory()
        terminal.burst("14" * (_STUDENTS // 2), 0.02)
        usos.until_updated(_STUDENTS)
        terminal.rest(0.5)
        lines = [
            Line("memory, roll of 300 opened", [opened], unit="MB", bare=[compared.memory()]),
            Line("memory, roll of 300 called and sent", [terminal.memory()], unit="MB", bare=[compared.memory()]),
            Line(
                "memory, a bare program that has imported what a roll imports",
                [imported.memory()],
                unit="MB",
                bare=[compared.memory()],
            ),
        ]
        terminal.quit()
        imported.quit()
        compared.quit()
    return lines


LOOKING = [Scenario("search", _search), Scenario("fill", _fill), Scenario("memory", _memory)]
