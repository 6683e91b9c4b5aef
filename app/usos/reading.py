"""From the API's JSON to the program's values. A wrong shape is `UnreadableError`; unknown extra keys are ignored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from app.domain.model import (
    AttendanceList,
    Group,
    GroupKey,
    ListId,
    Mark,
    Meeting,
    Mode,
    Person,
    Phrase,
    Record,
    Student,
    Term,
)
from app.usos.errors import UnreadableError

Json = None | bool | int | float | str | Sequence["Json"] | dict[str, "Json"]
Choice = TypeVar("Choice", Mark, Mode)


def mapping(value: Json) -> dict[str, Json]:
    """Return a JSON object as it is."""
    if isinstance(value, dict):
        return value
    raise UnreadableError(f"an object was expected, not {type(value).__name__}")


def sequence(value: Json) -> list[Json]:
    """Return a JSON array as it is."""
    if isinstance(value, list):
        return value
    raise UnreadableError(f"an array was expected, not {type(value).__name__}")


def needed(value: Json, name: str) -> Json:
    """Return a member of an object that must be there."""
    members = mapping(value)
    if name in members:
        return members[name]
    raise UnreadableError(f"the answer lacks {name}")


def identity(value: Json) -> str:
    """Return an id as text; installations send numbers, texts or both (usos-api.md, 3)."""
    if isinstance(value, bool) or not isinstance(value, (int, str)) or value == "":
        raise UnreadableError("an id was expected")
    return _sound(str(value))


def text(value: Json) -> str:
    """Return a text that may be missing: null is the empty text."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise UnreadableError(f"a text was expected, not {type(value).__name__}")
    return _sound(str(value))


def _sound(value: str) -> str:
    r"""Return the text with halves of surrogate pairs (JSON can say "\ud800") replaced: they cannot be stored."""
    return value.encode("utf-8", "replace").decode("utf-8")


def phrase(value: Json) -> Phrase:
    """Return a LangDict; the whole or either side may be null or empty."""
    if value is None:
        return Phrase("", "")
    sides = mapping(value)
    return Phrase(text(sides.get("pl")), text(sides.get("en")))


def moment(value: Json) -> datetime:
    """Return a date with time, naive Polish wall clock; a fraction of a second is allowed."""
    try:
        found = datetime.fromisoformat(text(value))
    except ValueError as error:
        raise UnreadableError("a date with time was expected") from error
    if found.tzinfo is not None:
        raise UnreadableError("a date without a time zone was expected")
    return found


def day(value: Json) -> date:
    """Return a date."""
    return moment(value).date()


def choice(kind: type[Choice], value: Json) -> Choice:
    """Return one of the values the API names."""
    try:
        return kind(text(value))
    except ValueError as error:
        raise UnreadableError(f"an unknown {kind.__name__.lower()}") from error


def person(value: Json) -> Person:
    """Return a `users/user` object; names may be withheld."""
    return Person(
        identity(needed(value, "id")),
        text(mapping(value).get("first_name")),
        text(mapping(value).get("last_name")),
    )


def entry(value: Json) -> tuple[Student, Record]:
    """Return one element of `attendance/attendance`."""
    who = needed(value, "student")
    somebody = person(who)
    student = Student(
        id=somebody.id,
        first_name=somebody.first_name,
        last_name=somebody.last_name,
        number=text(mapping(who).get("student_number")),
    )
    mark = needed(value, "attendance_mode")
    return student, Record(None if mark is None else choice(Mark, mark), text(mapping(value).get("comment")))


def attendance_list(value: Json) -> AttendanceList:
    """Return a list object of `attendance_list`, `attendance_lists`, `group` or `user`."""
    owner = mapping(value).get("owner")
    return AttendanceList(
        id=ListId(identity(needed(value, "id"))),
        group=GroupKey(
            identity(needed(needed(value, "course_unit"), "id")),
            identity(needed(value, "group_number")),
        ),
        date=moment(needed(value, "date")),
        mode=choice(Mode, needed(value, "mode")),
        owner="" if owner is None else person(owner).name,
    )


def group(value: Json) -> Group:
    """Return a group object of `groups/group` or `groups/lecturer`."""
    members = mapping(value)
    participants = members.get("participants")
    return Group(
        key=GroupKey(identity(needed(value, "course_unit_id")), identity(needed(value, "group_number"))),
        term_id=identity(needed(value, "term_id")),
        course=phrase(members.get("course_name")),
        class_type=phrase(members.get("class_type")),
        students=len(participants) if isinstance(participants, list) and participants else None,
    )


def participants(value: Json) -> tuple[Person, ...]:
    """Return who is in a group object, nobody where that is withheld."""
    found = mapping(value).get("participants")
    return tuple(person(one) for one in found) if isinstance(found, list) else ()


def meetings(value: Json) -> tuple[Meeting, ...]:
    """Return the meetings of groups among the activities of `tt/*`; exams and other activities have no group."""
    return tuple(
        Meeting(
            group=GroupKey(identity(row["unit_id"]), identity(row["group_number"])),
            start=moment(needed(row, "start_time")),
            finish=moment(needed(row, "end_time")),
            room=text(row.get("room_number")),
        )
        for row in (mapping(one) for one in sequence(value))
        if row.get("unit_id") is not None and row.get("group_number") is not None
    )


def term(value: Json) -> Term:
    """Return a term object of `groups/lecturer` or `terms/terms`; its order falls back on its first day."""
    members = mapping(value)
    start, finish = day(needed(value, "start_date")), members.get("finish_date") or needed(value, "end_date")
    place = members.get("order_key")
    return Term(
        id=identity(needed(value, "id")),
        name=phrase(members.get("name")),
        start=start,
        finish=day(finish),
        order=place if isinstance(place, int) else start.toordinal(),
    )
