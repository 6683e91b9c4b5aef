"""Sending what is kept, without a screen."""

from __future__ import annotations

import queue
from contextlib import suppress

from app.accounts.accounts import Account, Accounts
from app.accounts.credentials import Credentials
from app.accounts.keychain import Keychain
from app.cli import cannot_open, values
from app.cli.crash import CallReports
from app.cli.status import Status
from app.cli.terminal import complain, notice
from app.config.settings import Access, Settings, log_folder
from app.domain import polish_time
from app.domain.frozen import frozen
from app.i18n import drawable, gettext, ngettext
from app.messages import failures, opening
from app.register.register import Register
from app.store import FileState
from app.sync.connection import asked_to_wait
from app.sync.events import Broken, SyncEvent
from app.sync.sync import Sync
from app.usos.errors import KeychainSilentError, SignInNeededError
from app.workspace import open_store
from app.workspace.open_store import CannotOpenError, NobodySignedIn


@frozen
class _Sent:
    """What came of one account; `left` is None where another program has its marks, `trouble` a sentence or ""."""

    account: Account
    trouble: str
    status: Status
    sent: int = 0
    left: int | None = None


def send(chosen: Settings, *, as_json: bool) -> int:
    """Send what waits of the configured account, or of all that have signed in here, and return the exit status.

    It is 0 only if nothing is left.
    """
    try:
        accounts = Accounts(open_store.data_folder())
        known, key = _whose(accounts, chosen)
    except CannotOpenError as error:
        return cannot_open.told(error)
    ended: list[_Sent] = []
    for account in known:
        if len(known) > 1 and not as_json:
            print(drawable(f"{account.person} · {account.university or account.url}"))
        try:
            one = _send(accounts, account, key, chosen)
        except CannotOpenError as error:
            status = cannot_open.status(error.problem)
            one = _Sent(account=account, trouble=opening.problem(error.problem), status=status)
        ended.append(one)
        if not as_json:
            _tell(one)
    if as_json:
        values.printed(accounts=[_as_json(one) for one in ended])
    return max(one.status for one in ended)


def _whose(accounts: Accounts, chosen: Settings) -> tuple[list[Account], Access | Credentials]:
    """Return whose marks are to be sent, and what speaks for them. Raises `CannotOpenError`, also where nobody is."""
    if chosen.access is not None:
        account = open_store.configured_account(accounts, chosen, lambda url: notice(opening.signing_in(url)))
        return [account], chosen.access
    known = accounts.all()
    if not known:
        raise CannotOpenError(NobodySignedIn())
    return known, Credentials(Keychain(open_store.data_folder()))


def _tell(one: _Sent) -> None:
    if one.left is None:
        complain(one.trouble, one.status)
        return
    sent = ngettext("{number} mark sent", "{number} marks sent", one.sent).format(number=one.sent)
    kept = ngettext("{number} still waiting", "{number} still waiting", one.left).format(number=one.left)
    print(f"{sent}, {kept}. {one.trouble}".rstrip())


def _as_json(one: _Sent) -> values.Value:
    """Return what came of an account; how many are kept is null where its marks could not be opened."""
    return {
        "person": one.account.person,
        "university": one.account.university or None,
        "url": one.account.url,
        "sent": one.sent,
        "kept": one.left,
        "trouble": one.trouble or None,
    }


def _send(accounts: Accounts, account: Account, key: Access | Credentials, chosen: Settings) -> _Sent:
    with open_store.disk():
        file = accounts.store_file(account)
    with (
        open_store.opened(file, lambda saved: notice(opening.recovered(saved))) as (store, owner),
        open_store.store_errors(),
    ):
        if owner:
            text = gettext("Another rollcall (process {process}) has these marks open and sends them.")
            return _Sent(account=account, trouble=text.format(process=owner), status=Status.FAILED)
        register = Register(store, polish_time.now)
        before = left = register.unsent().total
        status = Status.UNFINISHED
        access = key.of(account) if isinstance(key, Credentials) else key
        if access is not None:
            reports = CallReports(log_folder, polish_time.now)
            _, sync = open_store.parts(
                store, lambda: open_store.connect(accounts, access, chosen), chosen, reports.write
            )
            _drain(sync)
            left = register.unsent().total
            text = failures.failure(sync.connection.trouble) if sync.connection.trouble else ""
            if isinstance(sync.connection.trouble, SignInNeededError):
                status = Status.SIGN_IN
                if isinstance(key, Credentials):
                    text = f"{text} {gettext('Start rollcall and sign in again.')}"
        elif isinstance(key, Credentials) and key.out_of_reach(account):
            text = failures.failure(KeychainSilentError())
        else:
            text = gettext("You are signed out. Start rollcall and sign in again.") if left else ""
            status = Status.SIGN_IN
    if before != left and store.state() is FileState.UNWRITABLE:
        notice(gettext("This could not be saved on the disk. Is it full? The next start checks with USOS."))
    return _Sent(account=account, sent=before - left, left=left, trouble=text, status=status if left else Status.DONE)


def _drain(sync: Sync) -> None:
    """Send until nothing is left, or it is of no use; raise what a thread met that nobody expected."""
    sync.release_all()
    events: queue.SimpleQueue[SyncEvent] = queue.SimpleQueue()
    sync.start(events.put)
    # A failure is tried once more: the connection may just have been waking up.
    while sync.has_work() and not (
        sync.connection.stopped or asked_to_wait(sync.connection) or sync.connection.failures > 1
    ):
        with suppress(queue.Empty):
            event = events.get(timeout=1)
            if isinstance(event, Broken):
                raise event.error
    sync.stop()
