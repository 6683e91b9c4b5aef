"""From the API's JSON to the program's values. A wrong shape is `UnreadableError`; unknown extra keys are ignored.

Values outside the range the rest of the program can work with have a wrong shape, too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
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
RowT = TypeVar("RowT")

_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)
"""The span of dates, so that days can be counted from any of them without leaving the calendar."""

_LARGEST = 2**63
"""From here on the store cannot keep a number."""


def parsed(body: str) -> Json:
    """Return the JSON an answer consists of. Nothing else in the program reads JSON from the network."""
    try:
        value: Json = json.loads(body)
    except (ValueError, RecursionError) as error:  # numbers too long, and nesting too deep, too
        raise UnreadableError("no JSON") from error
    return value


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


def rows(value: Json, read: Callable[[Json], RowT]) -> tuple[RowT, ...]:
    """Return what `read` makes of each element of an array; one of a wrong shape is left out, unless all of them are.

    Not for rolls: a student who is left out would look like one who is not in the group.
    """
    found: list[RowT] = []
    failure: UnreadableError | None = None
    for row in sequence(value):
        try:
            found.append(read(row))
        except UnreadableError as error:
            failure = error
    if failure is not None and not found:
        raise failure
    return tuple(found)


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


def label(value: Json) -> str:
    """Return a name or a number that people read: a text, a number, or a LangDict where others have a text."""
    if isinstance(value, dict):
        sides = phrase(value)
        return sides.pl or sides.en
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return text(value)


def phrase(value: Json) -> Phrase:
    """Return a LangDict; the whole or either side may be null or empty."""
    if value is None:
        return Phrase("", "")
    sides = mapping(value)
    return Phrase(text(sides.get("pl")), text(sides.get("en")))


def moment(value: Json) -> datetime:
    """Return a date with time, naive Polish wall clock; a fraction of a second is allowed."""
    found = _any_moment(value)
    if not _FIRST <= found.date() <= _LAST:
        raise UnreadableError("a date of our time was expected")
    return found


def day(value: Json) -> date:
    """Return a date; one before or after our time, as in "until 9999", is the first or the last day of it."""
    return min(max(_any_moment(value).date(), _FIRST), _LAST)


def _any_moment(value: Json) -> datetime:
    try:
        found = datetime.fromisoformat(text(value))
    except ValueError as error:
        raise UnreadableError("a date with time was expected") from error
    if found.tzinfo is not None:
        raise UnreadableError("a date without a time zone was expected")
    return found


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
        label(mapping(value).get("first_name")),
        label(mapping(value).get("last_name")),
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


def email(value: Json) -> tuple[str, str] | None:
    """Return whose element of `attendance/attendance` this is and the e-mail address; None where that is withheld."""
    who = mapping(needed(value, "student"))
    address = who.get("email")
    return (identity(needed(who, "id")), _sound(address)) if isinstance(address, str) and "@" in address else None


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
    """Return who is in a group object, nobody where that is withheld or cannot be read."""
    try:
        return rows(mapping(value).get("participants"), person)
    except UnreadableError:
        return ()


def meetings(value: Json) -> tuple[Meeting, ...]:
    """Return the meetings of groups among the activities of `tt/*`, each once.

    Exams and other activities have no group. An activity of an unconfirmed `classgroup` that happens at no regular
    time is no meeting: the API lists every day on which it might be. Where one meeting comes twice, the confirmed
    `classgroup2` counts (usos-facts-2.md, F1).
    """
    found: dict[tuple[GroupKey, datetime], tuple[bool, Meeting]] = {}
    for confirmed, one in (pair for pair in rows(value, _activity) if pair is not None):
        known = found.get((one.group, one.start))
        if known is None or (confirmed, bool(one.room)) > (known[0], bool(known[1].room)):
            found[one.group, one.start] = confirmed, one
    return tuple(one for _, one in found.values())


def _activity(value: Json) -> tuple[bool, Meeting] | None:
    """Return whether an activity is confirmed, and its meeting; None for what is no meeting of a group."""
    row = mapping(value)
    kind, frequency = row.get("type"), row.get("frequency")
    if row.get("unit_id") is None or row.get("group_number") is None:
        return None
    if kind == "classgroup" and frequency in {"other", "once"}:
        return None
    return kind == "classgroup2", Meeting(
        group=GroupKey(identity(row["unit_id"]), identity(row["group_number"])),
        start=moment(needed(row, "start_time")),
        finish=moment(needed(row, "end_time")),
        room=label(row.get("room_number")),
    )


def terms(value: Json) -> tuple[Term, ...]:
    """Return the term objects of `groups/lecturer` or `terms/terms`, with orders that can be compared.

    Where one of them has no order of USOS's, all are ordered by their first days: a term must not come before or after
    all others for that.
    """
    read = rows(value, lambda row: (term(row), _order(mapping(row).get("order_key"))))
    if all(order is not None for _, order in read):
        return tuple(one for one, _ in read)
    return tuple(replace(one, order=one.start.toordinal()) for one, _ in read)


def term(value: Json) -> Term:
    """Return one term object; its order falls back on its first day."""
    members = mapping(value)
    start, finish = day(needed(value, "start_date")), members.get("finish_date") or needed(value, "end_date")
    order = _order(members.get("order_key"))
    return Term(
        id=identity(needed(value, "id")),
        name=phrase(members.get("name")),
        start=start,
        finish=day(finish),
        order=start.toordinal() if order is None else order,
    )


def _order(value: Json) -> int | None:
    """Return a number that terms can be ordered by, None for what is none; some installations write 360.0."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if abs(value) < _LARGEST else None
