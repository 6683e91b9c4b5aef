"""A store with values that SQLite takes for sound and nobody can read is set aside, and what is in it saved."""

from __future__ import annotations

import csv
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.model import Mark
from app.store.recovery import Saved
from app.workspace import open_store
from tests.support.roll_caller import LIST, PEOPLE, RollCaller


def stored(folder: Path) -> Path:
    """A store with a list, its roll and two decisions."""
    caller = RollCaller(folder)
    caller.keep()
    session = caller.call()
    session.mark(Mark.ABSENT)
    session.comment(PEOPLE[1].id, "=1+1;=cmd|' /C calc'!A0")
    caller.end()
    return caller.file


def opened(file: Path) -> list[Saved]:
    """Open it as a start does, and return what was told."""
    told: list[Saved] = []
    with open_store.opened(file, told.append) as (store, _):
        assert store.rolls.entries(LIST) is not None
    return told


def test_a_sound_store_stays_where_it_is(tmp_path: Path) -> None:
    file = stored(tmp_path)
    assert opened(file) == []
    assert opened(file) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE decision SET mark = 'asleep'",
        "UPDATE entry SET mark = ''",
        "UPDATE attendance_list SET mode = 'outdoors'",
        "UPDATE attendance_list SET date = 'yesterday'",
        "UPDATE attendance_list SET date = '2026-02-30T10:15:00'",
        "UPDATE attendance_list SET read_at = '2026-11-23T25:00:00'",
        "UPDATE attendance_list SET date = '2026-11-23T' || char(0) || '0:15:00'",
        "UPDATE attendance_list SET date = '2026-11-23T10:15:00+01:00'",
        "UPDATE attendance_list SET date = '2026-11-23T10:15:00 '",
        "UPDATE decision SET decided_at = 20261123",
        "UPDATE decision SET comment = x'ff00'",
        "UPDATE student SET last_name = x'ff00'",
    ],
)
def test_a_value_nobody_can_read_sets_the_store_aside_with_its_decisions(tmp_path: Path, change: str) -> None:
    file = stored(tmp_path)
    with closing(sqlite3.connect(file)) as other, other:
        other.execute(change)
    (saved,) = opened(file)
    assert saved.store.exists()
    with saved.decisions.open(encoding="utf-8", newline="") as table:
        heading, *rows = csv.reader(table)
    assert [row[heading.index("student")] for row in rows] == [PEOPLE[0].id, PEOPLE[1].id]
    assert opened(file) == []


def test_a_damage_that_sqlite_tells_of_in_no_text_sets_the_store_aside(tmp_path: Path) -> None:
    file = stored(tmp_path)
    with closing(sqlite3.connect(file)) as other, other:
        other.execute("PRAGMA writable_schema = ON")
        other.execute("UPDATE sqlite_schema SET sql = CAST(x'637265617465ff' AS TEXT) WHERE name = 'decision'")
    (saved,) = opened(file)
    assert saved.store.exists()


def test_no_cell_of_what_is_saved_is_a_formula_whatever_the_delimiter(tmp_path: Path) -> None:
    file = stored(tmp_path)
    with closing(sqlite3.connect(file)) as other, other:
        other.execute("UPDATE attendance_list SET mode = 'outdoors'")
    (saved,) = opened(file)
    for delimiter in ",;\t":
        with saved.decisions.open(encoding="utf-8", newline="") as table:
            cells = [cell for row in csv.reader(table, delimiter=delimiter) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_a_large_store_is_looked_through_at_once(tmp_path: Path) -> None:
    file = stored(tmp_path)
    with closing(sqlite3.connect(file)) as other, other:
        other.execute(
            "WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
            " INSERT INTO decision"
            " SELECT i, list_id, i, before_mark, before_comment, mark, comment, decided_at, i, NULL"
            " FROM decision, n WHERE seq = 1"
        )
    began = time.monotonic()
    assert opened(file) == []
    assert time.monotonic() - began < 5
