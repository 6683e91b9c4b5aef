"""What an export holds, before any format: one table of students, with what stands above it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from enum import Enum, auto

from app.domain.frozen import frozen
from app.domain.model import Mark
from app.domain.overview import CellState, OverviewCell


class Kind(Enum):
    """What a column holds."""

    NAME = auto()
    ALBUM_NUMBER = auto()
    MARK = auto()  # of one meeting, whose date is the heading; or a word that belongs to it
    COUNT = auto()
    PERCENT = auto()
    NOTE = auto()  # a word or a comment


Cell = str | int | float | OverviewCell | None
"""A text, a count, a percentage, or the student in a meeting; None for nothing."""


@frozen
class Column:
    """One column of a table; the heading of a meeting is its date."""

    kind: Kind
    heading: str | datetime


@frozen
class Head:
    """What stands above a table: its title, and lines of facts."""

    title: str
    facts: tuple[str, ...] = ()


@frozen
class Table:
    """A row for each student. Texts are as they were given: each format makes them harmless in its own way."""

    head: Head
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def only(self, kinds: Collection[Kind]) -> Table:
        """Return the same table with the columns of these kinds alone."""
        return self.at([place for place, column in enumerate(self.columns) if column.kind in kinds])

    def at(self, places: Collection[int]) -> Table:
        """Return the same table with the columns at these places alone."""
        return replace(
            self,
            columns=tuple(self.columns[place] for place in places),
            rows=tuple(tuple(row[place] for place in places) for row in self.rows),
        )

    def has(self, kind: Kind) -> bool:
        """Whether there is a column of this kind."""
        return any(column.kind is kind for column in self.columns)


@frozen
class Included:
    """What is in a file besides names and marks: only what the lecturer has ticked."""

    numbers: bool = False
    comments: bool = False


@frozen
class Words:
    """Everything in an export that is not data, in the language of its reader.

    `held` and `percent` are followed by `but_excused` where excused absences are left out of both. `marks` are words,
    `letters` single letters; a mark that is not set has neither. `states` are the words for what is not known of a
    student in a meeting, `signs` the same in a sign. `legend` explains letters and signs, `legend_of_letters` letters
    alone, and `legend_of_counts` of which meetings the counts are. `decimal` is the sign before tenths, `delimiter` the
    one between the cells of a CSV.
    """

    language: str
    name: str
    number: str
    comment: str
    in_person: str
    remote: str
    late: str
    all_late: str
    excused: str
    unexcused: str
    all_made_up: str
    unset: str
    held: str
    percent: str
    but_excused: str
    yes: str
    summary: str
    meetings: str
    marks: Mapping[Mark, str]
    letters: Mapping[Mark, str]
    late_sign: str
    made_up: str
    made_up_sign: str
    states: Mapping[CellState, str]
    signs: Mapping[CellState, str]
    legend: str
    legend_of_letters: str
    legend_of_counts: str
    decimal: str
    delimiter: str
    ordinal: str
    signature: str


def word(cell: OverviewCell, words: Words) -> str:
    """Return a mark as a word and whether it was made up for, empty where none is set, else why there is none."""
    told = _said(cell, words.marks, words.states)
    return f"{told}, {words.made_up}" if cell.made_up else told


def letter(cell: OverviewCell, words: Words) -> str:
    """Return a mark as a letter and whether it was made up for, empty where none is set, else why there is none."""
    told = _said(cell, words.letters, words.states)
    return f"{told}{words.made_up_sign}" if cell.made_up else told


def sign(cell: OverviewCell, words: Words) -> str:
    """Return a mark as short as it is printed, with a sign for somebody who was late, or has made up for it."""
    if cell.state is not CellState.ENTERED:
        return words.signs[cell.state]
    told = letter(cell, words) or "·"
    return f"{told}{words.late_sign}" if cell.late else told


def _said(cell: OverviewCell, marks: Mapping[Mark, str], states: Mapping[CellState, str]) -> str:
    if cell.state is not CellState.ENTERED:
        return states[cell.state]
    return marks[cell.mark] if cell.mark is not None else ""
