"""Report files: what they are, and what is wrong with one, in a lecturer's words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from app.i18n import N_, drawable, gettext, quoted, short_date
from app.importing.attendance import Reading
from app.importing.lone_sign import LoneSign, lone_sign
from app.importing.proposal import Proposal
from app.importing.report import Format, Problem, ProblemKind
from app.messages import groups
from app.messages.marks import mark_word
from app.workspace.report_files import UnreadableFileError

_FORMATS: Mapping[Format, str] = {
    Format.TEAMS_LIST: "Teams",
    Format.TEAMS_REPORT: "Teams",
    Format.ZOOM: "Zoom",
    Format.MEET: "Google Meet",
    Format.BIGBLUEBUTTON: "BigBlueButton",
    Format.WEBEX: "Webex",
    Format.TABLE: N_("table"),
    Format.UNKNOWN: N_("unknown"),
}

_LONGEST_NAME = 32  # characters of a file's name before a sentence

_INSTEAD = N_("Download the meeting's attendance report (CSV, XLSX).")
_PROBLEMS: Mapping[ProblemKind, str] = {
    ProblemKind.EMPTY: N_("The file is empty."),
    ProblemKind.TOO_LARGE: N_("The file is larger than any report: more than 20 MB, or too many columns."),
    ProblemKind.TOO_MANY_ROWS: N_("The file has more than 20,000 rows; no report has."),
    ProblemKind.DAMAGED: N_("The file is damaged. Download it again."),
    ProblemKind.PROTECTED: N_("The file is protected by a password. Save it without one."),
    ProblemKind.CHAT: N_("This is the chat of a meeting: it does not tell who attended."),
    ProblemKind.PDF: N_("This is a PDF, which cannot be read as a table."),
    ProblemKind.PICTURE: N_("This is a picture."),
    ProblemKind.WEB_PAGE: N_("This is a web page, perhaps a sign-in page."),
    ProblemKind.DOCUMENT: N_("This is a text document or an archive, not a table."),
    ProblemKind.NOT_A_REPORT: N_("This is not an attendance report: no names with times or marks."),
    ProblemKind.INCOMPLETE: N_("The file ends in the middle: rows are missing, so no absence is proposed."),
    ProblemKind.NOBODY: N_("This report lists nobody."),
    ProblemKind.INTRAMURAL_LIST: N_(
        "A report of a meeting does not fit an in-person list: it does not tell who was in the room."
    ),
    ProblemKind.OTHER_DAY: N_("The file is for another day."),
    ProblemKind.OTHER_TIME: N_("The file hardly covers the time of this class."),
    ProblemKind.OTHER_MEETINGS: N_("Rows of other meetings were left out."),
    ProblemKind.NO_COLUMN: N_("The table has no column for the day of this list."),
}
_INSTEAD_OF = {
    ProblemKind.CHAT,
    ProblemKind.PDF,
    ProblemKind.PICTURE,
    ProblemKind.WEB_PAGE,
    ProblemKind.DOCUMENT,
    ProblemKind.NOT_A_REPORT,
}


def reading(names: Sequence[str], share: float = 0) -> str:
    """Return that files of these names are being read, and which share of that is done."""
    told = gettext("Reading {files} …").format(files=", ".join(map(drawable, names)))
    return f"{told} {groups.percent(round(100 * share), 100)}" if share else told


def problem(one: Problem) -> str:
    """Return what is wrong with a file, and what to do about it."""
    told = gettext(_PROBLEMS[one.kind])
    if one.kind in _INSTEAD_OF:
        return f"{told} {gettext(_INSTEAD)}"
    if one.days:
        days = ", ".join(f"{short_date(day)} {day.year}" for day in one.days)
        return f"{told} {gettext('It covers: {days}.').format(days=days)}"
    return told


def saved(passed: timedelta) -> str:
    """Return how long ago a file was saved."""
    if passed < timedelta(minutes=1):
        return gettext("just now")
    return gettext("{age} ago").format(age=groups.age(passed))


def unreadable(error: UnreadableFileError) -> str:
    """Return that a file cannot be read, and why."""
    reason = drawable(error.reason) or gettext("it is not a regular file")
    return gettext("{file} cannot be read: {reason}.").format(file=drawable(str(error.path)), reason=reason)


def not_there(path: Path) -> str:
    """Return that there is no such file."""
    return gettext("There is no file {file}.").format(file=drawable(str(path)))


def format_word(report_format: Format) -> str:
    """Return what wrote a file, or what it is."""
    return gettext(_FORMATS[report_format])


def files(proposal: Proposal) -> list[str]:
    """Return a line for each file: its name, what it is, and what is wrong with it."""
    lines = []
    for reading in proposal.readings:
        parts = [f"{drawable(reading.report.name)} ({format_word(reading.report.format)})"]
        parts += [problem(one) for one in proposal.problems(reading)]
        parts += [f"{read_as(one)}." for one in [lone_sign(reading, proposal.list.mode)] if one]
        lines.append(": ".join((parts[0], " ".join(parts[1:]))) if len(parts) > 1 else parts[0])
    return lines


def lone_signs(proposal: Proposal) -> str:
    """Return how the only sign of each table is read, empty where tables have several or nobody need be told."""
    found = (lone_sign(reading, proposal.list.mode) for reading in proposal.readings)
    return ", ".join(dict.fromkeys(read_as(one) for one in found if one))


def read_as(one: LoneSign) -> str:
    """Return how the only sign of a table is read, and what its blanks do."""
    told = f"{quoted(drawable(one.sign))} = {mark_word(one.mark)}"
    return gettext("{sign_and_mark}, blank = no change").format(sign_and_mark=told) if one.blanks else told


def refused(proposal: Proposal) -> str:
    """Return why nothing is proposed at all, by the file that is to blame; empty where something is."""
    why = proposal.refused
    to_blame = [reading for reading in proposal.readings if why in proposal.problems(reading)]
    return _of_file(to_blame[-1], [why]) if why and to_blame else ""


def troubles(proposal: Proposal, fresh: Collection[str]) -> str:
    """Return what is wrong with the files whose names are fresh, and with those that are refused, each by its name."""
    told_of = {*fresh, *proposal.refused_files}
    told = [
        _of_file(reading, problems)
        for reading in proposal.readings
        if (problems := proposal.problems(reading)) and reading.report.name in told_of
    ]
    return " ".join(told)


def _of_file(reading: Reading, problems: Sequence[Problem]) -> str:
    """Return what is wrong with a file after its name; a long one keeps its end, where the date is."""
    name = drawable(reading.report.name)
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME // 2 - 1]}…{name[-_LONGEST_NAME // 2 :]}"
    return f"{name}: {' '.join(map(problem, problems))}"
