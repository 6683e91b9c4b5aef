"""Where the installed commands begin: while the program is still being read, Ctrl+C ends it without a word."""

from __future__ import annotations

import signal


def main() -> int:
    """Run the program and return its exit status."""
    heeded = signal.getsignal(signal.SIGINT)
    if heeded is signal.default_int_handler:  # else whoever started us wants it ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from app.__main__ import main as run  # noqa: PLC0415 - it takes a tenth of a second

    signal.signal(signal.SIGINT, heeded)
    return run()
