"""A real terminal for a real process: a pty of the standard library, with what it printed as plain text."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.support import clock, preloaded

_ESCAPES = re.compile(r"\x1b(\[[0-9;?<>=]*[a-zA-Z]|\][^\x07\x1b]*(\x07|\x1b\\)|P[^\x1b]*\x1b\\|[=>78()][A-Z0-9]?)")


class Terminal:
    """One process on one terminal."""

    def __init__(self, process: subprocess.Popen[bytes] | preloaded.Process, master: int) -> None:
        self.process = process
        self._master = master
        self.printed = b""

    def type(self, keys: str) -> None:
        """Type keys as bytes."""
        self.send(keys.encode())

    def send(self, data: bytes) -> None:
        """Send what a terminal sends."""
        os.write(self._master, data)

    def until(self, *texts: str, seconds: float = 60) -> None:
        """Read on until all these texts were printed since the last call."""
        end, seen = time.monotonic() + seconds, ""
        while not all(text in seen for text in texts):
            if not self.read(end):
                raise AssertionError(f"not printed within {seconds} s: {texts}\n{seen[-3000:]}")
            seen = self.text()
        self.printed = b""

    def text(self) -> str:
        """Return what was printed since the last `until`, without escape sequences."""
        return _ESCAPES.sub("", self.printed.decode(errors="replace"))

    def any_output(self, seconds: float = 60) -> None:
        """Read on until anything at all was printed since the last `until`."""
        end = time.monotonic() + seconds
        while not self.printed:
            assert self.read(end), f"nothing printed within {seconds} s"

    def until_keys_mark(self, seconds: float = 0.32) -> None:
        """Read on for as long as a roll that has just been opened, or has just got noise, counts no mark key."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read(end)

    def until_it_has_the_keyboard(self, seconds: float = 60) -> None:
        """Read on until the program takes keys as they are, pastes marked; before that, the terminal keeps Ctrl+Q."""
        end = time.monotonic() + seconds
        while b"\x1b[?2004h" not in self.printed:
            assert self.read(end), f"no keyboard within {seconds} s"

    def until_it_waits(self, seconds: float = 60) -> None:
        """Wait until the process does nothing but wait for something, such as a key."""
        end = time.monotonic() + seconds
        state = ["ps", "-o", "stat=", "-p", str(self.process.pid)]
        while not subprocess.run(state, capture_output=True, text=True, check=True).stdout.startswith("S"):
            assert time.monotonic() < end, f"busy for {seconds} s"
            time.sleep(0.01)  # between two looks

    def hang_up(self) -> None:
        """Close the terminal under the process."""
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, self._master)  # whoever closes it later closes that
        os.close(nowhere)

    def kill(self) -> str:
        """Let the process die as of a flat battery; return what it had printed since the last `until`."""
        self.process.send_signal(signal.SIGKILL)
        end = time.monotonic() + 60
        while self.read(end):
            pass
        assert self.process.wait(60) == -signal.SIGKILL
        return self.text()

    def end(self, seconds: float = 60) -> int:
        """Read to the end and return the exit status."""
        limit = time.monotonic() + seconds
        while self.read(limit):
            pass
        return self.process.wait(max(0.1, limit - time.monotonic()))

    def read(self, until: float) -> bool:
        """Read what comes next, at the latest by that moment of `time.monotonic`; return whether anything came."""
        ready, _, _ = select.select([self._master], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # Linux says so when the process has closed its end
            return False
        self.printed += data
        return bool(data)


def environment_with(home: Path, more: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which the program keeps its files in `home`, speaks English and
    has the clock of the tests."""
    config = home / "config" / "rollcall" / "config.toml"
    if not config.exists():  # a mark goes out at once, unless a test says otherwise
        config.parent.mkdir(parents=True)
        config.write_text("[sending]\nhold = 0\n", encoding="utf-8")
    return {
        **preloaded.environment(),
        "TERM": "xterm-256color",
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        **clock.variable(),
        **more,
    }


@contextlib.contextmanager
def rollcall(
    *arguments: str,
    environment: Mapping[str, str],
    home: Path,
    size: tuple[int, int] = (80, 24),
    start: Sequence[str] | None = None,
) -> Iterator[Terminal]:
    """Run the program on a terminal of that size, with its files in `home`.

    `start` is what Python is asked to run: without it the program, begun by a process that has read its modules.
    """
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    variables = environment_with(home, environment)
    process: subprocess.Popen[bytes] | preloaded.Process
    if start is None and preloaded.can_start(variables):
        process = preloaded.start(arguments, variables, (slave, slave, slave))
    else:
        process = subprocess.Popen(
            [sys.executable, *(start or ("-m", "app")), *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env=variables,
        )
    os.close(slave)
    terminal = Terminal(process, master)
    try:
        yield terminal
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(60)
        os.close(master)
