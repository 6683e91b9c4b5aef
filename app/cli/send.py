"""Sending what is kept, without a screen."""

from __future__ import annotations

import queue
from contextlib import suppress

from app.accounts.accounts import Account, Accounts
from app.accounts.credentials import Credentials
from app.accounts.keychain import Keychain
from app.cli.crash import CallReports
from app.cli.terminal import complain, notice
from app.config.settings import Access, Settings, log_folder
from app.domain import polish_time
from app.i18n import drawable, gettext, ngettext
from app.messages import failures, opening
from app.register.register import Register
from app.store import FileState
from app.sync.connection import asked_to_wait
from app.sync.events import Broken, SyncEvent
from app.sync.sync import Sync
from app.usos.errors import KeychainSilentError, SignInNeededError
from app.workspace import open_store
from app.workspace.open_store import CannotOpenError


def send(chosen: Settings) -> int:
    """Send what waits of the configured account, or of all that have signed in here; 0 only if nothing is left."""
    status = 0
    try:
        accounts = Accounts(open_store.data_folder())
        credentials = Credentials(Keychain(open_store.data_folder()))
        if chosen.access is not None:
            account = open_store.configured_account(accounts, chosen, lambda url: notice(opening.signing_in(url)))
            return _send(accounts, account, chosen.access, chosen)
        known = accounts.all()
        if not known:
            return complain(gettext("Nobody has signed in on this computer yet: start rollcall without a command."), 2)
    except CannotOpenError as error:
        return complain(opening.problem(error.problem), 1)
    for account in known:
        if len(known) > 1:
            print(drawable(f"{account.person} · {account.university or account.url}"))
        try:
            status = max(status, _send(accounts, account, credentials, chosen))
        except CannotOpenError as error:
            status = complain(opening.problem(error.problem), 1)
    return status


def _send(accounts: Accounts, account: Account, key: Access | Credentials, chosen: Settings) -> int:
    with open_store.disk():
        file = accounts.store_file(account)
    with (
        open_store.opened(file, lambda saved: notice(opening.recovered(saved))) as (store, owner),
        open_store.disk(),
    ):
        if owner:
            text = gettext("Another rollcall (process {process}) has these marks open, and sends them by itself.")
            return complain(text.format(process=owner), 1)
        register = Register(store, polish_time.now)
        before = left = register.unsent().total
        access = key.of(account) if isinstance(key, Credentials) else key
        if access is not None:
            reports = CallReports(log_folder, polish_time.now)
            _, sync = open_store.parts(
                store, lambda: open_store.connect(accounts, access, chosen), chosen, reports.write
            )
            _drain(sync)
            left = register.unsent().total
            text = failures.failure(sync.connection.trouble) if sync.connection.trouble else ""
            if isinstance(sync.connection.trouble, SignInNeededError) and isinstance(key, Credentials):
                text = f"{text} {gettext('Start rollcall and sign in again.')}"
        elif isinstance(key, Credentials) and key.out_of_reach(account):
            text = failures.failure(KeychainSilentError())
        else:
            text = gettext("rollcall is signed out here; start it and sign in again.") if left else ""
    sent = ngettext("{number} mark sent", "{number} marks sent", before - left).format(number=before - left)
    kept = ngettext("{number} kept", "{number} kept", left).format(number=left)
    print(f"{sent}, {kept}. {text}".rstrip())
    if before != left and store.state() is FileState.UNWRITABLE:
        notice(gettext("The disk takes no note of that. Is it full? The next start asks USOS, and finds it."))
    return 1 if left else 0


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
