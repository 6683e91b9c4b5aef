"""`services/groups/*` (usos-api.md, section 4.1)."""

import sqlite3

from app.emulator.errors import object_not_found, param_missing
from app.emulator.exchange import Json
from app.emulator.method import Call, Method, is_bool, number, one_of
from app.emulator.methods.courses import TERM, lang_dict, term_record
from app.emulator.methods.users import USER, user_record
from app.emulator.selector import Record, Reference, Shape, Value, pick, select

_GROUP_NAME = "services/groups/group"
_IS_LECTURER_NAME = "services/groups/is_lecturer"

_TEXTS = (
    "group_description",
    "group_literature",
    "course_learning_outcomes",
    "course_description",
    "course_bibliography",
    "course_assessment_criteria",
    "course_practical_placement",
)
GROUP = Shape(
    method=_GROUP_NAME,
    primary=(
        "course_unit_id",
        "group_number",
        "class_type",
        "class_type_id",
        "group_url",
        "course_id",
        "course_name",
        "course_homepage_url",
        "course_profile_url",
        "course_is_currently_conducted",
        "course_fac_id",
        "course_lang_id",
        "term_id",
        "lecturers",
        "participants",
    ),
    secondary=_TEXTS,
    refers={"lecturers": Reference(USER), "participants": Reference(USER)},
)

_SELECT = """
    SELECT groups.unit_id, groups.number, units.term_id,
           class_types.id AS class_type_id, class_types.name_pl AS type_pl, class_types.name_en AS type_en,
           courses.id AS course_id, courses.name_pl, courses.name_en, terms.start_date, terms.finish_date
    FROM groups JOIN units ON units.id = groups.unit_id JOIN courses ON courses.id = units.course_id
         JOIN class_types ON class_types.id = units.class_type_id JOIN terms ON terms.id = units.term_id
"""


def teaches(call: Call, unit_id: int, group_number: int) -> bool:
    """Whether the token's user is a lecturer of the group."""
    return _is_taught_by(call, call.grant.user_id, (unit_id, group_number))


def _is_taught_by(call: Call, user_id: int | None, group: tuple[int, int]) -> bool:
    query = "SELECT 1 FROM lecturers WHERE user_id = ? AND unit_id = ? AND number = ?"
    return call.db.execute(query, (user_id, *group)).fetchone() is not None


def _whose(call: Call) -> int:
    """The user who is asked about: the token's unless another is named."""
    user_id = number(call.params["user_id"]) if "user_id" in call.params else call.grant.user_id
    if user_id is None:
        raise param_missing("user_id")
    return user_id


def existing_group(call: Call, unit_param: str, method: str) -> tuple[int, int]:
    """The group that the parameters name, `object_not_found` if there is none."""
    group = (number(call.params[unit_param]), number(call.params["group_number"]))
    if call.db.execute("SELECT 1 FROM groups WHERE unit_id = ? AND number = ?", group).fetchone() is None:
        raise object_not_found("group", "group_number", method)
    return group


def _group_record(call: Call, row: sqlite3.Row) -> Record:
    key = (row["unit_id"], row["number"])

    def people(table: str) -> list[Record]:
        query = f"SELECT users.* FROM {table} JOIN users ON users.id = user_id WHERE unit_id = ? AND number = ?"  # noqa: S608 the table is named a few lines below
        return [user_record(call, each) for each in call.unordered(call.db.execute(query, key).fetchall())]

    def participants() -> Value:
        return people("participants") if teaches(call, *key) else None

    return {
        **dict.fromkeys(_TEXTS),
        "course_unit_id": call.id(row["unit_id"]),
        "group_number": row["number"],
        "class_type": lang_dict(row, "type"),
        "class_type_id": row["class_type_id"],
        "group_url": None,
        "course_id": row["course_id"],
        "course_name": lang_dict(row, "name"),
        "course_homepage_url": None,
        "course_profile_url": None,
        "course_is_currently_conducted": row["start_date"] <= call.now.date().isoformat() <= row["finish_date"],
        "course_fac_id": "11000000",
        "course_lang_id": "pol",
        "term_id": row["term_id"],
        "lecturers": lambda: people("lecturers"),
        "participants": participants,
    }


def _lecturer(call: Call) -> Json:
    """Groups by term. `active_terms` is accepted and filters nothing: it "does not always work"."""
    user_id = _whose(call)
    rows = call.unordered(
        call.db.execute(
            _SELECT + "JOIN lecturers ON (lecturers.unit_id, lecturers.number) = (groups.unit_id, groups.number) "
            "WHERE user_id = ?",
            (user_id,),
        ).fetchall()
    )
    if "lang" in call.params:
        rows.sort(key=lambda row: str(row[f"name_{call.params['lang']}"]).casefold())
    groups: dict[str, list[Json]] = {}
    for row in rows:
        groups.setdefault(row["term_id"], []).append(pick(_group_record(call, row), call.selection))
    terms = [row for row in call.db.execute("SELECT * FROM terms").fetchall() if row["id"] in groups]
    term_fields = select(TERM, TERM.default or "")
    return {"groups": groups, "terms": [pick(term_record(row), term_fields) for row in call.unordered(terms)]}


def _group(call: Call) -> Json:
    key = existing_group(call, "course_unit_id", _GROUP_NAME)
    row = call.db.execute(_SELECT + "WHERE groups.unit_id = ? AND groups.number = ?", key).fetchone()
    return pick(_group_record(call, row), call.selection)


def _is_lecturer(call: Call) -> Json:
    return _is_taught_by(call, _whose(call), existing_group(call, "course_unit_id", _IS_LECTURER_NAME))


METHODS = (
    Method(
        "services/groups/lecturer",
        "Get the groups that a user teaches.",
        _lecturer,
        consumer="optional",
        optional={"user_id": None, "lang": None, "active_terms": None},
        checks={"lang": one_of({"pl", "en"}), "active_terms": is_bool},
        shape=GROUP,
    ),
    Method(
        _GROUP_NAME,
        "Get information on a class group.",
        _group,
        consumer="optional",
        required=("course_unit_id", "group_number"),
        shape=GROUP,
    ),
    Method(
        _IS_LECTURER_NAME,
        "Check whether a user is a lecturer of a class group.",
        _is_lecturer,
        consumer="optional",
        required=("course_unit_id", "group_number"),
        optional={"user_id": None},
    ),
)
