"""The tables that are exported: the term of a group, and the roll of one list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.domain.model import Entry
from app.domain.overview import Overview, OverviewCell, OverviewStudent
from app.exporting.table import Cell, Column, Head, Included, Kind, Table, Words


def of_term(overview: Overview, head: Head, words: Words, included: Included, lacking: str = "") -> Table:
    """Return the students of a group with their counts, then their marks in every meeting.

    `lacking` is what the counts lack, empty for nothing: the headings say it, for a CSV has nothing above them.
    """
    but_excused = "" if overview.rules.excused_count else f", {words.but_excused}"
    of_which = but_excused + (f", {lacking}" if lacking else "")
    counts = (
        (words.in_person, Kind.COUNT),
        (words.remote, Kind.COUNT),
        (words.all_late, Kind.COUNT),
        (words.excused, Kind.COUNT),
        (words.unexcused, Kind.COUNT),
        (words.all_made_up, Kind.COUNT),
        (words.unset, Kind.COUNT),
        (f"{words.held}{of_which}", Kind.COUNT),
        (f"{words.percent}{of_which}", Kind.PERCENT),
    )
    columns = [*_who(words, included), *(Column(kind, heading) for heading, kind in counts)]
    for meeting in overview.meetings:
        columns.append(Column(Kind.MARK, meeting.date))
        if included.comments:
            columns.append(_comment(words, meeting.date))
    rows = [_of_student(student, included) for student in overview.students]
    return Table(head=head, columns=tuple(columns), rows=tuple(rows))


def _of_student(student: OverviewStudent, included: Included) -> tuple[Cell, ...]:
    marks: list[Cell] = []
    for cell in student.cells:
        marks.append(cell)
        if included.comments:
            marks.append(cell.entry.comment if cell.entry else "")
    counts = student.counts
    return (
        student.student.name,
        *([student.student.number] if included.numbers else []),
        counts.intramural,
        counts.remote,
        student.late,
        counts.justified,
        counts.absent,
        student.made_up,
        counts.unset,
        student.held,
        student.percent,
        *marks,
    )


def of_roll(cells: Sequence[OverviewCell], date: datetime, head: Head, words: Words, included: Included) -> Table:
    """Return the entries of one list in their order."""
    columns = [*_who(words, included), Column(Kind.MARK, date), Column(Kind.MARK, words.late)]
    if included.comments:
        columns.append(_comment(words, date))
    rows = [_of_entry(cell, cell.entry, words, included) for cell in cells if cell.entry]
    return Table(head=head, columns=tuple(columns), rows=tuple(rows))


def _of_entry(cell: OverviewCell, entry: Entry, words: Words, included: Included) -> tuple[Cell, ...]:
    return (
        entry.student.name,
        *([entry.student.number] if included.numbers else []),
        cell,
        words.yes if cell.late else "",
        *([entry.comment] if included.comments else []),
    )


def _who(words: Words, included: Included) -> list[Column]:
    columns = [Column(Kind.NAME, words.name)]
    return [*columns, Column(Kind.ALBUM_NUMBER, words.number)] if included.numbers else columns


def _comment(words: Words, date: datetime) -> Column:
    return Column(Kind.NOTE, f"{words.comment} {date:%Y-%m-%d}")
