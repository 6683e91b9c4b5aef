"""What commands that tell something read from: an account's store, and USOS, one call at a time. Nothing is sent."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.accounts.accounts import Account, Accounts
from app.accounts.credentials import Credentials
from app.accounts.keychain import Keychain
from app.cli import cannot_open
from app.cli.status import Status
from app.cli.terminal import counted, notice
from app.config.settings import Settings
from app.domain import polish_time
from app.messages import failures, opening
from app.register.register import Register
from app.sync import execute
from app.sync.requests import Reading
from app.sync.shared_client import SharedClient, SleepDetector
from app.usos.errors import (
    BusyError,
    InternalError,
    NotAllowedError,
    NotKeptError,
    OfflineError,
    SignInNeededError,
    UsosError,
)
from app.workspace import open_store
from app.workspace.open_store import CannotOpenError, NobodySignedIn

if TYPE_CHECKING:
    from app.store import Store
    from app.usos.client import Usos

_ENDING = (OfflineError, BusyError, SignInNeededError, NotAllowedError, NotKeptError)  # no other call would go better


class Source:
    """The register of an account, and a way to make it newer."""

    def __init__(
        self, store: Store, register: Register, client: SharedClient | None, account: Account, owner: str
    ) -> None:
        """Read by this client; without one nothing is read. `owner` is the process that has the store, "" for ours."""
        self.store, self.register, self.account, self.owner = store, register, account, owner
        self.lecturer = account.person  # whose groups these are
        self._client = client
        self.trouble: UsosError | None = None
        """Why something that was to be read was not: the newest reason."""
        self._ended = client is None

    def read(self, readings: Iterable[Reading]) -> None:
        """Read these in turn; once there is no way to USOS, nothing more. Raises `StoreError`."""
        for reading in counted(readings, opening.reading):
            error = self._try(reading)
            if isinstance(error, OfflineError):
                error = self._try(reading)  # the connection may just have been waking up
            if error is not None:
                self.trouble = error
            if isinstance(error, _ENDING) and not isinstance(error, InternalError):  # USOS may fail at one list alone
                self._ended = True

    def _try(self, reading: Reading) -> UsosError | None:
        if self._client is None or self._ended:
            return None
        _, error = execute.call(self._client, self.store, reading, execute.Terms(at=polish_time.now()))
        return error

    def status(self, *, complete: bool) -> Status:
        """Say why what was to be read was not, and return the status; `complete`: all that is asked for is known."""
        if self.trouble is not None:
            notice(f"rollcall: {failures.failure(self.trouble)}")
        if isinstance(self.trouble, SignInNeededError):
            return Status.SIGN_IN
        return Status.DONE if complete and self.trouble is None else Status.UNFINISHED


def answered(chosen: Settings, answer: Callable[[Source], Status], *, offline: bool) -> int:
    """Let a command answer from the configured account, or the one used last, and return the exit status.

    `offline`: nothing is asked of USOS.
    """
    try:
        with _opened(chosen, offline=offline) as source:
            return answer(source)
    except CannotOpenError as error:
        return cannot_open.told(error)


@contextmanager
def _opened(chosen: Settings, *, offline: bool) -> Iterator[Source]:
    accounts, account = _account(chosen, offline=offline)
    credentials = Credentials(Keychain(open_store.data_folder()))

    def connect() -> Usos:
        access = chosen.access or credentials.required(account)
        return open_store.connect(accounts, access, chosen)

    with open_store.disk():
        file = accounts.store_file(account)
    with (
        open_store.opened(file, lambda saved: notice(opening.recovered(saved))) as (store, owner),
        open_store.store_errors(),
    ):
        if owner and not offline:
            notice(failures.owned_by(owner))
        client = None if offline or owner else SharedClient(connect, SleepDetector(polish_time.now, time.monotonic))
        try:
            register = Register(store, polish_time.now, chosen.rules, chosen.late)
            yield Source(store, register, client, account, owner)
        finally:
            if client is not None:
                client.close()


def _account(chosen: Settings, *, offline: bool) -> tuple[Accounts, Account]:
    accounts = Accounts(open_store.data_folder())

    def ask(url: str) -> None:
        if offline:
            raise CannotOpenError(NobodySignedIn())
        notice(opening.signing_in(url))

    if chosen.access is not None:
        return accounts, open_store.configured_account(accounts, chosen, ask)
    known = accounts.all()
    if not known:
        raise CannotOpenError(NobodySignedIn())
    return accounts, known[0]
