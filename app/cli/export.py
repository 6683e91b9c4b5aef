"""`rollcall export`: the term of a group, or the roll of one list, into a file that others can open."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.cli import overview, source
from app.cli.source import Source
from app.cli.status import Status
from app.cli.terminal import complain, notice
from app.config.settings import Settings
from app.domain.frozen import frozen
from app.domain.model import GroupKey
from app.exporting.files import write_new
from app.exporting.formats import Format
from app.exporting.table import Included
from app.i18n import drawable, gettext
from app.messages import exporting
from app.register.export_source import ExportSource, ExportSources
from app.sync.requests import ReadRoll


@frozen
class Asked:
    """What is to be written: the term of the group, or the roll of a list of it; and where to.

    `offline`: nothing is read from USOS before.
    """

    group: GroupKey
    list_id: str | None
    format: Format
    file: Path
    included: Included
    offline: bool


def export(chosen: Settings, asked: Asked) -> int:
    """Read what is missing, new or unsettled, write the file, and return the exit status.

    Words go to standard error, the path alone to standard output. An unfinished term is written all the same.
    """
    if os.path.lexists(asked.file):  # before anybody waits for USOS
        return complain(exporting.not_written(FileExistsError()), Status.FAILED)

    def answer(of: Source) -> Status:
        what = _source(of, chosen, asked)
        if what is None:
            if of.status(complete=True) is Status.SIGN_IN:
                return Status.SIGN_IN
            told = gettext("There is no such group or list; to see all of them: rollcall lists")
            return Status(complain(told, Status.FAILED))
        for sentence in exporting.holds(what, asked.format, asked.included):
            notice(sentence)
        for sentence in exporting.doubts(what) if asked.format.holds_marks else ():
            notice(sentence)
        try:
            data = exporting.contents_of(what, asked.format, asked.included, chosen.export.delimiter)
            write_new(asked.file, data)
        except OSError as error:
            return Status(complain(exporting.not_written(error), Status.FAILED))
        print(_linked(asked.file))
        return of.status(complete=not (asked.format.holds_marks and what.unread))

    return source.answered(chosen, answer, offline=asked.offline)


def _source(of: Source, chosen: Settings, asked: Asked) -> ExportSource | None:
    overview.read(of, asked.group)
    sources = ExportSources(of.register, of.lecturer, chosen.late)
    if asked.list_id is None:
        return sources.of_term(asked.group)
    of.read([ReadRoll(asked.list_id)])
    found = sources.of_list(asked.list_id)
    return found if found is not None and found.key == asked.group else None


def _linked(file: Path) -> str:
    """Return the path, on a terminal as a link that opens it (OSC 8)."""
    path = drawable(str(file.absolute()))
    return f"\x1b]8;;{file.absolute().as_uri()}\x1b\\{path}\x1b]8;;\x1b\\" if sys.stdout.isatty() else path
