"""The absences to excuse, answered from the store at once, and the one way to decide about many lists together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, time

from app.domain.date_input import Span
from app.domain.frozen import frozen
from app.domain.model import AttendanceList, Entry, Group, GroupKey, Record, Roll, Term
from app.register.justifications import CoveredGroup, GroupAbsences, Place, StudentAbsences, covered, worklist
from app.register.overview import Known, overview
from app.register.stored_rules import StoredRules
from app.store import Store


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
        found = dict(self._absent(span))
        for place in besides:
            if (entry := self._store.rolls.entry(*place)) is not None:
                found[place] = entry
        known_lists = self._store.mirror.lists_of_ids({list_id for list_id, _ in found})
        lists: dict[str, AttendanceList] = {one.id: one for one in known_lists}
        groups = self._groups()
        of_group: dict[GroupKey, list[Place]] = {}
        for place in found:
            if place[0] in lists and lists[place[0]].group in groups:
                of_group.setdefault(lists[place[0]].group, []).append(place)
        known = (
            GroupAbsences(
                group=groups[key],
                rules=self._rules.of(key),
                dates=self._dates(key),
                entries=[(lists[place[0]], found[place]) for place in places],
            )
            for key, places in of_group.items()
        )
        return worklist(known, self._now(), besides)

    def covered(self, student_id: str, days: Span) -> tuple[CoveredGroup, ...]:
        """Return what a certificate of a student for these days covers; see `justifications.covered`."""
        entries, groups, now = self._store.rolls.of_student(student_id), self._groups(), self._now()
        lists = [one for one in self._store.mirror.lists_of_ids(entries.keys()) if not one.is_draft]
        terms = []
        for key in sorted({one.group for one in lists if one.group in groups and one.date <= now}):
            here = [one for one in self._store.mirror.lists(key) if not one.is_draft]
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

    def unread(self) -> int:
        """Return how many lists of the current terms have begun and were never read: nothing is known of these."""
        groups, now, span = self._groups(), self._now(), self.span()
        begun = datetime.combine(span[0], time.min) if span else now
        lists = self._store.mirror.rolls_read(now)
        return sum(at is None and one.group in groups and begun <= one.date <= now for one, at in lists)

    def entries(self, places: Collection[Place]) -> dict[Place, Entry]:
        """Return those of these entries that are there, as they are now."""
        found = ((place, self._store.rolls.entry(*place)) for place in places)
        return {place: entry for place, entry in found if entry is not None}

    def record(self, records: Mapping[Place, Record]) -> Together:
        """Write marks and comments in many lists as one step, all or none. Raises what `Outbox.decide` raises."""
        step = self._store.outbox.decide_together(records, self._now())
        return Together(step, self.entries(records.keys()))

    def _absent(self, span: Span) -> list[tuple[Place, Entry]]:
        found = self._store.rolls.absent_between(datetime.combine(span[0], time.min), self._now())
        return [((list_id, entry.student.id), entry) for list_id, entry in found]

    def _terms(self) -> list[Term]:
        today = self._now().date()
        return [one for one in self._store.mirror.terms() if one.covers(today)]

    def _groups(self) -> dict[GroupKey, Group]:
        current = {one.id for one in self._terms()}
        return {one.key: one for one in self._store.mirror.groups() if one.term_id in current}

    def _dates(self, key: GroupKey) -> set[datetime]:
        lists, meetings = self._store.mirror.lists(key), self._store.meetings.of(key)
        return {one.date for one in lists} | {one.start for one in meetings}
