"""Which column of a table is what: by what its cells are, then by the word over it, then by its place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from functools import lru_cache

from app.importing import headings, lengths, stamps, words
from app.importing.delimited import Row
from app.importing.headings import Role

_LOOKED_AT = 400  # rows from which a column is known
_MOST_PART = 0.6  # of the filled cells of a column that must be alike
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_ALBUM_NUMBER = re.compile(r"[0-9]{4,8}")


class Kind(Enum):
    """What a cell is."""

    NOTHING = auto()
    STAMP = auto()  # a day and a time
    CLOCK = auto()  # a time of day, or a length in hours and minutes
    LENGTH = auto()  # a length with units
    ADDRESS = auto()
    NUMBER = auto()
    TEXT = auto()


DATA = frozenset({Kind.STAMP, Kind.CLOCK, Kind.LENGTH, Kind.ADDRESS})
_TIMES = (Kind.STAMP, Kind.CLOCK)
_ALLOWED: Mapping[Role, tuple[Kind, ...]] = {
    Role.JOIN: _TIMES,
    Role.LEAVE: _TIMES,
    Role.TIMESTAMP: _TIMES,
    Role.LENGTH: (Kind.LENGTH, Kind.CLOCK, Kind.NUMBER),
    Role.ACTION: (Kind.TEXT,),
    Role.NAME: (Kind.TEXT, Kind.NUMBER, Kind.ADDRESS),
    Role.FIRST_NAME: (Kind.TEXT, Kind.NUMBER),
    Role.LAST_NAME: (Kind.TEXT, Kind.NUMBER),
    Role.NUMBER: (Kind.NUMBER, Kind.TEXT),
}


@lru_cache(maxsize=8192)
def kind(cell: str) -> Kind:
    """Return what a cell is."""
    if words.is_nothing(cell):
        return Kind.NOTHING
    if is_address(cell):
        return Kind.ADDRESS
    if told := stamps.stamp(cell):
        return Kind.STAMP if told.day else Kind.CLOCK
    if _NUMBER.fullmatch(cell):
        return Kind.NUMBER
    return Kind.LENGTH if lengths.has_units(cell) else Kind.TEXT


def is_address(cell: str) -> bool:
    """Tell whether a cell is an e-mail address, or a name written like one."""
    return _ADDRESS.fullmatch(cell) is not None


def roles(heading: Row | None, body: Sequence[Row]) -> Mapping[Role, tuple[int, ...]]:
    """Return the places of each role's columns, from left to right; columns of no known role are left out."""
    looked_at = body[:_LOOKED_AT]
    width = max((len(row.cells) for row in (*looked_at, *([heading] if heading else []))), default=0)
    kinds = [column_kind([row.cells[place] for row in looked_at if place < len(row.cells)]) for place in range(width)]
    found: defaultdict[Role, list[int]] = defaultdict(list)
    told: set[int] = set()
    for place, label in enumerate(heading.cells if heading else ()):
        role = headings.role(label)
        if role and _fits(role, kinds[place]) and not _counts(role, kinds[place], looked_at, place):
            found[role].append(place)
            told.add(place)
    _by_content(found, [(place, one) for place, one in enumerate(kinds) if place not in told], looked_at)
    if Role.LENGTH in found and len(found[Role.LENGTH]) > 1:
        found[Role.LENGTH].sort(key=lambda place: -place)  # that of the person stands after that of the meeting
    return {role: tuple(places) for role, places in found.items()}


def _fits(role: Role, kind: Kind) -> bool:
    return kind is Kind.NOTHING or role not in _ALLOWED or kind in _ALLOWED[role]


def _counts(role: Role, kind: Kind, body: Sequence[Row], place: int) -> bool:
    """Tell whether a column called "Participants" or so counts people: a name may be a student's number, no count."""
    return role is Role.NAME and kind is Kind.NUMBER and not _are_album_numbers(body, place)


def column_kind(cells: Sequence[str]) -> Kind:
    """Return what the most of a column's filled cells are; text where they are mixed."""
    counted = Counter(kind(one) for one in cells)
    counted.pop(Kind.NOTHING, None)
    if not counted:
        return Kind.NOTHING
    commonest, times = counted.most_common(1)[0]
    return commonest if times >= _MOST_PART * counted.total() else Kind.TEXT


def _by_content(found: defaultdict[Role, list[int]], left: Sequence[tuple[int, Kind]], body: Sequence[Row]) -> None:
    """Give the roles that no word gave: times in their order, then a length, names where most cells differ."""
    dated = [place for place, one in left if one is Kind.STAMP]
    clocks = [place for place, one in left if one is Kind.CLOCK]
    if not {Role.JOIN, Role.LEAVE, Role.TIMESTAMP} & found.keys():
        times = dated or clocks[:2]
        for role, place in zip((Role.JOIN, Role.LEAVE), times[-2:] if len(times) > 1 else times, strict=False):
            found[role].append(place)
            clocks = [one for one in clocks if one != place]
    if Role.LENGTH not in found:
        lengths_told = [place for place, one in left if one is Kind.LENGTH] or (clocks if Role.JOIN in found else [])
        found[Role.LENGTH].extend(lengths_told[:1])
    names = {Role.NAME, Role.FIRST_NAME, Role.LAST_NAME}
    if not names & found.keys():
        texts = [place for place, one in left if one is Kind.TEXT]
        found[Role.NAME].extend(sorted(texts, key=lambda place: -_different_names(body, place))[:1])
    if Role.NUMBER not in found:
        numbers = [place for place, one in left if one is Kind.NUMBER and _are_album_numbers(body, place)]
        found[Role.NUMBER].extend(numbers[:1])
    for role in [role for role, places in found.items() if not places]:
        del found[role]


def _different_names(body: Sequence[Row], place: int) -> int:
    """Return how many different texts of two words and more a column has."""
    told = {row.cells[place] for row in body if place < len(row.cells)}
    return sum(len(words.words(one)) > 1 for one in told)


def _are_album_numbers(body: Sequence[Row], place: int) -> bool:
    told = [row.cells[place] for row in body if place < len(row.cells) and row.cells[place]]
    fitting = {one for one in told if _ALBUM_NUMBER.fullmatch(one)}
    return len(fitting) >= _MOST_PART * len(told)
