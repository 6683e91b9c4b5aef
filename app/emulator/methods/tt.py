"""`services/tt/*`: the timetable (usos-api.md, section 4.4).

Every activity here is a real meeting of a class group, type `classgroup2`. Readings where the documents are silent:

* An activity belongs to the day on which it begins.
* `staff` needs `user_id` even with a token, and has what that person teaches; `user` also what they attend.
* What nobody here has, such as `room_id`, is null.
"""

import sqlite3
from collections.abc import Mapping
from datetime import date

from app.emulator.errors import object_not_found
from app.emulator.exchange import Json
from app.emulator.method import Call, Method, anonymous_method, number, one_of
from app.emulator.methods.courses import lang_dict
from app.emulator.methods.groups import existing_group
from app.emulator.methods.users import find_user
from app.emulator.selector import Record, Shape, Value, pick

ACTIVITY = Shape(
    method="services/tt/user",
    primary=(
        "type",
        "start_time",
        "end_time",
        "name",
        "url",
        "course_id",
        "course_name",
        "classtype_name",
        "classtype_id",
        "lecturer_ids",
        "group_number",
        "classgroup_profile_url",
        "building_name",
        "building_id",
        "room_number",
        "room_id",
        "unit_id",
        "cgwm_id",
        "sm_id",
        "frequency",
    ),
    default="start_time|end_time|name",
)

_SELECT = """
    SELECT meetings.*, courses.id AS course_id, courses.name_pl, courses.name_en,
           class_types.id AS type_id, class_types.name_pl AS type_pl, class_types.name_en AS type_en
    FROM meetings JOIN units ON units.id = meetings.unit_id JOIN courses ON courses.id = units.course_id
         JOIN class_types ON class_types.id = units.class_type_id
"""
_OF_GROUP = "(meetings.unit_id, number) = (:unit, :group)"
_TAUGHT = "(meetings.unit_id, number) IN (SELECT unit_id, number FROM lecturers WHERE user_id = :user)"
_ATTENDED = "(meetings.unit_id, number) IN (SELECT unit_id, number FROM participants WHERE user_id = :user)"
_PROFILE = "https://usosweb.example.edu.pl/kontroler.php?_action=katalog2/przedmioty/pokazZajecia"


def _activity(call: Call, row: sqlite3.Row) -> Json:
    def lecturer_ids() -> Value:
        query = "SELECT user_id FROM lecturers WHERE unit_id = ? AND number = ?"
        found = call.db.execute(query, (row["unit_id"], row["number"])).fetchall()
        return [call.id(each["user_id"]) for each in call.unordered(found)]

    record: Record = {
        **dict.fromkeys(ACTIVITY.primary),
        "type": "classgroup2",
        "start_time": row["start_time"],
        "end_time": row["end_time"],
        "name": {lang: _name(row[f"name_{lang}"], row[f"type_{lang}"]) for lang in ("pl", "en")},
        "course_id": row["course_id"],
        "course_name": lang_dict(row, "name"),
        "classtype_name": lang_dict(row, "type"),
        "classtype_id": row["type_id"],
        "lecturer_ids": lecturer_ids,
        "group_number": row["number"],
        "classgroup_profile_url": f"{_PROFILE}&gr_nr={row['number']}&zaj_cyk_id={row['unit_id']}",
        "building_name": {"pl": row["building"], "en": ""},
        "room_number": row["room"],
        "unit_id": call.id(row["unit_id"]),
        "sm_id": call.id(row["id"]),
    }
    return pick(record, call.selection)


def _name(course: str, class_type: str) -> str:
    return f"{course} - {class_type}" if course and class_type else ""


def _activities(call: Call, condition: str, **values: int | str | None) -> Json:
    rows = call.db.execute(f"{_SELECT} WHERE {condition}", values).fetchall()
    return [_activity(call, row) for row in call.unordered(rows)]


def _in_days(call: Call, condition: str, **values: int | None) -> Json:
    start = call.params.get("start", call.now.date().isoformat())
    days = "date(start_time) >= :start AND date(start_time) < date(:start, :days || ' days')"
    return _activities(call, f"{condition} AND {days}", **values, start=start, days=call.params["days"])


def _classgroup(call: Call) -> Json:
    unit_id, group_number = existing_group(call, "unit_id", "services/tt/classgroup")
    return _in_days(call, _OF_GROUP, unit=unit_id, group=group_number)


def _classgroup_dates2(call: Call) -> Json:
    unit_id, group_number = existing_group(call, "unit_id", "services/tt/classgroup_dates2")
    return _activities(call, _OF_GROUP, unit=unit_id, group=group_number)


def _staff(call: Call) -> Json:
    user_id = number(call.params["user_id"])
    if find_user(call, user_id) is None:
        raise object_not_found("user", "user_id", "services/tt/staff")
    return _in_days(call, _TAUGHT, user=user_id)


def _user(call: Call) -> Json:
    return _in_days(call, f"({_TAUGHT} OR {_ATTENDED})", user=call.grant.user_id)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_DAYS: Mapping[str, str | None] = {"start": None, "days": "7"}
_DAYS_CHECKS = {"start": _is_date, "days": one_of([str(days) for days in range(1, 8)])}

METHODS = (
    anonymous_method(
        "services/tt/classgroup",
        "Get the activities of a class group.",
        _classgroup,
        required=("unit_id", "group_number"),
        optional=_DAYS,
        checks=_DAYS_CHECKS,
        shape=ACTIVITY,
    ),
    anonymous_method(
        "services/tt/classgroup_dates2",
        "Get all meetings of a class group.",
        _classgroup_dates2,
        required=("unit_id", "group_number"),
        shape=ACTIVITY,
    ),
    Method(
        "services/tt/staff",
        "Get the activities of a staff member.",
        _staff,
        consumer="optional",
        required=("user_id",),
        optional=_DAYS,
        checks=_DAYS_CHECKS,
        shape=ACTIVITY,
    ),
    Method(
        "services/tt/user",
        "Get the activities of the token's user.",
        _user,
        user="required",
        optional=_DAYS,
        checks=_DAYS_CHECKS,
        shape=ACTIVITY,
    ),
)
