"""An emulator in another process, with what it counts and when it was called: `python -m tests.benchmarks.university`.

It answers commands on its standard input, a line of JSON each.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from app.domain import polish_time
from app.emulator import CallLog, Emulator, LoggedCall, Options, serving
from app.emulator.faults import fault_from_json
from tests.support import clock

UPDATE = "services/attendance/update_attendance"


@dataclass
class University:
    """The parent's end."""

    environment: dict[str, str]
    current_list: str
    _process: subprocess.Popen[str]

    def plan(self, *faults: Mapping[str, object]) -> None:
        """Let these faults happen and no others."""
        self._ask(faults=list(faults))

    def slow(self, seconds: float) -> None:
        """Let every call take that much longer."""
        self.plan(*([{"kind": "latency", "count": None, "seconds": seconds}] if seconds else []))

    def hang(self) -> None:
        """Never answer again."""
        self.plan({"kind": "hang", "count": None})

    def calls(self) -> list[tuple[str, str, float]]:
        """Return method, list and moment of each answer; moments are those of `time.perf_counter`."""
        return [tuple(one) for one in self._ask(calls=True)]

    def count(self, method: str) -> int:
        """Return how many calls of a method were answered."""
        return int(self._ask(count=method))

    def moments(self, method: str) -> list[float]:
        """Return when each call of a method was answered."""
        return [moment for name, _, moment in self.calls() if name == method]

    def connections(self) -> int:
        """Return how many connections were opened."""
        return int(self._ask(connections=True))

    def forget(self) -> None:
        """Count calls and connections anew."""
        self._ask(forget=True)

    def marked(self) -> int:
        """Return how many marks the current list has."""
        return int(self._ask(marked=True))

    def until_updated(self, number: int, seconds: float = 120) -> None:
        """Wait until so many updates were answered."""
        end = time.monotonic() + seconds
        while (updates := self.count(UPDATE)) < number:
            assert time.monotonic() < end, f"{updates} of {number} updates after {seconds} s"
            time.sleep(0.05)  # between two looks at a condition

    def close(self) -> None:
        """Be gone, as if the cable were pulled."""
        self._process.kill()
        self._process.wait()

    def _ask(self, **command: object) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def university(students: int) -> Iterator[University]:
    """Serve an emulator with a class of that size."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.university", "--students", str(students)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | clock.variable(),
    )
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    one = University(told["environment"], told["current_list"], process)
    try:
        yield one
    finally:
        one.close()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


# --- in the other process ---


class _TimedLog(CallLog):
    """Remembers when each call was answered, too."""

    def __init__(self) -> None:
        super().__init__()
        self.moments: list[float] = []

    def add(self, call: LoggedCall) -> None:
        self.moments.append(time.perf_counter())
        super().add(call)

    def clear(self) -> None:
        self.moments.clear()
        super().clear()


def _count_connections() -> Callable[[], int]:
    """Count the connections that are opened from now on; return the way to read the counter."""
    opened = 0
    before = serving.CuttableProtocol.connection_made

    def connection_made(protocol: serving.CuttableProtocol, transport: asyncio.Transport) -> None:
        nonlocal opened
        opened += 1
        before(protocol, transport)

    serving.CuttableProtocol.connection_made = connection_made  # type: ignore[method-assign, assignment]
    return lambda: opened


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until the parent is gone."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--students", type=int, default=30)
    asked = parser.parse_args(arguments)
    connections = _count_connections()
    polish_time.start_from(clock.START)
    log = _TimedLog()
    usos = Emulator(Options(students=asked.students), now=polish_time.now, calls=log)
    forgotten = 0
    with usos:
        names = ("url", "consumer_key", "consumer_secret", "token", "token_secret")
        environment = {f"ROLLCALL_{name.upper()}": getattr(usos, name) for name in names}
        _tell({"environment": environment, "current_list": usos.current_list()})
        for line in sys.stdin:
            match json.loads(line):
                case {"faults": faults}:
                    usos.faults.replace(fault_from_json(one) for one in faults)
                    _tell(None)
                case {"calls": _}:
                    told = zip(log, log.moments, strict=False)
                    _tell([(call.method, call.params.get("list_id", ""), moment) for call, moment in told])
                case {"count": method}:
                    _tell(usos.calls.count(method))
                case {"connections": _}:
                    _tell(connections() - forgotten)
                case {"forget": _}:
                    forgotten = connections()
                    log.clear()
                    _tell(None)
                case {"marked": _}:
                    _tell(sum(mark is not None for mark, _ in usos.marks(usos.current_list()).values()))


def _tell(what: object) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main()
