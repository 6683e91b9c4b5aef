"""Starts the demo of an installed rollcall in a terminal, sees it painted, and quits: run by `.ci/run`.

It runs in the bare environment that the wheel was installed in, so it knows nothing but the standard library:
`python wheel_in_a_pty.py …/bin/rollcall`.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

PATIENCE = 60.0  # seconds; a condition usually holds after one or two
CTRL_Q = b"\x11"
CONTROL = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")


def main(command: str) -> None:
    """Try the demo in both languages; the program ends with the first sentence that says what went wrong."""
    demo(command, "en", heading="Groups", learned="Winter semester")
    demo(command, "pl", heading="Grupy", learned="Semestr zimowy")


def demo(command: str, language: str, *, heading: str, learned: str) -> None:
    """Run the demo until it shows our own words and what it learned from USOS, then leave it."""
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        os.environ["TERM"] = "xterm-256color"
        os.execv(command, [command, "demo", "--lang", language])
    until = time.monotonic() + PATIENCE
    written, painted = b"", ""
    asked_to_quit = False
    while more := read(terminal, until):
        written += more
        painted = CONTROL.sub(b"", written).decode("utf-8", "replace")
        if not asked_to_quit and heading in painted and learned in painted:
            os.write(terminal, CTRL_Q)
            asked_to_quit = True
    if time.monotonic() >= until:
        os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if not asked_to_quit:
        sys.exit(f"rollcall demo --lang {language} did not paint “{heading}” and “{learned}”, but:\n{painted}")
    if status != 0:
        sys.exit(f"rollcall demo --lang {language} did not quit well: {status}")
    print(f"rollcall demo --lang {language}: painted “{heading}” and “{learned}”, and quit")


def read(terminal: int, until: float) -> bytes:
    """Return what was written meanwhile, nothing when the program has ended or patience has."""
    readable, _, _ = select.select([terminal], [], [], max(0.0, until - time.monotonic()))
    try:
        return os.read(terminal, 65536) if readable else b""
    except OSError:  # how Linux tells that the other side of a terminal was closed
        return b""


if __name__ == "__main__":
    main(sys.argv[1])
