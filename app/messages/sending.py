"""How the connection to USOS is, and what waits for it, in a few words."""

from __future__ import annotations

from datetime import date, datetime

from app.i18n import clock_time, gettext, ngettext, short_date
from app.keymap import keys
from app.store import FileState
from app.store.outbox import Unsent
from app.sync.connection import Connection
from app.usos.errors import BusyError, NotAllowedError, NotKeptError, OfflineError, SignInNeededError, UsosError


def unsent(number: int) -> str:
    """Return how many marks USOS has not accepted."""
    return ngettext("{number} unsent", "{number} unsent", number).format(number=number)


def sync_state(number: int, connection: Connection) -> str:
    """Return the few words of the header: how the connection to USOS is and what waits.

    "stopped" is said only where nothing is tried any more; whatever is tried again has its own word.
    """
    match connection.trouble:
        case None:
            return f"↑ {unsent(number)}" if number else ""
        case OfflineError():
            state = gettext("offline")
        case BusyError():
            state = gettext("USOS is busy")
        case SignInNeededError():
            state = gettext("signed out")
        case NotKeptError():
            state = gettext("disk problem")
        case NotAllowedError():
            state = gettext("stopped")
        case _:
            state = gettext("unreadable answers")
    return f"{state} · ↑ {unsent(number)}" if number else state


def waiting_since(number: int, since: datetime, today: date) -> str:
    """Return how many marks wait since when, for somebody who has just come."""
    when = clock_time(since) if since.date() == today else f"{short_date(since)} {clock_time(since)}"
    return ngettext(
        "{number} mark has been waiting since {when}; {key} shows it.",
        "{number} marks have been waiting since {when}; {key} shows them.",
        number,
    ).format(number=number, when=when, key=keys.shown("every.outbox"))


def leaves_at_once(key: str, state: FileState) -> str:
    """Return what the key does while the last marks go out, and what becomes of those that do not."""
    if state is FileState.LOST:
        return gettext(
            "{key} quits at once; the remaining marks are lost, because their file was deleted or replaced."
        ).format(key=key)
    return gettext(
        "{key} quits at once; the remaining marks are saved here and will be sent at the next start."
    ).format(key=key)


def kept(left: Unsent, trouble: UsosError | None, *, goes_out: bool, lost: bool) -> str:
    """Return what is left on this computer at the end, and what becomes of it; empty where nothing is.

    `goes_out` tells whether anything of it can be sent without a decision, `lost` whether the file that it is in was
    deleted or replaced.
    """
    if not left.total:
        return ""
    if lost:
        return ngettext(
            "{number} mark did not reach USOS and is lost: the file it was in was deleted or replaced.",
            "{number} marks did not reach USOS and are lost: the file they were in was deleted or replaced.",
            left.total,
        ).format(number=left.total)
    parts = [
        ngettext(
            "{number} mark is waiting on this computer.", "{number} marks are waiting on this computer.", left.total
        ).format(number=left.total)
    ]
    if isinstance(trouble, SignInNeededError):
        parts.append(gettext("Start rollcall and sign in again to send them."))
    elif goes_out:
        parts.append(gettext("They will be sent the next time you start rollcall, or run: rollcall send"))
    if left.stuck:
        parts.append(gettext("{key} shows what needs your decision.").format(key=keys.shown("every.outbox")))
    return " ".join(parts)
