"""`rollcall forget`: removing every trace of students' data that this computer keeps of an account."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from app.accounts import known_accounts
from app.accounts.accounts import Account, Accounts
from app.accounts.credentials import Credentials
from app.accounts.keychain import Keychain
from app.accounts.sign_in import SigningIn
from app.cli.status import Status
from app.cli.terminal import complain
from app.config import settings
from app.config.settings import Settings
from app.domain.names import folded
from app.i18n import drawable, gettext, ngettext
from app.messages import failures, sign_in
from app.store import StoreError
from app.store.lock import StoreLock
from app.store.read_only import summarize


class _CannotForgetError(Exception):
    """Nothing was removed, or not all; why not, and the exit status."""

    def __init__(self, why: str, status: Status) -> None:
        super().__init__(why)
        self.status = status


def forget(chosen: Settings, number: int | None, *, agreed: bool) -> int:
    """Forget an account, by its number or by asking which, after a question unless that is `agreed`.

    Returns the exit status; what cannot be is `FAILED`, a question that nobody is there to answer `USAGE`.
    """
    try:
        accounts = Accounts(settings.data_folder())
        known = known_accounts.known(accounts, chosen)
        if not known:
            return complain(
                gettext("Nobody has signed in on this computer, so there is nothing to forget."), Status.FAILED
            )
        if not (agreed or _at_terminal()):
            return complain(gettext("To remove it without being asked: rollcall forget --yes"), Status.USAGE)
        account = known[0] if len(known) == 1 and number is None else _one_of(known, number)
        return _Forgetting(chosen, accounts, account).run(agreed=agreed)
    except _CannotForgetError as error:
        return complain(str(error), error.status)
    except (EOFError, KeyboardInterrupt) as stopped:
        if isinstance(stopped, KeyboardInterrupt):
            _end_undisturbed()
        print()
        status = Status.INTERRUPTED if isinstance(stopped, KeyboardInterrupt) else Status.FAILED
        return complain(gettext("Stopped before anything was removed."), status)
    except OSError as error:
        return complain(gettext("Not everything could be removed: {reason}").format(reason=error), Status.FAILED)


def _one_of(known: list[Account], number: int | None) -> Account:
    """Return the account of that number, or of the one that is typed."""
    if number is None:
        for place, account in enumerate(known, 1):
            print(f"{place}  {_title(account)}")
        if not _at_terminal():
            raise _CannotForgetError(gettext("There are several accounts; choose one: --account N"), Status.USAGE)
        typed = input(gettext("Which account do you want to remove? Its number:") + " ").strip()
        number = int(typed) if typed.isdecimal() else 0
    if not 1 <= number <= len(known):
        raise _CannotForgetError(
            gettext("There is no such account; the numbers go from 1 to {last}.").format(last=len(known)), Status.FAILED
        )
    return known[number - 1]


class _Forgetting:
    """One account that is to be forgotten."""

    def __init__(self, chosen: Settings, accounts: Accounts, account: Account) -> None:
        self._chosen, self._accounts, self._account = chosen, accounts, account
        self._store = accounts.store_file(account)
        self._signed_in = any(one.key == account.key for one in accounts.all())

    def run(self, *, agreed: bool) -> int:
        """Say what goes, ask, and let it go."""
        lock = StoreLock(self._store)
        if not lock.take():
            text = gettext("Close the other rollcall first.")
            raise _CannotForgetError(f"{failures.owned_by(lock.owner())} {text}", Status.FAILED)
        try:
            self._announce()
            if not agreed:
                _ask()
            return self._remove(lock)
        finally:
            lock.release()

    def _remove(self, lock: StoreLock) -> int:
        try:
            status = self._sign_out()
            if sys.platform == "win32":
                lock.release()  # an open file cannot be removed there, nor one that another program opens meanwhile
            self._accounts.forget(self._account)
            for report in _reports():
                report.unlink(missing_ok=True)
        except KeyboardInterrupt:
            _end_undisturbed()
            text = gettext("Stopped before everything was removed; run again: rollcall forget")
            raise _CannotForgetError(text, Status.INTERRUPTED) from None
        print(gettext("Everything else was removed.") if status else gettext("Removed."))
        return status

    def _announce(self) -> None:
        print(_title(self._account))
        print(gettext("This will be removed from this computer for good:"))
        files = len(list(self._store.parent.glob(f"{self._store.stem}.*")))
        text = ngettext(
            "groups, students and marks, with copies set aside ({number} file in {folder})",
            "groups, students and marks, with copies set aside ({number} files in {folder})",
            files,
        )
        going = [text.format(number=files, folder=self._store.parent)]
        if self._signed_in:
            going.append(gettext("key and token; USOS is asked to revoke the token, too"))
        reports = len(_reports())
        if reports:
            going.append(ngettext("{number} crash report", "{number} crash reports", reports).format(number=reports))
        for one in going:
            print(f"  - {one}")
        exported = self._chosen.export.folder or settings.export_folder()
        print(gettext("Files that you have written stay, in {folder}").format(folder=exported))
        if not self._signed_in:
            print(gettext("Key and token are in the settings; remove them there."))
        print(self._what_is_lost())

    def _what_is_lost(self) -> str:
        try:
            unsent = summarize(self._store).unsent.total if self._store.exists() else 0
        except StoreError:
            return gettext("The marks file cannot be read, so it is not known whether all marks are in USOS.")
        if not unsent:
            return gettext("No mark waits to be sent.")
        return ngettext(
            "{number} mark is not in USOS yet and will be lost!",
            "{number} marks are not in USOS yet and will be lost!",
            unsent,
        ).format(number=unsent)

    def _sign_out(self) -> int:
        """Let USOS forget the token, and remove it here; whatever comes of it, the rest goes on."""
        if not self._signed_in:
            return Status.DONE
        credentials = Credentials(Keychain(settings.data_folder()))
        try:
            error = SigningIn(self._chosen, self._accounts, credentials).sign_out(self._account)
        except OSError as raised:
            text = gettext("The key could not be removed from this computer: {reason}")
            return complain(text.format(reason=raised), Status.FAILED)
        print(sign_in.signed_out(error))
        if error is not None:
            print(gettext("You can withdraw the permission in USOSweb, among your applications."))
        return Status.DONE


def _ask() -> None:
    """Ask for the word. Raises `_CannotForgetError` for any other."""
    word = gettext("forget")
    typed = input(gettext("Type {word} to continue, anything else to stop:").format(word=word) + " ")
    if folded(typed) != folded(word):
        raise _CannotForgetError(gettext("Stopped before anything was removed."), Status.FAILED)


def _end_undisturbed() -> None:
    """Let another Ctrl+C do nothing: Python would die of one that comes while it ends, without our exit status."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _title(account: Account) -> str:
    who = account.person or account.user_id
    return drawable(f"{who} · {account.university or account.url}")


def _reports() -> list[Path]:
    return list(settings.log_folder().glob("crash-*.txt"))


def _at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
