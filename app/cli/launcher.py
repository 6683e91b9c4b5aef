"""From the command line to the screens: whose store is opened, and what comes after one account has been left."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
from contextlib import ExitStack, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.accounts.accounts import Account, Accounts
from app.cli import cannot_open, signals
from app.cli.status import Status
from app.cli.terminal import complain, drawn_on_terminal, notice
from app.config import language_choice, settings
from app.config.settings import Access, Settings
from app.domain import polish_time
from app.i18n import drawable, gettext
from app.messages import opening, sending
from app.store import FileState
from app.usos.errors import UsosError
from app.workspace import open_store
from app.workspace.destination import Demo, Destination, Opening, SignInAnew, SignInContext
from app.workspace.open_store import CannotOpenError

if TYPE_CHECKING:  # imported where they are needed: they are slow, and most commands do without
    from collections.abc import Callable

    from app.accounts.credentials import Credentials
    from app.accounts.sign_in import SigningIn
    from app.cli.crash import CallReports
    from app.store.recovery import Saved
    from app.tui.program import Program
    from app.usos.client import Usos
    from app.workspace.workspace import CallingOptions, Workspace

Ended = tuple[int, Destination | None]
"""The exit status so far, and where to go on."""


class Session:
    """One start of the program with a screen: one account after the other, until the lecturer leaves."""

    def __init__(self, asked: argparse.Namespace, chosen: Settings) -> None:
        """Run as the command line and the configuration say."""
        self._asked, self._chosen, self._demos = asked, chosen, 0  # how many demos have begun
        self._list_id: str | None = asked.list_id
        self._left: Destination | None = None  # what was on the screen before
        self._kept: dict[str, str] = {}  # by account, what is to be told at the end of the marks that stay behind
        self._signed_in: dict[str, Access] = {}  # by account, of those who signed in during this session

    @cached_property
    def accounts(self) -> Accounts:
        """Who has signed in on this computer."""
        return Accounts(open_store.data_folder())

    @cached_property
    def credentials(self) -> Credentials:
        """What lets the program speak for them."""
        from app.accounts.credentials import Credentials  # noqa: PLC0415 - only a thread asks for them, after the first paint
        from app.accounts.keychain import Keychain  # noqa: PLC0415 - as above

        return Credentials(Keychain(open_store.data_folder()))

    @cached_property
    def _call_reports(self) -> CallReports:
        from app.cli.crash import CallReports  # noqa: PLC0415 - hopefully never needed

        return CallReports(settings.log_folder, polish_time.now)

    def _report_call(self, error: UsosError) -> None:
        self._call_reports.write(error)

    def run(self, *, demo: bool) -> int:
        """Show the screens and return the exit status."""
        status = 0
        try:
            destination: Destination | None = Demo() if demo else self._first()
            while destination is not None and status == 0:
                before = destination
                match destination:
                    case Opening(account, access):
                        status, destination = self._call(account, access)
                    case Demo():
                        status, destination = self._demo()
                    case SignInAnew() if self._asked.plain:
                        told = gettext(
                            "Nobody has signed in on this computer yet: start rollcall without --plain or ACCESSIBLE."
                        )
                        return complain(told, Status.SIGN_IN)
                    case SignInAnew(told):
                        # Who only looks at other universities may go back; who has signed out has nowhere to go.
                        status, destination = self._sign_in(told, None if told else self._left)
                self._left = before
        except CannotOpenError as error:
            return cannot_open.told(error)
        finally:
            gc.enable()
            self._say_kept()
        return status

    def _first(self) -> Destination:
        """Return where to begin: with the credentials of the configuration, the account used last, or nobody's."""
        if self._chosen.access is not None:
            account = open_store.configured_account(
                self.accounts, self._chosen, lambda url: notice(opening.signing_in(url))
            )
            return Opening(account, self._chosen.access)
        known = self.accounts.all()
        return Opening(known[0]) if known else SignInAnew()

    def _call(self, account: Account, access: Access | None) -> Ended:
        from app.workspace.workspace import Workspace  # noqa: PLC0415 - Textual is imported only when there is a screen to show

        configured = access is not None and access == self._chosen.access
        if access is not None:
            self._signed_in[account.key] = access
        if not configured:
            with suppress(OSError):  # only the order of accounts is lost
                self.accounts.use(next((one for one in self.accounts.all() if one.key == account.key), account))
        with open_store.disk():
            file = self.accounts.store_file(account)
        with open_store.opened(file, _tell_recovery) as (store, owner):
            register, sync = open_store.parts(store, lambda: self._connect(account), self._chosen, self._report_call)

            def admit(fresh: Access) -> None:
                self._signed_in[account.key] = fresh
                sync.reconnect()

            place = drawable(account.university or account.url.split("://")[1].strip("/"))
            workspace = Workspace(
                register=register,
                sync=sync,
                place=place,
                owner=owner,
                sign_in_context=self.sign_in_context(),
                account=None if configured else account,
                admit=admit,
                options=self._options(),
                computer_now=polish_time.here,
                export=self._chosen.export,
            )
            ended = self._show(workspace)
            store.database.doubted |= ended[0] == Status.FAILED  # it may have been what is in the file
            match ended:
                case _, SignInAnew(told) if told:  # signed out: what this session remembers goes, too
                    self._signed_in.pop(account.key, None)
            if not owner:
                with open_store.disk():
                    self._kept[f"{drawable(account.person)} · {place}"] = sending.kept(
                        register.unsent(),
                        sync.connection.trouble,
                        goes_out=sync.has_work(),
                        lost=register.store_state() is FileState.LOST,
                    )
            return ended

    def _say_kept(self) -> None:
        """Tell what is left on this computer after the screens are gone; whose, where several accounts were open."""
        for whose, kept in self._kept.items():
            if kept:
                print(f"{whose}: {kept}" if len(self._kept) > 1 else kept)

    def _demo(self) -> Ended:
        """Call the roll of an emulator in this process, with a store that goes with it."""
        from app.usos.client import Usos  # noqa: PLC0415 - as above
        from app.workspace.demo import Demo as University  # noqa: PLC0415 - only the demo needs it
        from app.workspace.guide import Guide  # noqa: PLC0415 - as above
        from app.workspace.workspace import Workspace  # noqa: PLC0415 - as above

        asked, self._demos = self._asked, self._demos + 1
        university = University(asked.students, asked.groups, asked.seed, lambda access: Usos(access, self._chosen))
        folder = tempfile.TemporaryDirectory(prefix="rollcall-demo-", ignore_cleanup_errors=True)
        with folder as name, ExitStack() as stack:
            stack.callback(university.stop)
            store, _ = stack.enter_context(open_store.opened(Path(name) / "demo.sqlite3", _tell_recovery))
            register, sync = open_store.parts(store, university.connect, self._chosen, self._report_call)
            workspace = Workspace(
                register=register,
                sync=sync,
                place="demo",
                tricks=university.tricks(),
                renew=university.renew,
                sign_in_context=self.sign_in_context(),
                options=self._options(),
                computer_now=polish_time.here,
                export=self._chosen.export,
                guide=Guide(),
                notice=gettext("The demo has begun anew.") if self._demos > 1 else "",
            )
            return self._show(workspace)

    def _sign_in(self, told: str, back: Destination | None) -> Ended:
        def first_run() -> Program:
            from app.tui.sign_in.first_run import FirstRun  # noqa: PLC0415 - as above

            return FirstRun(self.sign_in_context(), notice=told, back=back, theme=self._chosen.theme)

        return self.run_program(first_run)

    def _show(self, workspace: Workspace) -> Ended:
        list_id, self._list_id = self._list_id, None
        if self._asked.plain:
            return self._talk(workspace, list_id)

        def rollcall() -> Program:
            from app.tui.app import Rollcall  # noqa: PLC0415 - as above

            return Rollcall(workspace, list_id=list_id, theme=self._chosen.theme)

        ended = self.run_program(rollcall)
        workspace.sync.stop()
        return ended

    def _talk(self, workspace: Workspace, list_id: str | None) -> Ended:
        """Go line by line; it needs no terminal that can do more."""
        from app.plain.console import PlainProgram  # noqa: PLC0415 - only where it is asked for

        try:
            _collect_from_now_on()
            plain = PlainProgram(workspace)
            with signals.input_ends() as leave, signals.heeded(leave):
                plain.run(list_id)
        except OSError:
            raise  # it is no failure of ours that nobody reads on, or that the disk is full
        except Exception as error:  # whatever it is must not print names or tokens
            return _report(error), None
        return 0, None

    def run_program(self, application: Callable[[], Program]) -> Ended:
        """Run an application; a defect of ours leaves a report and one calm sentence."""
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            told = gettext("rollcall needs a terminal. Without one: rollcall --plain, or to send: rollcall send")
            return complain(told, Status.USAGE), None
        if os.environ.get("TERM") == "dumb":
            told = gettext("This terminal is too simple for the full screen. Use: rollcall --plain")
            return complain(told, Status.USAGE), None
        try:
            program = application()
        except LookupError:
            from app.tui.program import Program  # noqa: PLC0415 - as above

            told = gettext("{file}: {name} is not a theme; remove it or choose one of {choices}.")
            themes = ", ".join(sorted(Program.themes()))
            text = told.format(file=settings.config_file(), name=self._chosen.theme, choices=themes)
            return complain(text, Status.USAGE), None
        _collect_from_now_on()
        with drawn_on_terminal(), signals.heeded(program.leave_soon):
            destination = program.run(mouse=self._chosen.mouse)
        if program.failure is not None:
            return _report(program.failure), None
        return 0, destination

    def _options(self) -> CallingOptions:
        from app.workspace.workspace import CallingOptions  # noqa: PLC0415 - as above

        late, excused, guard = self._chosen.late, self._chosen.excused, self._chosen.repeat_guard / 1000
        return CallingOptions(late=late, excused=excused, repeat_guard=guard)

    def sign_in_context(self) -> SignInContext:
        """Return what a screen needs for signing in."""
        from app.accounts import browser  # noqa: PLC0415 - as above

        return SignInContext(
            accounts=self.accounts,
            settings=self._chosen,
            signing_in=self._signing_in,
            browse=browser.opener(os.environ),
            keep_language=language_choice.keep,
        )

    def _signing_in(self) -> SigningIn:
        from app.accounts.sign_in import SigningIn  # noqa: PLC0415 - httpx and authlib are slow to import; a thread does it

        return SigningIn(self._chosen, self.accounts, self.credentials)

    def _connect(self, account: Account) -> Usos:
        """Return a client for an account. Raises as `Credentials.required`."""
        access = self._signed_in.get(account.key) or self.credentials.required(account)
        return open_store.connect(self.accounts, access, self._chosen)


def _tell_recovery(saved: Saved) -> None:
    notice(opening.recovered(saved))


def _collect_from_now_on() -> None:
    """Look for garbage again, but never among what has been imported."""
    gc.freeze()
    gc.enable()


def _report(failure: BaseException) -> int:
    from app.cli import crash  # noqa: PLC0415 - hopefully never needed

    return crash.told(failure, settings.log_folder, polish_time.now())
