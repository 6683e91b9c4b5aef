"""Marks, the modes of a list, and the state of one entry, in a lecturer's words."""

from __future__ import annotations

from datetime import date

from app.domain.absences import Absences
from app.domain.model import Entry, Mark, Mode, Record, Standing
from app.i18n import drawable, gettext, ngettext, pgettext, short_date
from app.keymap import keys
from app.messages import failures

SHAPES: dict[Mark | None, str] = {
    Mark.INTRAMURAL: "●",
    Mark.REMOTE: "◐",
    Mark.JUSTIFIED: "◇",
    Mark.ABSENT: "✗",
    None: "·",
}


def mark_word(mark: Mark | None) -> str:
    """Return a mark in one or two words."""
    match mark:
        case Mark.INTRAMURAL:
            return gettext("present")
        case Mark.REMOTE:
            return gettext("remote")
        case Mark.JUSTIFIED:
            return pgettext("mark", "excused")
        case Mark.ABSENT:
            return gettext("absent")
        case None:
            return gettext("no mark")


def mark_word_short(mark: Mark) -> str:
    """Return a mark as short as can be, for a key bar with little room."""
    match mark:
        case Mark.JUSTIFIED:
            return pgettext("mark, short", "excused")
        case Mark.ABSENT:
            return pgettext("mark, short", "absent")
        case _:
            return mark_word(mark)


def change(name: str, before: Record, after: Record, day: date | None = None) -> str:
    """Return a correction: whose, of which day where there are several, from what, to what."""
    return f"{whose(name, day)}: {from_to(before, after)}"


def whose(name: str, day: date | None = None) -> str:
    """Return whose a correction is, of which day where there are several."""
    return f"{drawable(name)}, {short_date(day)}" if day else drawable(name)


def from_to(before: Record, after: Record) -> str:
    """Return a correction from what to what."""
    return f"{mark_word(before.mark)} → {mark_word(after.mark)}"


def letter_and_shape(mark: Mark | None) -> str:
    """Return the sign of a mark: told apart by shape and letter, never by colour alone."""
    return SHAPES[mark] if mark is None else f"{SHAPES[mark]} {keys.letter(mark)}"


def mode_word(mode: Mode) -> str:
    """Return the mode of a list in a word."""
    match mode:
        case Mode.INTRAMURAL:
            return pgettext("mode", "in person")
        case Mode.REMOTE:
            return pgettext("mode", "remote")
        case Mode.HYBRID:
            return pgettext("mode", "hybrid")


def list_to_create(mode: Mode) -> str:
    """Return a list of this mode as what is created."""
    match mode:
        case Mode.INTRAMURAL:
            return gettext("an in-person list")
        case Mode.REMOTE:
            return gettext("a remote list")
        case Mode.HYBRID:
            return gettext("a hybrid list")


def blocked_short(mode: Mode) -> str:
    """Return why a key is blocked, short enough for the key bar."""
    return gettext("in-person list") if mode is Mode.INTRAMURAL else gettext("remote list")


def blocked(mode: Mode, *, fixed: bool) -> str:
    """Return why the mode forbids the other presence, and what that hangs on; marks fix the mode for good."""
    if mode is Mode.INTRAMURAL:
        text = gettext("In-person list: remote is not possible.")
    else:
        text = gettext("Remote list: in person is not possible.")
    if fixed:
        return f"{text} {gettext('It has marks, so its mode is fixed.')}"
    return f"{text} {gettext('Its mode can be changed while it has no marks.')}"


def absences(so_far: Absences) -> str:
    """Return how often somebody was absent without an excuse, and with one if ever."""
    if not so_far.excused:
        return gettext("{unexcused} absent").format(unexcused=so_far.unexcused)
    told = gettext("{unexcused} absent, {excused} excused")
    return told.format(unexcused=so_far.unexcused, excused=so_far.excused)


def details_of_a_roll() -> str:
    """Return that details of a roll are shown, and of which classes the absences among them are."""
    return gettext("Details are shown. Absences: in the other classes, without this one.")


def without_this_class() -> str:
    """Return the same beside the absences of a student."""
    return gettext("without this class")


def waiting(mark: Mark | None) -> str:
    """Return the word in a row for what has not reached USOS: a mark, or a comment that waits for one."""
    return gettext("waits for a mark") if mark is None else gettext("unsent")


def comment_waits() -> str:
    """Return the same of a comment where the mark, or that there is none, is told beside it."""
    return gettext("comment waits for a mark")


def why_unsent(entry: Entry) -> str:
    """Return why an entry is not in USOS, in a few words."""
    return waiting(entry.mark) if entry.standing is Standing.UNSENT else stuck_short(entry)


def was(shown: str) -> str:
    """Return beside a mark which one was in USOS before somebody changed it there; `shown` is its sign or its word."""
    return gettext("was {mark}").format(mark=shown)


def stuck_short(entry: Entry) -> str:
    """Return what keeps a mark from USOS, short enough for its row."""
    if entry.standing is Standing.REFUSED:
        return f"! {failures.refused_short(entry.reason)}"
    return f"≠ USOS: {letter_and_shape((entry.found or entry.known).mark)}"


def stuck_number(number: int) -> str:
    """Return how many marks need a decision, in a few words."""
    return ngettext("{number} needs your decision", "{number} need your decision", number).format(number=number)


def stuck_marks(number: int) -> str:
    """Return how many marks need a decision, and where to look."""
    return ngettext(
        "{number} mark needs your decision: its row has ! or ≠.",
        "{number} marks need your decision: their rows have ! or ≠.",
        number,
    ).format(number=number)


def asked_comment(now: str) -> str:
    """Return how the plain mode asks for a comment, where this one stands now."""
    if not now:
        return gettext("Comment")
    return gettext("Comment, now “{comment}”; - clears it").format(comment=drawable(now))
