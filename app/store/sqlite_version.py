"""Which SQLite there is: Python takes the system's, and that may be old."""

from __future__ import annotations

import sqlite3

NEEDED = (3, 37)
"""The first with `STRICT` tables."""


def too_old() -> str:
    """Return the version there is where it is older than what is needed, else ""."""
    return sqlite3.sqlite_version if sqlite3.sqlite_version_info < NEEDED else ""
