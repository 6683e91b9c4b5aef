"""Exports: what a file will hold, what it is called, and its contents with all words in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from app.domain.names import folded
from app.exporting import as_csv, as_html, as_xlsx, contents
from app.exporting.as_html import SignInSheet
from app.exporting.formats import Format
from app.exporting.table import Head, Included, Table, Words
from app.i18n import clock_time, drawable, gettext, long_date, ngettext, pgettext
from app.messages import groups, marks
from app.messages.export_words import words
from app.register.export_source import ExportSource

_BLANK_ROWS = 8  # of a sign-in sheet, for people who are not on it
_LONGEST_NAME = 80


def contents_of(source: ExportSource, format_: Format, included: Included, delimiter: str = "") -> bytes:
    """Return the whole file; `delimiter` is that of a CSV, "" the usual one of the language."""
    told = words(delimiter)
    match format_:
        case Format.XLSX:
            return as_xlsx.of_table(_table(source, told, included), told, source.at)
        case Format.CSV:
            return as_csv.of_table(_table(source, told, included), told)
        case Format.HTML:
            return as_html.of_table(_table(source, told, included), told)
        case Format.SHEET:
            names = tuple(student.name for student in source.students)
            return as_html.of_sheet(
                SignInSheet(Head(title(source), tuple(_of_sheet(source))), names, _BLANK_ROWS), told
            )


def _table(source: ExportSource, told: Words, included: Included) -> Table:
    head = Head(title(source), tuple(_facts(source)))
    if source.overview is not None:
        lacking = groups.lists_read(*source.overview.begun)
        return contents.of_term(source.overview, head, told, included, lacking)
    return contents.of_roll(source.cells, source.meeting or source.at, head, told, included)


def title(source: ExportSource) -> str:
    """Return the title of the group."""
    return groups.group_title(source.group) if source.group else drawable(source.key.unit_id)


def whole_term() -> str:
    """Return the words for the term of a group as what is exported."""
    return gettext("the whole term")


def subject(source: ExportSource) -> str:
    """Return what is exported: the term, or the meeting of a list."""
    if source.list is None:
        return whole_term()
    return f"{gettext('one list')}: {groups.meeting(source.list, source.at.date())}"


def _term(source: ExportSource) -> str:
    return groups.term(source.term) if source.term else ""


def _facts(source: ExportSource) -> Iterator[str]:
    meeting = _when(source.list.date) if source.list else ""
    mode = marks.mode_word(source.list.mode) if source.list else ""
    yield " · ".join(part for part in (meeting, mode, _term(source), source.lecturer) if part)
    written = gettext("As known on {day}.").format(day=_when(source.at))
    yield " ".join([written, *doubts(source)])


def _of_sheet(source: ExportSource) -> Iterator[str]:
    blank = "…" * 20
    yield gettext("Term: {term}").format(term=_term(source) or blank)
    yield gettext("Lecturer: {lecturer}").format(lecturer=source.lecturer or blank)
    yield gettext("Date: {date}").format(date=_when(source.meeting) if source.meeting else blank)
    yield gettext("Room: {room}").format(room=source.room or blank)


def _when(moment: datetime) -> str:
    return f"{long_date(moment)} {clock_time(moment)}"


# --- what is said before anything is written ---


def holds(source: ExportSource, format_: Format, included: Included) -> list[str]:
    """Return sentences about what the file will hold, and what it will not."""
    told = gettext("The file will hold: {contents}.").format(contents=", ".join(_held(source, format_, included)))
    left_out = {
        pgettext("without", "album numbers"): format_.holds_marks and included.numbers,
        pgettext("without", "comments"): format_.holds_marks and included.comments,
    }
    without = [name for name, ticked in left_out.items() if not ticked]
    sentences = [told]
    if without:
        sentences.append(gettext("It will not hold: {contents}.").format(contents=", ".join(without)))
    return sentences


def _held(source: ExportSource, format_: Format, included: Included) -> Iterator[str]:
    people = len(source.overview.students) if source.overview and format_.holds_marks else len(source.students)
    yield ngettext("the name of {number} student", "the names of {number} students", people).format(number=people)
    if format_ is Format.SHEET:
        yield ngettext("{number} blank row", "{number} blank rows", _BLANK_ROWS).format(number=_BLANK_ROWS)
        return
    if source.overview is not None:
        yield gettext("how often each student was present")
    _, meetings = source.overview.rolls_known if source.overview else (1, 1)
    yield ngettext("the marks of {number} class", "the marks of {number} classes", meetings).format(number=meetings)
    if source.overview is not None and (empty := len(source.overview.meetings) - meetings):
        yield ngettext(
            "{number} empty column of a class without a list",
            "{number} empty columns of classes without a list",
            empty,
        ).format(number=empty)
    if included.numbers:
        yield gettext("album numbers")
    if included.comments:
        yield gettext("comments")


def doubts(source: ExportSource) -> Iterator[str]:
    """Yield what keeps the marks from being those that USOS has; a file with marks says so, too."""
    if source.unsent:
        yield ngettext(
            "{number} mark is not in USOS yet.", "{number} marks are not in USOS yet.", source.unsent
        ).format(number=source.unsent)
    if source.unread:
        yield ngettext(
            "{number} list has not been read from USOS yet.",
            "{number} lists have not been read from USOS yet.",
            source.unread,
        ).format(number=source.unread)


def file_name(source: ExportSource, format_: Format) -> str:
    """Return a name for the file, without folders: the group, what it is, the day; nobody's name."""
    slug = "-".join("".join(sign if sign.isalnum() else " " for sign in folded(title(source))).split())
    of_a_meeting = source.list is not None or format_ is Format.SHEET
    day = (source.meeting if of_a_meeting and source.meeting else source.at).date()
    kind = ""
    if format_ is Format.SHEET:
        kind = gettext("sheet")
    elif source.list is None:
        kind = gettext("term")
    parts = (slug[:_LONGEST_NAME].strip("-") or "rollcall", folded(kind), day.isoformat())
    return "-".join(part for part in parts if part) + format_.suffix


def typed_file(text: str, folder: Path) -> Path | None:
    """Return the file or folder that somebody typed, None for nothing; a part of a path is taken from that folder.

    Raises `ValueError` for what can be no path.
    """
    if not text.strip():
        return None
    if not text.isprintable():
        raise ValueError(text)
    try:
        return folder / Path(text.strip()).expanduser()
    except RuntimeError as error:  # the home of somebody whom this computer does not know
        raise ValueError(text) from error


def written(file: Path) -> str:
    """Return where a file was written."""
    return gettext("Saved as {file}; only you can read it.").format(file=drawable(str(file)))


def not_written(error: OSError) -> str:
    """Return why a file was not written."""
    if isinstance(error, FileExistsError):
        return gettext("A file of that name already exists; nothing was written.")
    return gettext("It could not be written: {reason}").format(reason=error.strerror or error)
