"""`services/tt/*`: the timetable (usos-api.md, section 4.4).

Every activity here is a real meeting of a class group, type `classgroup2`, unless `Options.phantoms` adds others.
Readings where the documents are silent:

* An activity belongs to the day on which it begins.
* `staff` needs `user_id` even with a token, and has what that person teaches; `user` also what they attend.
* What nobody here has, such as `room_id`, is null.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

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
_LESSON = timedelta(minutes=90)
_PROFILE = "https://usosweb.example.edu.pl/kontroler.php?_action=katalog2/przedmioty/pokazZajecia"


def _activity(call: Call, row: sqlite3.Row, frequency: str = "", start: datetime | None = None) -> Json:
    """A meeting; with a frequency it is a computed one, and with a start one of that day and hour."""
    times = (row["start_time"], row["end_time"]) if start is None else (str(start), str(start + _LESSON))

    def lecturer_ids() -> Value:
        query = "SELECT user_id FROM lecturers WHERE unit_id = ? AND number = ?"
        found = call.db.execute(query, (row["unit_id"], row["number"])).fetchall()
        return [call.id(each["user_id"]) for each in call.unordered(found)]

    # A confirmed meeting has no key of this name, not even with null in it.
    selection = {name: inner for name, inner in call.selection.items() if name != "frequency" or frequency}
    record: Record = {
        **dict.fromkeys(ACTIVITY.primary),
        "type": "classgroup" if frequency else "classgroup2",
        "frequency": frequency,
        "start_time": times[0],
        "end_time": times[1],
        "name": {lang: _name(row[f"name_{lang}"], row[f"type_{lang}"]) for lang in ("pl", "en")},
        "course_id": row["course_id"],
        "course_name": lang_dict(row, "name"),
        "classtype_name": lang_dict(row, "type"),
        "classtype_id": row["type_id"],
        "lecturer_ids": lecturer_ids,
        "group_number": row["number"],
        "classgroup_profile_url": f"{_PROFILE}&gr_nr={row['number']}&zaj_cyk_id={row['unit_id']}",
        "building_name": {"pl": row["building"], "en": ""},
        "room_number": None if frequency else row["room"],
        "unit_id": call.id(row["unit_id"]),
        "sm_id": None if frequency else call.id(row["id"]),
    }
    return pick(record, selection)


def _phantoms(call: Call, rows: Sequence[sqlite3.Row], days: Iterable[date]) -> list[Json]:
    """What looks like meetings: a twin of each, and every day on which one group might meet about now."""
    found = [_activity(call, row, "every_week") for row in rows]
    if rows:
        possible = max(rows, key=lambda row: str(row["start_time"]))
        about_now = call.now.time().replace(minute=0, second=0, microsecond=0)
        starts = [datetime.combine(day, about_now) for day in days]
        found += [_activity(call, possible, "other", start) for start in starts[1:]]
        found += [_activity(call, possible, "once", start) for start in starts[:1]]
    return found


def _name(course: str, class_type: str) -> str:
    return f"{course} - {class_type}" if course and class_type else ""


def _activities(call: Call, phantom_days: Iterable[date], condition: str, **values: int | str | None) -> Json:
    rows = call.db.execute(f"{_SELECT} WHERE {condition}", values).fetchall()
    real = [_activity(call, row) for row in rows]
    return call.unordered([*real, *_phantoms(call, rows, phantom_days)] if call.options.phantoms else real)


def _in_days(call: Call, condition: str, **values: int | None) -> Json:
    start, days = call.params.get("start", call.now.date().isoformat()), int(call.params["days"])
    within = "date(start_time) >= :start AND date(start_time) < date(:start, :days || ' days')"
    each_day = (date.fromisoformat(start) + timedelta(days=after) for after in range(days))
    return _activities(call, each_day, f"{condition} AND {within}", **values, start=start, days=days)


def _classgroup(call: Call) -> Json:
    unit_id, group_number = existing_group(call, "unit_id", "services/tt/classgroup")
    return _in_days(call, _OF_GROUP, unit=unit_id, group=group_number)


def _classgroup_dates2(call: Call) -> Json:
    unit_id, group_number = existing_group(call, "unit_id", "services/tt/classgroup_dates2")
    around = (call.now.date() + timedelta(days=after) for after in range(-7, 8))
    return _activities(call, around, _OF_GROUP, unit=unit_id, group=group_number)


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
        scopes=("studies",),
        optional=_DAYS,
        checks=_DAYS_CHECKS,
        shape=ACTIVITY,
    ),
)
