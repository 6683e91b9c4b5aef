"""Groups and their meetings in words: titles, dates, how many there are, how far away."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.domain.model import AttendanceList, Group
from app.i18n import clock_time, drawable, gettext, language, ngettext, short_date


def group_title(group: Group) -> str:
    """Return a group as one line: course, class type, number."""
    parts = (
        group.course.in_language(language()) or group.key.unit_id,
        " ".join((group.class_type.in_language(language()), group_number(group))).strip(),
    )
    return drawable(" · ".join(parts))


def title_of(one: AttendanceList, group: Group | None) -> str:
    """Return the title of a list's group, or the little that is known of a group that is not."""
    return group_title(group) if group else drawable(one.group.unit_id)


def group_number(group: Group) -> str:
    """Return the group's number as it is spoken of."""
    return gettext("gr. {number}").format(number=group.key.number)


def students(number: int) -> str:
    """Return how many students."""
    return ngettext("{number} student", "{number} students", number).format(number=number)


def lists(number: int) -> str:
    """Return how many lists."""
    return ngettext("{number} list", "{number} lists", number).format(number=number)


def meeting(one: AttendanceList, today: date) -> str:
    """Return when a meeting is, with the year where it is another one."""
    year = f" {one.date.year}" if one.date.year != today.year else ""
    return f"{short_date(one.date)}{year} {clock_time(one.date)}"


def day_distance(moment: datetime, today: date) -> str:
    """Return how far a day is from today, empty for today."""
    days = (moment.date() - today).days
    if days == 0:
        return ""
    if days > 0:
        return ngettext("in {days} day", "in {days} days", days).format(days=days)
    return ngettext("{days} day ago", "{days} days ago", -days).format(days=-days)


def age(passed: timedelta) -> str:
    """Return how long ago something was, in its largest unit."""
    minutes = max(0, int(passed.total_seconds() // 60))
    if minutes < 60:
        return gettext("{number} min").format(number=minutes)
    if minutes < 24 * 60:
        return gettext("{number} h").format(number=minutes // 60)
    days = minutes // (24 * 60)
    return ngettext("{number} day", "{number} days", days).format(number=days)
