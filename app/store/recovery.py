"""A damaged store is set aside, never deleted; what can be read of its journal is written out."""

from __future__ import annotations

import contextlib
import io
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from app.config import files
from app.domain.frozen import frozen
from app.domain.model import Mark, Mode
from app.store.database import CorruptStoreError, Database

_DECISIONS = """
    SELECT decision.seq, decided_at, decision.list_id, attendance_list.date, decision.student_id,
           last_name, first_name, decision.mark, decision.comment, coalesce(outbox.state, '')
    FROM decision
    LEFT JOIN attendance_list ON attendance_list.id = decision.list_id
    LEFT JOIN student ON student.id = decision.student_id
    LEFT JOIN outbox ON outbox.seq = decision.seq
    ORDER BY decision.seq
"""
_HEADING = ("seq", "decided", "list", "meeting", "student", "surname", "first name", "mark", "comment", "unsent as")
_D = "[0-9]"
_MOMENTS = {"date", "start", "finish", "at", "read_at", "confirmed_at", "decided_at", "left_at"}
_DAY, _CLOCK = f"{_D * 4}-{_D * 2}-{_D * 2}", f"T{_D * 2}:{_D * 2}:{_D * 2}"
_WRITTEN = {10: _DAY, 19: f"{_DAY}{_CLOCK}", 26: f"{_DAY}{_CLOCK}.{_D * 6}"}  # by their lengths
_PLAIN = "SELECT seq, decided_at, list_id, NULL, student_id, NULL, NULL, mark, comment, NULL FROM decision"


@frozen
class Saved:
    """Where the damaged store is now, and the decisions that could be read of it."""

    store: Path
    decisions: Path


def set_aside(store: Path, at: datetime) -> Saved:
    """Rename a damaged store and what SQLite keeps beside it; write its decisions to a CSV file of the owner.

    Raises `OSError` where the folder cannot be written.
    """
    import csv  # noqa: PLC0415 - hopefully never needed

    from app.domain.spreadsheet import harmless  # noqa: PLC0415 - as above

    aside = store.with_name(f"{store.name}.damaged-{at:%Y%m%d-%H%M%S}")
    for suffix in ("", "-wal", "-shm"):
        part = store.with_name(f"{store.name}{suffix}")
        if part.exists():
            part.rename(aside.with_name(f"{aside.name}{suffix}"))
    decisions = aside.with_name(f"{aside.name}.csv")
    table = io.StringIO(newline="")
    writer = csv.writer(table, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_HEADING)
    writer.writerows([harmless(_text(cell)) for cell in row] for row in _decisions(aside))
    files.write_new(decisions, table.getvalue().encode("utf-8", "replace"))
    return Saved(aside, decisions)


def require_readable(database: Database) -> None:
    """Raise `CorruptStoreError` where SQLite finds a value sound that the program cannot read, or `StoreError`.

    Marks, modes, dates and times are looked at wherever they stand, and that texts are texts.
    """
    for (table,) in database.read("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
        columns = database.read("SELECT name, type FROM pragma_table_info(?)", (table,))
        odd = [_odd(name) for name, kind in columns if kind == "TEXT"]
        if odd and database.read(f"SELECT 1 FROM {table} WHERE {' OR '.join(odd)} LIMIT 1"):
            raise CorruptStoreError(f"unreadable value in {table}")


def _odd(column: str) -> str:
    """Return the condition that a value of a column of texts is none that can be read."""
    no_text = f"typeof({column}) NOT IN ('text', 'null')"
    known: type[Mark] | type[Mode] | None = Mark if column.endswith("mark") else Mode if column == "mode" else None
    if known is not None:
        values = ", ".join(f"'{one.value}'" for one in known)
        return f"{no_text} OR {column} NOT IN ({values})"
    if column in _MOMENTS:
        # SQLite knows the 30th of February, and only counting tells that it is the 2nd of March.
        day = f"date({column}, '+0 days') IS NOT substr({column}, 1, 10)"
        # Nor does it mind what no clock of ours writes: a zone, blanks, or anything behind a NUL.
        forms = (f"length(CAST({column} AS BLOB)) = {n} AND {column} GLOB '{form}'" for n, form in _WRITTEN.items())
        unwritten = f"NOT ({' OR '.join(forms)})"
        return f"{no_text} OR ({column} != '' AND (datetime({column}) IS NULL OR {day} OR {unwritten}))"
    return no_text


def _text(cell: object) -> str:
    """Return what stands in a cell, whatever the damaged file has there."""
    return "" if cell is None else cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)


def _decisions(file: Path) -> Iterator[tuple[object, ...]]:
    """Yield decisions as far as they can be read: with names if the other tables are sound, else without."""
    for query in (_DECISIONS, _PLAIN):
        read = list(_rows(file, query))
        if read:
            yield from read
            return


def _rows(file: Path, query: str) -> Iterator[tuple[object, ...]]:
    with (
        contextlib.suppress(sqlite3.Error, UnicodeDecodeError),
        contextlib.closing(sqlite3.connect(file)) as connection,
    ):
        connection.text_factory = bytes  # it may be no text
        yield from connection.execute(query)
