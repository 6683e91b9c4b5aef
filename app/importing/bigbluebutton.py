"""BigBlueButton: the learning dashboard."""

from __future__ import annotations

import re

from app.importing import people
from app.importing.columns import Kind
from app.importing.report import Format, Report
from app.importing.source import Source
from app.importing.words import plain

_WORDS = re.compile(r"moderator|activity score|talk time|webcam time")


def recognises(source: Source) -> bool:
    """Tell whether a file is a dashboard: days and times beside hh:mm:ss and TRUE or FALSE, or its words."""
    by_structure = source.times is Kind.STAMP and source.lengths is Kind.CLOCK and _tells_moderators(source)
    return by_structure or bool(_WORDS.search(source.labels)) or plain(source.name).startswith("learningdashboard")


def _tells_moderators(source: Source) -> bool:
    return all(any(one in {"TRUE", "FALSE"} for one in row.cells) for row in source.presence[0].body[:1])


def read(source: Source) -> Report:
    """Read a dashboard; moderators are hosts. Lengths begin anew after 24 hours."""
    told = tuple(person for table in source.presence for person in people.people(table))
    return Report(
        name=source.name, format=Format.BIGBLUEBUTTON, complete=True, meetings=1, people=told, days=source.days
    )
