"""Opening a store and the way to USOS that goes with it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.accounts.accounts import Account, Accounts
from app.config import settings
from app.config.settings import Access, Settings
from app.domain import polish_time
from app.domain.model import Person
from app.i18n import gettext
from app.messages import failures
from app.register.register import Register
from app.store import CorruptStoreError, Store, StoreError
from app.store.lock import StoreLock
from app.sync.connection import Pace
from app.sync.worker import Sync
from app.usos.errors import UnexpectedError, UsosError

if TYPE_CHECKING:
    from app.usos.client import Usos


class CannotOpenError(Exception):
    """A store or an account cannot be opened; the text says why."""


@contextmanager
def disk() -> Iterator[None]:
    """Name what goes wrong with the disk in the block as `CannotOpenError`."""
    try:
        yield
    except (StoreError, OSError) as error:
        told = gettext("The disk does not let rollcall keep marks: {reason}").format(reason=error)
        raise CannotOpenError(told) from error


def data_folder() -> Path:
    """Return the folder for stores and accounts. Raises `CannotOpenError`."""
    with disk():
        return settings.data_folder()


def connect(accounts: Accounts, access: Access, chosen: Settings) -> Usos:
    """Return a way to USOS that remembers what this installation refuses of our field selectors."""
    from app.usos.client import Usos  # noqa: PLC0415 - httpx and authlib are slow to import; a thread does it
    from app.usos.selectors import Selectors  # noqa: PLC0415 - as above

    def keep(steps: Mapping[str, int]) -> None:
        with suppress(OSError):  # at worst it is found out once more
            accounts.keep_selectors(access.url, steps)

    return Usos(access, chosen, Selectors(accounts.selectors(access.url), keep))


def configured_account(accounts: Accounts, chosen: Settings) -> Account:
    """Return whose credentials the configuration holds; a token seen for the first time is asked about.

    Raises `CannotOpenError`.
    """
    access = chosen.access
    if access is None:
        raise CannotOpenError(gettext("Nobody has signed in on this computer yet: start rollcall without a command."))

    def introduce() -> Person:
        """Ask USOS whose token this is, and say so: it is the one call for which the program waits."""
        print(gettext("Signing in to {url} …").format(url=access.url), file=sys.stderr)
        usos = connect(accounts, access, chosen)
        try:
            return usos.me()
        finally:
            usos.close()

    try:
        with disk():
            return accounts.owner(access, introduce)
    except UsosError as error:
        told = gettext("Could not sign in to {url}.").format(url=access.url)
        raise CannotOpenError(f"{told} {failures.failure(error)}") from error
    except KeyboardInterrupt as error:
        raise CannotOpenError(gettext("Stopped before USOS answered.")) from error


@contextmanager
def opened(file: Path) -> Iterator[tuple[Store, str]]:
    """Yield a store and the process that has it already, "" where it is ours to write. Raises `CannotOpenError`.

    A store that is damaged is set aside with what could be read of it, and said so.
    """
    lock = StoreLock(file)
    try:
        with disk():
            owner = "" if lock.take() else lock.owner()
            store = Store(file) if owner else _store(file)
            if not owner:
                store.drafts.drop()  # of a program that was killed before anything was decided in them
        try:
            yield store, owner
        finally:
            store.close()  # a call that is still under way must not write any more: the lock goes
    finally:
        lock.release()


def parts(
    store: Store, way: Callable[[], Usos], chosen: Settings, unexpected: Callable[[UnexpectedError], None]
) -> tuple[Register, Sync]:
    """Return what works on a store: the register for the screens, and sync, which tells of `unexpected` errors."""
    sync = Sync(store, way, now=polish_time.now, pace=Pace(hold=chosen.hold), unexpected=unexpected)
    return Register(store, polish_time.now), sync


def _store(file: Path) -> Store:
    try:
        return Store(file)
    except CorruptStoreError:
        from app.store.recovery import set_aside  # noqa: PLC0415 - hopefully never needed

        saved = set_aside(file, polish_time.now())
        told = gettext(
            "The file with your marks was damaged. It is set aside as {file}; what could be read is in {csv}."
        )
        print(told.format(file=saved.store, csv=saved.decisions), file=sys.stderr)
        return Store(file)
