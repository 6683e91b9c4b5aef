"""Zoom: participants of one meeting, unique users, the history of many meetings, the attendees of a webinar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from app.importing import columns, people, words
from app.importing.columns import Kind
from app.importing.delimited import Row
from app.importing.headings import Role
from app.importing.report import Format, Person, Report
from app.importing.source import Source
from app.importing.tables import Table

_WORDS = re.compile(
    r"\(original name\)|\(oryginaln|\(nazwa oryg|\(originalname|\(ursprunglich|\(nom d.?origine|\(nombre orig"
)
_HOSTS = re.compile(r"host|gospodarz|prowadz|moderator|hote|anfitr|організат")


def recognises(source: Source) -> bool:
    """Tell whether a file is Zoom's: names beside original names, or plain minutes beside days and times."""
    by_structure = source.times is Kind.STAMP and source.lengths is Kind.NUMBER
    return by_structure or bool(_WORDS.search(source.labels))


def read(source: Source) -> Report:
    """Read any of Zoom's reports. Its minutes are rounded up, row by row, so times count where there are any."""
    return Report(
        name=source.name,
        format=Format.ZOOM,
        complete=True,
        meetings=max(1, len({_cells_of_meeting(table, row) for table in source.presence for row in table.body})),
        people=tuple(person for table in source.presence for person in _people(source, table)),
        days=source.days,
    )


def _people(source: Source, table: Table) -> Iterator[Person]:
    hosts = _host_addresses(source)
    are_hosts = bool(_HOSTS.search(words.plain(table.title)))
    for person, row in zip(told := list(people.people(table)), _rows_of(table, told), strict=True):
        known = hosts | {one.casefold() for one in _cells_of_meeting(table, row) if columns.is_address(one)}
        yield replace(person, host=are_hosts or bool(known & set(person.addresses)))


def _host_addresses(source: Source) -> set[str]:
    """Return the addresses in the table of the meeting above: they are its host's."""
    return {one.casefold() for row in source.sheets[0].preamble for one in row.filled if columns.is_address(one)}


def _rows_of(table: Table, people_told: list[Person]) -> list[Row]:
    by_line = {row.line: row for row in table.body}
    return [by_line[person.line] for person in people_told]


def _cells_of_meeting(table: Table, row: Row) -> tuple[str, ...]:
    """Return what a row of a history tells of its meeting: the cells before the name, if times are among them."""
    before = row.cells[: table.place(Role.NAME) or 0]
    return before if any(columns.kind(one) is Kind.STAMP for one in before) else ()
