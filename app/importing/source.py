"""What a format has to be known by and read from: a file's name, its sheets as rows, and their tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.importing import columns, stamps, tables
from app.importing.columns import Kind
from app.importing.delimited import Row
from app.importing.headings import Role
from app.importing.stamps import Day
from app.importing.tables import Table
from app.importing.words import plain


class Sheet:
    """The rows of a text file, or of one sheet of a workbook, and the tables in them."""

    def __init__(self, name: str, rows: Sequence[Row]) -> None:
        self.name = name
        self.preamble, self.tables = tables.find(rows)

    @property
    def days(self) -> tuple[Day, ...]:
        """The days told in its name and before its first table."""
        cells = (one for row in self.preamble for one in row.filled)
        return tuple(day for text in (self.name, *cells) for day in _days(text))


@dataclass(frozen=True)
class Source:
    """One file, taken apart as far as every format needs it."""

    name: str
    sheets: tuple[Sheet, ...]

    @property
    def days(self) -> tuple[Day, ...]:
        """The days told outside the tables: in the file's name, its sheets' names, before the first tables."""
        told = dict.fromkeys((*stamps.days_inside(self.name), *(day for sheet in self.sheets for day in sheet.days)))
        return tuple(told)

    @cached_property
    def presence(self) -> tuple[Table, ...]:
        """Its tables that say when or how long people were there."""
        return tuple(table for sheet in self.sheets for table in sheet.tables if table.has_presence)

    @cached_property
    def labels(self) -> str:
        """All headings and titles of these tables, folded: what words may confirm."""
        told = (text for table in self.presence for text in (table.title, *(table.heading or Row(0, ())).filled))
        return " | ".join(plain(text) for text in told)

    @cached_property
    def times(self) -> Kind:
        """What their columns of times are: STAMP with the day, CLOCK without, NOTHING where there are none."""
        kinds = set(self._kinds((Role.JOIN, Role.LEAVE)))
        return next((one for one in (Kind.STAMP, Kind.CLOCK) if one in kinds), Kind.NOTHING)

    @cached_property
    def lengths(self) -> Kind:
        """What their columns of lengths are: LENGTH with units, CLOCK as hh:mm:ss, NUMBER, or NOTHING."""
        kinds = set(self._kinds((Role.LENGTH,)))
        return next((one for one in (Kind.LENGTH, Kind.CLOCK, Kind.NUMBER) if one in kinds), Kind.NOTHING)

    def _kinds(self, roles: Sequence[Role]) -> Iterator[Kind]:
        for table in self.presence:
            for place in (table.place(role) for role in roles):
                if place is not None:
                    yield columns.column_kind([row.cell(place) for row in table.body])


def _days(text: str) -> Iterator[Day]:
    if stamp := stamps.stamp(text):
        if stamp.day:
            yield stamp.day
    elif day := stamps.day(text):
        if day.year:
            yield day
    else:
        yield from stamps.days_inside(text)
