"""The rules of each group, as the lecturer has chosen them; kept in the store."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace

from app.domain.group_rules import BadRuleError, GroupRules
from app.domain.model import GroupKey
from app.store import Store


class StoredRules:
    """Rules by group. Which were never chosen are the usual ones."""

    def __init__(self, store: Store, usual: GroupRules) -> None:
        """Keep them in this store; `usual` are those of groups that have none of their own."""
        self._store, self.usual = store, usual

    def of(self, group: GroupKey) -> GroupRules:
        """Return the rules of a group. Raises `StoreError`."""
        kept = self._store.preferences.get(_topic(group))
        if kept:
            with suppress(ValueError, TypeError, BadRuleError):  # nobody wrote such a text here
                return self.usual.changed_by(dict(json.loads(kept)))
        limit = self._store.preferences.get(_old_topic(group))
        return replace(self.usual, unexcused_limit=int(limit)) if limit.isdecimal() else self.usual

    def keep(self, group: GroupKey, rules: GroupRules) -> None:
        """Keep the rules of a group, whatever the usual ones will be. Raises `StoreError`."""
        self._store.preferences.keep(_topic(group), json.dumps(rules.as_table()))
        self._store.preferences.keep(_old_topic(group), "")


def _topic(group: GroupKey) -> str:
    return f"rules {group.unit_id}|{group.number}"


def _old_topic(group: GroupKey) -> str:
    """Where a limit of unexcused absences is that was chosen when there was no other rule."""
    return f"limit {group.unit_id}|{group.number}"
