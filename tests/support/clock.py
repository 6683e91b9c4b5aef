"""The moment at which the tests begin, on whatever day they run; from it the time goes on as usual."""

from __future__ import annotations

import os
from datetime import datetime

from app.domain import polish_time
from app.emulator import emulator

NOW = datetime(2026, 11, 23, 10, 17)  # noqa: DTZ001 - USOS speaks naive Polish wall-clock time
"""A Monday in the winter term, two minutes into a class."""

START = datetime.fromisoformat(os.environ.get("ROLLCALL_CLOCK", f"{NOW.isoformat()}+01:00"))
"""That moment, unless the run was asked for another one."""


def variable() -> dict[str, str]:
    """Return what gives a program that is started now the clock of the tests."""
    return {"ROLLCALL_CLOCK": polish_time.instant().isoformat()}


def share_with_emulators() -> None:
    """Let emulators that are given no clock of their own go by that of the program."""
    emulator.computer_time = polish_time.now
