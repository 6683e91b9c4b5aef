"""Excusing absences afterwards, in as many lists as it takes: one step, whose parts are steps of their rolls."""

from __future__ import annotations

from collections.abc import Collection

from app.domain import excuse, made_up
from app.domain.model import Entry, Mark, Record
from app.i18n import language
from app.keymap import keys
from app.register.excusing import Together
from app.register.justifications import Place
from app.roll.corrections import Corrections
from app.roll.key_guard import DecidingKeys
from app.roll.outcomes import Commented, Excused, NothingToExcuse, Notice, Outcome, Stuck
from app.workspace.workspace import Workspace

_DECIDING = (*keys.EXCUSING, "justifications.made_up", "justifications.mine", "justifications.theirs")


class Justifying:
    """Excuses absences, or notes that they were made up for. Every method may raise `StoreError`."""

    def __init__(self, workspace: Workspace) -> None:
        """Decide in the rolls of this workspace; `corrections` takes steps back and follows sync.

        `key_guard` is for the keys of all pages from which is decided here: one held down may go from page to page.
        """
        self._workspace = workspace
        self.corrections = Corrections(workspace)
        self.key_guard = self.corrections.key_guard(DecidingKeys(_decides, find="justifications.find"))
        self.decided: set[Place] = set()  # what was decided about here, undone or not

    def excuse(self, places: Collection[Place]) -> Outcome:
        """Excuse these absences of one student, and write beside each that an excuse was handed in."""
        said = excuse.text(self._workspace.options.excused)
        return self._record(places, Mark.JUSTIFIED, said)

    def make_up(self, place: Place) -> Outcome:
        """Note that an absence was made up for; it stays an absence, for USOS knows no other mark for it."""
        return self._record([place], Mark.ABSENT, made_up.TEXTS[language()])

    def comment(self, place: Place, text: str) -> Outcome:
        """Write a comment beside an absence word for word, an empty one clears it; its mark stays."""
        outcome = self.corrections.comment(*place, text)
        if isinstance(outcome, Commented):
            self.decided.add(place)
        return outcome

    def _record(self, places: Collection[Place], mark: Mark, said: str) -> Outcome:
        """Decide about those that are unexcused absences by now; what USOS has in their place is never written over."""
        entries = self._workspace.register.excusing.entries(places)
        absent = {place: one for place, one in entries.items() if one.mark is Mark.ABSENT}
        fit = {place: one for place, one in absent.items() if not one.needs_decision}
        records = {place: record for place, one in fit.items() if (record := _record(one, mark, said)) != one.record}
        if not records:
            return _nothing_to_excuse(entries.values(), gone=len(entries) < len(set(places)))
        overdue = self._workspace.register.excusing.overdue(fit) if mark is Mark.JUSTIFIED else set()
        together = self.corrections.record({place: (fit[place].record, record) for place, record in records.items()})
        if together is Notice.ENTRY_GONE and self._workspace.register.excusing.entries(records.keys()):
            return Notice.NO_ABSENCE  # they are there, and have other marks by now
        if not isinstance(together, Together):
            return together
        self.decided |= together.entries.keys()
        student = next(iter(together.entries.values())).student
        return Excused(
            student=student,
            number=len(together.entries),
            made_up=mark is Mark.ABSENT,
            left=len(absent) - len(fit),
            overdue=len(overdue & together.entries.keys()),
        )


def _decides(key: str) -> bool:
    return keys.mark_of(key) is Mark.JUSTIFIED or any(key in keys.named(one).keys for one in _DECIDING)


def _record(entry: Entry, mark: Mark, said: str) -> Record:
    return Record(mark, excuse.beside(entry.comment, said))


def _nothing_to_excuse(entries: Collection[Entry], *, gone: bool) -> Outcome:
    stuck = next((one for one in entries if one.mark is Mark.ABSENT and one.needs_decision), None)
    if stuck is not None:
        return Stuck(stuck)
    if gone:
        return Notice.ENTRY_GONE
    return NothingToExcuse(next(iter(entries))) if len(entries) == 1 else Notice.NO_ABSENCE
