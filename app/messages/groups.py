"""Groups and their meetings in words: titles, dates, how many there are, how far away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from app.domain.model import AttendanceList, Group, ListOverview, Phrase
from app.domain.percentage import percentage
from app.i18n import clock_time, drawable, gettext, language, ngettext, short_date

# What universities often name in Polish alone.
_ENGLISH_TYPES = {
    "ćwiczenia": "class",
    "konwersatorium": "discussion",
    "laboratorium": "laboratory",
    "lektorat": "language class",
    "proseminarium": "proseminar",
    "seminarium": "seminar",
    "wykład": "lecture",
}
_ENGLISH_TERMS = {
    "Rok akademicki": "Academic year",
    "Semestr letni": "Summer semester",
    "Semestr zimowy": "Winter semester",
}

_SHORT_TYPES = {  # the names that USOS has for kinds of classes, in both languages
    "ćwiczenia": "ćw.",
    "discussion": "disc.",
    "konwersatorium": "konw.",
    "laboratorium": "lab.",
    "laboratory": "lab.",
    "lecture": "lect.",
    "lektorat": "lekt.",
    "proseminar": "prosem.",
    "proseminarium": "prosem.",
    "seminar": "sem.",
    "seminarium": "sem.",
    "wykład": "wykł.",
}


def group_title(group: Group) -> str:
    """Return a group as one line: course, class type, number."""
    parts = (
        group.course.in_language(language()) or group.key.unit_id,
        " ".join((class_type(group), group_number(group))).strip(),
    )
    return drawable(" · ".join(parts))


def brief_title(group: Group) -> str:
    """Return a group as one line with the kind of class as lecturers write it."""
    course = group.course.in_language(language()) or group.key.unit_id
    return drawable(course) + title_end(group)


def title_end(group: Group) -> str:
    """Return what tells the groups of one course apart, as `brief_title` ends with it."""
    return drawable(f" · {' '.join((short_type(group), group_number(group))).strip()}")


def title_of(one: AttendanceList, group: Group | None) -> str:
    """Return the title of a list's group, or the little that is known of a group that is not."""
    return group_title(group) if group else drawable(one.group.unit_id)


def of_draft(one: AttendanceList) -> str:
    """Return that a list is a draft, as it stands before the title of its group; empty for one in USOS."""
    return f"{gettext('draft')} · " if one.is_draft else ""


def group_number(group: Group) -> str:
    """Return the group's number as it is spoken of."""
    return gettext("gr. {number}").format(number=group.key.number)


def class_type(group: Group) -> str:
    """Return what kind of class it is; in English, where USOS has only the Polish name of a usual kind, our own."""
    name = group.class_type.in_language(language())
    return drawable(name if language() == "pl" else _ENGLISH_TYPES.get(name.casefold(), name))


def short_type(group: Group) -> str:
    """Return what kind of class it is as short as lecturers write it; a kind that is not known here keeps its name."""
    name = class_type(group)
    return _SHORT_TYPES.get(name.casefold(), name)


def term(name: Phrase) -> str:
    """Return what a term is called; in English, where USOS has only the usual Polish name, our own."""
    told = name.in_language(language())
    usual = next((usual for usual in _ENGLISH_TERMS if told.startswith(f"{usual} ")), "")
    return drawable(told.replace(usual, _ENGLISH_TERMS[usual], 1) if usual and language() == "en" else told)


def number(groups: int) -> str:
    """Return how many groups."""
    return ngettext("{number} group", "{number} groups", groups).format(number=groups)


def students(number: int) -> str:
    """Return how many students."""
    return ngettext("{number} student", "{number} students", number).format(number=number)


def students_known(number: int | None, lists: Iterable[ListOverview]) -> str:
    """Return how many students a group has; that there is nobody to call where neither USOS nor a list names any."""
    if number:
        return students(number)
    unknown = any(one.tally is None or one.tally.students for one in lists)
    return "" if unknown else gettext("USOS names nobody to call")


def lists(number: int) -> str:
    """Return how many lists."""
    return ngettext("{number} list", "{number} lists", number).format(number=number)


def without_list(number: int) -> str:
    """Return how many meetings have no list."""
    return ngettext("{number} class without a list", "{number} classes without a list", number).format(number=number)


def lists_read(read: int, number: int) -> str:
    """Return of how many of so many lists the roll is known; empty for all of them."""
    return "" if read == number else gettext("{read} of {all} lists read").format(read=read, all=number)


def average(lists: Sequence[ListOverview]) -> str:
    """Return which part of those marked was present over these lists, in percent; empty where nobody is marked.

    It is empty, too, until each of them was read: what grows while one looks is not that number. And it is not that of
    a student's term, which is of classes held: the help of the screens says so.
    """
    tallies = [one.tally for one in lists if one.tally]
    marked = sum(one.marked for one in tallies)
    whole = _were_read(lists) == len(lists)
    return percent(sum(one.present for one in tallies), marked) if marked and whole else ""


def of_marks(lists: Sequence[ListOverview]) -> str:
    """Return such an average, and of what it is; until there is one, of how many lists the roll is known."""
    if told := average(lists):
        return gettext("{percent} present").format(percent=told)
    return lists_read(_were_read(lists), len(lists)) if _were_read(lists) else ""


def read_short(lists: Sequence[ListOverview]) -> str:
    """Return of how many of these lists the roll is known, as short as can be; empty for none and for all."""
    read = _were_read(lists)
    return gettext("{read} of {all} read").format(read=read, all=len(lists)) if 0 < read < len(lists) else ""


def _were_read(lists: Sequence[ListOverview]) -> int:
    return sum(one.tally is not None or one.list.is_draft for one in lists)


def without_marks(one: AttendanceList, now: datetime) -> str:
    """Return what a list is in which nobody has a mark: to come, or not called."""
    return gettext("planned") if one.date > now else gettext("not called")


def details(*, shown: bool, here: bool) -> str:
    """Return that details were turned on or off, and where that is seen if nothing changes `here`."""
    if here:
        return gettext("Details are shown.") if shown else gettext("Details are hidden.")
    if shown:
        return gettext("Details are shown in rolls now; here they change nothing.")
    return gettext("Details are hidden in rolls now; here they change nothing.")


def percent(part: int, of: int) -> str:
    """Return which part of `of`, more than 0, that is, in whole percent; never 0 or 100 where it is not quite that."""
    whole = int(percentage(part, of))
    return gettext("{number} %").format(number=whole if part in {0, of} else min(max(whole, 1), 99))


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
