"""Draft rolls: a meeting is called from the group's known students while USOS has no list for it yet.

A draft is a list of this machine's own. Its decisions go through journal and outbox like any others, are never due,
and move to the true list once there is one (`Outbox.move`).
"""

from __future__ import annotations

from datetime import datetime

from app.domain.model import AttendanceList, GroupKey, ListId, Mode
from app.store.database import Database


def is_draft(column: str) -> str:
    """Return the SQL condition that the list whose id is in this column is a draft."""
    return f"{column} GLOB '{ListId.DRAFT}*'"


class Drafts:
    """Makes and removes drafts."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database."""
        self._database = database

    def begin(self, group: GroupKey, start: datetime, mode: Mode, at: datetime) -> AttendanceList:
        """Return the draft for a meeting, made now if there is none, with the students known by now.

        These are the participants of the group as USOS told them; where it did not, those of the group's newest roll.
        """
        draft = ListId.of_draft(group, start)
        with self._database.change() as change:
            change.execute(
                "INSERT INTO attendance_list VALUES (?, ?, ?, ?, ?, '', ?, NULL)"
                " ON CONFLICT (id) DO UPDATE SET mode = iif("
                " EXISTS (SELECT 1 FROM outbox WHERE list_id = excluded.id), mode, excluded.mode)",
                (draft, *group, start.isoformat(), mode, at.isoformat()),
            )
            known = "SELECT student_id FROM participant WHERE unit_id = :unit_id AND number = :number"
            newest = (
                "SELECT student_id FROM entry WHERE list_id = (SELECT id FROM attendance_list"
                " WHERE unit_id = :unit_id AND number = :number AND id != :draft"
                " AND EXISTS (SELECT 1 FROM entry WHERE list_id = id)"
                " ORDER BY abs(julianday(date) - julianday(:start)) LIMIT 1)"
            )
            change.execute(
                "INSERT OR IGNORE INTO entry (list_id, student_id, mark, comment)"
                f" SELECT :draft, student_id, NULL, '' FROM ({known} UNION"
                f" SELECT student_id FROM ({newest}) WHERE NOT EXISTS ({known}))",
                {"draft": draft, **group._asdict(), "start": start.isoformat()},
            )
            mode = Mode(change.execute("SELECT mode FROM attendance_list WHERE id = ?", (draft,)).fetchone()[0])
        return AttendanceList(id=draft, group=group, date=start, mode=mode, owner="")

    def kept(self) -> dict[ListId, int]:
        """Return how many decisions of each draft wait for its list; drafts nothing was decided in are left out."""
        rows = self._database.read(
            f"SELECT list_id, sum(state = 'waiting') AS waiting FROM outbox WHERE {is_draft('list_id')}"
            " GROUP BY list_id"
        )
        return {ListId(row["list_id"]): row["waiting"] for row in rows}

    def drop(self, draft: str | None = None) -> None:
        """Remove a draft, or all, unless something was decided in it that still waits."""
        with self._database.change() as change:
            change.execute(
                f"DELETE FROM attendance_list WHERE {is_draft('id')} AND (? IS NULL OR id = ?)"
                " AND id NOT IN (SELECT list_id FROM outbox)",
                (draft, draft),
            )
