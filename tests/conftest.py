"""What every test may rely on: no trace of the environment in a screen, English, the usual keys, no keychain."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import texts
from app.ui import keys

# Textual reads these when it is imported, which no module above does.
os.environ["TEXTUAL_ANIMATIONS"] = "none"
for name in ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL_COLOR_SYSTEM", "COLUMNS", "LINES"):
    os.environ.pop(name, None)

# Whoever runs the tests may have a keychain; it is none of their business, nor of the programs they start.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

# The browser that knows nothing of the emulator lives with the emulator's own tests.
sys.path.append(str(Path(__file__).parent / "emulator"))


@pytest.fixture(autouse=True)
def _english() -> None:
    texts.use_language("en")


@pytest.fixture(autouse=True)
def _usual_keys() -> Iterator[None]:
    yield
    keys.use()
