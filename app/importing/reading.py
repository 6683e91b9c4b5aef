"""A file's bytes to a report: the entry to the first two stages. Pure; nothing in a file is executed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from app.importing import bigbluebutton, delimited, encoding, generic, meet, recognise, teams, webex, zoom
from app.importing.columns import Kind, kind
from app.importing.delimited import Row
from app.importing.report import Format, Problem, ProblemKind, Report
from app.importing.sheet_size import (
    MOST_CELLS,
    MOST_ROWS,
    ProtectedError,
    TooLargeError,
    TooManyRowsError,
    WorkbookError,
    check_size,
)
from app.importing.source import Sheet, Source
from app.importing.workbook import read_sheets

MOST_BYTES = 20_000_000
_REFUSALS: Mapping[type[WorkbookError], ProblemKind] = {
    TooManyRowsError: ProblemKind.TOO_MANY_ROWS,
    TooLargeError: ProblemKind.TOO_LARGE,
    ProtectedError: ProblemKind.PROTECTED,
}

# The first that recognises a file reads it: those known by words before those known by structure alone.
_FORMATS: tuple[tuple[Callable[[Source], bool], Callable[[Source], Report]], ...] = (
    (teams.recognises_list, teams.read_list),
    (webex.recognises, webex.read),
    (bigbluebutton.recognises, bigbluebutton.read),
    (teams.recognises_report, teams.read_report),
    (zoom.recognises, zoom.read),
    (meet.recognises, meet.read),
    (generic.recognises_times, generic.read_times),
)


def read(data: bytes, name: str) -> Report:
    """Return what a file says: an attendance report of a conference tool, or a table of names.

    Args:
        data: the whole file. More than 20 MB or 20,000 rows are refused, unread.
        name: the file's name, without folders; some programs tell the day only there.
    """
    if len(data) > MOST_BYTES:
        return _refused(name, ProblemKind.TOO_LARGE)
    if no_table := recognise.by_bytes(data):
        return _refused(name, no_table)
    try:
        return _read_workbook(data, name) if recognise.is_workbook(data) else _read_text(data, name)
    except WorkbookError as error:
        return _refused(name, _REFUSALS.get(type(error), ProblemKind.DAMAGED))


def _read_workbook(data: bytes, name: str) -> Report:
    sheets = tuple(Sheet(one.name, one.rows) for one in read_sheets(data))
    return _read_source(Source(name, sheets)) or _refused(name, ProblemKind.NOT_A_REPORT)


def _read_text(data: bytes, name: str) -> Report:
    decoded = encoding.decode(data)
    if delimited.count_lines(decoded.text) > MOST_ROWS:
        return _refused(name, ProblemKind.TOO_MANY_ROWS)
    if recognise.is_chat(decoded.text):
        return _refused(name, ProblemKind.CHAT)
    if max(map(decoded.text.count, delimited.DELIMITERS)) > MOST_CELLS:
        return _refused(name, ProblemKind.TOO_LARGE)
    parsed = delimited.parse(decoded.text)
    check_size(len(parsed.rows), max((len(row.cells) for row in parsed.rows), default=0))
    sheet = Sheet("", parsed.rows)
    report = _read_source(Source(name, (sheet,)))
    if report is None:
        return _refused(name, ProblemKind.NOT_A_REPORT)
    body = sheet.tables[-1].body if sheet.tables else ()
    if decoded.cut or parsed.open_quote or (not parsed.ended and _ends_midway(body)):
        return _incomplete(report)
    return report


def _read_source(source: Source) -> Report | None:
    report: Report | None = None
    if source.presence:
        report = next((read_it(source) for recognises, read_it in _FORMATS if recognises(source)), None)
    report = report or generic.read_signs(source)
    if report and not report.people:
        return replace(report, problems=(*report.problems, Problem(ProblemKind.NOBODY)))
    return report


def _ends_midway(body: Sequence[Row]) -> bool:
    """Tell whether the last row of a text without a last line end has fewer cells than others, or a cell cut off."""
    if not body:
        return True  # the heading itself is the last line
    *others, last = body
    if not others:
        return False
    usual, _ = Counter(len(row.cells) for row in others).most_common(1)[0]
    if len(last.cells) < usual:
        return True
    place = len(last.cells) - 1
    cut = last.cell(place)
    beside = [row.cell(place) for row in others if row.cell(place)]
    if not cut or not beside:
        return False
    return all(kind(one) is not Kind.TEXT for one in beside) and _shape(cut) not in {_shape(one) for one in beside}


def _shape(cell: str) -> str:
    """Return a cell without its digits' values: times cut off look different from whole ones."""
    return re.sub(r"[0-9]", "9", cell) if ":" in cell else kind(cell).name


def _incomplete(report: Report) -> Report:
    told = dict.fromkeys((*report.problems, Problem(ProblemKind.INCOMPLETE)))
    return replace(report, complete=False, problems=tuple(told))


def _refused(name: str, kind: ProblemKind) -> Report:
    return Report(name=name, format=Format.UNKNOWN, complete=False, meetings=0, problems=(Problem(kind),))
