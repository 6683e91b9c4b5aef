"""What runs before the first paint, with the milliseconds of each stage, beside the same stages of a bare program.

Processor time of the main thread, which other programs on the machine hardly lengthen. So that imports can be told
apart, the modules of a start are imported before it in three steps; which ones, a start before has noted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
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


def _taken(start: _Start, environment: Mapping[str, str], home: Path, times: int) -> list[list[float]]:
    """Return the milliseconds of each stage, of so many starts."""
    steps = _steps(_moments(start, [], environment, home)["modules"])
    starts = [_moments(start, steps, environment, home)["moments"] for _ in range(times)]
    return [[one[0], *(after - before for before, after in pairwise(one))] for one in starts]


def _stages(quick: bool) -> list[Line]:
    times = 3 if quick else 12
    with known_university() as (usos, home):
        plain = _taken(("Student Number 1", "tests.benchmarks.bare", ("30",)), usos.environment, home, times)
        ours = {
            "groups": _taken(("Mathematical Analysis", "app", ()), usos.environment, home, times),
            "--list": _taken(("Ćwik", "app", ("--list", usos.current_list)), usos.environment, home, times),
        }
    lines = []
    for screen, taken in ours.items():
        whole = [sum(one) for one in taken]
        lines.append(Line(f"processor time to the first paint, {screen}", whole, bare=[sum(one) for one in plain]))
        for place, stage in enumerate(_STAGES):
            line = Line(f"{screen}: {stage}", [one[place] for one in taken], bare=[one[place] for one in plain])
            lines.append(line)
    return lines


STAGES = [Scenario("stages", _stages)]
