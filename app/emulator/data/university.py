"""Filling a new installation: the same data from the same seed and time."""

import random
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from string import ascii_letters, digits

from app.emulator.data.calendar import terms_around
from app.emulator.data.changes import insert_changes
from app.emulator.data.classes import PlannedGroup, colleagues_group, plan_groups, size_of_pool
from app.emulator.data.courses import CLASS_TYPES, COURSES, room
from app.emulator.data.marks import past_mark
from app.emulator.data.people import Person, invent_students, staff
from app.emulator.data.running_class import end_of, running_start
from app.emulator.options import Options

_FIRST_LIST = 1001
_Value = str | int | float | None


@dataclass(frozen=True)
class ReadyKeys:
    """What a user of the emulator needs to know about its data: keys that work, and where to look."""

    consumer_key: str
    consumer_secret: str
    token: str
    token_secret: str
    lecturer_id: int
    current_list: str


def has_university(db: sqlite3.Connection) -> bool:
    """Whether the data were made already."""
    return db.execute("SELECT 1 FROM facts").fetchone() is not None


def read_keys(db: sqlite3.Connection) -> ReadyKeys:
    """The keys that were made together with the data."""
    facts = dict(db.execute("SELECT name, value FROM facts").fetchall())
    return ReadyKeys(**{**facts, "lecturer_id": int(facts["lecturer_id"])})


def found_university(db: sqlite3.Connection, options: Options, now: datetime) -> None:
    """Make terms, courses, people, groups, meetings, lists and marks, and a lecturer's access token."""
    chance = random.Random(options.seed)  # noqa: S311 the data have to be the same each time
    lecturer, *colleagues = staff()
    pool = invent_students(size_of_pool(options.students, options.groups), chance, odd_names=options.odd_names)
    groups = plan_groups(options.groups, options.students, pool, now, chance)
    foreign = colleagues_group(pool, now)
    everything = [*groups, foreign]
    _insert_people(db, [lecturer, *colleagues], pool)
    _insert(db, "class_types", CLASS_TYPES)
    _insert(db, "courses", COURSES)
    _insert(db, "terms", ([*map(_column, astuple(term))] for term in terms_around(now.date())))
    keys = _insert_groups(db, everything, chance)
    teaching = [(lecturer.id, *keys[each]) for each in range(len(groups))]
    # Lectures are often given by two.
    shared = [(colleagues[1].id, *keys[1])] if len(groups) > 1 else []
    _insert(db, "lecturers", [*teaching, *shared, (colleagues[0].id, *keys[-1])])
    owners = [lecturer.id] * len(groups) + [colleagues[0].id]
    _insert_lists(db, everything, keys, owners, chance)
    changes = random.Random(f"changes {options.seed}")  # noqa: S311 of their own, so that all the rest stays as it is
    insert_changes(db, list(zip(keys, groups, strict=False)), pool, changes)
    row = db.execute(
        "SELECT id FROM lists WHERE (unit_id, number, date) = (?, ?, ?)", (*keys[0], str(running_start(now)))
    )
    ready = _ready_keys(options.seed, lecturer.id, str(row.fetchone()["id"]))
    student_id = db.execute("SELECT min(user_id) FROM participants").fetchone()[0]
    token_owner = {"lecturer": lecturer.id, "colleague": colleagues[0].id, "student": student_id}[options.user]
    _insert_keys(db, ready, token_owner, options.withheld_scopes, now)


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[Sequence[_Value]]) -> None:
    rows = list(rows)
    if rows:
        places = ", ".join("?" * len(rows[0]))
        db.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608 the tables are named in this file


def _column(value: object) -> _Value:
    return value if isinstance(value, int) else str(value)


def _insert_people(db: sqlite3.Connection, teachers: Sequence[Person], students: Sequence[Person]) -> None:
    def row(person: Person, student_status: int, staff_status: int) -> Sequence[_Value]:
        name = (person.id, person.first_name, None, person.last_name, person.sex)
        return (*name, person.title_before, person.title_after, person.student_number, student_status, staff_status)

    # 2: an active student, an academic teacher (usos-api.md, section 4.2).
    _insert(db, "users", [row(person, 0, 2) for person in teachers])
    _insert(db, "users", [row(person, 2, 0) for person in students])


def _insert_groups(
    db: sqlite3.Connection, groups: Sequence[PlannedGroup], chance: random.Random
) -> list[tuple[int, int]]:
    """Return unit id and number of each group."""
    units = list(dict.fromkeys(group.unit for group in groups))
    unit_ids = dict(zip(units, chance.sample(range(300_000, 600_000), len(units)), strict=True))
    keys = [(unit_ids[group.unit], group.number) for group in groups]
    _insert(db, "units", [(unit_id, *unit) for unit, unit_id in unit_ids.items()])
    _insert(db, "groups", keys)
    pairs = list(zip(keys, groups, strict=True))
    _insert(db, "participants", [(*key, student.id) for key, group in pairs for student in group.students])
    _insert(
        db,
        "meetings",
        [
            (None, *key, str(meeting), str(end_of(meeting)), *room(index))
            for index, (key, group) in enumerate(pairs)
            for meeting in group.meetings
        ],
    )
    return keys


def _insert_lists(
    db: sqlite3.Connection,
    groups: Sequence[PlannedGroup],
    keys: Sequence[tuple[int, int]],
    owners: Sequence[int],
    chance: random.Random,
) -> None:
    planned = [
        (each, key, owner, group.students)
        for group, key, owner in zip(groups, keys, owners, strict=True)
        for each in group.lists
    ]
    planned.sort(key=lambda item: item[0].date)
    numbered = list(enumerate(planned, start=_FIRST_LIST))
    _insert(
        db, "lists", [(list_id, *key, owner, str(each.date), each.mode) for list_id, (each, key, owner, _) in numbered]
    )
    _insert(
        db,
        "entries",
        [
            (list_id, student.id, *past_mark(each.mode, chance))
            for list_id, (each, _, _, students) in numbered
            for student in students[: round(len(students) * each.filled)]
        ],
    )


def _ready_keys(seed: int, lecturer_id: int, current_list: str) -> ReadyKeys:
    # From the seed alone, so that a client's configuration stays right when the data change.
    chance = random.Random(f"keys {seed}")  # noqa: S311 the keys open invented data on loopback only
    consumer_key, consumer_secret, token, token_secret = (
        "".join(chance.choices(ascii_letters + digits, k=length)) for length in (20, 40, 20, 40)
    )
    return ReadyKeys(
        consumer_key=consumer_key,
        consumer_secret=consumer_secret,
        token=token,
        token_secret=token_secret,
        lecturer_id=lecturer_id,
        current_list=current_list,
    )


def _insert_keys(
    db: sqlite3.Connection, keys: ReadyKeys, token_owner: int, withheld_scopes: frozenset[str], now: datetime
) -> None:
    consumer = (keys.consumer_key, keys.consumer_secret, "rollcall", None, "rollcall@example.org", str(now.date()))
    _insert(db, "consumers", [consumer])
    scopes = " ".join(sorted({"offline_access", "staff_perspective"} - withheld_scopes))
    _insert(db, "access_tokens", [(keys.token, keys.token_secret, keys.consumer_key, token_owner, scopes, None)])
    _insert(db, "facts", [(name, str(value)) for name, value in vars(keys).items()])
