"""The terms of groups, answered from the store at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, time
from typing import TYPE_CHECKING

from app.domain.model import AttendanceList, Entry, Group, GroupKey, ListOverview, Roll
from app.register.stored_rules import StoredRules
from app.store import Store

if TYPE_CHECKING:
    from app.domain.overview import Overview


class Overviews:
    """Answers with the term of a group as it is known by now."""

    def __init__(self, store: Store, now: Callable[[], datetime], rules: StoredRules, late: str) -> None:
        """Answer from this store; `now` is the Polish wall clock, `late` the comment on who comes late."""
        self._store, self._now, self._rules, self._late = store, now, rules, late

    def of(self, group: GroupKey) -> Overview | None:
        """Return the term of a group, None where the group is not known. Raises `StoreError`."""
        from app.register.overview import Known, overview  # noqa: PLC0415 - the first paint of the groups needs no term

        known = next((one for one in self._store.mirror.groups() if one.key == group), None)
        if known is None:
            return None
        read, drafts = self._store.rolls.of_group(group), self._store.drafts.kept()
        rolls = [
            Roll(one, tuple(read[one.id][1]), read[one.id][0]) if one.id in read else Roll(one, (), None)
            for one in self._store.mirror.lists(group)
            if not one.is_draft or one.id in drafts
        ]
        meetings = self._store.meetings
        of_group = Known(rolls, meetings.of(group), meetings.participants(group))
        return overview(known, of_group, self._rules.of(group), self._now(), self._late)

    def renewed(self, shown: Overview, list_id: str, entries: Iterable[Entry]) -> Overview:
        """Return an overview with these entries of a list as they are now, without asking the store."""
        from app.register.overview import renewed  # noqa: PLC0415 - as above

        return renewed(shown, list_id, entries, self._late)

    def with_roll(self, shown: Overview, list_id: str) -> Overview | None:
        """Return an overview with a roll as the store has it by now; see `overview.with_roll`. Raises `StoreError`.

        Where the list is none of its group it is the overview itself.
        """
        from app.register.overview import with_roll  # noqa: PLC0415 - as above

        one = self._store.mirror.attendance_list(list_id)
        if one is None or one.group != shown.group.key:
            return shown
        entries, read_at = self._store.rolls.entries(list_id), self._store.rolls.read_at(list_id)
        return with_roll(shown, Roll(one, tuple(entries), read_at), self._now(), self._late)

    def so_far(self) -> dict[GroupKey, list[ListOverview]]:
        """Return the lists of the current terms that have begun, by group in order of time. Raises `StoreError`."""
        now = self._now()
        begun = [term.start for term in self._store.mirror.terms() if term.covers(now.date())]
        if not begun:
            return {}
        first = datetime.combine(min(begun), time.min)
        tallies = self._store.rolls.tallies_between(first, now)
        found: dict[GroupKey, list[ListOverview]] = {}
        for one in sorted(self._store.mirror.lists_between(first, now), key=lambda one: (one.date, one.id)):
            if not one.is_draft:
                found.setdefault(one.group, []).append(ListOverview(one, tallies.get(one.id)))
        return found

    def of_student(self, student_id: str) -> list[tuple[Group, list[tuple[AttendanceList, Entry]]]]:
        """Return a student's entries by group, each in order of time; the group with the newest one comes first.

        Raises `StoreError`.
        """
        entries = self._store.rolls.of_student(student_id)
        of_group: dict[GroupKey, list[tuple[AttendanceList, Entry]]] = {}
        for one in sorted(self._store.mirror.lists_of_ids(entries.keys()), key=lambda one: (one.date, one.id)):
            of_group.setdefault(one.group, []).append((one, entries[one.id]))
        known = {one.key: one for one in self._store.mirror.groups()}
        found = [(known[key], meetings) for key, meetings in of_group.items() if key in known]
        return sorted(found, key=lambda pair: pair[1][-1][0].date, reverse=True)
