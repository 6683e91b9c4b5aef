"""`rollcall import`: from reports to marks in a list, without a screen."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from app.accounts.accounts import Account, Accounts
from app.accounts.credentials import Credentials
from app.accounts.keychain import Keychain
from app.cli.terminal import complain, notice
from app.config.settings import Access, Settings
from app.domain import polish_time
from app.i18n import gettext
from app.importing.as_json import as_json
from app.importing.proposal import Proposal
from app.importing.report import Format
from app.importing.stamps import DayOrder
from app.messages import failures, groups, importing, list_changes, opening, reports, roll
from app.register.register import Register
from app.roll.differences import Group
from app.roll.import_session import ImportSession
from app.roll.outcomes import Imported, Notice
from app.roll.session import RollSession
from app.store import Store, StoreError
from app.sync.execute import carry
from app.sync.requests import ReadEmails, ReadList, ReadMeetings, ReadRoll
from app.usos.errors import KeychainSilentError, SignInNeededError, UsosError
from app.workspace import open_store
from app.workspace.open_store import CannotOpenError
from app.workspace.report_files import UnreadableFileError
from app.workspace.workspace import CallingOptions, Workspace

DONE, FAILED, UNDECIDED, SIGN_IN, INTERRUPTED = 0, 1, 3, 4, 130
"""Exit statuses; 2, for a wrong command line, is the parser's."""


class _StoppedError(Exception):
    """It goes no further; why, and the exit status."""

    def __init__(self, why: str, status: int) -> None:
        super().__init__(why)
        self.status = status


def import_reports(chosen: Settings, asked: argparse.Namespace) -> int:
    """Show what reports would change in a list, write it if that is asked for, and return the exit status.

    Data goes to standard output, and all else to standard error. Nothing is sent.
    """
    try:
        accounts = Accounts(open_store.data_folder())
        if chosen.access is not None:
            account = open_store.configured_account(accounts, chosen, lambda url: notice(opening.signing_in(url)))
        elif known := accounts.all():
            account = known[0]
        else:
            nobody = gettext("Nobody has signed in on this computer yet: start rollcall without a command.")
            return complain(nobody, SIGN_IN)
        with open_store.disk():
            file = accounts.store_file(account)
        with open_store.opened(file, lambda saved: notice(opening.recovered(saved))) as (store, owner):
            return _Import(chosen, asked, store, owner).run(accounts, account)
    except _StoppedError as stopped:
        return complain(str(stopped), stopped.status)
    except CannotOpenError as error:
        return complain(opening.problem(error.problem), FAILED)
    except StoreError:
        return complain(failures.unreadable_store(), FAILED)
    except KeyboardInterrupt:
        return INTERRUPTED


class _Import:
    """One run of the command."""

    def __init__(self, chosen: Settings, asked: argparse.Namespace, store: Store, owner: str) -> None:
        self._chosen, self._asked = chosen, asked
        self._store, self._owner = store, owner
        self._list_id: str = asked.list_id

    def run(self, accounts: Accounts, account: Account) -> int:
        """Read the list and the reports, print the differences, write."""
        self._read_list(accounts, account)
        session = self._session(account)
        proposal = self._judge(session, self._asked.files)
        told = as_json(proposal, reports.problem, importing.why)
        shown = "\n".join(_lines(session, proposal))
        unknown = [one for one in proposal.readings if one.report.format is Format.UNKNOWN]
        if not self._asked.json:
            print(shown)
        if unknown or proposal.refused:
            if self._asked.json:
                print(json.dumps(told, ensure_ascii=False))
            raise _StoppedError(_why_not(proposal), FAILED)
        status = DONE if proposal.is_decided else UNDECIDED
        if not (self._asked.yes or self._agreed(session)):
            if self._asked.json:
                print(json.dumps(told, ensure_ascii=False))
            return status
        written = self._write(session)
        if self._asked.json:
            print(json.dumps({**told, "written": written.number}, ensure_ascii=False))
        notice(importing.written(written.number, written.left))
        return UNDECIDED if written.left else status

    # --- what it rests on ---

    def _read_list(self, accounts: Accounts, account: Account) -> None:
        """Read the roll, and what helps, from USOS; where that fails, go on with what is kept here, if it is."""
        register = Register(self._store, polish_time.now)
        known = register.attendance_list(self._list_id)
        trouble = failures.owned_by(self._owner) if self._owner else ""
        error: UsosError | None = None
        if not (self._owner or (known and known.is_draft)):
            error = self._read_from_usos(accounts, account)
            trouble = failures.failure(error) if error else ""
        rolls = register.roll(self._list_id)
        if rolls is None or not rolls.entries:
            status = SIGN_IN if isinstance(error, (SignInNeededError, KeychainSilentError)) else FAILED
            raise _StoppedError(f"{trouble} {importing.list_unknown()}".strip(), status)
        if trouble:
            notice(f"rollcall: {trouble} {importing.as_kept(rolls.read_at)}")

    def _read_from_usos(self, accounts: Accounts, account: Account) -> UsosError | None:
        try:
            access = self._access(account)
        except UsosError as refused:
            return refused
        usos = open_store.connect(accounts, access, self._chosen)
        try:
            for reading in (ReadList(self._list_id), ReadRoll(self._list_id)):
                _, error = carry(usos, self._store, reading, polish_time.now())
                if error is not None:
                    return error
            known = Register(self._store, polish_time.now).attendance_list(self._list_id)
            for help_ in (ReadMeetings(known.group), ReadEmails(known.id)) if known else ():
                carry(usos, self._store, help_, polish_time.now())  # without it one goes on as well
        finally:
            usos.close()
        return None

    def _access(self, account: Account) -> Access:
        """Return what lets us speak for the account. Raises `SignInNeededError`, `KeychainSilentError`."""
        if self._chosen.access is not None:
            return self._chosen.access
        credentials = Credentials(Keychain(open_store.data_folder()))
        access = credentials.of(account)
        if access is None:
            raise KeychainSilentError if credentials.out_of_reach else SignInNeededError("no credentials")
        return access

    def _session(self, account: Account) -> ImportSession:
        """Return the session of the list; its sync is never started, so that nothing is sent."""

        def never() -> NoReturn:
            raise SignInNeededError("nothing is sent from here")

        register, sync = open_store.parts(self._store, never, self._chosen, lambda error: None)
        workspace = Workspace(
            register=register,
            sync=sync,
            place="",
            owner=self._owner,
            account=account,
            options=CallingOptions(self._chosen.late),
        )
        calling = RollSession(workspace, self._list_id)
        calling.load()
        session = ImportSession(calling)
        session.measure(share=self._asked.share, minutes=self._asked.length)
        return session

    def _judge(self, session: ImportSession, files: Sequence[Path]) -> Proposal:
        try:
            read = session.reading(files)()
        except UnreadableFileError as error:
            raise _StoppedError(reports.unreadable(error), FAILED) from error
        session.take(read)
        order = DayOrder(self._asked.day_order) if self._asked.day_order else None
        session.answer_all(self._asked.column, order, this_day=self._asked.this_day)
        if session.proposal is None:
            raise _StoppedError(importing.list_unknown(), FAILED)
        return session.proposal

    # --- writing ---

    def _agreed(self, session: ImportSession) -> bool:
        """Ask whether what needs no question is to be written, where that can be asked."""
        number = sum(row.change is not None for row in session.rows())
        asks = not (self._asked.json or self._asked.dry_run) and sys.stdin.isatty() and sys.stdout.isatty()
        if not (asks and number):
            return False
        word = gettext("yes")
        typed = input(f"{importing.rest(0, number)} {gettext('Type {word}:').format(word=word)} ")
        return typed.strip().casefold() == word.casefold()

    def _write(self, session: ImportSession) -> Imported:
        outcome = session.write()
        if outcome is Notice.DONE:
            return Imported(0, 0)
        if not isinstance(outcome, Imported):
            raise _StoppedError(roll.told(outcome), FAILED)
        return outcome


def _why_not(proposal: Proposal) -> str:
    """Return why nothing is done: the first file that is no report, else what keeps all of them from the list."""
    for reading in proposal.readings:
        if reading.report.format is Format.UNKNOWN:
            return " ".join((f"{reading.report.name}:", *map(reports.problem, reading.problems)))
    return reports.refused(proposal)


def _lines(session: ImportSession, proposal: Proposal) -> list[str]:
    """Return list, files and differences as lines."""
    register, rows = session.calling.workspace.register, session.rows()
    title = groups.title_of(proposal.list, register.group(proposal.list.group))
    lines = [f"{title} · {list_changes.described(proposal.list)}", *reports.files(proposal)]
    for group in Group:
        of_group = [row for row in rows if row.group is group]
        if of_group:
            lines.append(f"{importing.group(group)} ({len(of_group)})")
            lines += [f"  {importing.line(row, proposal.lesson)}" for row in of_group]
    return [*lines, importing.counts(rows)] if rows else lines
