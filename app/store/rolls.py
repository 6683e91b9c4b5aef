"""Rolls as the lecturer sees them: what USOS holds, with the decisions it has not accepted laid over it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from app.domain.absences import Absences
from app.domain.model import Entry, GroupKey, ListId, Mark, Record, Standing, Student, Tally
from app.domain.reason import Reason
from app.store import people
from app.store.database import Database
from app.store.drafts import is_draft
from app.store.reconcile_rules import same

# The decision in the outbox is the newest record where there is one; it may say "not set". Where there is none, the
# newest decision has come to USOS, or is what USOS held.
_ENTRIES = f"""
    SELECT entry.list_id, {people.COLUMNS},
           entry.mark AS known_mark, entry.comment AS known_comment,
           state, reason, attempted, found_mark, found_comment, decided_at, decision.mark, decision.comment,
           decision.seq IS NOT NULL AND outbox.seq IS NULL AND NOT {is_draft("entry.list_id")} AS was_settled
    FROM entry
    JOIN student ON student.id = entry.student_id
    LEFT JOIN outbox ON outbox.list_id = entry.list_id AND outbox.student_id = entry.student_id
    LEFT JOIN decision ON decision.seq = coalesce(outbox.seq, (
        SELECT max(seq) FROM decision AS newest
        WHERE newest.list_id = entry.list_id AND newest.student_id = entry.student_id))
"""
_STANDINGS = {
    None: Standing.SAVED,
    "accepted": Standing.SAVED,
    "waiting": Standing.UNSENT,
    "refused": Standing.REFUSED,
    "conflict": Standing.CONFLICT,
    "missing": Standing.MISSING,
}


class Rolls:
    """Reads rolls and counts of them; writes nothing."""

    def __init__(self, database: Database) -> None:
        """Read them from this database."""
        self._database = database

    def entries(self, list_id: str) -> list[Entry]:
        """Return all entries of a list in the order in which USOS gave them; none where its roll was never read."""
        rows = self._database.read(f"{_ENTRIES} WHERE entry.list_id = ? ORDER BY entry.place", (list_id,))
        return [_entry(row) for row in rows]

    def of_group(self, group: GroupKey) -> dict[str, tuple[datetime, list[Entry]]]:
        """Return when each roll of a group was last read, and its entries in no particular order.

        Lists that were never read are left out. It is quick for a whole term: what waits in the outbox is joined apart,
        and most entries are alike, so that they are made once.
        """
        lists = "(SELECT id FROM attendance_list WHERE unit_id = ? AND number = ? AND read_at NOT NULL)"
        found: dict[str, tuple[datetime, list[Entry]]] = {
            row["id"]: (datetime.fromisoformat(row["read_at"]), [])
            for row in self._database.read(f"SELECT id, read_at FROM attendance_list WHERE id IN {lists}", group)
        }
        for list_id, entry in self._entries_in(lists, f"FROM entry WHERE list_id IN {lists}", group):
            if list_id in found:  # else read by another thread between these queries; it tells when it is done
                found[list_id][1].append(entry)
        return found

    def _entries_in(self, lists: str, rows: str, parameters: tuple[object, ...]) -> Iterator[tuple[str, Entry]]:
        """Yield entries with their lists: what is in the outbox of these lists, and what USOS has in these rows of it.

        `lists` is a query of ids, `rows` what is read of the table of entries; both take the parameters. Of an entry
        that is not in the outbox nothing is told but what USOS has.
        """
        places = f"SELECT list_id, student_id FROM outbox WHERE list_id IN {lists}"
        in_outbox = self._database.read(f"{_ENTRIES} WHERE (entry.list_id, entry.student_id) IN ({places})", parameters)
        decided = {(row["list_id"], row["id"]): _entry(row) for row in in_outbox}
        for (list_id, _), entry in decided.items():
            yield list_id, entry
        read = self._database.read(f"SELECT list_id, student_id, mark, comment {rows}", parameters)
        students = self._students({student_id for _, student_id, _, _ in read})
        records: dict[tuple[str | None, str], Record] = {}
        saved: dict[tuple[str, str | None, str], Entry] = {}
        for list_id, student_id, mark, comment in read:
            if (list_id, student_id) in decided:
                continue
            alike = (student_id, mark, comment)
            if alike not in saved:
                if (mark, comment) not in records:
                    records[mark, comment] = Record(None if mark is None else Mark(mark), comment)
                record = records[mark, comment]
                saved[alike] = Entry(student=students[student_id], record=record, known=record)
            yield list_id, saved[alike]

    def _students(self, ids: Collection[str]) -> dict[str, Student]:
        query = f"SELECT {people.COLUMNS} FROM student WHERE id IN ({', '.join('?' * len(ids))})"
        return {row["id"]: people.of_row(row) for row in self._database.read(query, tuple(ids))}

    def entry(self, list_id: str, student_id: str) -> Entry | None:
        """Return one student's entry."""
        return next(iter(self.of_students(list_id, (student_id,))), None)

    def of_students(self, list_id: str, student_ids: Collection[str]) -> list[Entry]:
        """Return the entries of these students, in the order in which USOS gave them."""
        these = ", ".join("?" * len(student_ids))
        where = f"entry.list_id = ? AND entry.student_id IN ({these}) ORDER BY entry.place"
        return [_entry(row) for row in self._database.read(f"{_ENTRIES} WHERE {where}", (list_id, *student_ids))]

    def of_student(self, student_id: str) -> dict[ListId, Entry]:
        """Return a student's entries in all lists, by list."""
        lists = "(SELECT id FROM attendance_list)"  # so that entries are found by their key
        rows = self._database.read(f"{_ENTRIES} WHERE entry.list_id IN {lists} AND entry.student_id = ?", (student_id,))
        return {ListId(row["list_id"]): _entry(row) for row in rows}

    def absent_between(self, first: datetime, last: datetime) -> list[tuple[ListId, Entry]]:
        """Return who is absent without an excuse, decisions included, in the lists of this span, its end included.

        In no particular order, drafts among them. It is as quick for a term as `of_group`.
        """
        lists = "(SELECT id FROM attendance_list WHERE date BETWEEN ? AND ?)"
        rows = f"FROM entry INDEXED BY absent_entries WHERE list_id IN {lists} AND mark = 'absence'"
        found = self._entries_in(lists, rows, (first.isoformat(), last.isoformat()))
        return [(ListId(list_id), entry) for list_id, entry in found if entry.mark is Mark.ABSENT]

    def unsent(self) -> dict[ListId, list[Entry]]:
        """Return the entries USOS has not accepted, by list, oldest decision first."""
        found: dict[ListId, list[Entry]] = {}
        waiting = "SELECT list_id, student_id FROM outbox WHERE state != 'accepted'"  # first: a few among all entries
        where = f"(entry.list_id, entry.student_id) IN ({waiting}) ORDER BY outbox.seq"
        for row in self._database.read(f"{_ENTRIES} WHERE {where}"):
            found.setdefault(ListId(row["list_id"]), []).append(_entry(row))
        return found

    def read_at(self, list_id: str) -> datetime | None:
        """Return when the roll of a list was last read from USOS."""
        return self._moment("read_at", list_id)

    def confirmed_at(self, list_id: str) -> datetime | None:
        """Return when a reading showed that USOS holds every decision about a list; None if some is newer."""
        rows = self._database.read("SELECT 1 FROM outbox WHERE list_id = ? LIMIT 1", (list_id,))
        return None if rows else self._moment("confirmed_at", list_id)

    def tallies(self, of: GroupKey) -> dict[ListId, Tally]:
        """Return how many are marked, decisions included, for those lists of a group whose roll was read."""
        return self._tallies("unit_id = ? AND number = ?", of)

    def tallies_of(self, list_ids: Sequence[str]) -> dict[ListId, Tally]:
        """Return the same for these lists."""
        return self._tallies(f"attendance_list.id IN ({', '.join('?' * len(list_ids))})", tuple(list_ids))

    def tallies_between(self, first: datetime, last: datetime) -> dict[ListId, Tally]:
        """Return the same for the lists of all groups in this span, its end included."""
        return self._tallies("date BETWEEN ? AND ?", (first.isoformat(), last.isoformat()))

    def unfinished(self, until: datetime) -> set[ListId]:
        """Return the lists up to that moment whose roll was read and has students without a mark, decided or known."""
        rows = self._database.read(
            """
            SELECT id FROM attendance_list WHERE date <= ? AND EXISTS (
                SELECT 1 FROM entry INDEXED BY unmarked_entries -- the primary key, SQLite's choice, is 20 times slower
                LEFT JOIN outbox ON outbox.list_id = entry.list_id AND outbox.student_id = entry.student_id
                LEFT JOIN decision ON decision.seq = outbox.seq
                WHERE entry.list_id = attendance_list.id AND entry.mark IS NULL AND decision.mark IS NULL
            )
            """,
            (until.isoformat(),),
        )
        return {ListId(row["id"]) for row in rows}

    def _tallies(self, condition: str, parameters: tuple[object, ...]) -> dict[ListId, Tally]:
        rows = self._database.read(
            f"""
            SELECT list_id, count(*) AS students, count(mark) AS marked,
                   sum(mark IS 'justified_absence') AS excused, sum(mark IS 'absence') AS absent
            FROM (
                SELECT entry.list_id, iif(outbox.seq IS NULL, entry.mark, decision.mark) AS mark
                FROM entry
                LEFT JOIN outbox ON outbox.list_id = entry.list_id AND outbox.student_id = entry.student_id
                LEFT JOIN decision ON decision.seq = outbox.seq
                WHERE entry.list_id IN (SELECT id FROM attendance_list WHERE {condition})
            )
            GROUP BY list_id
            """,
            parameters,
        )
        return {
            ListId(row["list_id"]): Tally(
                marked=row["marked"],
                students=row["students"],
                present=row["marked"] - row["excused"] - row["absent"],
                excused=row["excused"],
                absent=row["absent"],
            )
            for row in rows
        }

    def absences(self, of: GroupKey, besides: str, until: datetime) -> dict[str, Absences]:
        """Return who was absent how often in the other lists of a group up to a moment, decisions included."""
        rows = self._database.read(
            """
            SELECT student_id, sum(mark = 'absence') AS unexcused, sum(mark = 'justified_absence') AS excused
            FROM (
                SELECT entry.student_id, iif(outbox.seq IS NULL, entry.mark, decision.mark) AS mark
                FROM attendance_list
                JOIN entry ON entry.list_id = attendance_list.id
                LEFT JOIN outbox ON outbox.list_id = entry.list_id AND outbox.student_id = entry.student_id
                LEFT JOIN decision ON decision.seq = outbox.seq
                WHERE unit_id = ? AND number = ? AND attendance_list.id != ? AND date <= ?
            )
            WHERE mark IN ('absence', 'justified_absence')
            GROUP BY student_id
            """,
            (*of, besides, until.isoformat()),
        )
        return {row["student_id"]: Absences(row["unexcused"], row["excused"]) for row in rows}

    def _moment(self, column: str, list_id: str) -> datetime | None:
        rows = self._database.read(f"SELECT {column} AS at FROM attendance_list WHERE id = ?", (list_id,))
        return datetime.fromisoformat(rows[0]["at"]) if rows and rows[0]["at"] else None


def record_of(row: sqlite3.Row, prefix: str = "") -> Record:
    """Return the columns mark and comment of a row, or those of a prefix, as a value."""
    mark = row[f"{prefix}mark"]
    return Record(None if mark is None else Mark(mark), row[f"{prefix}comment"])


def _entry(row: sqlite3.Row) -> Entry:
    known = record_of(row, "known_")
    standing = _STANDINGS[row["state"]]
    replaced = record_of(row) if row["was_settled"] and not same(record_of(row), known) else None
    return Entry(
        student=people.of_row(row),
        record=known if row["state"] is None else record_of(row),
        standing=standing,
        reason=Reason.of(row["reason"] or ""),
        known=known,
        found=record_of(row, "found_") if standing in {Standing.CONFLICT, Standing.MISSING} else None,
        decided_at=datetime.fromisoformat(row["decided_at"]) if row["state"] else None,
        in_doubt=row["attempted"] is not None,
        replaced=replaced,
    )
