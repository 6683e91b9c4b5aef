"""What is said of a draft roll: what becomes of it, and what its list has brought."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.model import AttendanceList, Student
from app.i18n import clock_time, drawable, gettext, ngettext
from app.keymap import keys
from app.messages import failures
from app.sync.connection import Connection
from app.usos.errors import BusyError, OfflineError, SignInNeededError, UsosError

_NAMED = 3  # students that are told by name


def creating() -> str:
    """Return that USOS is being asked for the list."""
    return gettext("Creating the list …")


def kept() -> str:
    """Return that there is no list, where the marks are, and what to do."""
    text = gettext("No list in USOS yet: this roll is kept on this computer. {key} creates the list.")
    return text.format(key=keys.shown("roll.create"))


def adopting(one: AttendanceList) -> str:
    """Return that there is a list for this class by now, and what to do."""
    text = gettext("USOS now has a list for this class ({time}). {key} moves these marks to it.")
    return text.format(time=clock_time(one.date), key=keys.shown("roll.create"))


def failed(error: UsosError) -> str:
    """Return why the list was not created, and that nothing is lost."""
    if isinstance(error, (OfflineError, BusyError)):
        return f"{failures.failure(error)} {kept()}"
    why = failures.failure(error) if isinstance(error, SignInNeededError) else failures.action(error)
    return f"{gettext('This roll is kept on this computer.')} {why}"


def offline(connection: Connection) -> str:
    """Return the same while the connection to USOS is known to be lost; empty while it is not."""
    return failed(connection.trouble) if isinstance(connection.trouble, (OfflineError, BusyError)) else ""


def adopted(unknown: Sequence[Student], left: Sequence[Student], *, marks: bool, created: bool) -> str:
    """Return that the list is there, who is on it and was not known here, and who was marked and is not on it.

    While one that was created from here has no marks, that can be taken back.
    """
    parts = [
        gettext("The list is in USOS, and these marks will be sent to it.")
        if marks
        else gettext("The list is in USOS.")
    ]
    if created and not marks:
        text = gettext("While it has no marks, {key} in the group's lists takes that back.")
        parts.append(text.format(key=keys.shown("lists.undo")))
    if unknown:
        parts.append(gettext("New on the list: {names}.").format(names=_names(unknown)))
    if left:
        text = gettext("With a mark, but not on the list ({key}): {names}.")
        parts.append(text.format(key=keys.shown("every.outbox"), names=_names(left)))
    return " ".join(parts)


def _names(students: Sequence[Student]) -> str:
    names = ", ".join(drawable(one.name) for one in students[:_NAMED])
    rest = len(students) - _NAMED
    return (
        names
        if rest <= 0
        else ngettext("{names} and {number} more", "{names} and {number} more", rest).format(names=names, number=rest)
    )
