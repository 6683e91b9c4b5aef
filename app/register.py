"""The register: what screens ask and tell. All of it is answered from the store, at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from app import names
from app.model import (
    AttendanceList,
    Entry,
    Group,
    GroupKey,
    Mark,
    Mode,
    Phrase,
    Record,
    Roll,
    Standing,
    Tally,
    Term,
)
from app.store import Store
from app.store.outbox import Unsent


@dataclass(frozen=True, slots=True)
class TermGroups:
    """A term with the lecturer's groups in it, ordered by course and number."""

    term: Term
    current: bool
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class ListOverview:
    """A list with its tally, None where its roll was never read."""

    list: AttendanceList
    tally: Tally | None


class Register:
    """All a lecturer's groups, lists and rolls as known here, and the way to decide about them."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        """Answer from this store; `now` is the Polish wall clock."""
        self._store = store
        self._now = now

    def now(self) -> datetime:
        """Return the Polish wall-clock time."""
        return self._now()

    # --- asking ---

    def terms(self, language: str) -> list[TermGroups]:
        """Return the groups by term: the current terms first, then the newest; terms without groups are left out."""
        today = self._now().date()
        known = {term.id: term for term in self._store.known.terms()}
        of_term: dict[str, list[Group]] = {}
        for group in self._store.known.groups():
            of_term.setdefault(group.term_id, []).append(group)
        found = [
            TermGroups(
                term := known.get(term_id) or _unknown_term(term_id),
                term.covers(today),
                tuple(sorted(groups, key=lambda one: _group_order(one, language))),
            )
            for term_id, groups in of_term.items()
        ]
        return sorted(found, key=_term_order)

    def group(self, key: GroupKey) -> Group | None:
        """Return one group, None where it is not known."""
        return next((one for one in self._store.known.groups() if one.key == key), None)

    def nearest_group(self) -> GroupKey | None:
        """Return the group whose list is nearest to now in time, None where no list of a known group is known."""
        now = self._now()
        groups = {group.key for group in self._store.known.groups()}
        lists = [one for one in self._store.known.lists() if one.group in groups]
        nearest = min(lists, key=lambda one: (abs(one.date - now), one.id), default=None)
        return nearest.group if nearest else None

    def list_counts(self) -> dict[GroupKey, int] | None:
        """Return how many lists each group has, None while the lists of all groups were never read."""
        return self._store.known.list_counts() if self._store.known.lists_read() else None

    def lists(self, key: GroupKey) -> list[ListOverview]:
        """Return the lists of a group by date."""
        tallies = self._store.rolls.tallies(key)
        lists = sorted(self._store.known.lists(key), key=lambda one: (one.date, one.id))
        return [ListOverview(one, tallies.get(one.id)) for one in lists]

    def roll(self, list_id: str) -> Roll | None:
        """Return the roll of a list in class order, None where the list is not known."""
        known = self._store.known.attendance_list(list_id)
        if known is None:
            return None
        entries = sorted(self._store.rolls.entries(list_id), key=lambda entry: names.by_surname(entry.student))
        return Roll(known, tuple(entries), self._store.rolls.read_at(list_id))

    def entry(self, list_id: str, student_id: str) -> Entry | None:
        """Return one entry of a roll as it is now."""
        return self._store.rolls.entry(list_id, student_id)

    def unsent(self, list_id: str | None = None) -> Unsent:
        """Count the decisions USOS has not accepted, of one list or of all."""
        return self._store.outbox.unsent(list_id)

    def usual_presence(self, one: AttendanceList) -> Mark:
        """Return the presence a list's mode implies; in a hybrid list the one last used, at first in person."""
        if one.mode is Mode.HYBRID:
            return self._store.outbox.last_presence(one.id) or Mark.INTRAMURAL
        return Mark.REMOTE if one.mode is Mode.REMOTE else Mark.INTRAMURAL

    # --- deciding ---

    def decide(self, list_id: str, entry: Entry, record: Record) -> Entry:
        """Write a decision about an entry and return the entry as it is now; it is on disk by then.

        A record that already stands is no decision, unless USOS refused it: then it is tried again.
        Raises what `Outbox.decide` raises; nothing has changed then.
        """
        if record == entry.record and entry.standing is not Standing.REFUSED:
            return entry
        self._store.outbox.decide(list_id, entry.student.id, record, self._now())
        return self._store.rolls.entry(list_id, entry.student.id) or entry


def _term_order(one: TermGroups) -> tuple[bool, int, int, str]:
    """Put current terms first, a semester before the year it is part of, then the newest first."""
    length = (one.term.finish - one.term.start).days if one.current else 0
    return not one.current, length, -one.term.order, one.term.id


def _unknown_term(term_id: str) -> Term:
    return Term(term_id, Phrase(term_id, term_id), date.min, date.min, 0)


def _group_order(group: Group, language: str) -> tuple[names.OrderKey, names.OrderKey, int, str]:
    number = group.key.number
    return (
        names.order(group.course.in_language(language)),
        names.order(group.class_type.in_language(language)),
        int(number) if number.isdecimal() else 0,
        number,
    )
