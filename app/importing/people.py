"""Rows of a table to people: their names, addresses and numbers, and from when to when they were there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.importing import columns, lengths, stamps, words
from app.importing.delimited import Row
from app.importing.headings import Role
from app.importing.report import Person, Session
from app.importing.tables import Table

_NUMBER = re.compile(r"0*[0-9]+(?:[.,]0+)?")
_NOUGHT = re.compile(r"[.,]0+$")
_BRACKETS = re.compile(r"[(\[{（][^()\[\]{}（）]*[)\]}）]?")


def people(table: Table) -> Iterator[Person]:
    """Give the people of a table, row by row; rows of sums, of those who were only invited or waited are none."""
    for row in table.body:
        person = _person(table, row)
        if person is None or _was_not_there(table, row, person):
            continue
        yield person


def variants(name: str) -> tuple[str, ...]:
    """Return what stands outside a name's brackets, then what in each of them: one of these is the name."""
    outside = _BRACKETS.sub(" ", name)
    inside = (found[0].strip("()[]{}（） ") for found in _BRACKETS.finditer(name))
    return tuple(" ".join(one.split()) for one in (outside, *inside) if one.strip())


def clean_number(cell: str) -> str:
    """Return a student's number as its digits: "412 003", "412004,0" and "412003.0" are such; else empty."""
    joined = "".join(cell.split())
    return _NOUGHT.sub("", joined) if _NUMBER.fullmatch(joined) else ""


def _person(table: Table, row: Row) -> Person | None:
    called = table.cell(row, Role.NAME)
    parts = " ".join(filter(None, (table.cell(row, Role.FIRST_NAME), table.cell(row, Role.LAST_NAME))))
    others = set(table.roles.get(Role.OTHER, ()))
    addresses = [one for place, one in enumerate(row.cells) if place not in others and columns.is_address(one)]
    number = clean_number(table.cell(row, Role.NUMBER))
    name = called or parts or number or next(iter(addresses), "")
    first_cell = next(iter(row.filled), "")
    if not name or words.is_sum(name) or (words.is_sum(first_cell) and not number):
        return None
    telephone = words.is_telephone(name)
    return Person(
        line=row.line,
        name=words.shortened(name) if telephone else name,
        names=() if telephone else tuple(dict.fromkeys((*variants(name), *variants(parts)))),
        addresses=tuple(dict.fromkeys(one.casefold() for one in addresses)),
        number=number,
        sessions=_sessions(table, row),
        remark=table.cell(row, Role.REMARK),
        host=words.is_yes(table.cell(row, Role.MODERATOR)),
        nameless=telephone or words.is_anonymous(name),
    )


def _sessions(table: Table, row: Row) -> tuple[Session, ...]:
    start = stamps.stamp(table.cell(row, Role.JOIN))
    end = stamps.stamp(table.cell(row, Role.LEAVE))
    length = lengths.length(table.cell(row, Role.LENGTH), table.unit)
    if end is None and not length:
        length = None  # "still in the call" is no length of nothing
    return (Session(start=start, end=end, length=length),) if start or end or length is not None else ()


def _was_not_there(table: Table, row: Row, person: Person) -> bool:
    if words.is_yes(table.cell(row, Role.WAITING)) or words.is_no(table.cell(row, Role.ATTENDED)):
        return True
    return table.has_presence and not person.sessions
