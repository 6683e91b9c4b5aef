"""Opening a store, and connecting to the USOS that goes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.accounts.accounts import Account, Accounts
from app.config import settings
from app.config.settings import Access, Settings
from app.domain import polish_time
from app.domain.frozen import frozen
from app.domain.model import Person
from app.register.register import Register
from app.store import (
    CorruptStoreError,
    FileState,
    NewerStoreError,
    OlderStoreError,
    Store,
    StoreError,
    recovery,
    seal,
    sqlite_version,
)
from app.store.database import WritableDatabase
from app.store.lock import CannotLockError, StoreLock
from app.store.read_only import open_read_only
from app.store.recovery import Saved
from app.sync.connection import Pace
from app.sync.sync import Sync
from app.usos.errors import UnexpectedError, UsosError

if TYPE_CHECKING:
    from app.usos.client import Usos


@frozen
class DiskFailed:
    """The disk did not let us; `detail` is what the operating system or SQLite says."""

    detail: str


@frozen
class NobodySignedIn:
    """No account is known on this computer, and there are no credentials in the configuration."""


@frozen
class SignInFailed:
    """USOS did not tell whose the configured token is."""

    url: str
    error: UsosError


@frozen
class SignInStopped:
    """The lecturer did not wait for USOS to tell whose the configured token is."""


@frozen
class OlderStore:
    """Another process has the store, and it is of an older version: reading it here would need migrating it."""

    process: str


@frozen
class NewerStore:
    """The store was kept by a newer version, which alone knows how to read it."""


@frozen
class NoLocks:
    """The file system of the store has no locks, so nobody can tell whether another program writes it."""

    file: Path
    detail: str


@frozen
class OldSqlite:
    """The SQLite of this Python is older than what a store needs."""

    version: str
    needed: str


OpeningProblem = (
    DiskFailed | OldSqlite | NoLocks | NobodySignedIn | SignInFailed | SignInStopped | OlderStore | NewerStore
)


class CannotOpenError(Exception):
    """A store or an account cannot be opened; `problem` is why."""

    def __init__(self, problem: OpeningProblem) -> None:
        """Keep the reason; `messages.opening` has the words for it."""
        super().__init__(type(problem).__name__)
        self.problem = problem


@contextmanager
def store_errors() -> Iterator[None]:
    """Name what goes wrong with an open store in the block as `CannotOpenError`; the block may print."""
    try:
        yield
    except NewerStoreError as error:
        raise CannotOpenError(NewerStore()) from error
    except StoreError as error:
        raise CannotOpenError(DiskFailed(str(error))) from error


@contextmanager
def disk() -> Iterator[None]:
    """Name also what goes wrong with the disk so; what is printed in the block would be taken for it."""
    try:
        with store_errors():
            yield
    except OSError as error:
        raise CannotOpenError(DiskFailed(str(error))) from error


def data_folder() -> Path:
    """Return the folder for stores and accounts. Raises `CannotOpenError`."""
    with disk():
        return settings.data_folder()


def connect(accounts: Accounts, access: Access, chosen: Settings) -> Usos:
    """Return a client that remembers what this installation refuses of our field selectors."""
    from app.usos.client import Usos  # noqa: PLC0415 - httpx and authlib are slow to import; a thread does it
    from app.usos.selectors import Selectors  # noqa: PLC0415 - as above

    def keep(steps: Mapping[str, int]) -> None:
        with suppress(OSError):  # at worst it is found out once more
            accounts.keep_selectors(access.url, steps)

    return Usos(access, chosen, Selectors(accounts.selectors(access.url), keep))


def configured_account(accounts: Accounts, chosen: Settings, on_sign_in: Callable[[str], None]) -> Account:
    """Return whose credentials are in the configuration; USOS is asked about a token seen for the first time.

    That is the one call for which the program waits: `on_sign_in` gets the address before it. Raises `CannotOpenError`.
    """
    access = chosen.access
    if access is None:
        raise CannotOpenError(NobodySignedIn())

    def ask_who() -> Person:
        on_sign_in(access.url)
        usos = connect(accounts, access, chosen)
        try:
            return usos.me()
        finally:
            usos.close()

    try:
        with disk():
            return accounts.owner(access, ask_who)
    except UsosError as error:
        raise CannotOpenError(SignInFailed(access.url, error)) from error
    except KeyboardInterrupt as error:
        raise CannotOpenError(SignInStopped()) from error


def require_sqlite() -> None:
    """Raise `CannotOpenError` where this Python's SQLite is too old for a store, and for the emulator."""
    if version := sqlite_version.too_old():
        raise CannotOpenError(OldSqlite(version, ".".join(map(str, sqlite_version.NEEDED))))


@contextmanager
def opened(file: Path, on_recovery: Callable[[Saved], None]) -> Iterator[tuple[Store, str]]:
    """Yield a store and the process that has it already, "" where it is ours to write; another's is only read.

    A store that is damaged is set aside with what could be read of it, and `on_recovery` gets where that is. One that
    was left in order, and not touched since, is not looked through. Raises `CannotOpenError`.
    """
    require_sqlite()
    lock = StoreLock(file)
    try:
        with disk():
            owner = "" if _take(lock, file) else lock.owner()
            store = _read_only(file, owner) if owner else _ours(file, on_recovery)
        try:
            yield store, owner
            is_sound = not store.database.doubted and store.state() is FileState.SOUND
        finally:
            store.close()  # a call that is still under way must not write any more: the lock goes
        if is_sound:
            seal.put(file)
    finally:
        lock.release()


def parts(
    store: Store, connect: Callable[[], Usos], chosen: Settings, unexpected: Callable[[UnexpectedError], None]
) -> tuple[Register, Sync]:
    """Return what works on a store: the register for the screens, and sync, which tells of `unexpected` errors."""
    sync = Sync(store, connect, now=polish_time.now, pace=Pace(hold=chosen.hold), unexpected=unexpected)
    return Register(store, polish_time.now, chosen.rules, chosen.late), sync


def _read_only(file: Path, owner: str) -> Store:
    try:
        return _readable(Store(file, open_read_only))
    except OlderStoreError as error:
        raise CannotOpenError(OlderStore(owner)) from error


def _readable(store: Store) -> Store:
    """Return a store in which all can be read. Raises `CorruptStoreError` or another `StoreError`, and closes it."""
    try:
        recovery.require_readable(store.database)
    except StoreError:
        store.close()
        raise
    return store


def _take(lock: StoreLock, file: Path) -> bool:
    """Take the lock; where none can be made beside a store that is there, nobody can write that."""
    try:
        return lock.take()
    except CannotLockError as error:
        raise CannotOpenError(NoLocks(file, str(error))) from error
    except OSError:
        if file.exists():
            return True
        raise


def _ours(file: Path, on_recovery: Callable[[Saved], None]) -> Store:
    """Open a store that is ours to write; on a disk that takes nothing one that is there can still be sent."""
    try:
        return _writable(file, on_recovery)
    except (CorruptStoreError, NewerStoreError):
        raise
    except StoreError as error:
        from app.store.unwritable import UnwritableDatabase  # noqa: PLC0415 - hopefully never needed

        try:
            return _readable(Store(file, UnwritableDatabase))
        except (StoreError, OSError):
            raise error from None


def _writable(file: Path, on_recovery: Callable[[Saved], None]) -> Store:
    try:
        store = Store(file, _sealed) if seal.holds(file) else _readable(Store(file))
    except CorruptStoreError:
        on_recovery(recovery.set_aside(file, polish_time.now()))
        store = Store(file)
    store.drafts.drop()  # of a program that was killed before anything was decided in them
    return store


def _sealed(file: Path) -> WritableDatabase:
    return WritableDatabase(file, sealed=True)
