"""Microsoft Teams: the attendance list of 2020, and the attendance reports since 2021."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from app.importing import event_log, people, words
from app.importing.columns import Kind
from app.importing.headings import Role
from app.importing.report import Format, Person, Problem, ProblemKind, Report
from app.importing.source import Source

_WORDS = re.compile(r"\bupn\b|participant id|identyfikator uczest|in meeting duration|czas udzialu w spotkaniu")
_ORGANIZER = re.compile(r"organi[sz]|veranstalter|organisat|організат")
_COUNTED = re.compile(r"uczest|particip|attend|teilnehm|asist|учасник")
_ROUNDING = timedelta(minutes=1)


def recognises_list(source: Source) -> bool:
    """Tell whether a file is a log of who joined and left."""
    return any(table.is_log for table in source.presence)


def read_list(source: Source) -> Report:
    """Read the attendance list of 2020. It does not say when the meeting ended."""
    told = tuple(person for table in source.presence if table.is_log for person in event_log.people(table))
    return Report(name=source.name, format=Format.TEAMS_LIST, complete=True, meetings=1, people=told, days=source.days)


def recognises_report(source: Source) -> bool:
    """Tell whether a file is an attendance report: lengths with units beside days and times, or Teams' own words."""
    by_structure = source.times is Kind.STAMP and source.lengths is Kind.LENGTH
    return by_structure or bool(_WORDS.search(source.labels))


def read_report(source: Source) -> Report:
    """Read an attendance report of 2021 or later.

    Since 2022 its second section has one row a person, from the first join to the last leave; the third has one a join.
    """
    first, *others = source.presence
    roles = {row.line: first.cell(row, Role.PERSON_ROLE) for row in first.body}
    told = [replace(one, host=_is_organizer(roles[one.line])) for one in people.people(first)]
    told = _refined(told, [person for table in others for person in people.people(table)])
    complete = len({(person.name, person.addresses) for person in told}) >= _counted(source)
    return Report(
        name=source.name,
        format=Format.TEAMS_REPORT,
        complete=complete,
        meetings=1,
        problems=() if complete else (Problem(ProblemKind.INCOMPLETE),),
        people=tuple(told),
        days=source.days,
    )


def _is_organizer(role: str) -> bool:
    """Tell whether a role is the organizer's; that of presenter every student has by default."""
    return bool(_ORGANIZER.search(words.plain(role)))


def _refined(people_told: Sequence[Person], by_join: Iterable[Person]) -> list[Person]:
    """Return the people with the sessions of the section that has each join, where it tells of the same length."""
    joins: defaultdict[str, list[Person]] = defaultdict(list)
    for person in by_join:
        joins[words.plain(person.name)].append(person)
    return [_with_joins(person, joins[words.plain(person.name)]) for person in people_told]


def _with_joins(person: Person, joins: Sequence[Person]) -> Person:
    own = [one for one in joins if not one.addresses or set(one.addresses) & set(person.addresses)]
    sessions = tuple(session for one in own for session in one.sessions)
    stated = person.sessions[0].length if len(person.sessions) == 1 else None
    told = [session.length for session in sessions if session.length is not None]
    if stated is None or not sessions or len(told) < len(sessions):
        return person
    differs = abs(sum(told, timedelta()) - stated)
    return person if differs > _ROUNDING else replace(person, sessions=sessions)


def _counted(source: Source) -> int:
    """Return how many people the summary counts, 0 where it does not say."""
    for row in source.sheets[0].preamble:
        match row.filled:
            case (label, number) if number.isdecimal() and len(number) < 5 and _COUNTED.search(words.plain(label)):
                return int(number)
    return 0
