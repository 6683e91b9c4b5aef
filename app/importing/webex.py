"""Webex: the attendance report of a meeting."""

from __future__ import annotations

import re
from dataclasses import replace

from app.importing import people
from app.importing.report import Format, Person, Report
from app.importing.source import Source

_WORDS = re.compile(r"attendee (e ?mail|name)|attendance duration|session name|connection type|webex")
_INVENTED = ".localhost"  # ends the addresses Webex gives to guests who told none


def recognises(source: Source) -> bool:
    """Tell whether a file is Webex's, by its words: its times and lengths look like those of Teams."""
    return len(set(_WORDS.findall(source.labels))) > 0 and len(_WORDS.findall(source.labels)) > 1


def read(source: Source) -> Report:
    """Read a report of Webex; rows of breakout rooms are sessions like any other."""
    told = tuple(_without_invented(person) for table in source.presence for person in people.people(table))
    return Report(name=source.name, format=Format.WEBEX, complete=True, meetings=1, people=told, days=source.days)


def _without_invented(person: Person) -> Person:
    return replace(person, addresses=tuple(one for one in person.addresses if not one.endswith(_INVENTED)))
