"""What commands print as JSON: a contract with programs, of which `SCHEMA` is the version."""

from __future__ import annotations

import json
from collections.abc import Iterable

from app.domain.model import Group, ListOverview, Standing
from app.domain.overview import CellState, MarkCounts, Overview, OverviewMeeting, OverviewStudent
from app.i18n import language

SCHEMA = 1

Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"]


def printed(**values: Value) -> None:
    """Print an object of these values as one line, the version of the contract first; in ASCII, for any terminal."""
    print(json.dumps({"schema_version": SCHEMA, **values}))


def of_group(group: Group) -> dict[str, Value]:
    """Return a group; its texts are in the language in use."""
    return {
        "course_unit_id": group.key.unit_id,
        "group_number": group.key.number,
        "course": group.course.in_language(language()),
        "class_type": group.class_type.in_language(language()),
        "term": group.term_id,
        "students": group.students,
    }


def of_lists(lists: Iterable[ListOverview]) -> list[Value]:
    """Return lists; how many are marked is null where the roll was never read."""
    return [
        {
            "list_id": one.list.id,
            "date": one.list.date.isoformat(),
            "mode": one.list.mode,
            "owner": one.list.owner,
            "marked": one.tally.marked if one.tally else None,
            "students": one.tally.students if one.tally else None,
        }
        for one in lists
    ]


def of_overview(overview: Overview, *, numbers: bool) -> dict[str, Value]:
    """Return the term of a group; students' album numbers are null unless asked for."""
    return {
        "group": of_group(overview.group),
        "rules": {**overview.rules.as_table()},
        "meetings": [_meeting(one) for one in overview.meetings],
        "students": [_student(overview, one, numbers=numbers) for one in overview.students],
    }


def _meeting(one: OverviewMeeting) -> Value:
    return {
        "list_id": one.list.id if one.list else None,
        "date": one.date.isoformat(),
        "mode": one.mode,
        "read_at": one.read_at.isoformat(timespec="seconds") if one.read_at else None,
        "counts": _counts(one.counts) if one.counts else None,
    }


def _counts(counts: MarkCounts) -> Value:
    return {
        "intramural": counts.intramural,
        "remote": counts.remote,
        "justified_absence": counts.justified,
        "absence": counts.absent,
        "unset": counts.unset,
    }


def _student(overview: Overview, one: OverviewStudent, *, numbers: bool) -> Value:
    cells = [
        (meeting.list.id, cell) for meeting, cell in zip(overview.meetings, one.cells, strict=True) if meeting.list
    ]
    return {
        "student_id": one.student.id,
        "student_number": (one.student.number or None) if numbers else None,
        "name": one.student.own_name,
        "marks": {list_id: cell.mark for list_id, cell in cells if cell.entry},
        "not_in_group": [list_id for list_id, cell in cells if cell.state is CellState.NOT_IN_GROUP],
        "unsent": [list_id for list_id, cell in cells if cell.entry and cell.entry.standing is not Standing.SAVED],
        "unexcused": one.unexcused,
        "absences": one.absences,
        "late": one.late,
        "made_up": one.made_up,
        "held": one.held,
        "attended": one.attended,
        "percent": one.percent,
        "may_miss": one.may_miss,
    }
