"""How one account is: reached, allowed, kept. In no finding is a secret, a student or the lecturer's name."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from app.accounts import rights
from app.accounts.accounts import Account, Accounts
from app.accounts.credentials import Credentials
from app.accounts.keychain import Keychain
from app.accounts.rights import Problem
from app.config import files
from app.config.base_url import normal_url
from app.config.settings import Access, Settings
from app.domain import polish_time
from app.domain.frozen import frozen
from app.i18n import N_, clock_time, drawable, gettext, language, ngettext, short_date
from app.keymap import keys
from app.messages import failures, opening, sign_in
from app.store import CorruptStoreError, NewerStoreError, StoreError
from app.store.lock import CannotLockError, StoreLock
from app.store.read_only import StoreSummary, summarize
from app.usos import anonymous, reading
from app.usos.client import Usos
from app.usos.errors import KeychainSilentError, OfflineError, SignInNeededError, Silence, UsosError
from app.usos.gate import Gate
from app.workspace.open_store import NoLocks

_TOLERATED = 60  # seconds between two clocks; USOS itself is believed to allow 300 (usos-api.md, 1.4)

Told = TypeVar("Told")


class Label(StrEnum):
    """What a finding is about; `gettext` translates it."""

    VERSIONS = N_("versions")
    SYSTEM = N_("computer")
    LANGUAGE = N_("language")
    SCREEN = N_("screen")
    SIZE = N_("size")
    ENCODING = N_("encoding")
    SETTINGS = N_("settings")
    WAITS = N_("times")
    DATA = N_("data")
    REPORTS = N_("crash reports")
    EXPORTS = N_("written files")
    ACCOUNTS = N_("accounts")
    ADDRESS = N_("address")
    ANSWER = N_("answer")
    CLOCK = N_("clock")
    UNIVERSITY = N_("university")
    VERSION = N_("USOS version")
    METHODS = N_("methods")
    RIGHTS = N_("permissions")
    KEY = N_("key and token")
    STORE = N_("marks file")
    UNSENT = N_("not in USOS")
    IN_USE = N_("in use")


@frozen
class Line:
    """A finding; `advice` is what to do where something needs attention."""

    label: Label
    value: str
    advice: str = ""


class Checkup:
    """Looks at accounts and changes nothing. What asks USOS has the settings' time limits, and the keychain its own."""

    def __init__(self, chosen: Settings, accounts: Accounts, keychain: Keychain) -> None:
        """Look with these."""
        self._chosen, self._accounts, self._keychain = chosen, accounts, keychain
        self._credentials = Credentials(keychain)

    def of(self, account: Account, *, configured: bool) -> Iterator[Line]:
        """Yield what is found of an account; of one `configured`, key and token are in the configuration."""
        access = self._chosen.access if configured else self._credentials.of(account)
        yield from self.at(account.url, access)
        yield Line(Label.KEY, gettext("in the settings")) if configured else self._kept(account, access)
        yield from self._store(self._accounts.store_file(account), signed_in=access is not None)

    def at(self, url: str, access: Access | None) -> Iterator[Line]:
        """Yield what is found of an installation, and of what may be done there with these credentials."""
        yield Line(Label.ADDRESS, drawable(url))
        reached = yield from self._answer(url)
        if reached:
            yield from self._installation(url)
            lacks = yield from self._methods(url)
            if access is not None:
                yield self._rights(access, lacks)

    # --- what USOS says ---

    def _answer(self, url: str) -> Generator[Line, None, bool]:
        def ask() -> tuple[float, datetime]:
            if url != normal_url(url):  # somebody has edited the list of accounts
                raise OfflineError(Silence.NOT_USOS)
            with Gate(url, self._chosen) as gate:  # it reads all certificates, which is not USOS's time
                began = time.perf_counter()
                answer = gate.call("services/apisrv/now", {})
                return time.perf_counter() - began, reading.moment(answer)

        match self._asked(ask):
            case UsosError() as error:
                later = gettext("Try again later, or on another network; your marks are safe here.")
                yield Line(Label.ANSWER, gettext("none"), f"{sign_in.failure(error)} {later}")
                return False
            case took, theirs:
                yield Line(Label.ANSWER, gettext("in {number} ms").format(number=round(took * 1000)))
                ahead = polish_time.seconds_ahead(polish_time.epoch(), theirs) - took / 2
                text = gettext("{seconds} s ahead of USOS") if ahead > 0 else gettext("{seconds} s behind USOS")
                advice = gettext("Set the clock of this computer; USOS refuses requests with a wrong time.")
                value = text.format(seconds=f"{abs(ahead):.1f}")
                yield Line(Label.CLOCK, value, advice if abs(ahead) > _TOLERATED else "")
        return True

    def _installation(self, url: str) -> Iterator[Line]:
        match self._asked(lambda: anonymous.installation(url, self._chosen)):
            case UsosError():
                yield Line(Label.VERSION, gettext("not given"))
            case found:
                yield Line(Label.UNIVERSITY, drawable(found.name.in_language(language())) or gettext("not given"))
                yield Line(Label.VERSION, drawable(found.version) or gettext("not given"))

    def _methods(self, url: str) -> Generator[Line, None, tuple[str, ...]]:
        match self._asked(lambda: anonymous.methods(url, self._chosen)):
            case UsosError():
                yield Line(Label.METHODS, gettext("not given"))
                return ()
            case known:
                lacks = tuple(name for name in rights.METHODS if f"services/attendance/{name}" not in known)
        if lacks:
            text = gettext("missing: {methods}").format(methods=", ".join(lacks))
        else:
            text = gettext("all that rollcall needs")
        yield Line(Label.METHODS, text, _said(Problem.NO_ATTENDANCE, (), lacks))
        return lacks

    def _rights(self, access: Access, lacks: tuple[str, ...]) -> Line:
        def ask() -> frozenset[str]:
            usos = Usos(access, self._chosen)
            try:
                return usos.scopes()
            finally:
                usos.close()

        match self._asked(ask):
            case UsosError() as error:
                advice = failures.failure(error)
                if isinstance(error, SignInNeededError):
                    configured = gettext("Put new ones into the settings.")
                    signed_in = gettext("Start rollcall and sign in again.")
                    advice += f" {configured if access == self._chosen.access else signed_in}"
                return Line(Label.RIGHTS, gettext("none"), advice)
            case scopes:
                problems = (_said(problem, scopes, lacks) for problem in (Problem.NO_SCOPE, Problem.SHORT_LIVED))
                value = ", ".join(sorted(drawable(scope) for scope in scopes))
                return Line(Label.RIGHTS, value or gettext("none"), " ".join(filter(None, problems)))

    def _asked(self, step: Callable[[], Told]) -> Told | UsosError:
        """Return what a step brings, or how it failed.

        It runs on a thread of its own, because looking up the address of a name is limited by nothing else.
        """
        future: Future[Told] = Future()

        def run() -> None:
            try:
                future.set_result(step())
            except BaseException as error:  # raised again on the thread that waits
                future.set_exception(error)

        threading.Thread(target=run, daemon=True, name="checkup").start()
        try:
            return future.result(self._chosen.connect_timeout + self._chosen.read_timeout)
        except TimeoutError:
            return OfflineError(Silence.TIMEOUT)
        except UsosError as error:
            return error

    # --- what is on this computer ---

    def _kept(self, account: Account, access: Access | None) -> Line:
        if self._in_file(account):
            text = gettext("in the file {file}").format(file=shown(self._keychain.file))
            return Line(Label.KEY, text, open_to_others(self._keychain.file))
        if access is not None:
            return Line(Label.KEY, gettext("in this computer's keychain"))
        if self._credentials.out_of_reach(account):
            unlock = gettext("Unlock it, or start rollcall in your desktop session.")
            return Line(Label.KEY, gettext("out of reach"), f"{failures.failure(KeychainSilentError())} {unlock}")
        return Line(Label.KEY, gettext("none, signed out"))

    def _in_file(self, account: Account) -> bool:
        kept = files.read_json(self._keychain.file)
        return isinstance(kept, dict) and isinstance(kept.get(account.key), str)

    def _store(self, file: Path, *, signed_in: bool) -> Iterator[Line]:
        if not file.exists():
            yield Line(Label.STORE, gettext("none yet"))
            return
        try:
            parts = (file, file.with_name(f"{file.name}-wal"))
            size = sum(part.stat().st_size for part in parts if part.exists())
            summary = summarize(file)
        except (StoreError, OSError) as error:
            yield _unreadable(error)
        else:
            text = gettext("{size} kB, version {version}").format(size=-(-size // 1000), version=summary.version)
            yield Line(Label.STORE, text, open_to_others(file))
            yield _unsent(summary, signed_in=signed_in)
        try:
            owner = StoreLock(file).owned_by()
        except CannotLockError as error:
            yield Line(Label.IN_USE, gettext("not known"), opening.problem(NoLocks(file, str(error))))
            return
        text = gettext("yes, by process {process}").format(process=owner) if owner else gettext("no")
        yield Line(Label.IN_USE, text)


def shown(path: Path) -> str:
    """Return a path without the name of whose folder it is in."""
    home = Path.home()
    if path.is_relative_to(home):
        path = Path("~", path.relative_to(home))
    return drawable(str(Path(*("…" if part == home.name else part for part in path.parts))))


def open_to_others(file: Path) -> str:
    """Return what to do about a file that others on this computer may open, "" if it is the owner's alone."""
    if sys.platform == "win32" or not file.stat().st_mode & 0o077:
        return ""
    text = gettext("Others on this computer can open this file (mode {mode}). To prevent that: chmod 600 {file}")
    return text.format(mode=f"{file.stat().st_mode & 0o777:04o}", file=shown(file))


def _said(problem: Problem, scopes: frozenset[str] | tuple[str, ...], lacks: tuple[str, ...]) -> str:
    """Return the sentence for a problem, "" where it is none."""
    there = problem in rights.problems(scopes, staff=None, lacks=lacks)
    return sign_in.problem(problem, Account(url="", user_id="", lacks=lacks)) if there else ""


def _unreadable(error: StoreError | OSError) -> Line:
    match error:
        case CorruptStoreError():
            advice = gettext("Start rollcall: it sets the file aside and saves what can be read of it.")
            return Line(Label.STORE, gettext("damaged"), advice)
        case NewerStoreError():
            return Line(
                Label.STORE,
                gettext("from a newer version of rollcall"),
                gettext("Install that version again, or a newer one."),
            )
        case _:
            advice = gettext("Check whether you can open your data folder, and whether its disk is connected.")
            return Line(Label.STORE, gettext("cannot be read"), advice)


def _unsent(summary: StoreSummary, *, signed_in: bool) -> Line:
    total, stuck, since = summary.unsent.total, summary.unsent.stuck, summary.unsent.since
    if since is None:
        return Line(Label.UNSENT, gettext("nothing"))
    text = ngettext("{number} mark, since {day} {time}", "{number} marks, since {day} {time}", total)
    value = text.format(number=total, day=short_date(since), time=clock_time(since))
    if stuck:
        value += ", " + ngettext("{number} needs a decision", "{number} need a decision", stuck).format(number=stuck)
        text = gettext("Start rollcall; {key} shows what needs your decision.").format(key=keys.shown("every.outbox"))
        return Line(Label.UNSENT, value, text)
    if not signed_in:
        return Line(Label.UNSENT, value, gettext("Start rollcall and sign in; they will be sent automatically."))
    return Line(
        Label.UNSENT, value, gettext("They will be sent the next time you start rollcall, or run: rollcall send")
    )
