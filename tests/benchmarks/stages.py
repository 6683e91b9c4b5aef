"""What runs before the first paint, with the milliseconds of each stage, beside the same stages of a bare program.

Processor time of the main thread, which other programs on the machine hardly lengthen. So that imports can be told
apart, the modules of a start are imported before it in three steps; which ones, a start before has noted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Line, Scenario
from tests.benchmarks.starting import known_university
from tests.benchmarks.timed import Timed
from tests.support.terminal import rollcall

_STAGES = (
    "Python itself",
    "importing what the standard library has",
    "importing Textual and what it needs",
    "importing the program",
    "settings, account, store, first questions",
    "terminal and styles",
    "the first screen: widgets, layout, paint",
)
_Start = tuple[str, str, tuple[str, ...]]  # the text that ends it, the module, its arguments


def _moments(start: _Start, steps: list[list[str]], environment: Mapping[str, str], home: Path) -> dict[str, list[Any]]:
    """Start once with these modules imported first, and return what was noted."""
    noted = home / "noted.json"
    noted.write_text(json.dumps({"steps": steps}), encoding="utf-8")
    text, module, arguments = start
    run = ("-m", "tests.benchmarks.staged", str(noted), text, module)
    with rollcall(*arguments, environment=environment, home=home, start=run) as one:
        terminal = Timed(one)
        terminal.until(re.compile(re.escape(text)))
        terminal.rest(0.3)  # what is noted is written after the paint
        terminal.quit()
    found: dict[str, list[Any]] = json.loads(noted.read_text(encoding="utf-8"))
    return found


def _steps(modules: list[tuple[str, str]]) -> list[list[str]]:
    """Return the modules by whose they are: the standard library's, Textual's and others', the program's."""
    known = {name for name, _ in modules}
    modules = [(name, file) for name, file in modules if name.rpartition(".")[0] in {"", *known}]
    ours = [name for name, _ in modules if name.split(".")[0] == "app" or name.startswith("tests.benchmarks.bare")]
    others = [name for name, file in modules if "site-packages" in file]
    return [[name for name, _ in modules if name not in {*ours, *others}], others, ours]


def _stages(quick: bool) -> list[Line]:
    with known_university() as (usos, home):
        starts: dict[str, _Start] = {
            "bare": ("Student Number 1", "tests.benchmarks.bare", ("30",)),
            "groups": ("Mathematical Analysis", "app", ()),
            "--list": ("Ćwik", "app", ("--list", usos.current_list)),
        }
        steps = {name: _steps(_moments(start, [], usos.environment, home)["modules"]) for name, start in starts.items()}
        taken: dict[str, list[list[float]]] = {name: [] for name in starts}
        for _ in range(3 if quick else 12):  # in turns: a machine has quicker and slower minutes
            for name, start in starts.items():
                found = _moments(start, steps[name], usos.environment, home)["moments"]
                taken[name].append([found[0], *(after - before for before, after in pairwise(found))])
    bare = taken.pop("bare")
    return [line for name, found in taken.items() for line in _lines(name, found, bare)]


def _lines(name: str, found: list[list[float]], bare: list[list[float]]) -> Iterator[Line]:
    """Yield the lines of one start: all of it, then its stages."""
    whole = Line(f"processor time to the first paint, {name}", [sum(one) for one in found])
    yield replace(whole, bare=[sum(one) for one in bare])
    for place, stage in enumerate(_STAGES):
        line = Line(f"{name}: {stage}", [one[place] for one in found])
        none = max(one[place] for one in bare) < 0.1  # there is no such stage
        yield line if none else replace(line, bare=[one[place] for one in bare])


STAGES = [Scenario("stages", _stages)]
