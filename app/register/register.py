"""The register: what screens ask and tell. All of it is answered from the store, at once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.group_rules import NO_LIMITS, GroupRules
from app.domain.model import (
    AttendanceList,
    Entry,
    Group,
    GroupKey,
    ListOverview,
    Mark,
    Mode,
    Record,
    Roll,
)
from app.domain.roll_order import CLASS_ORDER, Arrangement
from app.register.overviews import Overviews
from app.register.reversal import Reversal, chosen_of, reverse
from app.register.roll_details import RollDetails
from app.register.stored_rules import StoredRules
from app.register.term_groups import TermGroups, by_term
from app.register.timetable import Timetable
from app.store import FileState, Store
from app.store.deciding import UnknownEntryError
from app.store.journal import Change
from app.store.outbox import Unsent

if TYPE_CHECKING:
    from app.register.excusing import Excusing


class Register:
    """All a lecturer's groups, lists and rolls as known here, and the way to decide about them."""

    def __init__(
        self, store: Store, now: Callable[[], datetime], usual: GroupRules = NO_LIMITS, late: str = ""
    ) -> None:
        """Answer from this store; `now` is the Polish wall clock.

        `usual` are the rules of groups without their own, `late` is the comment on who comes late, "" the usual one.
        """
        self._store = store
        self._now = now
        self._late = late
        self.timetable = Timetable(store, now)
        self.roll_details = RollDetails(store)
        self.identities = store.identities
        self.rules = StoredRules(store, usual)
        self.overviews = Overviews(store, now, self.rules, late)

    @cached_property
    def excusing(self) -> Excusing:
        """The absences to excuse."""
        from app.register.excusing import Excusing  # noqa: PLC0415 - no start and no roll needs it

        return Excusing(self._store, self._now, self.rules, self._late)

    def now(self) -> datetime:
        """Return the Polish wall-clock time."""
        return self._now()

    # --- asking ---

    def terms(self, language: str) -> list[TermGroups]:
        """Return the groups by term: the current terms first, then the newest; terms without groups are left out."""
        mirror = self._store.mirror
        return by_term(mirror.groups(), mirror.terms(), self._now().date(), language)

    def group(self, key: GroupKey) -> Group | None:
        """Return one group, None where it is not known."""
        return self._store.mirror.group(key)

    def nearest_group(self) -> GroupKey | None:
        """Return the group whose list is nearest to now in time, None where no list of a known group is known."""
        return self._store.mirror.nearest_group(self._now())

    def is_read(self, of: GroupKey | None = None) -> bool:
        """Tell whether the groups were ever read, and the lists of a group, or of all."""
        return self._store.mirror.groups_read() and self._store.mirror.lists_read(of)

    def list_counts(self) -> dict[GroupKey, int]:
        """Return how many lists each group has; groups whose lists were never read are left out."""
        return self._store.mirror.list_counts()

    def lists(self, key: GroupKey) -> list[ListOverview]:
        """Return the lists of a group by date, and the drafts in which something was decided."""
        tallies, drafts = self._store.rolls.tallies(key), self._store.drafts.kept()
        lists = [one for one in self._store.mirror.lists(key) if not one.is_draft or one.id in drafts]
        return [ListOverview(one, tallies.get(one.id)) for one in sorted(lists, key=lambda one: (one.date, one.id))]

    def attendance_list(self, list_id: str) -> AttendanceList | None:
        """Return one list, None where it is not known."""
        return self._store.mirror.attendance_list(list_id)

    def roll(self, list_id: str, arrangement: Arrangement = CLASS_ORDER) -> Roll | None:
        """Return the roll of a list in an order, usually that of a class, None where the list is not known."""
        known = self._store.mirror.attendance_list(list_id)
        if known is None:
            return None
        entries = arrangement.of_entries(self._store.rolls.entries(list_id))
        return Roll(known, tuple(entries), self._store.rolls.read_at(list_id))

    def entry(self, list_id: str, student_id: str) -> Entry | None:
        """Return one entry of a roll as it is now."""
        return self._store.rolls.entry(list_id, student_id)

    def entries(self, list_id: str, students: Collection[str]) -> list[Entry]:
        """Return the entries of these students as they are now."""
        return self._store.rolls.of_students(list_id, students)

    def confirmed_at(self, list_id: str) -> datetime | None:
        """Return when USOS was last seen to have every decision about a list; None if some is newer."""
        return self._store.rolls.confirmed_at(list_id)

    def store_state(self) -> FileState:
        """Return what becomes of what is decided."""
        return self._store.state()

    def unsent_lists(self) -> list[tuple[AttendanceList, list[Entry]]]:
        """Return what USOS has not accepted, list by list in order of dates."""
        unsent = [
            (one, entries)
            for list_id, entries in self._store.rolls.unsent().items()
            if (one := self._store.mirror.attendance_list(list_id)) is not None
        ]
        return sorted(unsent, key=lambda pair: (pair[0].date, pair[0].id))

    def unsent(self, list_id: str | None = None) -> Unsent:
        """Count the decisions USOS has not accepted, of one list or of all."""
        return self._store.outbox.unsent(list_id)

    def usual_presence(self, attendance_list: AttendanceList) -> Mark:
        """Return the presence a list's mode implies; in a hybrid list the one last used, at first in person."""
        if attendance_list.mode is Mode.HYBRID:
            return self._store.outbox.last_presence(attendance_list.id) or Mark.INTRAMURAL
        return Mark.REMOTE if attendance_list.mode is Mode.REMOTE else Mark.INTRAMURAL

    # --- deciding ---

    def mark(self, list_id: str, student_id: str, mark: Mark, shown: Entry | None = None) -> Entry:
        """Write a mark, with the comment that stands; return the entry as it is on disk now.

        `shown` is the entry that the lecturer had before him, None where it is what the store holds; see
        `Outbox.decide`. A mark that already stands is no decision, unless USOS did not take it: then it is tried again.
        Raises what `Outbox.decide` raises; nothing has changed then.
        """
        now = self._entry(list_id, student_id)
        return self._decide(list_id, now, Record(mark, _seen(now, shown).comment), shown)

    def comment(self, list_id: str, student_id: str, comment: str, shown: Entry | None = None) -> Entry:
        """Write a comment beside the mark that stands; as `mark` otherwise."""
        now = self._entry(list_id, student_id)
        return self._decide(list_id, now, Record(_seen(now, shown).mark, comment), shown)

    def record(self, list_id: str, student_id: str, record: Record, shown: Entry | None = None) -> Entry:
        """Write mark and comment as one step; as `mark` otherwise."""
        return self._decide(list_id, self._entry(list_id, student_id), record, shown)

    def fill(self, list_id: str, students: Collection[str], mark: Mark) -> list[Entry]:
        """Write a mark for those of these students who have none, as one step in this order; return the entries.

        Whoever has a mark by now, or needs a decision, is left alone. Raises as `mark` where none of them is there.
        """
        entries = self.entries(list_id, students)
        if students and not entries:
            raise UnknownEntryError
        places = {student_id: place for place, student_id in enumerate(students)}
        entries.sort(key=lambda entry: places[entry.student.id])
        unmarked = (entry for entry in entries if entry.mark is None)
        return self.change(list_id, [Change(one.student.id, one.record, Record(mark, one.comment)) for one in unmarked])

    def change(self, list_id: str, changes: Collection[Change]) -> list[Entry]:
        """Make those of these changes whose record before them still stands, as one step; return the entries after it.

        Whoever needs a decision is left alone. Raises as `mark` where none of these students is there.
        """
        entries = {entry.student.id: entry for entry in self.entries(list_id, {one.student_id for one in changes})}
        if changes and not entries:
            raise UnknownEntryError
        records = {
            one.student_id: one.after
            for one in changes
            if (now := entries.get(one.student_id)) and now.record == one.before and not now.needs_decision
        }
        if records:
            self._store.outbox.decide(list_id, records, self._now(), shown=entries.values())
        return self.entries(list_id, records.keys())

    def keep_mine(self, list_id: str, student_id: str, shown: Entry | None = None) -> Entry:
        """Decide a conflict, or a mark that did not stay in USOS: what was decided here is sent over what USOS has.

        A comment that waits for its mark goes with the mark found in USOS. `shown` as in `mark`.
        """
        now = self._entry(list_id, student_id)
        return self._decide(list_id, now, Record(now.mark or now.known.mark, now.comment), shown)

    def take_theirs(self, list_id: str, student_id: str) -> Entry:
        """Decide the same for what USOS has; nothing is sent."""
        now = self._entry(list_id, student_id)
        return self._decide(list_id, now, now.known)

    def undo(self, list_id: str, step: int | None = None, beside: Collection[int] = ()) -> Reversal:
        """Take back a step of a list: the one named, or the newest `beside` some.

        A step that was taken back already stays so.
        """
        chosen = chosen_of(self._store.journal.undoable(list_id), step, beside)
        return reverse(self._store, list_id, chosen, self._now(), back=True)

    def can_undo(self, list_id: str) -> bool:
        """Tell whether there is a step of a list that was not taken back."""
        return bool(self._store.journal.undoable(list_id))

    def redo(self, list_id: str, step: int | None = None, beside: Collection[int] = ()) -> Reversal:
        """Do again a step of a list: the one named, or the one undone last; none after a new decision."""
        chosen = chosen_of(self._store.journal.redoable(list_id), step, beside)
        return reverse(self._store, list_id, chosen, self._now(), back=False)

    def _decide(self, list_id: str, now: Entry, record: Record, shown: Entry | None = None) -> Entry:
        if record == now.record and not now.needs_decision:
            return now
        self._store.outbox.decide(list_id, {now.student.id: record}, self._now(), shown=[shown or now])
        return self._entry(list_id, now.student.id)

    def _entry(self, list_id: str, student_id: str) -> Entry:
        entry = self._store.rolls.entry(list_id, student_id)
        if entry is None:
            raise UnknownEntryError
        return entry


def _seen(now: Entry, shown: Entry | None) -> Entry:
    """Return the entry of which the lecturer leaves mark or comment as it is: ours as it is now, others' as shown."""
    return now if shown is None or now.record != now.known else shown
