"""`services/courses/*` and `services/terms/*` (usos-api.md, section 4.3)."""

import sqlite3

from app.emulator.errors import object_not_found
from app.emulator.exchange import Json
from app.emulator.method import Call, Method, anonymous_method, number, pipe_list
from app.emulator.selector import Record, Reference, Shape, pick

_NAME = "services/courses/course_unit"

TERM = Shape(
    method="services/terms/term",
    primary=("id", "name", "start_date", "end_date", "finish_date", "order_key", "is_active"),
    default="id|name|start_date|end_date|finish_date",
)
_COURSE = Shape(method="services/courses/course", primary=("id", "name"), default="id|name")
_COURSE_EDITION = Shape(
    method="services/courses/course_edition2",
    primary=("course", "term"),
    default="course|term",
    refers={"course": Reference(_COURSE), "term": Reference(TERM)},
)
_CLASS_GROUP = Shape(
    method="services/groups/class_group", primary=("course_unit_id", "number"), default="course_unit_id|number"
)
# Primary are the fields that the unit has where other objects embed it, as known from public code.
COURSE_UNIT = Shape(
    method=_NAME,
    primary=(
        "id",
        "homepage_url",
        "profile_url",
        "learning_outcomes",
        "assessment_criteria",
        "topics",
        "teaching_methods",
        "bibliography",
    ),
    secondary=("course_edition", "class_groups"),
    default="id",
    refers={"course_edition": Reference(_COURSE_EDITION), "class_groups": Reference(_CLASS_GROUP)},
)


def lang_dict(row: sqlite3.Row, column: str) -> Json:
    """A text in both languages; the English one is often empty."""
    return {"pl": row[f"{column}_pl"], "en": row[f"{column}_en"]}


def term_record(row: sqlite3.Row) -> Record:
    """All about a term. It stays active after its end, as real ones are seen to do."""
    return {
        "id": row["id"],
        "name": lang_dict(row, "name"),
        "start_date": row["start_date"],
        "end_date": row["end_date"],
        "finish_date": row["finish_date"],
        "order_key": row["order_key"],
        "is_active": True,
    }


def course_unit_record(call: Call, unit_id: int) -> Record:
    """All about a course unit that exists; what a lecturer could describe is left undescribed."""

    def class_groups() -> list[Record]:
        rows = call.db.execute("SELECT number FROM groups WHERE unit_id = ?", (unit_id,)).fetchall()
        return [{"course_unit_id": call.id(unit_id), "number": row["number"]} for row in call.unordered(rows)]

    def course_edition() -> Record:
        row = call.db.execute(
            "SELECT courses.* FROM units JOIN courses ON courses.id = course_id WHERE units.id = ?", (unit_id,)
        ).fetchone()
        term = call.db.execute(
            "SELECT terms.* FROM units JOIN terms ON terms.id = term_id WHERE units.id = ?", (unit_id,)
        ).fetchone()
        return {"course": {"id": row["id"], "name": lang_dict(row, "name")}, "term": term_record(term)}

    return {
        **dict.fromkeys(COURSE_UNIT.primary),
        "id": call.id(unit_id),
        "course_edition": course_edition,
        "class_groups": class_groups,
    }


def _course_unit(call: Call) -> Json:
    unit_id = number(call.params["course_unit_id"])
    if call.db.execute("SELECT 1 FROM units WHERE id = ?", (unit_id,)).fetchone() is None:
        raise object_not_found("course_unit", "course_unit_id", _NAME)
    return pick(course_unit_record(call, unit_id), call.selection)


def _terms(call: Call) -> Json:
    def shown(term_id: str) -> Json:
        row = call.db.execute("SELECT * FROM terms WHERE id = ?", (term_id,)).fetchone()
        return None if row is None else pick(term_record(row), call.selection)

    return {term_id: shown(term_id) for term_id in pipe_list(call.params["term_ids"])}


METHODS = (
    Method(
        _NAME,
        "Get information on a course unit.",
        _course_unit,
        consumer="optional",
        needs_ssl=True,
        required=("course_unit_id",),
        shape=COURSE_UNIT,
    ),
    anonymous_method("services/terms/terms", "Get information on terms.", _terms, required=("term_ids",), shape=TERM),
)
