"""A program on a terminal, and how long it takes from the bytes of a key to the bytes of what the key has painted."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.support.terminal import Terminal, rollcall

SHAPES = {"1": "● P", "4": "✗ A"}
_UNMARKED = "[^●◐◇✗]*"  # between a row's number and its mark there is no other mark


def marked_row(number: int, key: str) -> re.Pattern[str]:
    """Return how the row of that number looks once the key has marked it."""
    return re.compile(rf"[ ▌]{number:>4}  {_UNMARKED}{SHAPES[key]}")


class Timed:
    """Types and looks at the clock."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    @property
    def pid(self) -> int:
        return self._terminal.process.pid

    def key_to_paint(self, key: str, painted: re.Pattern[str], seconds: float = 20) -> float:
        """Type a key and return the seconds until what it paints was printed."""
        self._terminal.printed = b""
        began = time.perf_counter()
        self._terminal.type(key)
        return self.until(painted, seconds) - began

    def until(self, painted: re.Pattern[str], seconds: float = 20) -> float:
        """Read on until that was printed since the last key; return the moment it was seen."""
        end, now = time.monotonic() + seconds, time.perf_counter()
        while not painted.search(self._terminal.text()):
            if not self._terminal.read(end):
                break
            now = time.perf_counter()
        else:
            return now
        raise AssertionError(f"not printed within {seconds} s: {painted.pattern}\n{self._terminal.text()[-3000:]}")

    def type(self, keys: str) -> None:
        """Type keys; what is printed from here on counts."""
        self._terminal.printed = b""
        self._terminal.type(keys)

    def rest(self, seconds: float) -> None:
        """Let the program do what it has to do for that long."""
        end = time.monotonic() + seconds
        while self._terminal.read(end):
            pass

    def burst(self, keys: str, every: float) -> float:
        """Type keys at equal intervals, whatever is painted; return the moment of the last."""
        self._terminal.printed = b""
        began = time.monotonic()
        for place, key in enumerate(keys):
            while self._terminal.read(began + place * every):
                pass
            last = time.perf_counter()
            self._terminal.type(key)
        return last

    def memory(self) -> float:
        """Return the resident memory in MB."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def quit(self) -> None:
        """Leave at once."""
        self._terminal.type("\x11\x11")
        self._terminal.end()


@contextmanager
def bare(count: int, home: Path, *more: str) -> Iterator[Timed]:
    """Run a bare Textual program of so many lines, with `more` arguments of `bare.py`."""
    start = ("-m", "tests.benchmarks.bare")
    with rollcall(str(count), *more, environment={}, home=home, start=start) as terminal:
        yield Timed(terminal)


@contextmanager
def program(*arguments: str, environment: Mapping[str, str], home: Path) -> Iterator[Timed]:
    """Run rollcall, with all that a start takes."""
    with rollcall(*arguments, environment=environment, home=home, start=("-m", "app")) as terminal:
        yield Timed(terminal)
