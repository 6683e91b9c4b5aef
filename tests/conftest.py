"""What every test may rely on: no trace of the environment in a screen, a clock, English, the usual keys,
no keychain."""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from textual import constants

from app import i18n
from app.domain import polish_time
from app.keymap import keys
from tests.support import clock
from tests.support.private import paint_where_a_test_looks, parse_each_stylesheet_once

TESTS = Path(__file__).parent

# Textual has read its environment already, for a plugin of pytest imports it; the processes of xdist inherit ours.
os.environ["TEXTUAL_ANIMATIONS"] = constants.TEXTUAL_ANIMATIONS = "none"
os.environ["TEXTUAL_COLOR_SYSTEM"] = constants.COLOR_SYSTEM = "truecolor"
for name in ("NO_COLOR", "TEXTUAL_THEME", "COLUMNS", "LINES"):
    os.environ.pop(name, None)

# Whoever runs the tests may have a keychain; it is none of their business, nor of the programs they start.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

# A shell lets what it starts in the background ignore Ctrl+C, and so would every program that a test starts and stops.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A machine that is busy is no defect of the program; and a run fails for what was changed, not for what it drew by
# chance: new examples are looked for in the long run (CONTRIBUTING.md).
settings.register_profile(
    "rollcall",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="ROLLCALL_LONG" not in os.environ,
)
settings.load_profile("rollcall")


clock.share_with_emulators()
parse_each_stylesheet_once()
paint_where_a_test_looks()


@pytest.fixture(autouse=True)
def _same_day() -> None:
    polish_time.start_from(clock.START)


@pytest.fixture(autouse=True)
def _english() -> None:
    i18n.use_language("en")


@pytest.fixture(autouse=True)
def _usual_keys() -> Iterator[None]:
    yield
    keys.use()


def pytest_configure(config: pytest.Config) -> None:
    """Share the work of reading the tests: each process reads its part first, and finds what the others have read."""
    worker = getattr(config, "workerinput", None)
    if worker is None:
        return
    sys.dont_write_bytecode = False  # else each would read all of them, ten seconds long
    number = int(worker["workerid"].removeprefix("gw"))
    for file in sorted(TESTS.rglob("test_*.py"))[number :: worker["workercount"]]:
        importlib.import_module(".".join(file.relative_to(TESTS.parent).with_suffix("").parts))


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a test by the beginning of what it is given: some are given millions of letters."""
    return f"{val[:40]}…{len(val)}" if isinstance(val, str | bytes) and len(val) > 60 else None


def pytest_xdist_auto_num_workers() -> int:
    """Run four tests at once on two cores: a third of a driven test is waiting for the emulator and the disk."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among what was imported: that takes a tenth of the run."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
