"""Classes, unfinished lists and groups as lines of the grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.domain.model import Group, Lesson, ListOverview
from app.i18n import clock_time, date_in_column, drawable, gettext, language, weekday
from app.messages import groups, lessons
from app.tui.groups.grid import MIDDLE, Line
from app.tui.widgets.sparks import how_far, shares, spark


def of_lesson(lesson: Lesson) -> Line:
    """Return a class of today: from when to when, the room, how far it is called."""
    room: tuple[tuple[str, str], ...] = ((drawable(lesson.room), "faint"),)
    begun = "warning" if lesson.draft else "" if lesson.list else "faint"
    return _line(lesson.group, lessons.span(lesson), room, (lessons.how_far(lesson, in_full=False), begun))


def of_unfinished(one: ListOverview, group: Group | None, today: date) -> Line:
    """Return a list with unmarked students: its day, and how far it is; of a group that is not known there is little.

    The year is told where it is another one.
    """
    when = date_in_column(one.list.date) + ("" if one.list.date.year == today.year else f" {one.list.date.year}")
    counted = lessons.counted(one.tally, in_full=False)
    middle = tuple(how_far(one.tally.marked, one.tally.students, MIDDLE)) if one.tally else ()
    if group is None:
        course = drawable(one.list.group.unit_id)
        return Line(when=when, course=course, kind="", short="", number="", middle=middle, right=(counted, ""))
    return _line(group, when, middle, (counted, ""))


def of_group(group: Group, lists: int | None, so_far: Sequence[ListOverview], most: int) -> Line:
    """Return a group: when it usually meets, who was present meeting by meeting, and on average once all is read.

    `lists` is how many lists it has, None where that is not known; `so_far` are those that have begun, of which the
    last `most` are shown.
    """
    average, partly = groups.average(so_far), groups.read_short(so_far)
    told = "–" if lists is None else groups.lists(lists) if lists else gettext("no lists")
    pictures = ((spark(shares(so_far[-most:])), "accent"),)
    right = average or partly or told, "" if average else "faint"
    return replace(_line(group, _usual_time(so_far), pictures, right), brief=told)


def course(group: Group) -> str:
    """Return the course of a group, or the little that is known of it."""
    return drawable(group.course.in_language(language()) or group.key.unit_id)


def kind_and_number(group: Group) -> str:
    """Return what kind of class it is, and which group."""
    return f"{groups.class_type(group)} {drawable(groups.group_number(group))}".strip()


def _line(group: Group, when: str, middle: tuple[tuple[str, str], ...], right: tuple[str, str]) -> Line:
    return Line(
        when=when,
        course=course(group),
        kind=groups.class_type(group),
        short=groups.short_type(group),
        number=drawable(groups.group_number(group)),
        middle=middle,
        right=right,
    )


def _usual_time(lists: Sequence[ListOverview]) -> str:
    """Return the weekday and the time that most of these lists have; of several the newest one's."""
    times = [(one.list.date.weekday(), clock_time(one.list.date)) for one in lists]
    if not times:
        return "–"
    usual = max(reversed(times), key=times.count)
    day = next(one.list.date for one in lists if one.list.date.weekday() == usual[0])
    return f"{weekday(day)} {usual[1]}"
