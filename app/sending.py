"""Sending what is kept, without a screen."""

from __future__ import annotations

import threading

from app import opening, polish_time
from app.accounts import Account, Accounts
from app.credentials import Credentials
from app.keychain import Keychain
from app.opening import CannotOpenError
from app.register import Register
from app.settings import Access, Settings
from app.sync.threads import Sync
from app.terminal import complain
from app.texts import gettext, ngettext
from app.ui import failures


def send(chosen: Settings) -> int:
    """Send what waits of the configured account, or of all that have signed in here; 0 only if nothing is left."""
    status = 0
    try:
        accounts = Accounts(opening.data_folder())
        credentials = Credentials(Keychain(opening.data_folder()))
        if chosen.access is not None:
            return _send(accounts, opening.configured_account(accounts, chosen), chosen.access, chosen)
        known = accounts.all()
        if not known:
            return complain(gettext("Nobody has signed in on this computer yet: start rollcall without a command."), 2)
        for account in known:
            if len(known) > 1:
                print(f"{account.person} · {account.university or account.url}")
            status = max(status, _send(accounts, account, credentials.of(account), chosen))
    except CannotOpenError as error:
        return complain(str(error), 1)
    return status


def _send(accounts: Accounts, account: Account, access: Access | None, chosen: Settings) -> int:
    with opening.disk():
        file = accounts.store_file(account)
    with opening.opened(file) as (store, holder):
        register = Register(store, polish_time.now)
        before = register.unsent().total
        if holder:
            return complain(failures.held_by(holder), 1)
        if access is None:
            left = before
            told = gettext("rollcall is signed out here; start it and sign in again.") if left else ""
        else:
            _, sync = opening.parts(store, lambda: opening.connect(accounts, access, chosen), chosen)
            _drain(sync)
            left = register.unsent().total
            told = failures.failure(sync.link.trouble) if sync.link.trouble else ""
    sent = ngettext("{number} mark sent", "{number} marks sent", before - left).format(number=before - left)
    kept = ngettext("{number} kept", "{number} kept", left).format(number=left)
    print(f"{sent}, {kept}. {told}".rstrip())
    return 1 if left else 0


def _drain(sync: Sync) -> None:
    sync.release_all()
    changed = threading.Event()
    sync.start(lambda news: changed.set())
    # A failure is tried once more: the connection may just have been waking up.
    while sync.has_work() and not sync.link.stopped and sync.link.failures < 2:
        changed.wait(1)
        changed.clear()
    sync.stop()
