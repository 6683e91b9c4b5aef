"""Marks, modes and failures in a lecturer's words. Every failure says what is safe or what to do."""

from __future__ import annotations

from datetime import date, datetime

from app.model import AttendanceList, Entry, Group, Mark, Mode, Record, Standing
from app.register import Reversal
from app.sync.link import Link
from app.texts import clock_time, drawable, gettext, language, ngettext, pgettext, short_date
from app.ui import keys
from app.usos.errors import (
    BusyError,
    NotAllowedError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    Silence,
    UsosError,
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


def unsent(number: int) -> str:
    """Return how many marks USOS has not accepted."""
    return ngettext("{number} unsent", "{number} unsent", number).format(number=number)


def waiting(mark: Mark | None) -> str:
    """Return the word in a row for what has not reached USOS: a mark, or a comment that waits for one."""
    return gettext("draft") if mark is None else gettext("unsent")


def sync_state(number: int, link: Link) -> str:
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


def trouble(error: UsosError, number: int) -> str:
    """Return what is the matter with the way to USOS, and what becomes of the marks that wait."""
    if not number:
        return failure(error)
    if isinstance(error, (SignInNeededError, NotAllowedError)):
        safe = gettext("Marks are kept on this computer.")
    else:
        safe = gettext("Marks are kept on this computer and go out by themselves.")
    return f"{failure(error)} {safe}"


def failure(error: UsosError) -> str:
    """Return one calm sentence for a call that did not end well."""
    match error:
        case OfflineError():
            return _silence(error.silence)
        case BusyError():
            return gettext("USOS asks for a pause.")
        case SignInNeededError():
            return gettext("USOS does not accept these credentials any more; new ones are needed.")
        case NotAllowedError():
            return _not_allowed(error)
        case RefusedError():
            return _refused(error)
        case _:
            return gettext("USOS gave an answer that cannot be understood.")


def _silence(silence: Silence) -> str:
    match silence:
        case Silence.NO_CONNECTION:
            return gettext("No connection to USOS.")
        case Silence.TIMEOUT:
            return gettext("USOS does not answer.")
        case Silence.SERVER:
            return gettext("USOS has trouble of its own at the moment.")
        case Silence.TLS:
            return gettext("The connection is not safe: a network that wants a login, a certificate or the clock.")
        case Silence.NOT_USOS:
            return gettext("Something else answers in place of USOS: a network that wants a login, or the address.")


def _not_allowed(error: NotAllowedError) -> str:
    if error.reason == "unknown_method":
        return gettext("This USOS does not know {method}.").format(method=drawable(error.method))
    if error.reason == "scope_missing":
        return gettext("These credentials lack the right to take attendance (staff_perspective).")
    return gettext("USOS does not allow {method} ({reason}).").format(
        method=drawable(error.method), reason=drawable(error.reason)
    )


def _refused(error: RefusedError) -> str:
    known = refusal(error.reason)
    if known:
        return known
    message = error.user_message.in_language(language()) if error.user_message else ""
    return drawable(message) or gettext("USOS refused ({reason}).").format(reason=drawable(error.reason or error.error))


def refusal(reason: str) -> str:
    """Return a reason of `services/attendance` in plain words, empty for one this program does not know."""
    return {
        "attendance_list_not_found": gettext("This list is not in USOS any more."),
        "student_not_in_group": gettext("This student is not in the group any more."),
        "intramural_attendance_not_allowed": gettext("The list is remote now: in person is not allowed."),
        "remote_attendance_not_allowed": gettext("The list is in person now: remote is not allowed."),
        "has_entries": gettext("The list has marks already."),
        "already_exists": gettext("There is a list for this time already."),
        "no_students": gettext("The group has no students."),
        "group_not_found": gettext("USOS knows no such group of yours."),
        "meeting_not_found": gettext("The timetable has no meetings of this group."),
    }.get(reason, "")


def stuck(entry: Entry) -> str:
    """Return what keeps a mark from USOS until the lecturer decides, and the keys that decide."""
    name = drawable(entry.student.name)
    if entry.standing is Standing.REFUSED:
        told = refusal(entry.reason) or gettext("USOS refused ({reason}).").format(reason=drawable(entry.reason))
        return f"{name}: {told}"
    values = {
        "name": name,
        "mine": _saying(entry.record),
        "time": clock_time(entry.decided_at) if entry.decided_at else "",
        "theirs": _saying(entry.found or entry.held),
    }
    if entry.standing is Standing.CONFLICT:
        return gettext("{name}: yours is {mine} ({time}), USOS has {theirs}. M keeps yours, T takes USOS's.").format(
            **values
        )
    return gettext("{name}: USOS accepted {mine} ({time}) but has {theirs}. M sends it again, T takes USOS's.").format(
        **values
    )


def _saying(record: Record) -> str:
    """Return a record in words: the mark, and the comment where there is one."""
    return f"{mark_word(record.mark)} „{drawable(record.comment)}”" if record.comment else mark_word(record.mark)


def stuck_marks(number: int) -> str:
    """Return how many marks need a decision, and where to look."""
    return ngettext(
        "{number} mark needs your decision: its row has ! or ≠.",
        "{number} marks need your decision: their rows have ! or ≠.",
        number,
    ).format(number=number)


def stuck_short(entry: Entry) -> str:
    """Return what keeps a mark from USOS, short enough for its row."""
    if entry.standing is Standing.REFUSED:
        return f"! {refused_short(entry.reason)}"
    return f"≠ USOS: {letter_and_shape((entry.found or entry.held).mark)}"


def reversed_step(reversal: Reversal, *, back: bool) -> str:
    """Return what an undo or redo has done, with the student and both values."""
    if reversal.stuck:
        return gettext("{name}: USOS cannot clear a mark. Choose the right one.").format(
            name=drawable(reversal.stuck[0].student.name)
        )
    if not reversal.done:
        return gettext("Nothing to undo.") if back else gettext("Nothing to redo.")
    if not reversal.changed:
        return gettext("That was changed in USOS since; it stays.")
    done = gettext("Undone:") if back else gettext("Redone:")
    if len(reversal.changed) > 1:
        return f"{done} {students(len(reversal.changed))}"
    entry, record = reversal.changed[0]
    if entry.mark is record.mark:
        return gettext("{done} comment on {name}").format(done=done, name=drawable(entry.student.name))
    return f"{done} {change(entry.student.name, entry.record, record)}"


def reversal_waits(reversal: Reversal) -> str:
    """Return whom an undo waits for."""
    return gettext("{name}: waiting for USOS's answer, then it is undone.").format(
        name=drawable(reversal.waits_for[0].student.name)
    )


def refused_short(reason: str) -> str:
    """Return why USOS refused a mark, short enough for its row."""
    return {
        "attendance_list_not_found": gettext("list is gone"),
        "student_not_in_group": gettext("not in the group"),
        "intramural_attendance_not_allowed": gettext("list is remote now"),
        "remote_attendance_not_allowed": gettext("list is in person now"),
    }.get(reason, gettext("refused"))


def letter_and_shape(mark: Mark | None) -> str:
    """Return the sign of a mark: told apart by shape and letter, never by colour alone."""
    return SHAPES[mark] if mark is None else f"{SHAPES[mark]} {keys.letter(mark)}"
