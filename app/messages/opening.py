"""What is said when a store or an account is opened before there is a screen, and why one cannot be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from app.i18n import drawable, gettext
from app.messages import failures
from app.workspace.open_store import (
    DiskFailed,
    NewerStore,
    NobodySignedIn,
    NoLocks,
    OlderStore,
    OldSqlite,
    OpeningProblem,
    SignInFailed,
    SignInStopped,
)

if TYPE_CHECKING:
    from app.store.recovery import Saved


def problem(why: OpeningProblem) -> str:
    """Return why a store or an account cannot be opened, and what to do."""
    match why:
        case DiskFailed(detail):
            return gettext("Marks cannot be saved on this disk: {reason}").format(reason=drawable(detail))
        case NobodySignedIn():
            return gettext("Nobody has signed in on this computer yet: start rollcall without a command.")
        case SignInFailed(url, error):
            return f"{gettext('Could not sign in to {url}.').format(url=url)} {failures.failure(error)}"
        case SignInStopped():
            return gettext("Stopped before USOS answered.")
        case NoLocks() | OldSqlite() | OlderStore() | NewerStore():
            return _unusable(why)
        case _:
            assert_never(why)


def _unusable(why: NoLocks | OldSqlite | OlderStore | NewerStore) -> str:
    match why:
        case NoLocks(file, detail):
            text = gettext(
                "On the disk of {folder} rollcall cannot make sure that no other rollcall writes there"
                " ({reason}). Use a folder on a disk of this computer: set XDG_DATA_HOME."
            )
            return text.format(folder=drawable(str(file.parent)), reason=detail)
        case OldSqlite(version, needed):
            text = gettext(
                "rollcall needs SQLite {needed} or newer, and this Python has {version}; use a newer Python."
            )
            return text.format(needed=needed, version=version)
        case NewerStore():
            told = gettext("The marks on this computer were saved by a newer version of rollcall.")
            return f"{told} {gettext('Install that version again, or a newer one.')}"
        case OlderStore(process):
            text = gettext(
                "Another rollcall (process {process}) has these marks open, and its version is older. Close"
                " that one first, then start this one again."
            )
            return text.format(process=process)


def signing_in(url: str) -> str:
    """Return that USOS is being asked whose credentials these are."""
    return gettext("Signing in to {url} …").format(url=url)


def reading(number: int, of: int) -> str:
    """Return which of so many readings is under way."""
    return gettext("Reading from USOS, {number} of {all} …").format(number=number, all=of)


def recovered(saved: Saved) -> str:
    """Return that the store was damaged, where it is now, and where its decisions are."""
    text = gettext("The file with your marks was damaged. It is set aside as {file}; what could be read is in {csv}.")
    return text.format(file=saved.store, csv=saved.decisions)
