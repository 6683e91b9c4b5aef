"""Opens the program in the state of a driven test, with the keyboard in hand: `python -m tests.play NAME`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from textual.pilot import Pilot

from app import i18n
from app.register.register import Register
from app.tui.program import Program
from app.workspace.workspace import CallingOptions
from tests.play.states import STATES, State
from tests.support.driver import BEGIN, Driver, connection, emulated, now, program

DAY = 86400


def main(arguments: Sequence[str] | None = None) -> int:
    """Play a state in this terminal; without a name, list all. Returns the exit status."""
    asked = options().parse_args(arguments)
    if asked.name is None:
        width = max(map(len, STATES))
        print("\n".join(f"{name:{width}}  {state.sentence}" for name, state in STATES.items()))
        return 0
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print("a state is played in a terminal", file=sys.stderr)
        return 2
    if asked.size:  # as Textual asks the terminal for its size
        os.environ["COLUMNS"], os.environ["LINES"] = map(str, asked.size)
    play(STATES[asked.name], asked.lang, asked.theme)
    return 0


def options() -> argparse.ArgumentParser:
    """Return what can be asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.play", description=__doc__)
    parser.add_argument("name", metavar="NAME", nargs="?", choices=STATES, help="without it, all states are listed")
    parser.add_argument("--size", type=size, metavar="COLUMNSxLINES", help="as in a terminal of that size: 80x24")
    parser.add_argument("--lang", choices=i18n.LANGUAGES, default="en", help="language of the program")
    parser.add_argument("--theme", choices=sorted(Program.themes()), help="any theme of the command palette")
    return parser


def size(text: str) -> tuple[int, int]:
    """Read a size, columns first. Raises `ValueError`, which argparse tells."""
    columns, lines = map(int, text.split("x"))
    return columns, lines


def play(state: State, language: str, theme: str | None) -> None:
    """Lead the program to a state, and leave it to whoever sits there. The clock stands still, as in the tests."""
    with tempfile.TemporaryDirectory() as folder, emulated(**{"groups": 6, **state.options}) as usos:
        for fault in state.faults:
            usos.faults.add(fault)
        chosen = {"language": language, "theme": theme, "pace": state.pace, "options": CallingOptions(opening_guard=0)}
        with program(Path(folder), connection(usos), **chosen) as (app, store, sync):

            async def lead(pilot: Pilot[None]) -> None:
                driver = Driver(app, pilot, store, sync, Register(store, now))
                # Long before the keys of a hand: a key is judged by the time since the one before it.
                driver.seconds = time.monotonic() - DAY - BEGIN
                await state.reach(driver, usos)

            app.run(auto_pilot=lead)


if __name__ == "__main__":
    sys.exit(main())
