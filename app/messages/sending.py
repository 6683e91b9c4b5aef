"""How the connection to USOS is, and what waits for it, in a few words."""

from __future__ import annotations

from datetime import date, datetime

from app.i18n import clock_time, gettext, ngettext, short_date
from app.keymap import keys
from app.sync.connection import Connection
from app.usos.errors import BusyError, OfflineError, SignInNeededError


def unsent(number: int) -> str:
    """Return how many marks USOS has not accepted."""
    return ngettext("{number} unsent", "{number} unsent", number).format(number=number)


def sync_state(number: int, connection: Connection) -> str:
    """Return the few words of the header: how the connection to USOS is and what waits."""
    match connection.trouble:
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


def waiting_since(number: int, since: datetime, today: date) -> str:
    """Return how many marks wait since when, for somebody who has just come."""
    when = clock_time(since) if since.date() == today else f"{short_date(since)} {clock_time(since)}"
    return ngettext(
        "{number} mark waits since {when}; {key} shows it.",
        "{number} marks wait since {when}; {key} shows them.",
        number,
    ).format(number=number, when=when, key=keys.shown("every.outbox"))
