"""Marks, modes and failures in a lecturer's words. Every failure says what is safe or what to do."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.domain.model import Absences, AttendanceList, Entry, Group, Mark, Mode, Record, Standing
from app.i18n import clock_time, drawable, gettext, language, ngettext, pgettext, short_date
from app.keymap import keys
from app.messages import failures
from app.register.register import Reversal
from app.sync.connection import Connection
from app.usos.errors import (
    BusyError,
    OfflineError,
    SignInNeededError,
)

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
            return gettext("justified")
        case Mark.ABSENT:
            return gettext("absent")
        case None:
            return gettext("not set")


def mode_word(mode: Mode) -> str:
    """Return the mode of a list in a word."""
    match mode:
        case Mode.INTRAMURAL:
            return pgettext("mode", "in person")
        case Mode.REMOTE:
            return pgettext("mode", "remote")
        case Mode.HYBRID:
            return pgettext("mode", "hybrid")


def blocked_short(mode: Mode) -> str:
    """Return why a key is blocked, short enough for the key bar."""
    return gettext("in-person list") if mode is Mode.INTRAMURAL else gettext("remote list")


def blocked(mode: Mode, *, fixed: bool) -> str:
    """Return why the mode forbids the other presence, and what that hangs on; marks fix the mode for good."""
    if mode is Mode.INTRAMURAL:
        told = gettext("In-person list: remote is not available.")
    else:
        told = gettext("Remote list: in person is not available.")
    if fixed:
        return f"{told} {gettext('The list has marks, so its mode stays.')}"
    return f"{told} {gettext('The mode can be changed while the list has no marks.')}"


def group_title(group: Group) -> str:
    """Return a group as one line: course, class type, number."""
    parts = (
        group.course.in_language(language()) or group.key.unit_id,
        " ".join((group.class_type.in_language(language()), group_number(group))).strip(),
    )
    return drawable(" · ".join(parts))


def title_of(one: AttendanceList, group: Group | None) -> str:
    """Return the title of a list's group, or the little that is known of a group that is not."""
    return group_title(group) if group else drawable(one.group.unit_id)


def group_number(group: Group) -> str:
    """Return the group's number as it is spoken of."""
    return gettext("gr. {number}").format(number=group.key.number)


def students(number: int) -> str:
    """Return how many students."""
    return ngettext("{number} student", "{number} students", number).format(number=number)


def lists(number: int) -> str:
    """Return how many lists."""
    return ngettext("{number} list", "{number} lists", number).format(number=number)


def meeting(one: AttendanceList, today: date) -> str:
    """Return when a meeting is, with the year where it is another one."""
    year = f" {one.date.year}" if one.date.year != today.year else ""
    return f"{short_date(one.date)}{year} {clock_time(one.date)}"


def day_distance(moment: datetime, today: date) -> str:
    """Return how far a day is from today, empty for today."""
    days = (moment.date() - today).days
    if days == 0:
        return ""
    if days > 0:
        return ngettext("in {days} day", "in {days} days", days).format(days=days)
    return ngettext("{days} day ago", "{days} days ago", -days).format(days=-days)


def change(name: str, before: Record, after: Record) -> str:
    """Return a correction: whose, from what, to what."""
    return f"{drawable(name)}: {mark_word(before.mark)} → {mark_word(after.mark)}"


def absences(so_far: Absences) -> str:
    """Return how often somebody was absent: unexcused, and after a plus excused."""
    number = f"{so_far.unexcused}+{so_far.excused}" if so_far.excused else str(so_far.unexcused)
    return gettext("{number} abs").format(number=number)


def late(name: str, written: str) -> str:
    """Return that a student who is present anyway came late, in the words of the comment."""
    return f"{drawable(name)}: {drawable(written)}"


def already(entry: Entry) -> str:
    """Return that a student has the mark already."""
    return gettext("{name}: {mark} already").format(name=drawable(entry.student.name), mark=mark_word(entry.mark))


def unsent(number: int) -> str:
    """Return how many marks USOS has not accepted."""
    return ngettext("{number} unsent", "{number} unsent", number).format(number=number)


def waiting(mark: Mark | None) -> str:
    """Return the word in a row for what has not reached USOS: a mark, or a comment that waits for one."""
    return gettext("draft") if mark is None else gettext("unsent")


def sync_state(number: int, link: Connection) -> str:
    """Return the few words of the header: how the way to USOS is and what waits."""
    match link.trouble:
        case None:
            return f"↑ {unsent(number)}" if number else ""
        case OfflineError():
            state = gettext("offline")
        case BusyError():
            state = gettext("USOS is busy")
        case SignInNeededError():
            state = gettext("signed out")
        case _:
            state = gettext("stopped")
    return f"{state} · ↑ {unsent(number)}" if number else state


def stuck(entry: Entry) -> str:
    """Return what keeps a mark from USOS until the lecturer decides, and the keys that decide."""
    name = drawable(entry.student.name)
    if entry.standing is Standing.REFUSED:
        why = failures.refusal(entry.reason) or gettext("USOS refused ({reason}).").format(
            reason=drawable(entry.reason)
        )
        return f"{name}: {why}"
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
        said = gettext("{name}: yours is {mine} ({time}), USOS has {theirs}. {keep} keeps yours, {take} takes USOS's.")
    else:
        said = gettext(
            "{name}: USOS accepted {mine} ({time}) but has {theirs}. {keep} sends it again, {take} takes USOS's."
        )
    return said.format(**values)


def _with_comment(record: Record) -> str:
    return f"{mark_word(record.mark)} „{drawable(record.comment)}”" if record.comment else mark_word(record.mark)


def _with_sign(record: Record) -> str:
    return f"{mark_word(record.mark)} ✎" if record.comment else mark_word(record.mark)


def stuck_marks(number: int) -> str:
    """Return how many marks need a decision, and where to look."""
    return ngettext(
        "{number} mark needs your decision: its row has ! or ≠.",
        "{number} marks need your decision: their rows have ! or ≠.",
        number,
    ).format(number=number)


def stuck_number(number: int) -> str:
    """Return how many marks need a decision, in a few words."""
    return ngettext("{number} needs your decision", "{number} need your decision", number).format(number=number)


def why_unsent(entry: Entry) -> str:
    """Return why an entry is not in USOS, in a few words."""
    return waiting(entry.mark) if entry.standing is Standing.UNSENT else stuck_short(entry)


def at_barrier() -> str:
    """Return why nothing is sent yet."""
    return gettext("Nothing is sent yet: the first mark in USOS fixes this list's mode, and it cannot be deleted.")


def age(passed: timedelta) -> str:
    """Return how long ago something was, in its largest unit."""
    minutes = max(0, int(passed.total_seconds() // 60))
    if minutes < 60:
        return gettext("{number} min").format(number=minutes)
    if minutes < 24 * 60:
        return gettext("{number} h").format(number=minutes // 60)
    days = minutes // (24 * 60)
    return ngettext("{number} day", "{number} days", days).format(number=days)


def waiting_since(number: int, since: datetime, today: date) -> str:
    """Return how many marks wait since when, for somebody who has just come."""
    when = clock_time(since) if since.date() == today else f"{short_date(since)} {clock_time(since)}"
    return ngettext(
        "{number} mark waits since {when}; {key} shows it.",
        "{number} marks wait since {when}; {key} shows them.",
        number,
    ).format(number=number, when=when, key=keys.shown("every.outbox"))


def stuck_short(entry: Entry) -> str:
    """Return what keeps a mark from USOS, short enough for its row."""
    if entry.standing is Standing.REFUSED:
        return f"! {failures.refused_short(entry.reason)}"
    return f"≠ USOS: {letter_and_shape((entry.found or entry.known).mark)}"


def reversal(one: Reversal) -> str:
    """Return what an undo or redo has done, with the student and both values, or whom it waits for."""
    if one.waits_for:
        return _reversal_waits(one)
    if one.stuck:
        return gettext("{name}: USOS cannot clear a mark. Choose the right one.").format(
            name=drawable(one.stuck[0].student.name)
        )
    if not one.changed:
        return _nothing_reversed(one)
    done = gettext("Undone:") if one.back else gettext("Redone:")
    if len(one.changed) > 1:
        return f"{done} {students(len(one.changed))}"
    entry, record = one.changed[0]
    if entry.mark is record.mark:
        return gettext("{done} comment on {name}").format(done=done, name=drawable(entry.student.name))
    return f"{done} {change(entry.student.name, entry.record, record)}"


def leaving_behind(waiting: Reversal) -> str:
    """Return that an undo is dropped by leaving now."""
    told = gettext("{name}: USOS has not answered yet. {key} once more leaves it as it is, without undoing it.")
    return told.format(name=drawable(waiting.waits_for[0].student.name), key=keys.shown("roll.back"))


def _nothing_reversed(one: Reversal) -> str:
    if one.done:
        return gettext("That was changed in USOS since; it stays.")
    return gettext("Nothing to undo.") if one.back else gettext("Nothing to redo.")


def _reversal_waits(one: Reversal) -> str:
    told = (
        gettext("{name}: waiting for USOS's answer, then it is undone.")
        if one.back
        else gettext("{name}: waiting for USOS's answer, then it is done again.")
    )
    return told.format(name=drawable(one.waits_for[0].student.name))


def letter_and_shape(mark: Mark | None) -> str:
    """Return the sign of a mark: told apart by shape and letter, never by colour alone."""
    return SHAPES[mark] if mark is None else f"{SHAPES[mark]} {keys.letter(mark)}"
