"""Writing one decision, in the transaction of its step: to the journal, and to the outbox if it is to be sent."""

from __future__ import annotations

import sqlite3

from app.domain.model import NOT_SET, Entry, Record
from app.store.reconcile_rules import same
from app.store.rolls import record_of

ROW = "WHERE list_id = ? AND student_id = ?"


class UnknownEntryError(Exception):
    """A decision about an entry that was never read from USOS; nothing may be sent for such a one."""


def next_step(change: sqlite3.Connection) -> int:
    """Return the number of a new step: one more than that of the newest decision."""
    newest = change.execute("SELECT step FROM decision WHERE seq = (SELECT max(seq) FROM decision)").fetchone()
    return newest["step"] + 1 if newest else 1


def stop_at_others(change: sqlite3.Connection, list_id: str, student_id: str) -> None:
    """Let a decision that was moved here stop where USOS holds a mark that its lecturer has not seen."""
    change.execute(
        "UPDATE outbox SET state = 'conflict', found_mark = base_mark, found_comment = base_comment"
        f" {ROW} AND state = 'waiting' AND base_mark IS NOT NULL",
        (list_id, student_id),
    )


def decide(  # noqa: PLR0913 - whom it is about, what it says, when it was made, and before what
    change: sqlite3.Connection,
    list_id: str,
    student_id: str,
    record: Record,
    act: tuple[str, int, int | None],
    *,
    shown: Entry | None = None,
) -> None:
    """Write a decision about a student of a list; `act` is when it was made, its step, and the step it turns back.

    `shown` is the entry that the lecturer had before him, None where it is what the store holds: over what USOS was
    found to hold since, nothing goes before he has seen it. Raises `UnknownEntryError`.
    """
    row = change.execute(
        """
        SELECT entry.mark AS known_mark, entry.comment AS known_comment, outbox.seq, state, attempted,
               decision.mark, decision.comment,
               EXISTS (SELECT 1 FROM attempt JOIN decision AS sent USING (seq)
                       WHERE sent.list_id = entry.list_id AND sent.student_id = entry.student_id) AS tried
        FROM entry
        LEFT JOIN outbox ON outbox.list_id = entry.list_id AND outbox.student_id = entry.student_id
        LEFT JOIN decision ON decision.seq = outbox.seq
        WHERE entry.list_id = ? AND entry.student_id = ?
        """,
        (list_id, student_id),
    ).fetchone()
    if row is None:
        raise UnknownEntryError
    known = record_of(row, "known_")
    stood = known if row["seq"] is None else record_of(row)
    unchanged = act[2] is not None and record == stood
    found = row["state"] in {"conflict", "missing"}
    unseen = shown is not None and not same(known, record) and _is_news(change, list_id, known, shown, judged=found)
    # What was found in USOS instead of ours has been seen by the lecturer: from here on it is what was there before,
    # for an undo, too, unless it is what was decided for.
    seen = found and not unseen
    before = known if seen and not unchanged and record != known else stood
    seq = change.execute(
        "INSERT INTO decision (list_id, student_id, before_mark, before_comment, mark, comment,"
        " decided_at, step, reverses) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (list_id, student_id, before.mark, before.comment, record.mark, record.comment, *act),
    ).lastrowid
    if unchanged:
        return  # a reversal that changes nothing here is remembered, so that the next one goes further back
    entry = (list_id, student_id)
    is_known = record == known and row["attempted"] is None
    if is_known and not row["tried"]:
        change.execute(f"DELETE FROM outbox {ROW}", entry)
        return
    # What was once sent may still come late, over what USOS holds now: only a reading ends such a row.
    change.execute(
        "INSERT INTO outbox (list_id, student_id, seq, state, base_mark, base_comment) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET seq = excluded.seq, state = excluded.state, reason = '', resent = 0,"
        " base_mark = iif(?, excluded.base_mark, base_mark),"
        " base_comment = iif(?, excluded.base_comment, base_comment)",
        (*entry, seq, "accepted" if is_known else "waiting", known.mark, known.comment, seen, seen),
    )
    if unseen:
        change.execute(
            f"UPDATE outbox SET state = 'conflict', found_mark = ?, found_comment = ? {ROW}",
            (known.mark, known.comment, *entry),
        )


def _is_news(change: sqlite3.Connection, list_id: str, known: Record, shown: Entry, *, judged: bool) -> bool:
    """Tell whether USOS holds what the lecturer did not see, and did not send; `judged` not to be his."""
    if any(same(known, one) for one in (NOT_SET, shown.known, shown.record)):
        return False
    sent = change.execute(
        "SELECT mark, comment FROM attempt JOIN decision USING (seq) WHERE list_id = ? AND student_id = ?",
        (list_id, shown.student.id),
    )
    return judged or not any(same(known, record_of(one)) for one in sent)
