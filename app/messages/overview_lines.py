"""The term of a group line by line: what it is of, how each student stands, what was in each meeting."""

from __future__ import annotations

from datetime import date

from app.domain.overview import Overview, OverviewCell, OverviewMeeting, OverviewStudent
from app.i18n import clock_time, drawable, gettext, short_date
from app.messages import groups, overview


def head(shown: Overview) -> list[str]:
    """Return whose term it is, how much of it is known, and by which rules it is counted."""
    rules = overview.rules(shown.rules)
    return [
        groups.group_title(shown.group),
        overview.lists_known(*shown.rolls_known),
        gettext("Rules: {rules}").format(rules=rules) if rules else "",
    ]


def student(one: OverviewStudent, *, number: bool = False) -> str:
    """Return how a student stands: absences, meetings attended, what they may still miss; with `number` whose it is."""
    parts = (
        drawable(one.student.name),
        drawable(one.student.number) if number else "",
        overview.absences(one),
        overview.attended(one),
        overview.limit(one),
        gettext("tell the dean's office") if one.notify else "",
    )
    return ", ".join(part for part in parts if part)


def meeting(one: OverviewMeeting, cell: OverviewCell, today: date) -> str:
    """Return when a meeting was, and what is known of a student in it."""
    year = f" {one.date.year}" if one.date.year != today.year else ""
    return f"{short_date(one.date)}{year} {clock_time(one.date)}, {overview.cell(cell)}"
