"""What calls a roll here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.roll_caller import RollCaller


@pytest.fixture
def callers(tmp_path: Path) -> Iterator[Callable[..., RollCaller]]:
    """Open callers on one store; their sync ends with the test."""
    with ExitStack() as stack:

        def opened(*arguments: object, **options: object) -> RollCaller:
            caller = RollCaller(tmp_path, *arguments, **options)
            stack.callback(caller.end)
            return caller

        yield opened


@pytest.fixture
def caller(callers: Callable[..., RollCaller]) -> RollCaller:
    """One that works from the store alone: nothing comes from USOS, and nothing goes there."""
    return callers()
