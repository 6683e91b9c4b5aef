"""The absences to excuse, answered from the store at once, and the one way to decide about many lists together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time

from app.domain.date_input import Span
from app.domain.frozen import frozen
from app.domain.model import AttendanceList, Entry, Group, GroupKey, Record, Roll, Term
from app.register.justifications import CoveredGroup, GroupAbsences, Place, StudentAbsences, covered, overdue, worklist
from app.register.overview import Known, overview
from app.register.stored_rules import StoredRules
from app.store import Store
from app.store.deciding import UnknownEntryError


@frozen
class Together:
    """A step over many lists, and the entries that it decided about, as they are then."""

    step: int
    entries: Mapping[Place, Entry]


class Excusing:
    """Answers for the groups of the current terms. Every method may raise `StoreError`."""

    def __init__(self, store: Store, now: Callable[[], datetime], rules: StoredRules, late: str) -> None:
        """Answer from this store; `now` is the Polish wall clock, `late` the comment on who comes late."""
        self._store, self._now, self._rules, self._late = store, now, rules, late

    def worklist(self, besides: Collection[Place] = ()) -> tuple[StudentAbsences, ...]:
        """Return the absences without an excuse of the lists that have begun; see `justifications.worklist`."""
        span = self.span()
        if span is None:
            return ()
        begun = datetime.combine(span[0], time.min)
        absent = {
            (list_id, entry.student.id): entry
            for list_id, entry in self._store.rolls.absent_between(begun, self._now())
        }
        known = absent | self.entries(besides)
        return worklist(self._of_groups(self._groups().values(), known), self._now(), besides)

    def overdue(self, entries: Mapping[Place, Entry]) -> set[Place]:
        """Return which of these entries are of meetings whose absences could be excused until a day that is over."""
        keys = {one.group for one in self._store.mirror.lists_of_ids({list_id for list_id, _ in entries})}
        groups = [one for one in self._groups().values() if one.key in keys]
        return overdue(self._of_groups(groups, entries), self._now())

    def _of_groups(self, groups: Iterable[Group], entries: Mapping[Place, Entry]) -> Iterator[GroupAbsences]:
        """Yield what is told of each of these groups, with those of these entries that are of its lists."""
        of_list: dict[str, dict[str, Entry]] = {}  # and by student
        for (list_id, student_id), entry in entries.items():
            of_list.setdefault(list_id, {})[student_id] = entry
        return (self._absences(one, of_list) for one in groups)

    def _absences(self, group: Group, of_list: Mapping[str, Mapping[str, Entry]]) -> GroupAbsences:
        """Return what is told of a group, with those of these entries that are of its lists."""
        lists, meetings = self._store.mirror.lists(group.key), self._store.meetings.of(group.key)
        return GroupAbsences(
            group=group,
            rules=self._rules.of(group.key),
            dates={one.date for one in lists} | {one.start for one in meetings},
            entries=[(one, entry) for one in _of_meetings(lists) for entry in of_list.get(one.id, {}).values()],
        )

    def covered(self, student_id: str, days: Span) -> tuple[CoveredGroup, ...]:
        """Return what a certificate of a student for these days covers; see `justifications.covered`."""
        entries, groups, now = self._store.rolls.of_student(student_id), self._groups(), self._now()
        lists = self._store.mirror.lists_of_ids(entries.keys())
        terms = []
        for key in sorted({one.group for one in lists if one.group in groups and one.date <= now}):
            here = _of_meetings(self._store.mirror.lists(key))
            rolls = [
                Roll(one, (entries[one.id],) if one.id in entries else (), self._store.rolls.read_at(one.id))
                for one in here
            ]
            known = Known(rolls, self._store.meetings.of(key))
            terms.append(overview(groups[key], known, self._rules.of(key), now, self._late))
        return covered(terms, student_id, days, now)

    def span(self) -> Span | None:
        """Return the first and the last day of the current terms together, None where there is no such term."""
        terms = self._terms()
        return (min(one.start for one in terms), max(one.finish for one in terms)) if terms else None

    def rolls_known(self) -> tuple[int, int]:
        """Return of how many lists that have begun the roll was ever read, and how many these are, drafts left out."""
        span, groups = self.span(), self._groups()
        if span is None:
            return 0, 0
        begun = self._store.mirror.read_between(datetime.combine(span[0], time.min), self._now())
        was_read = [was_read for group, was_read in begun if group in groups]
        return sum(was_read), len(was_read)

    def entries(self, places: Collection[Place]) -> dict[Place, Entry]:
        """Return those of these entries that are there, as they are now."""
        found = ((place, self._store.rolls.entry(*place)) for place in places)
        return {place: entry for place, entry in found if entry is not None}

    def record(self, changes: Mapping[Place, tuple[Record, Record]]) -> Together:
        """Make those changes, from one record to another, whose first one still stands, as one step: all or none.

        Raises what `Outbox.decide` raises, as if they had gone where none of these still stands.
        """
        now = self.entries(changes.keys())
        stands = {place for place, (before, _) in changes.items() if place in now and now[place].record == before}
        records = {place: after for place, (_, after) in changes.items() if place in stands}
        if not records:
            raise UnknownEntryError
        step = self._store.outbox.decide_together(records, self._now(), shown=now)
        return Together(step, self.entries(records.keys()))

    def _terms(self) -> list[Term]:
        today = self._now().date()
        return [one for one in self._store.mirror.terms() if one.covers(today)]

    def _groups(self) -> dict[GroupKey, Group]:
        current = {one.id for one in self._terms()}
        return {one.key: one for one in self._store.mirror.groups() if one.term_id in current}


def _of_meetings(lists: Sequence[AttendanceList]) -> list[AttendanceList]:
    """Return a group's lists, one a meeting: no draft whose list is there, as its marks will go over."""
    in_usos = {one.date for one in lists if not one.is_draft}
    return [one for one in lists if not (one.is_draft and one.date in in_usos)]
