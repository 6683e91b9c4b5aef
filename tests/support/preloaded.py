"""The program, forked from a process that has read its modules: a start costs what the program does, not the reading.

It goes on as the installed command does: in a session, an environment and a folder of its own, with its three streams.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import importlib
import json
import locale
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.__main__ import main

MODULES = (
    "app.cli.launcher",
    "app.emulator",
    "app.plain.console",
    "app.plain.everywhere",
    "app.tui.groups.screen",
    "app.tui.program",
    "app.tui.roll.screen",
    "app.usos.client",
    "app.workspace.demo",
    "starlette.routing",
    "textual.drivers.linux_driver",
    "textual.pilot",
    "uvicorn.protocols.http.h11_impl",
)
USUAL = {"LANG": "C.UTF-8", "PYTHONUTF8": "1"}
READ_ONCE = ("PYTHON", "TEXTUAL_")  # what begins so is looked at by Python and Textual before a fork


class Process:
    """A program that was started, with what `subprocess.Popen` offers of it."""

    def __init__(self, pid: int, ended: socket.socket) -> None:
        self.pid, self._ended = pid, ended
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return the exit status, negative for a signal, or None while it runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float) -> int:
        """Return the exit status, at the latest after so many seconds.

        Raises:
            subprocess.TimeoutExpired: it still runs.
        """
        if self.returncode is None:
            if not select.select([self._ended], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("app", timeout)
            self.returncode = int(self._ended.recv(16))
            self._ended.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


def environment() -> dict[str, str]:
    """Return ours without what concerns the tests alone, with the language and the encoding of all programs of tests.

    What an installed program has compiled, these may compile and keep, too.
    """
    foreign = ("ROLLCALL_", "LC_", "LANG", "PYTHONDONTWRITEBYTECODE", "TEXTUAL_COLOR_SYSTEM")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)} | USUAL


def can_start(variables: Mapping[str, str]) -> bool:
    """Return whether a fork would go by everything in an environment."""
    return _read_once(variables) == _read_once(environment())


def start(arguments: Sequence[str], variables: Mapping[str, str], streams: tuple[int, int, int]) -> Process:
    """Start the program with these arguments; its input, output and complaints go to these file descriptors."""
    ours, theirs = socket.socketpair()
    asked = json.dumps([arguments, dict(variables), str(Path.cwd())])
    with theirs:
        socket.send_fds(_starter(), [asked.encode() + b"\n"], [*streams, theirs.fileno()])
    return Process(int(ours.recv(16)), ours)


def _read_once(variables: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in variables.items() if name.startswith(READ_ONCE)}


@functools.cache
def _starter() -> socket.socket:
    """Return the way to the process that forks; it ends when ours does."""
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-m", __name__, str(theirs.fileno())]
        process = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], env=environment(), stdin=subprocess.DEVNULL, start_new_session=True
        )
    atexit.register(process.wait, 60)
    atexit.register(ours.close)  # what is registered last is done first
    return ours


def _serve(asking: socket.socket) -> list[str]:
    """Fork whenever that is asked for; return, in a fork that is to become the program, its arguments."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how those that watch have ended
    while (request := socket.recv_fds(asking, 65536, 4))[0]:
        line, (*streams, ended), *_ = request
        while not line.endswith(b"\n"):
            line += asking.recv(65536)
        if os.fork() == 0:
            asking.close()
            with socket.socket(fileno=ended) as told:
                return _fork(line, streams, told)
        for passed in (*streams, ended):
            os.close(passed)
    sys.exit()


def _fork(line: bytes, streams: Sequence[int], told: socket.socket) -> list[str]:
    """Watch over a fork and tell its number and how it ended; in the fork, return its arguments."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if pid := os.fork():
        told.send(str(pid).encode())
        _, status = os.waitpid(pid, 0)
        told.send(str(os.waitstatus_to_exitcode(status)).encode())
        os._exit(0)
    arguments, variables, folder = json.loads(line)
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    with contextlib.suppress(locale.Error):  # Python does without, too
        locale.setlocale(locale.LC_CTYPE, "")
    for number, (name, given) in enumerate(zip(("stdin", "stdout", "stderr"), streams, strict=True)):
        os.dup2(given, number)
        errors = "backslashreplace" if name == "stderr" else "surrogateescape"
        stream = os.fdopen(number, "w" if number else "r", errors=errors)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    for given in streams:
        os.close(given)
    return arguments


if __name__ == "__main__":
    for module in MODULES:
        importlib.import_module(module)
    gc.freeze()
    sys.argv[1:] = _serve(socket.socket(fileno=int(sys.argv[1])))
    sys.exit(main())
