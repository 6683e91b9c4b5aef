"""What every test may rely on: nothing of the environment shows in a screen, and the language is English."""

from __future__ import annotations

import os

import pytest

from app import texts

# Textual reads these when it is imported, which no module above does.
os.environ["TEXTUAL_ANIMATIONS"] = "none"
for name in ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL_COLOR_SYSTEM", "COLUMNS", "LINES"):
    os.environ.pop(name, None)


@pytest.fixture(autouse=True)
def _english() -> None:
    texts.use_language("en")
