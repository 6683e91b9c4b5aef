"""`services/attendance/attendance` and `update_attendance`: the entries of a list, from attendance-api.txt.

Readings where that text is silent:

* A roll has everybody who is in the group now, and whoever left it with a mark or a comment in this list. Who is known
  to have joined the group later than this list is not on it.
* Somebody who is not in the group now cannot be marked.
* An update without `comment` clears the old comment, as an empty one does (`Options.keep_comments`).
"""

import sqlite3

from app.emulator.errors import object_invalid
from app.emulator.exchange import Json
from app.emulator.method import Call, number, one_of, pipe_list
from app.emulator.methods.attendance_lists import own_list, staff_method
from app.emulator.methods.users import USER, user_record
from app.emulator.selector import Record, Reference, Shape, pick
from app.emulator.vocabulary import MARKS

_NAME = "services/attendance/attendance"
ENTRY = Shape(
    method=_NAME,
    primary=("student", "attendance_mode", "comment"),
    default="student|attendance_mode",
    refers={"student": Reference(USER)},
)

# For a query in which `lists` is one list.
ON_LIST = """
    SELECT user_id FROM participants WHERE unit_id = lists.unit_id AND number = lists.number AND NOT EXISTS (
        SELECT 1 FROM joined WHERE joined.unit_id = participants.unit_id AND joined.number = participants.number
        AND joined.user_id = participants.user_id AND since > lists.date
    )
    UNION SELECT student_id FROM entries WHERE list_id = lists.id
"""
_ROLL = f"""
    SELECT users.*, entries.mark, entries.comment
    FROM lists
    JOIN users ON users.id IN ({ON_LIST})
    LEFT JOIN entries ON entries.list_id = lists.id AND entries.student_id = users.id
    WHERE lists.id = ?
"""  # noqa: S608 nothing in it comes from outside


def roll(db: sqlite3.Connection, list_id: int) -> list[sqlite3.Row]:
    """One row per student of a list: the user with `mark` and `comment`."""
    return db.execute(_ROLL, (list_id,)).fetchall()


def put_mark(db: sqlite3.Connection, list_id: int, student_id: int, mark: str | None, comment: str | None) -> None:
    """Set an entry, whatever it was before."""
    db.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", (list_id, student_id, mark, comment or None))


def _attendance(call: Call) -> Json:
    rows = roll(call.db, own_list(call)["id"])
    if "student_ids" in call.params:
        wanted = {number(student_id) for student_id in pipe_list(call.params["student_ids"])}
        rows = [row for row in rows if row["id"] in wanted]
    return [_shown(call, row) for row in call.unordered(rows)]


def _shown(call: Call, row: sqlite3.Row) -> Json:
    record: Record = {
        "student": lambda: user_record(call, row),
        "attendance_mode": row["mark"],
        "comment": row["comment"],
    }
    return pick(record, call.selection)


def _update_attendance(call: Call) -> Json:
    the_list = own_list(call)
    mark = call.params["attendance_mode"]
    if the_list["mode"] == "intramural" and mark == "remote":
        raise object_invalid("remote_attendance_not_allowed")
    if the_list["mode"] == "remote" and mark == "intramural":
        raise object_invalid("intramural_attendance_not_allowed")
    student_id = number(call.params["student_id"])
    query = "SELECT 1 FROM participants WHERE unit_id = ? AND number = ? AND user_id = ?"
    if call.db.execute(query, (the_list["unit_id"], the_list["number"], student_id)).fetchone() is None:
        raise object_invalid("student_not_in_group")
    comment = call.params.get("comment")
    if comment is None and call.options.keep_comments:
        query = "SELECT comment FROM entries WHERE list_id = ? AND student_id = ?"
        row = call.db.execute(query, (the_list["id"], student_id)).fetchone()
        comment = None if row is None else row["comment"]
    put_mark(call.db, the_list["id"], student_id, mark, comment)
    return {}


METHODS = (
    staff_method(
        _NAME,
        "Get information of attendance.",
        _attendance,
        required=("list_id",),
        optional={"student_ids": None},
        shape=ENTRY,
    ),
    staff_method(
        "services/attendance/update_attendance",
        "Update attendance entry.",
        _update_attendance,
        required=("list_id", "student_id", "attendance_mode"),
        optional={"comment": None},
        checks={"attendance_mode": one_of(MARKS)},
    ),
)
