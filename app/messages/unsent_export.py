"""What USOS has not accepted, written out so that it can be typed into USOSweb by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from app.domain.model import AttendanceList, Entry
from app.exporting.as_csv import of_rows
from app.exporting.files import write_beside
from app.i18n import clock_time, drawable, gettext, quoted
from app.messages import groups, marks
from app.messages.export_words import words

Remainder = Sequence[tuple[AttendanceList, str, Sequence[Entry]]]
"""Lists with the title of their group and the entries that are unsent."""


def as_text(remainder: Remainder, today: date) -> str:
    """Return the remainder for the eye: a paragraph for each list, a line for each student."""
    paragraphs = []
    for one, title, entries in remainder:
        lines = [f"{title}, {groups.meeting(one, today)}"]
        lines += [f"  {drawable(entry.student.name)}: {_said(entry)}" for entry in entries]
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs) + "\n"


def as_csv(remainder: Remainder, delimiter: str = "") -> bytes:
    """Return the remainder for a spreadsheet; `delimiter` is that between cells, "" the usual one of the language."""
    heading = gettext("group|date|time|surname|first name|number|mark|comment|why it is not in USOS").split("|")
    rows = [_row(one, title, entry) for one, title, entries in remainder for entry in entries]
    return of_rows([heading, *rows], words(delimiter).delimiter)


def write(remainder: Remainder, folder: Path, at: datetime, delimiter: str = "") -> Path:
    """Write both forms for their owner's eyes only and return the file of the text. Raises `OSError`."""
    text = write_beside(
        folder / f"rollcall-{at:%Y-%m-%d-%H%M%S}.txt", as_text(remainder, at.date()).encode("utf-8-sig")
    )
    write_beside(text.with_suffix(".csv"), as_csv(remainder, delimiter))
    return text


def _row(one: AttendanceList, title: str, entry: Entry) -> tuple[str, ...]:
    who = entry.student
    return (
        title,
        f"{one.date:%Y-%m-%d}",
        clock_time(one.date),
        who.last_name,
        who.given_name,
        who.number,
        marks.mark_word(entry.mark),
        entry.comment,
        marks.why_unsent(entry),
    )


def _said(entry: Entry) -> str:
    comment = f" {quoted(drawable(entry.comment))}" if entry.comment else ""
    return f"{marks.mark_word(entry.mark)}{comment} ({marks.why_unsent(entry)})"
