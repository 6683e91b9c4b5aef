"""What a reading of a roll does to the decisions that are on their way, and to those that were confirmed before."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta

from app.domain.model import NOT_SET, Record
from app.store.reconcile_rules import Finding, OnItsWay, came_late, judge, same
from app.store.rolls import record_of

_LATEST = timedelta(minutes=10)  # after which a call without an answer is believed never to come
_OF_ENTRY = "seq IN (SELECT seq FROM decision WHERE list_id = ? AND student_id = ?)"


def settle(
    change: sqlite3.Connection, list_id: str, read: Mapping[str, Record], at: datetime, *, whole: bool = True
) -> None:
    """Settle, keep or stop what was decided about a list by what was read at that moment, student by student.

    What was read before must still stand in the table of entries. Only a `whole` roll tells who is not on it, and
    confirms: what a part of one shows to be in USOS is read back with the rest.
    """
    _forget_old_attempts(change, list_id, at)
    _judge(change, list_id, read, whole=whole)
    _take_back_late_calls(change, list_id, read)


def is_confirmed(change: sqlite3.Connection, list_id: str, read: Mapping[str, Record]) -> bool:
    """Tell whether the roll that was read, and settled, holds every decision about the list, and there are some."""
    newest = change.execute(
        "SELECT student_id, mark, comment FROM decision WHERE seq IN"
        " (SELECT max(seq) FROM decision WHERE list_id = ? GROUP BY student_id)",
        (list_id,),
    ).fetchall()
    waits = change.execute("SELECT 1 FROM outbox WHERE list_id = ? LIMIT 1", (list_id,)).fetchone()
    holds = (row["student_id"] in read and same(read[row["student_id"]], record_of(row)) for row in newest)
    return bool(newest) and waits is None and all(holds)


def _forget_old_attempts(change: sqlite3.Connection, list_id: str, at: datetime) -> None:
    """Let a call that got no answer count as ours no longer than it could still come; clocks may have been set."""
    change.execute(
        "DELETE FROM attempt WHERE abs(julianday(?) - julianday(left_at)) > ?"
        " AND seq IN (SELECT seq FROM decision WHERE list_id = ?)"
        " AND seq NOT IN (SELECT seq FROM outbox UNION SELECT attempted FROM outbox WHERE attempted IS NOT NULL)",
        (at.isoformat(), _LATEST / timedelta(days=1), list_id),
    )


def _judge(change: sqlite3.Connection, list_id: str, read: Mapping[str, Record], *, whole: bool) -> None:
    """Settle, keep or stop each decision of a list by what USOS was found to hold."""
    rows = change.execute(
        """
        SELECT outbox.*, decision.mark, decision.comment, entry.mark AS known_mark, entry.comment AS known_comment
        FROM outbox
        JOIN decision ON decision.seq = outbox.seq
        JOIN entry ON entry.list_id = outbox.list_id AND entry.student_id = outbox.student_id
        WHERE outbox.list_id = ?
        """,
        (list_id,),
    ).fetchall()
    for row in rows:
        student_id = row["student_id"]
        found = read.get(student_id, NOT_SET if whole and row["state"] == "accepted" else None)
        if found is None:
            continue
        sent = change.execute(
            "SELECT mark, comment, open FROM attempt JOIN decision USING (seq) WHERE list_id = ? AND student_id = ?",
            (list_id, student_id),
        ).fetchall()
        finding = judge(
            found,
            OnItsWay(
                decided=record_of(row),
                state=row["state"],
                known=record_of(row, "known_"),
                base=record_of(row, "base_"),
                sent={record_of(one) for one in sent},
                unanswered={record_of(one) for one in sent if one["open"] > 0},
                found_before=record_of(row, "found_") if row["state"] in {"conflict", "missing"} else None,
                resent=row["resent"],
            ),
        )
        if finding is Finding.CONFIRMED and not whole:
            # It is there; that all of the list is, only a reading of the list can tell.
            change.execute(
                "UPDATE outbox SET state = 'accepted', attempted = NULL WHERE list_id = ? AND student_id = ?",
                (list_id, student_id),
            )
            continue
        if finding is Finding.CONFIRMED:
            change.execute("DELETE FROM outbox WHERE list_id = ? AND student_id = ?", (list_id, student_id))
            change.execute(f"DELETE FROM attempt WHERE open <= 0 AND {_OF_ENTRY}", (list_id, student_id))
            continue
        state = {
            Finding.WAITS: "refused" if row["state"] == "refused" else "waiting",
            Finding.AGAIN: "waiting",
            Finding.MISSING: "missing",
            Finding.CONFLICT: "conflict",
        }[finding]
        change.execute(
            "UPDATE outbox SET state = ?, reason = iif(? = 'refused', reason, ''), attempted = NULL,"
            " resent = resent + ?, found_mark = ?, found_comment = ? WHERE list_id = ? AND student_id = ?",
            (state, state, finding is Finding.AGAIN, found.mark, found.comment, list_id, student_id),
        )


def _take_back_late_calls(change: sqlite3.Connection, list_id: str, read: Mapping[str, Record]) -> None:
    """Send a confirmed decision once more, or show it, where an older call of ours has overwritten it since."""
    rows = change.execute(
        """
        SELECT attempt.seq, lost.student_id, lost.mark AS lost_mark, lost.comment AS lost_comment,
               newest.seq AS newest, newest.mark, newest.comment,
               entry.mark AS known_mark, entry.comment AS known_comment
        FROM attempt
        JOIN decision AS lost USING (seq)
        JOIN entry ON entry.list_id = lost.list_id AND entry.student_id = lost.student_id
        JOIN decision AS newest ON newest.seq = (
            SELECT max(seq) FROM decision WHERE list_id = entry.list_id AND student_id = entry.student_id)
        LEFT JOIN outbox ON outbox.list_id = entry.list_id AND outbox.student_id = entry.student_id
        WHERE lost.list_id = ? AND open > 0 AND outbox.seq IS NULL
        """,
        (list_id,),
    ).fetchall()
    for row in rows:
        found, newest = read.get(row["student_id"]), record_of(row)
        if found is None or not came_late(found, record_of(row, "lost_"), newest, record_of(row, "known_")):
            continue
        change.execute("UPDATE attempt SET open = open - 1 WHERE seq = ?", (row["seq"],))
        change.execute(
            "INSERT OR IGNORE INTO outbox (list_id, student_id, seq, state, base_mark, base_comment, found_mark,"
            " found_comment) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(list_id, row["student_id"], row["newest"], "waiting" if newest.mark else "conflict"),
                *(found.mark, found.comment) * 2,
            ),
        )
