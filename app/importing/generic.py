"""Tables of no program that is known: names with signs of attendance, one column a meeting, or with times."""

from __future__ import annotations

import re
from dataclasses import replace

from app.importing import columns, people, signs, stamps, words
from app.importing.columns import Kind
from app.importing.headings import Role
from app.importing.report import Format, Person, Report, SignColumn
from app.importing.source import Source
from app.importing.stamps import Day, Stamp
from app.importing.tables import Table

_MOST_PART = 0.7  # of the filled cells of a column that must be signs
_PARTS = re.compile(r"[\s()]+")
_DAY_AND_MONTH = re.compile(r"[0-9]{1,2}[./][0-9]{2}\.?")  # in "wt. 06.10" or "Zajęcia 2 (06.10)"
_FEWEST = 3  # rows that make a table where no heading says that it is one
_NO_SIGNS = frozenset(
    {
        Role.NAME,
        Role.FIRST_NAME,
        Role.LAST_NAME,
        Role.NUMBER,
        Role.ORDINAL,
        Role.ADDRESS,
        Role.REMARK,
        Role.SUM,
        Role.PERSON_ROLE,
    }
)


def recognises_times(source: Source) -> bool:
    """Tell whether a file has people with times, whoever wrote it."""
    return source.times is not Kind.NOTHING or source.lengths is not Kind.NOTHING


def read_times(source: Source) -> Report:
    """Read a table of people with times or lengths."""
    told = tuple(person for table in source.presence for person in people.people(table))
    return Report(name=source.name, format=Format.TABLE, complete=True, meetings=1, people=told, days=source.days)


def read_signs(source: Source) -> Report | None:
    """Read the tables of people with signs; None where there is no such table."""
    told: list[tuple[Person, dict[SignColumn, str]]] = []
    found: dict[SignColumn, None] = {}
    for sheet in source.sheets:
        days = sheet.days
        own = days[0] if len(set(days)) == 1 else None
        for table in sheet.tables:
            places = {_column(table, place, own): place for place in _sign_places(table)}
            if not places or not _names_people(table):
                continue
            found |= dict.fromkeys(places)
            rows = {row.line: row for row in table.body}
            for person in people.people(table):
                row = rows[person.line]
                told.append((person, {column: row.cell(place) for column, place in places.items()}))
    if not found:
        return None
    return Report(
        name=source.name,
        format=Format.TABLE,
        complete=True,
        meetings=len(found),
        people=tuple(replace(one, signs=tuple(cells.get(column, "") for column in found)) for one, cells in told),
        columns=tuple(found),
        days=source.days,
    )


def _column(table: Table, place: int, own: Day | None) -> SignColumn:
    heading = table.label(place)
    day = _day_of(heading)
    told = bool(day) or not heading or place in table.roles.get(Role.SIGN, ())
    return SignColumn(number=place + 1, heading=heading, day=day or own, about_attendance=told)


def _sign_places(table: Table) -> list[int]:
    """Return where a table has signs: under dates; else under a word for attendance; else where only signs stand."""
    others = {place for role, places in table.roles.items() if role in _NO_SIGNS for place in places}
    width = max((len(row.cells) for row in table.body), default=0)
    width = max(width, len(table.heading.cells) if table.heading else 0)
    open_places = [place for place in range(width) if place not in others]
    dated = [place for place in open_places if _day_of(table.label(place))]
    called = [place for place in table.roles.get(Role.SIGN, ()) if place in open_places]
    return dated or called or [place for place in open_places if _are_signs(table, place)]


def _day_of(heading: str) -> Stamp | Day | None:
    """Return the day over a column, with the time if the heading tells it."""
    stamp = stamps.stamp_at_start(heading)
    if stamp and stamp.day:
        return stamp
    parts = (stamps.day(part) for part in _PARTS.split(heading) if _DAY_AND_MONTH.fullmatch(part))
    return stamps.day(heading) or next(stamps.days_inside(heading), None) or next(parts, None)


def _are_signs(table: Table, place: int) -> bool:
    filled = [cell for row in table.body if (cell := row.cell(place))]
    if all(one.isdecimal() for one in filled):
        return False  # points, where no heading says that they are signs
    return sum(signs.sign(one) is not None for one in filled) >= _MOST_PART * len(filled)


def _names_people(table: Table) -> bool:
    """Tell whether a table has people: a heading says so, or most of its rows have a name of two words."""
    if table.heading:
        return bool({Role.NAME, Role.FIRST_NAME, Role.LAST_NAME, Role.NUMBER} & table.roles.keys())
    names = [table.cell(row, Role.NAME) for row in table.body]
    named = sum(len(words.words(one)) in (2, 3, 4) and columns.kind(one) is Kind.TEXT for one in names)
    return len(names) >= _FEWEST and named >= _MOST_PART * len(names)
