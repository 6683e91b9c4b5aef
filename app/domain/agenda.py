"""Which class is on, which come today, and what of the past is not finished: plain functions of what is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from app.domain.frozen import frozen
from app.domain.model import AttendanceList, Group, GroupKey, Lesson, ListOverview, Meeting, Mode

USUAL_LENGTH = timedelta(minutes=90)
"""How long a meeting takes that the timetable does not know of: two hours of 45 minutes."""

_AHEAD = timedelta(minutes=30)  # before a class begins, from when on it is called without a question


@frozen
class Agenda:
    """What a lecturer who opens the laptop may want to call.

    `now` is the class that is on, or the next one today; `today` are today's others in order, and what is still on
    since yesterday. `unfinished` are past
    lists of the current terms with students nobody marked, the newest first.
    """

    now: Lesson | None = None
    today: tuple[Lesson, ...] = ()
    unfinished: tuple[ListOverview, ...] = ()


def lessons(
    groups: Mapping[GroupKey, Group],
    meetings: Iterable[Meeting],
    lists: Iterable[ListOverview],
    usual_mode: Callable[[GroupKey], Mode],
) -> list[Lesson]:
    """Join meetings and lists of known groups to lessons, in order of time.

    A list belongs to the meeting of its group that begins with it, or else to one during which it begins.
    """
    left: dict[GroupKey, list[ListOverview]] = {}
    for one in lists:
        if one.list.group in groups:
            left.setdefault(one.list.group, []).append(one)
    found = []
    for meeting in sorted(set(meetings), key=lambda one: (one.start, one.group)):
        if meeting.group not in groups:
            continue
        of_group = left.get(meeting.group, [])
        of_it = [one for one in of_group if is_of(one.list, meeting)]
        of_it.sort(key=lambda one: abs(one.list.date - meeting.start))
        true = next((one for one in of_it if not one.list.is_draft), None)
        draft = next((one for one in of_it if one.list.is_draft), None)
        left[meeting.group] = [one for one in of_group if one is not true and one is not draft]
        found.append(_lesson(groups[meeting.group], meeting, true, draft, usual_mode))
    for one in (one for of_group in left.values() for one in of_group):
        meeting = Meeting(group=one.list.group, start=one.list.date, finish=one.list.date + USUAL_LENGTH, room="")
        true, draft = (None, one) if one.list.is_draft else (one, None)
        found.append(_lesson(groups[meeting.group], meeting, true, draft, usual_mode))
    return sorted(found, key=lambda one: (one.start, one.group.key))


def current(of: Iterable[Lesson], now: datetime) -> Lesson | None:
    """Return the class that is on, the one that began last if there are several; else the next one of the day."""
    ahead = [one for one in of if one.finish > now]
    on = [one for one in ahead if one.start <= now]
    if on:
        return max(on, key=lambda one: (one.start, one.group.key))
    return next((one for one in ahead if one.start.date() == now.date()), None)


def is_on(one: Lesson, now: datetime) -> bool:
    """Tell whether a class is on, or begins within half an hour."""
    return one.start - _AHEAD <= now < one.finish


def list_is_on(one: AttendanceList, now: datetime) -> bool:
    """Tell the same of the class of a list, whatever the timetable says of its end."""
    return one.date - _AHEAD <= now < one.date + USUAL_LENGTH


def is_of(one: AttendanceList, meeting: Meeting) -> bool:
    """Tell whether a list of its group is that of a meeting."""
    return meeting.start <= one.date < meeting.finish


def _lesson(
    group: Group,
    meeting: Meeting,
    true: ListOverview | None,
    draft: ListOverview | None,
    usual_mode: Callable[[GroupKey], Mode],
) -> Lesson:
    known = true or draft
    return Lesson(
        group=group,
        start=meeting.start,
        finish=meeting.finish,
        room=meeting.room,
        mode=known.list.mode if known else usual_mode(group.key),
        list=true.list if true else None,
        tally=true.tally if true else None,
        draft=draft,
    )


def of_day(of: Iterable[Lesson], now: datetime, unfinished: Iterable[ListOverview]) -> Agenda:
    """Return the agenda of a moment."""
    known = list(of)
    first = current(known, now)
    of_today = (one for one in known if one.start.date() == now.date() or one.start <= now < one.finish)
    today = tuple(one for one in of_today if one is not first)
    newest_first = sorted(unfinished, key=lambda one: (one.list.date, one.list.id), reverse=True)
    return Agenda(first, today, tuple(newest_first))
