"""How a command has ended: the same numbers for all of them, on which programs can rely (docs/commands.md)."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """An exit status; of several accounts the highest counts."""

    DONE = 0
    FAILED = 1
    USAGE = 2  # asked wrongly, or set up wrongly
    UNFINISHED = 3  # marks are left, something needs attention, or what was printed is not all there is
    SIGN_IN = 4
    INTERRUPTED = 130
