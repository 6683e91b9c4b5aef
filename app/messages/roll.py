"""What has happened in a roll, and what a mark in it waits for, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.model import Entry, Mark, Record, Standing
from app.i18n import N_, after_colon, clock_time, drawable, gettext, ngettext, quoted
from app.keymap import keys
from app.messages import drafts, failures, imported, justifications, late_arrivals
from app.messages.marks import blocked, change, mark_word
from app.messages.reversals import leaving_behind, reversal, undo_stops
from app.register.reversal import Reversal
from app.roll.outcomes import (
    Adopted,
    Already,
    Blocked,
    Commented,
    Excused,
    Filled,
    Imported,
    Late,
    LeavingUndo,
    Marked,
    NotCounted,
    NothingToExcuse,
    Notice,
    Outcome,
    PressAgain,
    ReadOnly,
    Repeated,
    Replaced,
    Resolved,
    Step,
    Stuck,
    TooFast,
    UndoStops,
    Why,
)

_NOTICES = {
    Notice.ALL_MARKED: N_("Everybody on this list has a mark."),
    Notice.WRAPPED: N_("Back to the first student without a mark."),
    Notice.NO_FURTHER: N_("That is the end of the list."),
    Notice.NO_MATCH: N_("nobody matches"),
    Notice.NOTHING_TO_DECIDE: N_("This mark needs no decision."),
    Notice.SENDING: N_("Sending now."),
    Notice.COMMENTS_WAIT: N_("Comments without a mark wait on this computer; USOS takes them with the mark."),
    Notice.PAUSED: N_("USOS has asked for a pause. Waiting marks are saved here and will be sent after it."),
    Notice.NOTHING_UNSENT: N_("No mark is waiting to be sent."),
    Notice.CONTROL_SIGN: N_("The text contains invisible control characters; nothing was written."),
    Notice.LIST_IN_USOS: N_("This list is already in USOS."),
}

_FAILURES = {
    Notice.NOT_STORED: failures.not_stored,
    Notice.STORE_BUSY: failures.store_busy,
    Notice.STORE_LOST: failures.store_lost,
    Notice.ENTRY_GONE: failures.entry_gone,
}
_LOOKED_AT = (ReadOnly, Blocked, PressAgain, Stuck, Replaced, NothingToExcuse, LeavingUndo, UndoStops)
_NOT_DONE = {*_FAILURES, Notice.CONTROL_SIGN, Notice.NOT_LATE, Notice.NO_ABSENCE}


def told(outcome: Outcome, undo: str = "roll.undo") -> str:  # noqa: PLR0911, PLR0912 - one line for each kind of outcome
    """Return what a command about a roll has come to, in a sentence; empty where the roll itself shows it.

    `undo` is the id of the key that takes it back where it was given.
    """
    match outcome:
        case Notice() if outcome in _FAILURES:
            return _FAILURES[outcome]()
        case Notice.LIST_STAYS:
            text = gettext("Nothing to undo here. {key} in the group's lists takes back the list itself.")
            return text.format(key=keys.shown("lists.undo"))
        case Notice.NOT_LATE:
            return late_arrivals.asked_minutes()
        case Notice.NO_ABSENCE:
            return justifications.nothing_left()
        case Notice():
            return gettext(_NOTICES[outcome]) if outcome in _NOTICES else ""
        case ReadOnly(owner):
            return failures.owned_by(owner)
        case Blocked(mode, fixed):
            return blocked(mode, fixed=fixed)
        case Marked():
            return marked(outcome, undo)
        case Already(entry):
            return already(entry)
        case Late(entry, written):
            return late_arrivals.told(entry.student.name, written)
        case Filled(number, mark):
            return filled(number, mark)
        case Imported(number, left):
            return imported.imported(number, left)
        case Stuck(entry):
            return stuck(entry)
        case Replaced(entries):
            return replaced(entries)
        case Excused():
            return justifications.done(outcome)
        case NothingToExcuse(entry):
            return justifications.nothing_to_excuse(entry)
        case Repeated(key, taken_back):
            return _repeated(key, taken_back)
        case NotCounted(key, why):
            return _not_counted(key, why)
        case TooFast(number, taken_back):
            return _too_fast(number, taken_back)
        case LeavingUndo(waiting):
            return leaving_behind(waiting)
        case UndoStops(entry):
            return undo_stops(entry, undo)
        case Adopted(joined=joined, left_out=left_out, with_marks=with_marks, created=created):
            return drafts.adopted(joined, left_out, marks=with_marks, created=created)
        case Reversal():
            return reversal(outcome)
        case Commented(entry):
            return commented(entry, undo)
        case PressAgain() | Resolved():
            return ""


def is_warning(outcome: Outcome) -> bool:
    """Tell whether an outcome is one that the lecturer should look at."""
    match outcome:
        case Reversal():
            return bool(outcome.stuck or outcome.waits_for or outcome.back_to)
        case Repeated(taken_back=taken_back):
            return taken_back is not None and is_warning(taken_back)
        case NotCounted() | TooFast():
            return True
        case Notice():
            return outcome in _NOT_DONE
        case _:
            return isinstance(outcome, _LOOKED_AT)


def _repeated(key: str, taken_back: Outcome | None) -> str:
    if taken_back is not None and is_warning(taken_back):
        return told(taken_back)
    return gettext("{key} was held down, so it counts once.").format(key=keys.name_of(key))


def _not_counted(key: str, why: Why) -> str:
    told = {
        Why.OTHER_WINDOW: gettext("{key} ignored: the window had only just become active."),
        Why.JUST_OPENED: gettext("{key} ignored: the screen had only just opened."),
        Why.JUST_CHANGED: gettext("{key} ignored: the row had only just changed."),
    }
    return told[why].format(key=keys.name_of(key))


def _too_fast(number: int, taken_back: Outcome | None) -> str:
    if taken_back is not None and is_warning(taken_back):
        return told(taken_back)
    return ngettext(
        "{number} key came too fast to be typed (pasted?): nobody was marked.",
        "{number} keys came too fast to be typed (pasted?): nobody was marked.",
        number,
    ).format(number=number)


def filled(number: int, mark: Mark) -> str:
    """Return what a fill has done, and the key that takes it back."""
    if not number:
        return gettext("nobody was marked")
    text = ngettext(
        "Filled in {number} student: {mark}. {key} undoes it.",
        "Filled in {number} students: {mark}. {key} undoes all of it.",
        number,
    )
    return text.format(number=number, mark=mark_word(mark), key=keys.shown("roll.undo"))


def marked(outcome: Marked, undo: str = "roll.undo") -> str:
    """Return what the roll itself does not show of a mark; also the key that takes it back where that is not in sight.

    That is a correction, and what was marked of somebody from whom the cursor has come back to where one calls.
    """
    before, after, late = outcome.before, outcome.after, outcome.late
    wrapped = gettext(_NOTICES[Notice.WRAPPED]) if outcome.step is Step.WRAPPED else ""
    if late is not None and not outcome.is_correction:
        done = late_arrivals.told(before.student.name, late, after.mark)
    else:
        done = f"{change(before.student.name, before.record, after)}{late_arrivals.beside(late)}"
    if outcome.is_correction or outcome.step is Step.RETURNED:
        told = gettext("{change}. {key} undoes it.").format(change=done, key=keys.shown(undo))
        return f"{told} {_stays()}" if outcome.step is Step.STAYED else told
    if late is None:
        return wrapped
    return f"{done}. {wrapped}" if wrapped else done


def _stays() -> str:
    return gettext("All are marked; {key} goes on.").format(key=keys.shown("roll.down"))


def commented(entry: Entry, undo: str) -> str:
    """Return that a comment was written, or cleared, and the key that takes that back."""
    if entry.comment:
        text = gettext("Comment on {name} saved. {key} undoes it.")
    else:
        text = gettext("Comment on {name} deleted. {key} undoes it.")
    return text.format(name=drawable(entry.student.name), key=keys.shown(undo))


def already(entry: Entry) -> str:
    """Return that a student has the mark already."""
    return gettext("{name}: already {mark}").format(name=drawable(entry.student.name), mark=mark_word(entry.mark))


def at_barrier() -> str:
    """Return why nothing is sent yet."""
    return gettext("Not sent yet. After the first mark is sent, this list can no longer be deleted or change mode.")


def stuck(entry: Entry) -> str:
    """Return what keeps a mark from USOS until the lecturer decides, and the keys that decide."""
    name = drawable(entry.student.name)
    if entry.standing is Standing.REFUSED:
        why = failures.refusal(entry.reason) or gettext("USOS refused ({reason}).").format(
            reason=drawable(entry.reason)
        )
        return f"{name}: {after_colon(why)}"
    theirs = entry.found or entry.known
    # A comment may tell of somebody's health and the screen may be on the projector: it is told only if it decides.
    told = _with_comment if theirs.mark is entry.mark else _with_sign
    values = {
        "name": name,
        "mine": told(entry.record),
        "time": clock_time(entry.decided_at) if entry.decided_at else "",
        "theirs": told(theirs),
        "keep": keys.shown("roll.mine"),
        "take": keys.shown("roll.theirs"),
    }
    if entry.standing is Standing.CONFLICT:
        said = gettext(
            "{name}: yours is {mine} ({time}), USOS has {theirs}. {keep} keeps yours, {take} uses the one in USOS."
        )
    else:
        said = gettext(
            "{name}: USOS accepted {mine} ({time}) but has {theirs}. {keep} sends it again, {take} uses"
            " the one in USOS."
        )
    return said.format(**values)


def replaced(entries: Sequence[Entry]) -> str:
    """Return whose marks, which were in USOS, somebody has changed there since, and from what to what."""
    if len(entries) > 1:
        return ngettext(
            "{number} mark has since been changed in USOS; its row shows what it was.",
            "{number} marks have since been changed in USOS; their rows show what they were.",
            len(entries),
        ).format(number=len(entries))
    (entry,) = entries
    before = entry.replaced or entry.record
    told = _with_comment if before.mark is entry.mark else _with_sign  # as above
    return gettext("{name}, since changed in USOS: {before} → {now}.").format(
        name=drawable(entry.student.name), before=told(before), now=told(entry.record)
    )


def _with_comment(record: Record) -> str:
    return f"{mark_word(record.mark)} {quoted(drawable(record.comment))}" if record.comment else mark_word(record.mark)


def _with_sign(record: Record) -> str:
    return f"{mark_word(record.mark)} ✎" if record.comment else mark_word(record.mark)
