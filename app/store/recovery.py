"""A damaged store is set aside, never deleted; what can be read of its journal is written out."""

from __future__ import annotations

import contextlib
import csv
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_DECISIONS = """
    SELECT decision.seq, decided_at, decision.list_id, attendance_list.date, decision.student_id,
           last_name, first_name, decision.mark, decision.comment, coalesce(outbox.state, '')
    FROM decision
    LEFT JOIN attendance_list ON attendance_list.id = decision.list_id
    LEFT JOIN student ON student.id = decision.student_id
    LEFT JOIN outbox ON outbox.seq = decision.seq
    ORDER BY decision.seq
"""
_PLAIN = "SELECT seq, decided_at, list_id, NULL, student_id, NULL, NULL, mark, comment, NULL FROM decision"


@dataclass(frozen=True, slots=True)
class Saved:
    """Where the damaged store is now, and the decisions that could be read of it."""

    store: Path
    decisions: Path


def set_aside(store: Path, at: datetime) -> Saved:
    """Rename a damaged store and what SQLite keeps beside it; write its decisions to a CSV file of the owner.

    Raises `OSError` where the folder cannot be written.
    """
    aside = store.with_name(f"{store.name}.damaged-{at:%Y%m%d-%H%M%S}")
    for suffix in ("", "-wal", "-shm"):
        part = store.with_name(f"{store.name}{suffix}")
        if part.exists():
            part.rename(aside.with_name(f"{aside.name}{suffix}"))
    decisions = aside.with_name(f"{aside.name}.csv")
    handle = os.open(decisions, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(
            ("seq", "decided", "list", "meeting", "student", "surname", "first name", "mark", "comment", "unsent as")
        )
        writer.writerows(_decisions(aside))
    return Saved(aside, decisions)


def _decisions(file: Path) -> Iterator[tuple[object, ...]]:
    """Yield decisions as far as they can be read: with names if the other tables are sound, else without."""
    for query in (_DECISIONS, _PLAIN):
        read = list(_rows(file, query))
        if read:
            yield from read
            return


def _rows(file: Path, query: str) -> Iterator[tuple[object, ...]]:
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(file)) as connection:
        yield from connection.execute(query)
