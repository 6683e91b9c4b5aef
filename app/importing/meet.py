"""Google Meet: its attendance report, and the files of its extensions."""

from __future__ import annotations

import re

from app.importing import people
from app.importing.columns import Kind
from app.importing.report import Format, Report
from app.importing.source import Source
from app.importing.words import plain

_WORDS = re.compile(r"time in call|time (joined|exited)")
_FILE = re.compile(r"\bmeet\b|[a-z]{3} [a-z]{4} [a-z]{3}\b")


def recognises(source: Source) -> bool:
    """Tell whether a file is Meet's: times without a day, and lengths with units or in a file with a call's code."""
    if source.times is Kind.STAMP:
        return False
    confirmed = bool(_WORDS.search(source.labels) or _FILE.search(plain(source.name)))
    return confirmed or (source.times is Kind.CLOCK and source.lengths is Kind.LENGTH)


def read(source: Source) -> Report:
    """Read a report of Meet. Its day stands in the file's name only, or before the table."""
    told = tuple(person for table in source.presence for person in people.people(table))
    return Report(name=source.name, format=Format.MEET, complete=True, meetings=1, people=told, days=source.days)
