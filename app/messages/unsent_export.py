"""What USOS has not accepted, written out so that it can be typed into USOSweb by hand."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from app.domain.model import AttendanceList, Entry
from app.i18n import clock_time, drawable, gettext
from app.messages import groups, marks

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


def as_csv(remainder: Remainder) -> str:
    """Return the remainder for a spreadsheet."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(gettext("group|date|time|surname|first name|number|mark|comment|why it is not in USOS").split("|"))
    for one, title, entries in remainder:
        for entry in entries:
            who = entry.student
            cells = (
                title,
                f"{one.date:%Y-%m-%d}",
                clock_time(one.date),
                who.last_name,
                who.first_name,
                who.number,
                marks.mark_word(entry.mark),
                entry.comment,
                marks.why_unsent(entry),
            )
            writer.writerow([_cell(cell) for cell in cells])
    return written.getvalue()


def write(remainder: Remainder, folder: Path, at: datetime) -> Path:
    """Write both forms for their owner's eyes only and return the file of the text. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    text = folder / f"rollcall-{at:%Y-%m-%d-%H%M%S}.txt"
    for file, content in ((text, as_text(remainder, at.date())), (text.with_suffix(".csv"), as_csv(remainder))):
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8-sig") as out:
            out.write(content)
    return text


def _said(entry: Entry) -> str:
    comment = f" „{drawable(entry.comment)}”" if entry.comment else ""
    return f"{marks.mark_word(entry.mark)}{comment} ({marks.why_unsent(entry)})"


def _cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    harmless = drawable(text)
    return f"'{harmless}" if harmless.startswith(("=", "+", "-", "@")) else harmless
