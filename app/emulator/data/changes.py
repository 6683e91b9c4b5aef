"""What happens in groups between their lists: somebody joins late, somebody leaves, an absence is made up for.

The rows are added to those of a new installation by a chance of their own, so that all others stay as they are.
"""

import itertools
import random
import sqlite3
from collections.abc import Sequence

from app.emulator.data.classes import FULL, PlannedGroup
from app.emulator.data.marks import past_mark
from app.emulator.data.people import Person

_CHANGING = (False, False, True, False, False, True)  # in which of the telling groups people come and go
_MADE_UP, _LATE = "odrobione na konsultacjach", "spóźnienie {minutes} min"


def insert_changes(
    db: sqlite3.Connection,
    groups: Sequence[tuple[tuple[int, int], PlannedGroup]],
    pool: Sequence[Person],
    chance: random.Random,
) -> None:
    """Let one student join and one leave in some groups, and comments tell of lateness and of what was made up for.

    The groups come with their keys, unit id and number.
    """
    for key, group in itertools.compress(groups, _CHANGING):
        first = group.lists[:4]
        if len(first) == 4:
            _join(db, key, group.students[-1], str(first[2].date))
            full = [(str(one.date), one.mode) for one in first if one.filled == FULL]
            _leave(db, key, _stranger(group, pool), full, chance)
    of_class_on_now, _ = groups[0]
    _comment(db, of_class_on_now, "absence", [_MADE_UP] * 2, chance)
    _comment(db, of_class_on_now, "intramural", [_LATE.format(minutes=minutes) for minutes in (5, 12, 20)], chance)


def _stranger(group: PlannedGroup, pool: Sequence[Person]) -> Person:
    return next(one for one in reversed(pool) if one not in group.students)


def _join(db: sqlite3.Connection, key: tuple[int, int], student: Person, since: str) -> None:
    """Let a participant have joined at a list: on those before it they never were."""
    db.execute("INSERT INTO joined VALUES (?, ?, ?, ?)", (*key, student.id, since))
    db.execute(
        "DELETE FROM entries WHERE student_id = ? AND list_id IN"
        " (SELECT id FROM lists WHERE unit_id = ? AND number = ? AND date < ?)",
        (student.id, *key, since),
    )


def _leave(
    db: sqlite3.Connection,
    key: tuple[int, int],
    student: Person,
    lists: Sequence[tuple[str, str]],
    chance: random.Random,
) -> None:
    """Let somebody who is in the group no more have marks in these lists."""
    for date, mode in lists:
        db.execute(
            "INSERT INTO entries SELECT id, ?, ?, ? FROM lists WHERE unit_id = ? AND number = ? AND date = ?",
            (student.id, *past_mark(mode, chance), *key, date),
        )


def _comment(
    db: sqlite3.Connection, key: tuple[int, int], mark: str, comments: Sequence[str], chance: random.Random
) -> None:
    """Give these comments to some entries of a group that have this mark and no comment."""
    rows = db.execute(
        "SELECT list_id, student_id FROM entries JOIN lists ON lists.id = list_id"
        " WHERE unit_id = ? AND number = ? AND mark = ? AND comment IS NULL ORDER BY list_id, student_id",
        (*key, mark),
    ).fetchall()
    chosen = chance.sample([tuple(row) for row in rows], min(len(rows), len(comments)))
    db.executemany(
        "UPDATE entries SET comment = ? WHERE list_id = ? AND student_id = ?",
        [(comment, *entry) for comment, entry in zip(comments, chosen, strict=False)],
    )
