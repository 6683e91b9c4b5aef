"""`services/users/*`, and users wherever another method refers to them (usos-api.md, section 4.2)."""

import sqlite3

from app.emulator.exchange import Json
from app.emulator.method import Call, Method, number, pipe_list
from app.emulator.selector import Record, Reference, Shape, pick

# What exists in USOS but nobody here has: selectable, always null.
_WITHHELD = (
    "previous_names",
    "email",
    "email_url",
    "homepage_url",
    "profile_url",
    "phone_numbers",
    "mobile_numbers",
    "office_hours",
    "interests",
    "photo_urls",
    "pesel",
    "birth_date",
    "citizenship",
    "room",
    "postal_addresses",
    "alt_email",
    "external_ids",
    "phd_student_status",
    "library_card_id",
)
_WITHHELD_SECONDARY = (
    "student_programmes",
    "employment_functions",
    "employment_positions",
    "course_editions_conducted",
)
_NOTHING: Record = dict.fromkeys((*_WITHHELD, *_WITHHELD_SECONDARY))

_PHOTO_SIZES = Shape(
    method="services/users/user",
    primary=("50x50", "100x100", "100x125", "200x200", "200x250", "400x400", "400x500", "original"),
)
USER = Shape(
    method="services/users/user",
    primary=(
        "id",
        "first_name",
        "middle_names",
        "last_name",
        "sex",
        "titles",
        "student_number",
        "student_status",
        "staff_status",
        "email_access",
        "has_email",
        "has_photo",
        "can_i_debug",
        *_WITHHELD,
    ),
    secondary=_WITHHELD_SECONDARY,
    default="id|first_name|last_name",
    refers={"photo_urls": Reference(_PHOTO_SIZES)},
)


def user_record(call: Call, row: sqlite3.Row) -> Record:
    """All about a user; album numbers only for staff with `staff_perspective` and for oneself."""
    sees_as_staff = call.grant.is_staff and "staff_perspective" in call.grant.scopes
    may_see_number = sees_as_staff or row["id"] == call.grant.user_id
    return {
        **_NOTHING,
        "id": call.id(row["id"]),
        "first_name": row["first_name"],
        "middle_names": row["middle_names"],
        "last_name": row["last_name"],
        "sex": row["sex"],
        "titles": {"before": row["title_before"], "after": row["title_after"]},
        "student_number": row["student_number"] if may_see_number else None,
        "student_status": row["student_status"],
        "staff_status": row["staff_status"],
        "email": _email(row) if call.options.emails and sees_as_staff else None,
        "email_access": "plaintext" if call.options.emails and sees_as_staff else "no_access",
        "has_email": True,
        "has_photo": False,
        "can_i_debug": False,
    }


def _email(row: sqlite3.Row) -> str | None:
    number: str | None = row["student_number"]
    return f"{number}@student.example.edu.pl" if number else None


def find_user(call: Call, user_id: int) -> Record | None:
    """The user with this id, if there is one."""
    row = call.db.execute("SELECT * FROM users WHERE id = ?", (user_id,)).fetchone()
    return None if row is None else user_record(call, row)


def _shown(call: Call, user_id: int) -> Json:
    record = find_user(call, user_id)
    return None if record is None else pick(record, call.selection)


def _user(call: Call) -> Json:
    if "user_id" in call.params:
        return _shown(call, number(call.params["user_id"]))
    return None if call.grant.user_id is None else _shown(call, call.grant.user_id)


def _users(call: Call) -> Json:
    return {user_id: _shown(call, number(user_id)) for user_id in pipe_list(call.params["user_ids"])}


METHODS = (
    Method("services/users/user", "Get information about a user.", _user, optional={"user_id": None}, shape=USER),
    Method("services/users/users", "Get information about users.", _users, required=("user_ids",), shape=USER),
)
