"""A log of joins and leaves to sessions: the attendance list of Teams of 2020."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from app.domain.frozen import frozen
from app.importing import stamps, words
from app.importing.headings import Role
from app.importing.people import variants
from app.importing.report import Person, Session
from app.importing.stamps import Stamp
from app.importing.tables import Table

_LEFT = re.compile(r"left|leave|opusc|wysz|verlass|quitt|parti|sali|abandon|виишл|залиш|покин")
_JOINED = re.compile(r"join|dolacz|beigetret|teilgenommen|rejoint|un[ie]|приєдн")


@frozen
class _Event:
    line: int
    name: str
    left: bool
    at: Stamp


def people(table: Table) -> Iterator[Person]:
    """Give a person for each join, with its leave if there is one, and for each leave without a join.

    The first join is taken for the one that ends first. Where another was open then, nobody knows which has ended: the
    one that stays open is uncertain.
    """
    events = list(_events(table))
    by_name: defaultdict[str, list[_Event]] = defaultdict(list)
    for event in events:
        by_name[words.plain(event.name)].append(event)
    told = [person for own in by_name.values() for person in _paired(own)]
    yield from sorted(told, key=lambda person: person.line)


def _events(table: Table) -> Iterator[_Event]:
    leaves = _leaves(table)
    for row in table.body:
        name, action = table.cell(row, Role.NAME), table.cell(row, Role.ACTION)
        at = stamps.stamp(table.cell(row, Role.TIMESTAMP))
        if name and at:
            yield _Event(line=row.line, name=name, left=action in leaves, at=at)


def _leaves(table: Table) -> set[str]:
    """Return which actions are leaves: by their words; one that is not known, if nobody's first action is it."""
    firsts: dict[str, str] = {}
    actions = set()
    for row in table.body:
        action = table.cell(row, Role.ACTION)
        actions.add(action)
        firsts.setdefault(words.plain(table.cell(row, Role.NAME)), action)
    unknown = {one for one in actions if not _JOINED.search(words.plain(one))} - set(firsts.values())
    return {one for one in actions if _LEFT.search(words.plain(one))} | unknown


def _paired(events: list[_Event]) -> Iterator[Person]:
    opened: list[_Event] = []
    certain = True
    for event in sorted(events, key=lambda one: _order(one.at)):
        if not event.left:
            opened.append(event)
            continue
        certain = certain and len(opened) < 2
        if opened:
            yield _person(opened.pop(0), Session(start=None, end=event.at, length=None))
        else:
            yield _person(event, Session(start=None, end=event.at, length=None), joined=False)
    for event in opened:
        yield _person(event, Session(start=None, end=None, length=None, certain=certain))


def _person(event: _Event, session: Session, *, joined: bool = True) -> Person:
    telephone = words.is_telephone(event.name)
    return Person(
        line=event.line,
        name=words.shortened(event.name) if telephone else event.name,
        names=() if telephone else variants(event.name),
        sessions=(replace(session, start=event.at) if joined else session,),
        nameless=telephone or words.is_anonymous(event.name),
    )


def _order(at: Stamp) -> tuple[date, date, object]:
    day = at.day
    return (day and day.day_first) or date.min, (day and day.month_first) or date.min, at.time
