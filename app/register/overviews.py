"""The terms of groups, answered from the store at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain.model import GroupKey, Roll
from app.domain.overview import Overview
from app.register.overview import Known, overview
from app.register.stored_rules import StoredRules
from app.store import Store


class Overviews:
    """Answers with the term of a group as it is known by now."""

    def __init__(self, store: Store, now: Callable[[], datetime], rules: StoredRules, late: str) -> None:
        """Answer from this store; `now` is the Polish wall clock, `late` the comment on who comes late."""
        self._store, self._now, self._rules, self._late = store, now, rules, late

    def of(self, group: GroupKey) -> Overview | None:
        """Return the term of a group, None where the group is not known. Raises `StoreError`."""
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
