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
from app.exporting.files import write_beside, write_new
from app.exporting.formats import Format
from app.exporting.table import Included
from app.i18n import drawable, gettext, language
from app.messages import exporting, groups
from app.register.export_source import ExportSource, ExportSources
from app.sync.requests import ReadGroups, ReadLists, ReadRoll


@frozen
class Asked:
    """What is to be written: the term of the group, or the roll of a list of it; and where to.

    Without a group it is each one of the current terms, and `file` is a folder. `offline`: nothing is read from USOS
    before.
    """

    group: GroupKey | None
    list_id: str | None
    format: Format
    file: Path
    included: Included
    offline: bool


def export(chosen: Settings, asked: Asked) -> int:
    """Read what is missing, new or unsettled, write the file, and return the exit status.

    Words go to standard error, the path alone to standard output. An unfinished term is written all the same.
    """
    if asked.group is None:
        return source.answered(chosen, lambda of: _each(of, chosen, asked), offline=asked.offline)
    key = asked.group
    if os.path.lexists(asked.file):  # before anybody waits for USOS
        return complain(exporting.not_written(FileExistsError()), Status.FAILED)

    def answer(of: Source) -> Status:
        what = _source(of, chosen, key, asked.list_id)
        if what is None:
            if of.status(complete=True) is Status.SIGN_IN:
                return Status.SIGN_IN
            told = gettext("There is no such group or list; to see all of them: rollcall lists")
            return Status(complain(told, Status.FAILED))
        _tell(what, asked)
        try:
            write_new(asked.file, _contents(what, chosen, asked))
        except OSError as error:
            return Status(complain(exporting.not_written(error), Status.FAILED))
        print(_linked(asked.file))
        return of.status(complete=_is_whole(what, asked))

    return source.answered(chosen, answer, offline=asked.offline)


def _each(of: Source, chosen: Settings, asked: Asked) -> Status:
    """Write the term of each group of the current terms that has lists, under the names that the screen would give."""
    of.read([ReadGroups(), ReadLists()])
    terms = [term for term in of.register.terms(language()) if term.current]
    known = [one for term in terms for one in term.groups if of.register.lists(one.key)]
    complete = of.register.is_read()
    for number, group in enumerate(known, 1):
        notice(f"{number}/{len(known)} {groups.group_title(group)}")
        what = _source(of, chosen, group.key, None)
        if what is None:
            continue
        _tell(what, asked)
        try:
            data = _contents(what, chosen, asked)
            print(_linked(write_beside(asked.file / exporting.file_name(what, asked.format), data)))
        except OSError as error:
            return Status(complain(exporting.not_written(error), Status.FAILED))
        complete = complete and _is_whole(what, asked)
    return of.status(complete=complete)


def _source(of: Source, chosen: Settings, key: GroupKey, list_id: str | None) -> ExportSource | None:
    overview.read(of, key)
    sources = ExportSources(of.register, of.lecturer, chosen.late)
    if list_id is None:
        return sources.of_term(key)
    of.read([ReadRoll(list_id)])
    found = sources.of_list(list_id)
    return found if found is not None and found.key == key else None


def _tell(what: ExportSource, asked: Asked) -> None:
    """Say what the file will hold, before it is written."""
    for sentence in exporting.holds(what, asked.format, asked.included):
        notice(sentence)
    for sentence in exporting.doubts(what) if asked.format.holds_marks else ():
        notice(sentence)


def _contents(what: ExportSource, chosen: Settings, asked: Asked) -> bytes:
    return exporting.contents_of(what, asked.format, asked.included, chosen.export.delimiter)


def _is_whole(what: ExportSource, asked: Asked) -> bool:
    return not (asked.format.holds_marks and what.unread)


def _linked(file: Path) -> str:
    """Return the path, on a terminal as a link that opens it (OSC 8)."""
    path = drawable(str(file.absolute()))
    return f"\x1b]8;;{file.absolute().as_uri()}\x1b\\{path}\x1b]8;;\x1b\\" if sys.stdout.isatty() else path
