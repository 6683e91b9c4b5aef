"""`services/attendance/*`: attendance lists and their life, word for word from attendance-api.txt.

Readings where that text is silent:

* Every lecturer of a group may do everything with its lists, and for anybody else a list does not exist.
* `user` returns the lists of all groups that the user teaches, whoever owns them.
* `group` names no errors: a group that is not there or not the caller's has no lists.
* A list is the same as another if unit, group, date and time are.
* `create_from_tt` skips meetings that have a list already, so it may be repeated.
* What a call refers to is checked before the state it is in: `meeting_not_found` before `no_students`.
* `add_attendance_date`, which only the oldest versions have (usos-api.md, section 5.1), gives the list's group one
  more list of the same mode; a date that has one already is left alone.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from app.emulator.errors import object_invalid, object_not_found
from app.emulator.exchange import Json
from app.emulator.method import Call, Method, number, one_of, pipe_list
from app.emulator.methods.courses import COURSE_UNIT, course_unit_record
from app.emulator.methods.groups import teaches
from app.emulator.methods.users import USER, find_user
from app.emulator.selector import Record, Reference, Shape, Value, pick
from app.emulator.vocabulary import MODES

# The header of every method of the module: "Consumer: required Token: required Scopes: staff_perspective".
staff_method = partial(Method, user="required", scopes=("staff_perspective",), needs_ssl=True, beta=True)

_LIST_NAME = "services/attendance/attendance_list"
ATTENDANCE_LIST = Shape(
    method=_LIST_NAME,
    primary=("id", "course_unit", "group_number", "owner", "date", "mode"),
    default="id",
    refers={"course_unit": Reference(COURSE_UNIT, primary_only=True), "owner": Reference(USER)},
)


def own_list(call: Call) -> sqlite3.Row:
    """The list that `list_id` names, if the token's user teaches its group."""
    row = _find(call, call.params["list_id"])
    if row is None:
        raise object_not_found("attendance_list_not_found", "list_id", _LIST_NAME)
    return row


def _find(call: Call, list_id: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = call.db.execute("SELECT * FROM lists WHERE id = ?", (number(list_id),)).fetchone()
    return row if row is not None and teaches(call, row["unit_id"], row["number"]) else None


def _shown(call: Call, row: sqlite3.Row) -> Json:
    def owner() -> Value:
        return find_user(call, row["owner_id"])

    record: Record = {
        "id": call.id(row["id"]),
        "course_unit": lambda: course_unit_record(call, row["unit_id"]),
        "group_number": row["number"],
        "owner": owner,
        "date": row["date"],
        "mode": row["mode"],
    }
    return pick(record, call.selection)


def _attendance_list(call: Call) -> Json:
    return _shown(call, own_list(call))


def _attendance_lists(call: Call) -> Json:
    found = {list_id: _find(call, list_id) for list_id in pipe_list(call.params["list_ids"])}
    return {list_id: None if row is None else _shown(call, row) for list_id, row in found.items()}


def _user(call: Call) -> Json:
    rows = call.db.execute(
        "SELECT lists.* FROM lists JOIN lecturers USING (unit_id, number) WHERE user_id = ?", (call.grant.user_id,)
    ).fetchall()
    return [_shown(call, row) for row in call.unordered(rows)]


def _group(call: Call) -> Json:
    unit_id, group_number = number(call.params["course_unit_id"]), number(call.params["group_number"])
    if not teaches(call, unit_id, group_number):
        return []
    query = "SELECT * FROM lists WHERE unit_id = ? AND number = ?"
    rows = call.db.execute(query, (unit_id, group_number)).fetchall()
    return [_shown(call, row) for row in call.unordered(rows)]


def _own_group(call: Call, method: str) -> tuple[int, int]:
    unit_id, group_number = number(call.params["course_unit_id"]), number(call.params["group_number"])
    if not teaches(call, unit_id, group_number):
        raise object_not_found("group_not_found", "group_number", method)
    return unit_id, group_number


def _check_has_students(call: Call, group: tuple[int, int]) -> None:
    query = "SELECT 1 FROM participants WHERE unit_id = ? AND number = ?"
    if call.db.execute(query, group).fetchone() is None:
        raise object_invalid("no_students")


def _create_attendance_list(call: Call) -> Json:
    group = _own_group(call, "services/attendance/create_attendance_list")
    _check_has_students(call, group)
    row = (*group, call.grant.user_id, call.params["date"], call.params["mode"])
    try:
        cursor = call.db.execute(
            "INSERT INTO lists (unit_id, number, owner_id, date, mode) VALUES (?, ?, ?, ?, ?)", row
        )
    except sqlite3.IntegrityError:
        raise object_invalid("already_exists") from None
    return {"list_id": call.id(cursor.lastrowid or 0)}


def _create_from_tt(call: Call) -> Json:
    name = "services/attendance/create_from_tt"
    group = _own_group(call, name)
    query = "SELECT start_time FROM meetings WHERE unit_id = ? AND number = ?"
    meetings = call.db.execute(query, group).fetchall()
    if not meetings:
        raise object_not_found("meeting_not_found", "group_number", name)
    _check_has_students(call, group)
    _insert_missing(call, group, [row["start_time"] for row in meetings], call.params["default_mode"])
    return {}


def _add_attendance_date(call: Call) -> Json:
    the_list = own_list(call)
    group = (the_list["unit_id"], the_list["number"])
    _check_has_students(call, group)
    _insert_missing(call, group, [call.params["date"]], the_list["mode"])
    return {}


def _insert_missing(call: Call, group: tuple[int, int], dates: Sequence[str], mode: str) -> None:
    call.db.executemany(
        "INSERT INTO lists (unit_id, number, owner_id, date, mode) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [(*group, call.grant.user_id, date, mode) for date in dates],
    )


def _unmarked_list(call: Call) -> int:
    list_id: int = own_list(call)["id"]
    query = "SELECT 1 FROM entries WHERE list_id = ? AND mark IS NOT NULL"
    if call.db.execute(query, (list_id,)).fetchone() is not None:
        raise object_invalid("has_entries")
    return list_id


def _change_list_mode(call: Call) -> Json:
    call.db.execute("UPDATE lists SET mode = ? WHERE id = ?", (call.params["mode"], _unmarked_list(call)))
    return {}


def _delete_list(call: Call) -> Json:
    call.db.execute("DELETE FROM lists WHERE id = ?", (_unmarked_list(call),))
    return {}


def _is_datetime(text: str) -> bool:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").strftime("%Y-%m-%d %H:%M:%S") == text  # noqa: DTZ007 the API's times have no zone
    except ValueError:
        return False


_GROUP = ("course_unit_id", "group_number")
_MODE = one_of(MODES)

METHODS = (
    staff_method(
        _LIST_NAME,
        "Get information of a single attendance list.",
        _attendance_list,
        required=("list_id",),
        shape=ATTENDANCE_LIST,
    ),
    staff_method(
        "services/attendance/attendance_lists",
        "Get information of multiple attendance lists.",
        _attendance_lists,
        required=("list_ids",),
        shape=ATTENDANCE_LIST,
    ),
    staff_method("services/attendance/user", "Get all attendance lists for user.", _user, shape=ATTENDANCE_LIST),
    staff_method(
        "services/attendance/group",
        "Get information of attendance lists for selected group.",
        _group,
        required=_GROUP,
        shape=ATTENDANCE_LIST,
    ),
    staff_method(
        "services/attendance/create_attendance_list",
        "Create a new attendance list.",
        _create_attendance_list,
        required=(*_GROUP, "date", "mode"),
        checks={"date": _is_datetime, "mode": _MODE},
    ),
    staff_method(
        "services/attendance/create_from_tt",
        "Create new attendance lists from group meetings.",
        _create_from_tt,
        required=(*_GROUP, "default_mode"),
        checks={"default_mode": _MODE},
    ),
    staff_method(
        "services/attendance/add_attendance_date",
        "Add a date to an attendance list.",
        _add_attendance_date,
        required=("list_id", "date"),
        checks={"date": _is_datetime},
    ),
    staff_method(
        "services/attendance/change_list_mode",
        "Change mode of attendance list. This requires no set attendance for that list.",
        _change_list_mode,
        required=("list_id", "mode"),
        checks={"mode": _MODE},
    ),
    staff_method(
        "services/attendance/delete_list",
        "Delete attendance list. This requires no set attendance for that list.",
        _delete_list,
        required=("list_id",),
    ),
)
