"""What the program says on the terminal when no screen is open."""

from __future__ import annotations

import sys


def complain(sentence: str, status: int) -> int:
    """Say on standard error what went wrong, and return the exit status that goes with it."""
    print(f"rollcall: {sentence}", file=sys.stderr)
    return status


def notice(sentence: str) -> None:
    """Say something on standard error beside what a command prints."""
    print(sentence, file=sys.stderr)
