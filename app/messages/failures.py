"""Why a call did not end well, in a lecturer's words: calm, with what is safe and what to do."""

from __future__ import annotations

from datetime import datetime

from app.domain.model import Phrase
from app.domain.reason import Reason
from app.i18n import N_, clock_time, drawable, gettext, language, ngettext
from app.keymap import keys
from app.store import FileState
from app.sync.connection import Connection, asked_to_wait
from app.usos.errors import (
    BusyError,
    ClockError,
    KeychainSilentError,
    NotAllowedError,
    NotDoneError,
    NotKeptError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    Silence,
    UnknownEndError,
    UsosError,
)

_PLAIN: dict[type[UsosError], str] = {
    BusyError: N_("USOS asks for a pause."),
    KeychainSilentError: N_("This computer's keychain did not answer, and your key to USOS may be in it."),
    SignInNeededError: N_("USOS rejected your sign-in. Sign in again."),
    NotKeptError: N_("USOS's answers cannot be saved on the disk, so nothing is sent. Is the disk full?"),
}


_SILENCES = {
    Silence.NO_CONNECTION: N_("No connection to USOS."),
    Silence.TIMEOUT: N_("USOS does not answer."),
    Silence.SERVER: N_("USOS is having problems."),
    Silence.TLS: N_("The connection is not secure. Does this network ask you to sign in? Is the clock right?"),
    Silence.AUTHORITIES: N_("The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read."),
    Silence.PROXY: N_("The proxy server named in the environment cannot be used."),
    Silence.CLOCK: N_("This computer's clock is wrong, so USOS refuses every request."),
    Silence.NOT_USOS: N_(
        "Something other than USOS answers. Does this network ask you to sign in? Is the address right?"
    ),
}


_ENDS: dict[type[UsosError], str] = {
    UnknownEndError: N_(
        "USOS did not answer, so it is not known whether this was done. It is not repeated; {key} checks."
    ),
    NotDoneError: N_("USOS has not done it yet. {key} checks again; then try once more."),
    NotKeptError: N_("USOS may have done it, but its answer cannot be saved on the disk. Is the disk full?"),
}


def trouble(error: UsosError, number: int, *, in_drafts: int = 0, accounts: str = "") -> str:
    """Return what is the matter with the connection to USOS, and what becomes of the marks that wait.

    `accounts` is the key that shows the accounts, where there is one.
    """
    told = failure(error)
    if accounts and type(error) is SignInNeededError:
        told = gettext("USOS rejected your sign-in. {key} shows the accounts on this computer.").format(key=accounts)
    if not number:
        return told
    if isinstance(error, (SignInNeededError, NotAllowedError)) or number <= in_drafts:
        safe = gettext("Marks are saved here.")
    else:
        safe = gettext("Marks are saved here and will be sent automatically.")
    return f"{told} {safe}"


def signed_out(error: SignInNeededError, key: str) -> str:
    """Return the same for an account that somebody can sign in to again, here and now, with that key."""
    known = isinstance(error, KeychainSilentError)
    text = failure(error) if known else gettext("Your USOS sign-in has expired.")
    safe = gettext("Marks are saved here. Press {key} to sign in again.").format(key=key)
    return f"{text} {safe}"


def owned_by(process: str) -> str:
    """Return that another rollcall has the store, so that this one only reads."""
    return gettext("Another rollcall (process {process}) has these marks open; this one only shows them.").format(
        process=process
    )


def not_stored() -> str:
    """Return that a decision could not be written down."""
    return gettext("This could not be saved on the disk, so nothing has changed. Is the disk full?")


def store_busy() -> str:
    """Return that a decision could not be written down because another program kept the file to itself."""
    return gettext("Another program is using the file with your marks, so nothing has changed. Try again.")


def store_lost() -> str:
    """Return that no decision can be written down any more, and what saves those that were."""
    return gettext(
        "The file with your marks was deleted or replaced: nothing new can be saved. {key} shows what"
        " is not in USOS and can write it to a file; then restart rollcall."
    ).format(key=keys.shown("every.outbox"))


def store_state(state: FileState) -> str:
    """Return what the matter is with the file of the marks while nothing can be decided; empty where all is well."""
    match state:
        case FileState.SOUND:
            return ""
        case FileState.LOST:
            return store_lost()
        case FileState.UNWRITABLE:
            return gettext(
                "Nothing can be saved on the disk. Is it full? Waiting marks are shown and sent, but new ones"
                " cannot be made."
            )


def unreadable_store() -> str:
    """Return that what is on the disk cannot be read."""
    return gettext("The file with your marks cannot be read at the moment. Is the disk connected?")


def entry_gone() -> str:
    """Return that there is nothing any more that could be decided about."""
    return gettext("That student or list is not in USOS any more; nothing has changed.")


def failure(error: UsosError) -> str:
    """Return one calm sentence for a call that did not end well."""
    match error:
        case ClockError():
            return _clock(error.ahead)
        case OfflineError():
            return gettext(_SILENCES[error.silence])
        case NotAllowedError():
            return _not_allowed(error)
        case RefusedError():
            return _refused(error)
        case _:
            return gettext(_PLAIN.get(type(error), N_("USOS sent an answer that cannot be understood.")))


def action(error: UsosError) -> str:
    """Return why something the lecturer asked for was not done to a list, what is true now, and what to do."""
    if type(error) in _ENDS:
        return gettext(_ENDS[type(error)]).format(key=keys.shown("lists.refresh"))
    match error:
        case OfflineError() | BusyError():
            return gettext(
                "{why} Lists can be created and changed only with a connection; nothing has changed."
            ).format(why=failure(error))
        case NotAllowedError(reason=Reason.UNKNOWN_METHOD):
            return gettext("This USOS cannot do that: it lacks {method}. Try it in USOSweb.").format(
                method=drawable(error.method)
            )
        case RefusedError():
            return _not_done(error)
        case SignInNeededError() if type(error) is SignInNeededError:
            told = gettext("USOS rejected your sign-in, so nothing has changed. {key} signs in again.")
            return told.format(key=keys.shown("every.accounts"))
        case _:
            return failure(error)


def _not_done(error: RefusedError) -> str:
    """Return why USOS did not do something to a list, with the next step."""
    sentences: dict[Reason | str, str] = {
        Reason.HAS_ENTRIES: gettext(
            "Somebody has marked a student in the meantime, so the list can no longer be deleted or change mode."
        ),
        Reason.ALREADY_EXISTS: gettext("There is already a list for this time. {enter} opens it."),
        Reason.NO_STUDENTS: gettext(
            "The group has no students in USOS, so no list can be created. Try again once they are registered."
        ),
        Reason.GROUP_NOT_FOUND: gettext(
            "USOS has no such group of yours. Do you still teach it? {refresh} on the groups screen reads them again."
        ),
        Reason.MEETING_NOT_FOUND: gettext(
            "The timetable in USOS has no classes of this group. {new} on the lists screen creates a single list."
        ),
        Reason.LIST_NOT_FOUND: gettext("This list is not in USOS any more."),
    }
    text = sentences.get(error.reason)
    if text is None:
        return _refused(error)
    shown = {"enter": "lists.open", "refresh": "groups.refresh", "new": "lists.new"}
    return text.format(**{name: keys.shown(action) for name, action in shown.items()})


def next_try(connection: Connection, at: datetime, key: str) -> str:
    """Return when it is tried again, or the key that tries it now, if there is one here."""
    if asked_to_wait(connection):
        return gettext("Next try at {time}.").format(time=clock_time(at))
    return gettext("Press {key} to try now.").format(key=key) if key else ""


def _clock(ahead: float) -> str:
    minutes = round(abs(ahead) / 60)
    if ahead > 0:
        text = ngettext(
            "This computer's clock is {number} minute ahead, so USOS refuses every request. Set the clock.",
            "This computer's clock is {number} minutes ahead, so USOS refuses every request. Set the clock.",
            minutes,
        )
    else:
        text = ngettext(
            "This computer's clock is {number} minute behind, so USOS refuses every request. Set the clock.",
            "This computer's clock is {number} minutes behind, so USOS refuses every request. Set the clock.",
            minutes,
        )
    return text.format(number=minutes)


def _not_allowed(error: NotAllowedError) -> str:
    if error.reason == Reason.UNKNOWN_METHOD:
        return gettext("This USOS lacks {method}. Is the address right?").format(method=drawable(error.method))
    if error.reason == Reason.SCOPE_MISSING:
        return gettext("This sign-in has no permission to take attendance (staff_perspective).")
    return gettext("USOS does not allow {method} ({reason}).").format(
        method=drawable(error.method), reason=drawable(error.reason)
    )


def _refused(error: RefusedError) -> str:
    message = error.user_message.in_language(language()) if error.user_message else ""
    told = refusal(error.explanation) or drawable(message)
    return told or gettext("USOS refused ({reason}).").format(reason=drawable(error.explanation))


def is_gone(error: UsosError | None) -> bool:
    """Tell whether USOS has refused because there is no such list."""
    return isinstance(error, RefusedError) and error.reason == Reason.LIST_NOT_FOUND


def refusal(reason: Reason | str) -> str:
    """Return why USOS refused in plain words, from a `RefusedError.explanation`; empty where it is a mere code."""
    polish, two_languages, english = reason.partition("\n")
    if two_languages:
        return drawable(Phrase(polish, english).in_language(language()))
    sentences: dict[Reason | str, str] = {
        Reason.SERVER_ERROR: gettext("USOS fails on this mark every time, although it accepts others."),
        Reason.UNEXPLAINED: gettext("USOS refused and did not say why."),
        Reason.LIST_NOT_FOUND: gettext("This list is not in USOS any more; {key} shows what to do.").format(
            key=keys.shown("every.outbox")
        ),
        Reason.STUDENT_NOT_IN_GROUP: gettext("This student is not in the group any more."),
        Reason.INTRAMURAL_NOT_ALLOWED: gettext("The list is remote now, so nobody can be present in person."),
        Reason.REMOTE_NOT_ALLOWED: gettext("The list is in person now, so nobody can be present remotely."),
        Reason.HAS_ENTRIES: gettext("The list already has marks."),
        Reason.ALREADY_EXISTS: gettext("There is already a list for this time."),
        Reason.NO_STUDENTS: gettext("The group has no students."),
        Reason.GROUP_NOT_FOUND: gettext("USOS has no such group of yours."),
        Reason.MEETING_NOT_FOUND: gettext("The timetable has no classes of this group."),
    }
    return sentences.get(reason, "")


def unread(number: int) -> str:
    """Return that the rolls of so many lists could not be read."""
    text = ngettext("{number} list could not be read.", "{number} lists could not be read.", number)
    return text.format(number=number)


def refused_short(reason: Reason | str) -> str:
    """Return why USOS refused a mark, short enough for its row."""
    words: dict[Reason | str, str] = {
        Reason.LIST_NOT_FOUND: gettext("list deleted"),
        Reason.STUDENT_NOT_IN_GROUP: gettext("not in the group"),
        Reason.INTRAMURAL_NOT_ALLOWED: gettext("list is remote now"),
        Reason.REMOTE_NOT_ALLOWED: gettext("list is in person now"),
        Reason.SERVER_ERROR: gettext("USOS fails"),
    }
    return words.get(reason, gettext("refused"))
