"""The program without a terminal: what it is told by a pipe, and what it prints into files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess
from typing import IO

from tests.support import preloaded
from tests.support.terminal import environment_with


class Piped:
    """One process."""

    def __init__(self, process: preloaded.Process, typed: IO[str], printed: IO[str], complained: IO[str]) -> None:
        self.process = process
        self._typed, self._printed, self._complained = typed, printed, complained

    def type(self, text: str) -> None:
        """Type lines; there may be more."""
        self._typed.write(text)
        self._typed.flush()

    def end(self, text: str = "", seconds: float = 120) -> CompletedProcess[str]:
        """Type the last lines, and return how it ended and all that it printed."""
        self.type(text)
        self._typed.close()
        status = self.process.wait(seconds)
        for written in (self._printed, self._complained):
            written.seek(0)  # both processes share one place in a file
        return CompletedProcess("app", status, self._printed.read(), self._complained.read())


@contextmanager
def piped(*arguments: str, environment: Mapping[str, str], home: Path) -> Iterator[Piped]:
    """Run the program with its files in `home`."""
    variables = environment_with(home, environment)
    assert preloaded.can_start(variables)
    reading, writing = os.pipe()
    with (
        tempfile.TemporaryFile("r", encoding="utf-8") as printed,
        tempfile.TemporaryFile("r", encoding="utf-8") as complained,
        os.fdopen(writing, "w", encoding="utf-8") as typed,
    ):
        process = preloaded.start(arguments, variables, (reading, printed.fileno(), complained.fileno()))
        os.close(reading)
        try:
            yield Piped(process, typed, printed, complained)
        finally:
            process.kill()  # nothing, where it has ended
            process.wait(60)


def run(*arguments: str, environment: Mapping[str, str], home: Path, typed: str = "") -> CompletedProcess[str]:
    """Run the program to its end, with all that it is told."""
    with piped(*arguments, environment=environment, home=home) as program:
        return program.end(typed)
