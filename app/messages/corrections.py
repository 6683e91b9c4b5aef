"""What has come of a correction in the term of a group, in sentences: of which day it is, and how it is taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.domain.model import Record
from app.i18n import gettext
from app.keymap import keys
from app.messages import roll
from app.messages.marks import change
from app.messages.reversals import reversal
from app.register.justifications import Absence
from app.register.reversal import Reversal
from app.roll.outcomes import Marked, Outcome, PressAgain, Repeated


def told(outcome: Outcome, day: date | None) -> str:
    """Return what a command about the meeting of a day has come to; without a day it is not known of which."""
    match outcome:
        case PressAgain(entry, mark):
            asked = change(entry.student.name, entry.record, Record(mark, entry.comment), day)
            return gettext("{change}? Press the key again.").format(change=asked)
        case Marked(before, after):
            done = change(before.student.name, before.record, after, day)
            return gettext("{change}. {key} undoes it.").format(change=done, key=keys.shown("overview.undo"))
        case Reversal():
            return reversal(outcome, day)
        case Repeated(key, taken_back=Reversal(changed=[_, *_], stuck=())):  # the press before it had only asked
            return gettext("{key} was held down: nobody was marked.").format(key=keys.name_of(key))
        case _:
            return roll.told(outcome, "overview.undo")


def of_excuses(outcome: Outcome, absences: Iterable[Absence]) -> str:
    """Return what a command about one of these absences has come to; an undo in one list names the day of its class."""
    if not isinstance(outcome, Reversal):
        return roll.told(outcome, "justifications.undo")
    return reversal(outcome, next((one.list.date for one in absences if one.list.id == outcome.list_id), None))
