"""What screens ask about times: the class that is on, meetings without a list, drafts, which rolls to read ahead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from app.domain import agenda
from app.domain.agenda import Agenda
from app.domain.frozen import frozen
from app.domain.model import AttendanceList, GroupKey, Lesson, ListId, ListOverview, Meeting, Mode
from app.store import Store

FRESH = timedelta(days=1)
"""A roll read longer ago is worth reading again, slowly."""
_SETTLED = timedelta(days=14)  # after which a finished roll is not read again by itself
WEEK = 7
"""How many days of the timetable one call reads; the first of them is yesterday."""
_HALF_DAY = timedelta(hours=12)  # around now, so that a class over midnight is known on both sides of it


@frozen
class Oddities:
    """What is unusual about a meeting at some time: warnings, but for `exists`, with which USOS refuses a new list."""

    outside_term: bool
    off_timetable: bool
    in_future: bool
    exists: bool


class Timetable:
    """Answers from the store, at once."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        """Answer from this store; `now` is the Polish wall clock."""
        self._store = store
        self._now = now

    # --- what is on ---

    def agenda(self) -> Agenda:
        """Return the class that is on, today's others, and what is not finished of the current terms."""
        now, current = self._now(), self.current_groups()
        lessons = self._lessons(datetime.combine(now, time.min) - _HALF_DAY, datetime.combine(now, time.max))
        open_lists = self._store.mirror.lists_of_ids(self._store.rolls.unfinished(now))
        past = [one for one in open_lists if one.group in current and not one.is_draft]
        today = agenda.of_day(lessons, now, [ListOverview(one, None) for one in past])
        shown = {one.list.id for one in (today.now, *today.today) if one and one.list}
        return replace(today, unfinished=tuple(one for one in today.unfinished if one.list.id not in shown))

    def next_class(self) -> Lesson | None:
        """Return the first class of the days to come, as far as these are known."""
        tomorrow = datetime.combine(self._now(), time.min) + timedelta(days=1)
        return next(iter(self._lessons(tomorrow, tomorrow + timedelta(days=WEEK))), None)

    def _lessons(self, first: datetime, last: datetime) -> list[Lesson]:
        """Return the classes that begin in this span, in order, with their lists or drafts."""
        groups = {group.key: group for group in self._store.mirror.groups()}
        near = self._store.mirror.lists_between(first, last)
        tallies, waiting = self._store.rolls.tallies_of([one.id for one in near]), self._store.drafts.kept()
        lessons = agenda.lessons(
            groups,
            self._store.meetings.between(first, last),
            [ListOverview(one, tallies.get(one.id)) for one in near],
            self.usual_mode,
        )
        return [
            replace(one, draft=None) if one.list and one.draft and not waiting.get(one.draft.list.id) else one
            for one in lessons
            # Whether there is a list, and in which mode, is not known before the lists were read.
            if one.list or one.draft or self._store.mirror.lists_read(one.group.key)
        ]

    def tallies(self, lists: list[AttendanceList]) -> list[ListOverview]:
        """Return these lists with how far they are."""
        tallies = self._store.rolls.tallies_of([one.id for one in lists])
        return [ListOverview(one, tallies.get(one.id)) for one in lists]

    def current_groups(self) -> set[GroupKey]:
        """Return the groups of the terms that cover today."""
        today = self._now().date()
        terms = {term.id for term in self._store.mirror.terms() if term.covers(today)}
        return {group.key for group in self._store.mirror.groups() if group.term_id in terms}

    def usual_mode(self, group: GroupKey) -> Mode:
        """Return the mode last used for a group: that of its newest list up to today, else of any; else in person."""
        lists = self._store.mirror.lists(group)
        newest = max(lists, key=lambda one: (one.date <= self._now(), one.date, one.id), default=None)
        return newest.mode if newest else Mode.INTRAMURAL

    # --- meetings and lists of a group ---

    def meetings(self, group: GroupKey) -> list[Meeting]:
        """Return the known meetings of a group, in order."""
        return self._store.meetings.of(group)

    def list_at(self, group: GroupKey, at: datetime) -> AttendanceList | None:
        """Return the list that USOS has of a group for exactly that time, as far as is known."""
        lists = self._store.mirror.lists(group)
        return next((one for one in lists if one.date == at and not one.is_draft), None)

    def bare_meetings(self, group: GroupKey) -> list[Meeting]:
        """Return the meetings of a group that have no list and no draft with marks, in order.

        A list is that of the meeting with which it begins, or during which it does.
        """
        drafts = self._store.drafts.kept()
        dates = [one.date for one in self._store.mirror.lists(group) if not one.is_draft or one.id in drafts]
        meetings = {one.start: one for one in self.meetings(group)}  # a computed twin has the same time
        return [one for one in meetings.values() if not any(_is_of(at, one) for at in dates)]

    def without_list(self, group: GroupKey) -> Meeting | None:
        """Return the meeting of a group nearest to now that has no list, None where all have one."""
        dates = {one.date for one in self._store.mirror.lists(group) if not one.is_draft}
        bare = [one for one in self.meetings(group) if one.start not in dates]
        return min(bare, key=lambda one: (abs(one.start - self._now()), one.start), default=None)

    def oddities(self, group: GroupKey, at: datetime) -> Oddities:
        """Return what is unusual about a meeting at that time."""
        known = next((one for one in self._store.mirror.groups() if one.key == group), None)
        terms = [one for one in self._store.mirror.terms() if known and one.id == known.term_id]
        meetings = self.meetings(group)
        return Oddities(
            outside_term=bool(terms) and not terms[0].covers(at.date()),
            off_timetable=bool(meetings) and all(one.start != at for one in meetings),
            in_future=at.date() > self._now().date(),
            exists=self.list_at(group, at) is not None,
        )

    # --- drafts ---

    def draft(self, group: GroupKey, start: datetime, mode: Mode) -> AttendanceList:
        """Return the draft for a meeting, made now if there is none. Raises `StoreError`."""
        return self._store.drafts.begin(group, start, mode, self._now())

    def drop_draft(self, list_id: str) -> None:
        """Remove a draft nothing was decided in; others stay. Raises `StoreError`."""
        self._store.drafts.drop(list_id)

    def waiting(self, list_id: str) -> int:
        """Return how many decisions of a draft wait for its list; those USOS cannot take are not among them."""
        return self._store.drafts.kept().get(ListId(list_id), 0)

    def waiting_in_drafts(self) -> int:
        """Return how many decisions wait in all drafts: they do not go out by themselves."""
        return sum(self._store.drafts.kept().values())

    def list_for(self, list_id: str) -> AttendanceList | None:
        """Return the list that USOS has by now of a draft's meeting: one of its time, or one made during it."""
        draft = ListId(list_id).meeting
        if draft is None:
            return None
        group, start = draft
        meetings = self.meetings(group)
        finish = max((one.finish for one in meetings if one.start == start), default=start)
        others = {one.start for one in meetings} - {start}
        lists = [one for one in self._store.mirror.lists(group) if not one.is_draft and one.date not in others]
        of_it = [one for one in lists if one.date == start or start <= one.date < finish]
        return min(of_it, key=lambda one: one.date, default=None)

    def take_over(self, list_id: str, true: str) -> None:
        """Move to the true list what was decided in a draft while the list came into being. Raises `StoreError`."""
        if self._store.rolls.read_at(true) is not None:
            self._store.outbox.move(list_id, true)
            self._store.drafts.drop(list_id)

    # --- weeks ---

    def days_worth_reading(self) -> list[date]:
        """Return the first day of the week to come, where its meetings were not read within a day."""
        first = self._now().date() + timedelta(days=WEEK - 1)
        read_at = self._store.meetings.days_read_at(first)
        return [] if read_at is not None and self._now() - read_at < FRESH else [first]

    # --- reading ahead ---

    def worth_reading(self, of: GroupKey | None = None) -> list[AttendanceList]:
        """Return the lists of a group, or of the current terms, whose roll is worth reading while nothing else is done.

        First those never read: today's, then those of the past, the newest first, then those to come. Then those read
        more than a day ago; a finished one of more than two weeks ago is not read again by itself.
        """
        now = self._now()
        groups = self.current_groups() if of is None else {of}
        unfinished = self._store.rolls.unfinished(now)
        worth: list[tuple[bool, AttendanceList]] = []
        for attendance_list, read_at in self._store.mirror.rolls_read(before=now - FRESH):
            settled = attendance_list.date < now - _SETTLED and attendance_list.id not in unfinished
            if attendance_list.group in groups and (read_at is None or not settled):
                worth.append((read_at is not None, attendance_list))
        worth.sort(key=lambda pair: (pair[0], *_nearest_first(pair[1], now)))
        return [one for _, one in worth]


def _is_of(at: datetime, meeting: Meeting) -> bool:
    return at == meeting.start or meeting.start <= at < meeting.finish


def _nearest_first(attendance_list: AttendanceList, now: datetime) -> tuple[bool, bool, timedelta, str]:
    at = attendance_list.date
    return at.date() != now.date(), at > now, abs(at - now), attendance_list.id
