"""What USOS is known to hold: terms, groups, lists, entries."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TypeVar

from app.domain.model import AttendanceList, Group, GroupKey, ListId, Mode, Phrase, Record, Student, Term
from app.store import people, reconcile
from app.store.database import Database
from app.store.drafts import is_draft

_GROUPS = "groups"
_MOST_ROWS = 200  # in one transaction, so that no key waits behind it
PartT = TypeVar("PartT")


class Mirror:
    """The last known state of USOS. What is written here was read from USOS or accepted by it."""

    def __init__(self, database: Database) -> None:
        """Keep it in this database."""
        self._database = database

    # --- groups and terms ---

    def keep_groups(self, groups: Iterable[Group], terms: Iterable[Term], at: datetime) -> None:
        """Replace all groups and terms by what was read at that moment."""
        with self._database.change() as change:
            change.execute("DELETE FROM term")
            change.executemany(
                "INSERT OR REPLACE INTO term VALUES (?, ?, ?, ?, ?, ?)",
                ((t.id, t.name.pl, t.name.en, t.start.isoformat(), t.finish.isoformat(), t.order) for t in terms),
            )
            change.execute("DELETE FROM class_group")
            change.executemany(
                "INSERT OR REPLACE INTO class_group VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (*g.key, g.term_id, g.course.pl, g.course.en, g.class_type.pl, g.class_type.en, g.students)
                    for g in groups
                ),
            )
            _note(change, _GROUPS, at)

    def groups(self) -> list[Group]:
        """Return all groups, in no particular order."""
        return [_group(row) for row in self._database.read("SELECT * FROM class_group")]

    def group(self, key: GroupKey) -> Group | None:
        """Return one group, None where it is not known."""
        rows = self._database.read("SELECT * FROM class_group WHERE unit_id = ? AND number = ?", key)
        return _group(rows[0]) if rows else None

    def terms(self) -> list[Term]:
        """Return all terms, in no particular order."""
        return [
            Term(
                id=row["id"],
                name=Phrase(row["name_pl"], row["name_en"]),
                start=date.fromisoformat(row["start"]),
                finish=date.fromisoformat(row["finish"]),
                order=row["place"],
            )
            for row in self._database.read("SELECT * FROM term")
        ]

    def groups_read(self) -> bool:
        """Tell whether the groups were ever read."""
        return self._was_read(_GROUPS)

    # --- lists ---

    def keep_lists(self, lists: Iterable[AttendanceList], at: datetime, *, of: GroupKey | None = None) -> None:
        """Replace the lists of one group, or of all groups, by what was read at that moment.

        A list that USOS no longer has goes with its entries, unless something of it is unsent. Drafts stay.
        """
        fresh, known = {one.id: one for one in lists}, {one.id: one for one in self.lists(of)}
        changed = [one for one in fresh.values() if one != known.get(one.id)]
        gone = [one.id for one in known.values() if one.id not in fresh and not one.is_draft]
        for part in _parts(changed):
            with self._database.change() as change:
                _upsert_lists(change, part)
        for part_gone in _parts(gone):
            with self._database.change() as change:
                change.executemany(
                    "DELETE FROM attendance_list WHERE id = ? AND id NOT IN (SELECT list_id FROM outbox)",
                    ((list_id,) for list_id in part_gone),
                )
        with self._database.change() as change:
            _note(change, _lists_topic(of), at)

    def keep_list(self, attendance_list: AttendanceList) -> None:
        """Add or renew one list."""
        with self._database.change() as change:
            _upsert_lists(change, [attendance_list])

    def lists(self, of: GroupKey | None = None) -> list[AttendanceList]:
        """Return the lists of a group, or of all groups, in no particular order."""
        if of is None:
            return [_list(row) for row in self._database.read("SELECT * FROM attendance_list")]
        rows = self._database.read("SELECT * FROM attendance_list WHERE unit_id = ? AND number = ?", of)
        return [_list(row) for row in rows]

    def lists_between(self, first: datetime, last: datetime) -> list[AttendanceList]:
        """Return the lists of all groups in this span, its end included, in no particular order."""
        span = (first.isoformat(), last.isoformat())
        return [
            _list(row) for row in self._database.read("SELECT * FROM attendance_list WHERE date BETWEEN ? AND ?", span)
        ]

    def lists_of_ids(self, list_ids: Collection[str]) -> list[AttendanceList]:
        """Return those of these lists that are known, in no particular order."""
        query = f"SELECT * FROM attendance_list WHERE id IN ({', '.join('?' * len(list_ids))})"
        return [_list(row) for row in self._database.read(query, tuple(list_ids))]

    def nearest_group(self, to: datetime) -> GroupKey | None:
        """Return the known group that has the list nearest to a moment, None where no list of any is known."""
        rows = self._database.read(
            "SELECT unit_id, number FROM attendance_list JOIN class_group USING (unit_id, number)"
            " ORDER BY abs(julianday(date) - julianday(?)), id LIMIT 1",
            (to.isoformat(),),
        )
        return GroupKey(rows[0]["unit_id"], rows[0]["number"]) if rows else None

    def forget_list(self, list_id: str) -> None:
        """Remove a list that USOS does not have any more, unless something of it is unsent."""
        with self._database.change() as change:
            change.execute(
                "DELETE FROM attendance_list WHERE id = ? AND id NOT IN (SELECT list_id FROM outbox)", (list_id,)
            )

    def rolls_read(self, before: datetime) -> list[tuple[AttendanceList, datetime | None]]:
        """Return every list of USOS whose roll was last read before a moment, and when that was, None if never."""
        rows = self._database.read(
            f"SELECT * FROM attendance_list WHERE (read_at IS NULL OR read_at < ?) AND NOT {is_draft('id')}",
            (before.isoformat(),),
        )
        return [(_list(row), datetime.fromisoformat(row["read_at"]) if row["read_at"] else None) for row in rows]

    def read_between(self, first: datetime, last: datetime) -> list[tuple[GroupKey, bool]]:
        """Return of each list of USOS in this span, its end included, the group and whether its roll was ever read."""
        rows = self._database.read(
            "SELECT unit_id, number, read_at NOT NULL AS was_read FROM attendance_list"
            f" WHERE date BETWEEN ? AND ? AND NOT {is_draft('id')}",
            (first.isoformat(), last.isoformat()),
        )
        return [(GroupKey(row["unit_id"], row["number"]), bool(row["was_read"])) for row in rows]

    def attendance_list(self, list_id: str) -> AttendanceList | None:
        """Return one list, None where it is not known."""
        rows = self._database.read("SELECT * FROM attendance_list WHERE id = ?", (list_id,))
        return _list(rows[0]) if rows else None

    def lists_read(self, of: GroupKey | None = None) -> bool:
        """Tell whether the lists of a group were ever read, alone or with all others; None asks for all groups."""
        return self._was_read(_lists_topic(None)) or (of is not None and self._was_read(_lists_topic(of)))

    def list_counts(self) -> dict[GroupKey, int]:
        """Return how many lists each group has; groups whose lists were never read are left out."""
        rows = self._database.read(
            f"""
            SELECT unit_id, number, count(iif({is_draft("id")}, NULL, id)) AS n
            FROM class_group LEFT JOIN attendance_list USING (unit_id, number)
            WHERE EXISTS (SELECT 1 FROM reading WHERE topic IN ('lists', 'lists ' || unit_id || '|' || number))
            GROUP BY unit_id, number
            """
        )
        return {GroupKey(row["unit_id"], row["number"]): row["n"] for row in rows}

    # --- entries ---

    def keep_roll(self, list_id: str, entries: Iterable[tuple[Student, Record]], at: datetime) -> None:
        """Replace what USOS holds for a list by what was read at that moment; nothing if the list is not known.

        Nothing of the list may be under way to USOS. Each decision on its way is judged by what was found. A student
        who is no longer on the list goes, unless something of theirs is unsent.
        """
        with self._database.change() as change:
            if not change.execute("SELECT 1 FROM attendance_list WHERE id = ?", (list_id,)).fetchone():
                return
            fresh = list(entries)
            people.keep(change, [who for who, _ in fresh])
            found = {who.id: record for who, record in fresh}
            reconcile.settle(change, list_id, found, at)
            places = dict(
                change.execute("SELECT student_id, place FROM entry WHERE list_id = ? AND place NOT NULL", (list_id,))
            )
            next_place = itertools.count(max(places.values(), default=-1) + 1)
            change.execute(
                "DELETE FROM entry WHERE list_id = ?"
                " AND student_id NOT IN (SELECT student_id FROM outbox WHERE list_id = ?)",
                (list_id, list_id),
            )
            change.executemany(
                "INSERT OR REPLACE INTO entry (list_id, student_id, mark, comment, place) VALUES (?, ?, ?, ?, ?)",
                (
                    (list_id, who.id, record.mark, record.comment, _place(places, who.id, next_place))
                    for who, record in fresh
                ),
            )
            change.execute(
                "UPDATE attendance_list SET read_at = :at, confirmed_at = iif(:confirmed, :at, NULL) WHERE id = :id",
                {"at": at.isoformat(), "id": list_id, "confirmed": reconcile.is_confirmed(change, list_id, found)},
            )

    def keep_entries(self, list_id: str, entries: Iterable[tuple[Student, Record]], at: datetime) -> None:
        """Renew what USOS holds of some students of a list by what was read at that moment.

        Nothing of these students may be under way to USOS. Each decision about them is judged by what was found; the
        others, and who is on the list, stay as they are.
        """
        found = {who.id: record for who, record in entries}
        with self._database.change() as change:
            reconcile.settle(change, list_id, found, at, whole=False)
            change.executemany(
                "UPDATE entry SET mark = ?, comment = ? WHERE list_id = ? AND student_id = ?",
                ((record.mark, record.comment, list_id, student_id) for student_id, record in found.items()),
            )

    def _was_read(self, topic: str) -> bool:
        return bool(self._database.read("SELECT 1 FROM reading WHERE topic = ?", (topic,)))


def _parts(rows: list[PartT]) -> Iterator[list[PartT]]:
    """Yield the rows in parts that no key has to wait for."""
    yield from (rows[first : first + _MOST_ROWS] for first in range(0, len(rows), _MOST_ROWS))


def _place(places: Mapping[str, int], student_id: str, free: Iterator[int]) -> int:
    """Return the place a student has had from the first, or the next free one; USOS may give its rows in any order."""
    place = places.get(student_id)
    return next(free) if place is None else place


def _upsert_lists(change: sqlite3.Connection, lists: Iterable[AttendanceList]) -> None:
    change.executemany(
        "INSERT INTO attendance_list VALUES (?, ?, ?, ?, ?, ?, NULL, NULL) ON CONFLICT (id) DO UPDATE SET"
        " unit_id = excluded.unit_id, number = excluded.number, date = excluded.date,"
        " mode = excluded.mode, owner = excluded.owner",
        ((one.id, *one.group, one.date.isoformat(), one.mode, one.owner) for one in lists),
    )


def _lists_topic(of: GroupKey | None) -> str:
    return "lists" if of is None else f"lists {of.unit_id}|{of.number}"


def _note(change: sqlite3.Connection, topic: str, at: datetime) -> None:
    change.execute("INSERT OR REPLACE INTO reading VALUES (?, ?)", (topic, at.isoformat()))


def _group(row: sqlite3.Row) -> Group:
    return Group(
        key=GroupKey(row["unit_id"], row["number"]),
        term_id=row["term_id"],
        course=Phrase(row["course_pl"], row["course_en"]),
        class_type=Phrase(row["type_pl"], row["type_en"]),
        students=row["students"],
    )


def _list(row: sqlite3.Row) -> AttendanceList:
    return AttendanceList(
        id=ListId(row["id"]),
        group=GroupKey(row["unit_id"], row["number"]),
        date=datetime.fromisoformat(row["date"]),
        mode=Mode(row["mode"]),
        owner=row["owner"],
    )
