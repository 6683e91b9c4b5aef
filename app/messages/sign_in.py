"""How signing in and out ends, and what an account lacks: sentences for a lecturer who has never heard of OAuth."""

from __future__ import annotations

from app.accounts.accounts import Account
from app.accounts.keychain import Kept
from app.accounts.rights import METHODS, Problem
from app.i18n import drawable, gettext
from app.keymap import keys
from app.messages import failures
from app.usos.errors import (
    BadConsumerError,
    BadPinError,
    BusyError,
    ExpiredRequestError,
    KeychainSilentError,
    NotUsosError,
    OfflineError,
    SignInNeededError,
    Silence,
    UsosError,
)

SCOPE = "staff_perspective"
"""The right that attendance needs, by the name that the consent page shows."""


def problem(found: Problem, account: Account) -> str:
    """Return what a problem means for a lecturer, and what to do."""
    match found:
        case Problem.NO_SCOPE:
            return gettext(
                "You did not give the permission that attendance needs ({scope}). Sign in again and leave it ticked."
            ).format(scope=SCOPE)
        case Problem.NO_ATTENDANCE:
            return gettext(
                "This university's USOS does not offer attendance to programs yet. Ask its USOS administrators."
            )
        case Problem.STUDENT:
            return gettext("USOS does not list this account as a lecturer's, so there will probably be no groups.")
        case Problem.SHORT_LIVED:
            return gettext("This sign-in lasts about two hours; then you sign in again. Your marks are safe.")
        case Problem.FEWER_METHODS:
            missing = ", ".join(name for name in METHODS if name in account.lacks)
            return gettext("This is an older USOS without {methods}. rollcall works all the same.").format(
                methods=missing
            )


def form_fields() -> tuple[str, ...]:
    """Return what to type into the form with which a university gives out keys, a line for each field."""
    return (
        gettext("name of the application:  rollcall"),
        gettext("its address on the web:   leave it empty"),
        gettext("e-mail:                   your own"),
    )


def where_kept(kept: Kept | None) -> str:
    """Return where the credentials are."""
    match kept:
        case Kept.KEYCHAIN:
            return gettext("Key and token are kept in this computer's keychain.")
        case Kept.FILE:
            return gettext("This computer has no keychain, so key and token are in a file only you can read.")
        case None:
            return gettext("Key and token could not be kept: at the next start you will have to sign in again.")


def signed_out(error: UsosError | None) -> str:
    """Return that the credentials are gone here, and whether USOS has forgotten them, too."""
    if error is None or (isinstance(error, SignInNeededError) and not isinstance(error, KeychainSilentError)):
        return gettext("You are signed out.")  # USOS had forgotten them already
    return gettext("You are signed out here. USOS could not be told: {why}").format(why=failures.failure(error))


def over() -> str:
    """Return that what the browser brought back is good for nothing any more."""
    text = gettext("That sign-in has expired or was used already. {key} starts a new one.")
    return text.format(key=keys.name_of("enter"))


def failure(error: UsosError) -> str:
    """Return one calm sentence for a step that did not end well."""
    match error:
        case NotUsosError():
            return gettext(
                "Something answers at that address, but not the USOS that programs use."
                " Its address often begins with usosapps or usosapi."
            )
        case BadConsumerError():
            return gettext("USOS does not know this key, or the secret does not go with it. Paste both once more.")
        case ExpiredRequestError():
            return gettext("That sign-in has expired or was used already. Here is a new one.")
        case BadPinError():
            text = gettext("USOS did not accept this PIN. Type it again; {key} starts over.")
            return text.format(key=keys.name_of("escape"))
        case _:
            return failures.failure(error)


def not_reached(address: str, error: UsosError) -> str:
    """Return that an address that somebody has typed was not reached: nobody knows whether it exists."""
    if not isinstance(error, OfflineError) or error.silence not in {Silence.NO_CONNECTION, Silence.TIMEOUT}:
        return failed_step(error)
    text = gettext("Nothing answers at {address}: it may be mistyped, or there is no connection. {key} tries again.")
    return text.format(address=drawable(address), key=keys.name_of("enter"))


def failed_step(error: UsosError) -> str:
    """Return the same where one signs in; where that may go well the next time, that Enter tries again."""
    again = isinstance(error, (OfflineError, BusyError)) and not isinstance(error, NotUsosError)
    return (
        f"{failure(error)} {gettext('{key} tries again.').format(key=keys.name_of('enter'))}"
        if again
        else failure(error)
    )
