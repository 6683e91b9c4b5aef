"""The language chosen on the first page, kept for the next start; config.toml and the command line go before it."""

from __future__ import annotations

import json

import platformdirs

from app.config import files
from app.config.settings import private_folder
from app.i18n import LANGUAGES

_FILE = "language.json"


def kept() -> str | None:
    """Return the language that was chosen, None where none was or it cannot be read."""
    read = files.read_json(platformdirs.user_data_path("rollcall", appauthor=False) / _FILE)
    return read if isinstance(read, str) and read in LANGUAGES else None


def keep(language: str) -> None:
    """Keep a language for the next start. Raises `OSError`."""
    folder = private_folder(platformdirs.user_data_path("rollcall", appauthor=False))
    files.replace(folder / _FILE, json.dumps(language).encode())
