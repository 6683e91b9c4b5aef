"""Measures the real program in a pty beside a bare Textual program: `python -m tests.benchmarks`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from tests.benchmarks import table
from tests.benchmarks.aging import AGING
from tests.benchmarks.keys import KEYS
from tests.benchmarks.locking import LOCKING
from tests.benchmarks.looking import LOOKING
from tests.benchmarks.overviews import OVERVIEWS
from tests.benchmarks.pages import PAGES
from tests.benchmarks.sending import SENDING
from tests.benchmarks.stages import STAGES
from tests.benchmarks.starting import STARTING
from tests.benchmarks.window import WINDOW

SCENARIOS = [*KEYS, *STARTING, *STAGES, *LOOKING, *AGING, *OVERVIEWS, *PAGES, *SENDING, *LOCKING, *WINDOW]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and write the table to standard output; the exit status is 1 where a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    names = [one.name for one in SCENARIOS]
    parser.add_argument("--only", metavar="NAME", choices=names, action="append", help=f"one of {', '.join(names)}")
    parser.add_argument("--quick", action="store_true", help="few repetitions: for looking, not for telling")
    asked = parser.parse_args(arguments)
    print(table.head(), flush=True)
    missed = False
    for scenario in SCENARIOS:
        if asked.only and scenario.name not in asked.only:
            continue
        print(f"{scenario.name} …", file=sys.stderr, flush=True)
        for line in scenario.measure(asked.quick):
            print(table.row(line), flush=True)
            missed |= line.kept is False
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
