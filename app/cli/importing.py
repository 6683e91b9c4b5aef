"""`rollcall import`: from reports to marks in a list, without a screen."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from app.cli import source
from app.cli.source import Source
from app.cli.status import Status
from app.cli.terminal import StatusLine, complain, notice
from app.config.settings import Settings
from app.i18n import gettext
from app.importing.as_json import as_json
from app.importing.proposal import Proposal
from app.importing.report import Format
from app.importing.stamps import DayOrder
from app.messages import failures, groups, imported, importing, list_changes, reports, roll
from app.roll.differences import Group
from app.roll.import_session import ImportSession
from app.roll.outcomes import Imported, Notice
from app.roll.session import RollSession
from app.sync.requests import ReadEmails, ReadList, ReadMeetings, ReadRoll
from app.usos.errors import KeychainSilentError, SignInNeededError
from app.workspace import open_store, report_files
from app.workspace.report_files import UnreadableFileError
from app.workspace.workspace import CallingOptions, Workspace


class _StoppedError(Exception):
    """It goes no further; why, and the exit status."""

    def __init__(self, why: str, status: Status) -> None:
        super().__init__(why)
        self.status = status


def import_reports(chosen: Settings, asked: argparse.Namespace) -> int:
    """Show what reports would change in a list, write it if that is asked for, and return the exit status.

    Data goes to standard output, and all else to standard error. Nothing is sent.
    """

    def answer(of: Source) -> Status:
        try:
            return _Import(chosen, asked, of).run()
        except _StoppedError as stopped:
            complain(str(stopped), stopped.status)
            return stopped.status

    return source.answered(chosen, answer, offline=False)


class _Import:
    """One run of the command."""

    def __init__(self, chosen: Settings, asked: argparse.Namespace, of: Source) -> None:
        self._chosen, self._asked, self._source = chosen, asked, of
        self._list_id: str = asked.list_id

    def run(self) -> Status:
        """Read the list and the reports, print the differences, write."""
        self._read_list()
        session = self._session()
        proposal = self._judge(session, self._asked.files)
        told = as_json(proposal, reports.problem, importing.why)
        unknown = [one for one in proposal.readings if one.report.format is Format.UNKNOWN]
        if not self._asked.json:
            print("\n".join(_lines(session, proposal)))
        if unknown or proposal.refused:
            self._print(told)
            raise _StoppedError(_why_not(proposal), Status.FAILED)
        status = Status.DONE if proposal.is_decided else Status.UNFINISHED
        if not (self._asked.yes or self._agreed(session)):
            self._print(told)
            return status
        written = self._write(session)
        self._print({**told, "written": written.number})
        notice(imported.written(written.number, written.left))
        return Status.UNFINISHED if written.left else status

    def _print(self, value: Mapping[str, object]) -> None:
        if self._asked.json:
            print(json.dumps(value, ensure_ascii=False))

    # --- what it rests on ---

    def _read_list(self) -> None:
        """Read the roll, and what helps, from USOS; where that fails, go on with what is kept here, if it is."""
        of, register = self._source, self._source.register
        known = register.attendance_list(self._list_id)
        if not (known and known.is_draft):
            of.read([ReadList(self._list_id), ReadRoll(self._list_id)])
        trouble = of.trouble
        known = register.attendance_list(self._list_id)
        if known and not known.is_draft and trouble is None:
            of.read([ReadMeetings(known.group), ReadEmails(known.id)])  # without these one goes on as well
        kept = register.roll(self._list_id)
        why = failures.failure(trouble) if trouble else ""
        if kept is None or not kept.entries:
            status = Status.SIGN_IN if isinstance(trouble, (SignInNeededError, KeychainSilentError)) else Status.FAILED
            raise _StoppedError(f"{why} {importing.list_unknown()}".strip(), status)
        if why:
            notice(f"rollcall: {why} {importing.as_kept(kept.read_at)}")

    def _session(self) -> ImportSession:
        """Return the session of the list; its sync is never started, so that nothing is sent."""

        def never() -> NoReturn:
            raise SignInNeededError("nothing is sent from here")

        register, sync = open_store.parts(self._source.store, never, self._chosen, lambda error: None)
        workspace = Workspace(
            register=register,
            sync=sync,
            place="",
            owner=self._source.owner,
            account=self._source.account,
            options=CallingOptions(late=self._chosen.late),
        )
        calling = RollSession(workspace, self._list_id)
        calling.load()
        session = ImportSession(calling)
        session.measure(share=self._asked.share, minutes=self._asked.length)
        return session

    def _judge(self, session: ImportSession, files: Sequence[Path]) -> Proposal:
        line, names = StatusLine(), report_files.names(files)
        try:
            read = session.reading(files, lambda share: line.show(reports.reading(names, share)))()
        except UnreadableFileError as error:
            line.clear()
            raise _StoppedError(reports.unreadable(error), Status.FAILED) from error
        line.clear()
        session.take(read)
        order = DayOrder(self._asked.day_order) if self._asked.day_order else None
        session.answer_all(self._asked.column, order, this_day=self._asked.this_day)
        if session.proposal is None:
            raise _StoppedError(importing.list_unknown(), Status.FAILED)
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
            raise _StoppedError(roll.told(outcome), Status.FAILED)
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
            lines.append(f"{importing.group(group)} ({importing.number(of_group)})")
            lines += [f"  {importing.line(row, proposal.lesson)}" for row in of_group]
    return [*lines, importing.counts(rows)] if rows else lines
