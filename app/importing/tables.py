"""Rows to tables of people: where a table begins, and which column is what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from app.domain.frozen import frozen
from app.importing import columns, headings, stamps, words
from app.importing.columns import Kind
from app.importing.delimited import Row
from app.importing.headings import Role

_PEOPLE = {Role.NAME, Role.FIRST_NAME, Role.LAST_NAME, Role.NUMBER}
_SECTION = re.compile(r"\d{1,2}\. ?\D.*", re.ASCII)


@frozen
class Table:
    """One table: what stood alone above it, its heading (None: it has none), the roles of its columns, its rows.

    `roles` has the places of columns, from 0 and from left to right.
    """

    title: str
    heading: Row | None
    roles: Mapping[Role, tuple[int, ...]]
    body: tuple[Row, ...]

    def place(self, role: Role) -> int | None:
        """Return the place of the first column of this role, None where there is none."""
        return next(iter(self.roles.get(role, ())), None)

    def cell(self, row: Row, role: Role) -> str:
        """Return what a row says in the first column of this role, empty where nothing."""
        place = self.place(role)
        text = row.cell(place) if place is not None else ""
        return "" if words.is_nothing(text) else text

    def label(self, place: int) -> str:
        """Return what stands over a column."""
        return self.heading.cell(place) if self.heading else ""

    @property
    def unit(self) -> timedelta | None:
        """What a plain number in the column of lengths counts, None where its heading does not say."""
        place = self.place(Role.LENGTH)
        return timedelta(minutes=1) if place is not None and headings.in_minutes(self.label(place)) else None

    @property
    def has_presence(self) -> bool:
        """Whether it says when or how long people were there."""
        return bool({Role.JOIN, Role.LEAVE, Role.LENGTH} & self.roles.keys()) or self.is_log

    @property
    def is_log(self) -> bool:
        """Whether each row is one thing that somebody did, and when."""
        return Role.ACTION in self.roles and Role.TIMESTAMP in self.roles


def find(rows: Sequence[Row]) -> tuple[tuple[Row, ...], tuple[Table, ...]]:
    """Return the rows before the first table of people, and the tables of people in a file or sheet.

    Where no heading is found, the whole is one table, of names and perhaps signs.
    """
    starts = [place for place in range(len(rows)) if _is_heading(rows, place)]
    starts = starts or [place for place in range(len(rows)) if _is_short_heading(rows[place])][:1]
    if not starts:
        filled = tuple(row for row in rows if len(row.filled) > 1)
        told = {role: places for role, places in columns.roles(None, filled).items() if role in _PEOPLE}
        return tuple(rows), (Table(title="", heading=None, roles=told, body=filled),) if told else ()
    before = len(rows)
    found = []
    for start, following in zip(starts, [*starts[1:], len(rows)], strict=True):
        heading = rows[start]
        body = _body(rows[start + 1 : following], ends_in_title=following < len(rows))
        roles = columns.roles(heading, body)
        if not _PEOPLE & roles.keys():
            continue
        before = min(before, start)
        above = _last_filled(rows[:start])
        title = above.cells[0] if above and len(above.filled) == 1 else ""
        found.append(Table(title=title, heading=heading, roles=roles, body=body))
    return tuple(rows[:before]), tuple(found)


def _body(rows: Sequence[Row], *, ends_in_title: bool) -> tuple[Row, ...]:
    """Return the rows of a table's people, without empty ones and what belongs to the next section."""
    body: list[Row] = []
    for row in rows:
        if len(row.filled) == 1 and row.cells[0] and _SECTION.fullmatch(row.cells[0]):
            return tuple(body)
        if row.filled:
            body.append(row)
    if ends_in_title and body and len(body[-1].filled) == 1:
        body.pop()
    return tuple(body)


def _is_heading(rows: Sequence[Row], place: int) -> bool:
    row = rows[place]
    filled = row.filled
    kinds = [columns.kind(one) for one in filled]
    if len(filled) < 2 or columns.DATA.intersection(kinds) - {Kind.STAMP}:
        return False
    told = {role for role in map(headings.role, filled) if role}
    # a day, or a day and a time, stands over the column of a meeting
    days = [one for one, kind in zip(filled, kinds, strict=True) if kind is Kind.STAMP or stamps.day(one)]
    begins = place == 0 or len(rows[place - 1].filled) <= 2
    if _PEOPLE & told and len(told) + len(days) >= 2 and (begins or len(told) >= 4):
        return True
    if not begins or days or len(filled) < 3:
        return False
    # words of a language that is not known: labels only, and under them a row of as many cells with times or addresses
    following = next((one for one in rows[place + 1 : place + 4] if one.filled), None)
    return (
        following is not None
        and set(kinds) == {Kind.TEXT}
        and abs(len(following.filled) - len(filled)) <= 2
        and any(columns.kind(one) in columns.DATA for one in following.cells)
    )


def _is_short_heading(row: Row) -> bool:
    """Tell whether a row names people and has other words that are not known; only where no better heading is found."""
    told = {role for role in map(headings.role, row.filled) if role}
    return len(row.filled) > 1 and bool(_PEOPLE & told) and all(columns.kind(one) is Kind.TEXT for one in row.filled)


def _last_filled(rows: Sequence[Row]) -> Row | None:
    return next((row for row in reversed(rows[-2:]) if row.filled), None)
