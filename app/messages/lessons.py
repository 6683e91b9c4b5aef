"""Classes and unfinished lists in a lecturer's words, and whose time it is that they are told in."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.domain.model import Lesson, Tally
from app.i18n import clock_time, drawable, gettext, language, ngettext, short_date
from app.keymap import keys
from app.messages import groups, marks

_SAME = timedelta(seconds=30)  # two clocks that differ by less are one clock, read twice


def heading(lesson: Lesson, now: datetime) -> str:
    """Return what the class on top is: the one that is on, or the next one."""
    if lesson.start <= now:
        return gettext("NOW")
    return gettext("NEXT")


def is_ahead(lesson: Lesson, today: date) -> bool:
    """Tell whether a class is on another day to come."""
    return lesson.start.date() > today


def distance(lesson: Lesson, now: datetime) -> str:
    """Return how long ago a class has begun, or when it will."""
    if lesson.start <= now:
        return gettext("began {age} ago").format(age=groups.age(now - lesson.start))
    return gettext("in {age}").format(age=groups.age(lesson.start - now))


def span(lesson: Lesson) -> str:
    """Return from when to when a class is."""
    return f"{clock_time(lesson.start)}–{clock_time(lesson.finish)}"


def when(lesson: Lesson, today: date) -> str:
    """Return the same, with the day where it is another one to come."""
    return f"{short_date(lesson.start)} · {span(lesson)}" if is_ahead(lesson, today) else span(lesson)


def course(lesson: Lesson) -> str:
    """Return the course of a class, or the little that is known of it."""
    return drawable(lesson.group.course.in_language(language()) or lesson.group.key.unit_id)


def class_type(lesson: Lesson) -> str:
    """Return what kind of class it is."""
    return groups.class_type(lesson.group)


def room(lesson: Lesson) -> str:
    """Return where it is, empty where that is not told."""
    return gettext("room {number}").format(number=drawable(lesson.room)) if lesson.room else ""


def how_far(lesson: Lesson, *, in_full: bool) -> str:
    """Return how many are marked, in the list or, where there is none yet, in a draft."""
    if lesson.draft is not None and lesson.draft.tally is not None and lesson.draft.tally.marked:
        marks = lesson.draft.tally.marked
        return ngettext("draft: {number} mark", "draft: {number} marks", marks).format(number=marks)
    if lesson.list is None:
        return gettext("no list yet")
    return counted(lesson.tally, in_full=in_full)


def creates(lesson: Lesson, *, asks: bool = False) -> str:
    """Return, of a class without a list, what calling it will do in USOS; `asks` where that is asked about before."""
    if asks:
        text = gettext("{call} twice creates {list} in USOS ({change}: another mode) and calls the roll.")
    else:
        text = gettext("{call} creates {list} in USOS ({change}: another mode) and calls the roll.")
    words = {"call": keys.shown("groups.open"), "change": keys.shown("groups.mode")}
    return text.format(list=marks.list_to_create(lesson.mode), **words)


def not_on(lesson: Lesson, now: datetime) -> str:
    """Return that a class without a list is not on, and which list is created if it is called all the same."""
    if lesson.start > now:
        text = gettext("{course} begins at {time}. {call} again creates {list} in USOS and calls the roll.")
    else:
        text = gettext("{course} ended at {time}. {call} again creates {list} in USOS and calls the roll.")
    time, created = clock_time(lesson.start if lesson.start > now else lesson.finish), marks.list_to_create(lesson.mode)
    return text.format(course=course(lesson), time=time, call=keys.shown("groups.open"), list=created)


def counted(tally: Tally | None, *, in_full: bool) -> str:
    """Return how many of how many are marked; a dash where the roll was never read."""
    if tally is None:
        return "–"
    text = gettext("{marked} of {all} marked") if in_full else gettext("{marked} of {all}")
    return text.format(marked=tally.marked, all=tally.students)


def unfinished(number: int) -> str:
    """Return how many lists of the current terms have students without a mark."""
    return gettext("Unfinished lists · {number}").format(number=number)


def more(number: int) -> str:
    """Return how many of them are not shown."""
    return ngettext("and {number} more", "and {number} more", number).format(number=number)


def clocks(polish: datetime, here: datetime) -> str:
    """Return that this computer has another time than Poland, empty where it has not."""
    if abs(polish - here) < _SAME:
        return ""
    same_day = polish.date() == here.date()
    times = [clock_time(one) if same_day else f"{short_date(one)} {clock_time(one)}" for one in (polish, here)]
    return gettext("Polish time {polish}; this computer says {here}.").format(polish=times[0], here=times[1])
