"""`rollcall overview`: the term of a group, as JSON, as CSV or in lines."""

from __future__ import annotations

import sys
from enum import Enum

from app.cli import source, values
from app.cli.source import Source
from app.cli.status import Status
from app.cli.terminal import complain
from app.config.settings import Settings
from app.domain.model import GroupKey
from app.exporting.formats import Format
from app.exporting.table import Included
from app.i18n import gettext
from app.messages import exporting, overview_lines
from app.register.export_source import ExportSources
from app.sync.requests import ReadGroups, ReadLists, ReadMeetings, ReadRoll


class Form(Enum):
    """How a term is printed."""

    LINES = "lines"
    JSON = "json"
    CSV = "csv"


def overview(chosen: Settings, group: GroupKey, *, form: Form, offline: bool, numbers: bool) -> int:
    """Read what is missing, new or unsettled unless `offline`, print the term, and return the exit status."""

    def answer(of: Source) -> Status:
        read(of, group)
        known = of.register.overviews.of(group)
        if known is None:
            return _unknown(of, group)
        match form:
            case Form.JSON:
                values.printed(**values.of_overview(known, numbers=numbers))
            case Form.CSV:
                _print_csv(chosen, of, group, numbers=numbers)
            case Form.LINES:
                lines = (overview_lines.student(one, number=numbers) for one in known.students)
                print(*filter(None, overview_lines.head(known)), *lines, sep="\n")
        return of.status(complete=known.complete and of.register.is_read(group))

    return source.answered(chosen, answer, offline=offline)


def _unknown(of: Source, group: GroupKey) -> Status:
    """Say why there is nothing to print: the group is not known, perhaps because nothing could be read."""
    status = of.status(complete=False)
    told = gettext("No group {number} of {unit} is known here; to see all that are: rollcall lists")
    complain(told.format(number=group.number, unit=group.unit_id), Status.FAILED)
    return Status.SIGN_IN if status is Status.SIGN_IN else Status.FAILED


def read(of: Source, group: GroupKey) -> None:
    """Read what makes the overview of a group whole, where there is a way to USOS."""
    if of.register.group(group) is None:
        of.read([ReadGroups()])
    of.read([ReadLists(group), ReadMeetings(group)])
    of.read([ReadRoll(one.id) for one in of.register.timetable.worth_reading(group)])


def _print_csv(chosen: Settings, of: Source, group: GroupKey, *, numbers: bool) -> None:
    """Print what a CSV file of the term would hold, byte for byte."""
    source = ExportSources(of.register, late_template=chosen.late).of_term(group)
    if source is not None:
        contents = exporting.contents_of(source, Format.CSV, Included(numbers=numbers), chosen.export.delimiter)
        sys.stdout.buffer.write(contents)
        sys.stdout.flush()
