"""What is asked of SQLite can be asked from every Python that the program runs on."""

from __future__ import annotations

import re
from pathlib import Path

import app

NUMBERED = re.compile(r"(?<!\[)\?\d")
"""A place for a value that is numbered: from 3.14 on, Python refuses to fill these from a sequence."""


def test_no_statement_numbers_the_places_of_its_values() -> None:
    files = [*(Path(app.__file__).parent / "store").glob("*.py")]
    assert len(files) > 15
    assert [file.name for file in files if NUMBERED.search(file.read_text(encoding="utf-8"))] == []


def test_numbered_places_are_seen() -> None:
    assert NUMBERED.search("DELETE FROM entry WHERE list_id = ?1")
