"""The rows of the page of differences: who, what the file says, what is proposed, why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len

from app.domain.model import Record
from app.i18n import quoted
from app.importing.attendance import Question
from app.importing.presence import Lesson, Presence, covered
from app.importing.proposal import StudentProposal
from app.messages import importing, marks
from app.roll.differences import Difference, Group, presence_of
from app.tui.roll.roster import MARK_STYLES, MARKED_STYLES
from app.tui.widgets.rows import Piece, Rows, cut

_LEAST_NAME, _MOST_NAME = 16, 34
_MINUTES, _SPAN, _MARK = 8, 12, 7  # cells
_BAR, _LONG_BAR = 8, 16  # cells of the class
_MOST_SIGN, _LEAST_CALLED = 18, 12  # cells
_WIDE, _ROOMY = 72, 110  # cells from which there is room for times and for the bar, and for a longer one


class DifferenceRows(Rows):
    """Differences under the headings of their groups."""

    STYLES: ClassVar[tuple[str, ...]] = (*MARKED_STYLES, "gone")
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"rows--{style}" for style in (*MARKED_STYLES, "gone")}

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._lines: list[Difference | str] = []
        self._lesson: Lesson | None = None
        self._name_width = _LEAST_NAME
        self._has_times, self._sign_width = False, 0

    @property
    def current(self) -> Difference | None:
        """The row under the cursor, None while there are none."""
        line = self._lines[self.cursor] if self._lines else None
        return None if isinstance(line, str) else line

    @property
    def differences(self) -> Sequence[Difference]:
        """The rows as shown, without headings."""
        return [line for line in self._lines if not isinstance(line, str)]

    def go_to(self, row: Difference | None) -> None:
        """Put the cursor on a row; nothing happens where it is gone."""
        if row is not None and (place := self._places().get(row.key)) is not None:
            self.move_to(place)

    def _places(self) -> dict[tuple[str, str, int], int]:
        return {line.key: number for number, line in enumerate(self._lines) if isinstance(line, Difference)}

    def show(self, rows: Sequence[Difference], lesson: Lesson | None, placeholder: str) -> None:
        """Show these rows: the cursor stays on its own, and in its place where that is gone."""
        before, place = self.current, self.cursor
        self._lines, self._lesson = [], lesson
        for group in Group:
            of_group = [row for row in rows if row.group is group]
            if of_group:
                self._lines += [f"{importing.group(group)} · {importing.number(of_group)}", *of_group]
        names = (cell_len(_name(row)) for row in rows if not isinstance(row.subject, Question))
        self._name_width = min(max(names, default=0), _MOST_NAME)
        self._has_times = lesson is not None and any(presence_of(row, lesson) for row in rows)
        self._sign_width = min(max((cell_len(importing.signs(row)) + 2 for row in rows), default=0), _MOST_SIGN)
        headings = [number for number, line in enumerate(self._lines) if isinstance(line, str)]
        cursor = self._places().get(before.key, place) if before else 0
        self.fill(len(self._lines), cursor, headings=headings, placeholder=placeholder)

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a heading, or a row: name, minutes, from–to, a bar of the class, the mark, why.

        In a row to decide what can be chosen comes before why, and takes the room of times where that is scarce.
        """
        line = self._lines[row]
        if isinstance(line, str):
            return [(line, "heading")]
        if isinstance(line.subject, Question):
            return _with_choices([(f" {importing.question(line.subject)}  ", "warning")], line, width)
        told = [*self._who(row, line, width), *self._told(line, width)]
        if line.is_undecided and line.choices:
            now = line.subject.now if isinstance(line.subject, StudentProposal) else None
            told += [_pill(now)] if now and now.mark else []
            told, why = _with_choices(told, line, width), f"  {importing.reasons(line)}"
            told += [(why, "faint")] if cell_len(why) <= _room(told, width) else []
            return _with_called(told, line, width)
        style = "warning" if line.is_undecided else "faint"
        return _with_called([*told, *self._proposed(line), (importing.reasons(line), style)], line, width)

    def _who(self, row: int, line: Difference, width: int) -> list[Piece]:
        name_width = max(_LEAST_NAME, min(self._name_width, width * 3 // 10))
        style = "gone" if line.left_out or line.group is Group.WAITING else "name" if row == self.cursor else ""
        return [(f" {cut(_name(line), name_width)} ", style)]

    def _told(self, line: Difference, width: int) -> list[Piece]:
        """Return what the file says of the row."""
        presence = presence_of(line, self._lesson) if self._lesson else None
        bar = _LONG_BAR if width >= _ROOMY else _BAR if width >= _WIDE and not line.is_undecided else 0
        times = _SPAN + bar + 1 if bar and self._has_times else 0
        first = max(_MINUTES, self._sign_width)
        if presence is None or self._lesson is None:
            return [(cut(f" {importing.signs(line)}", first + times), "faint")]
        pieces: list[Piece] = [(cut(f"{importing.minutes(presence):>{_MINUTES - 1}}", first), "faint")]
        if times:
            pieces += [(cut(importing.span(presence), _SPAN), "faint"), *_bar(presence, self._lesson, bar), (" ", "")]
        return pieces

    def _proposed(self, line: Difference) -> list[Piece]:
        """Return the mark that a student has or would get."""
        subject = line.subject
        if not isinstance(subject, StudentProposal):
            return []
        if line.change is None:
            return [_pill(subject.now)]
        now, after = subject.now.mark, line.change.after
        return [
            (f" {marks.SHAPES[now]}→", "faint") if now else (" ", ""),
            (cut(_shown(after), _MARK - (3 if now else 1)), MARK_STYLES[after.mark]),
        ]


def _shown(record: Record) -> str:
    return f"{marks.letter_and_shape(record.mark)}{' ✎' if record.comment else ''}"


def _pill(record: Record) -> Piece:
    return cut(f" {_shown(record)}", _MARK), MARK_STYLES[record.mark]


def _with_choices(pieces: list[Piece], line: Difference, width: int) -> list[Piece]:
    """Return the pieces of a row with what can be chosen in it, as much of it as fits as a whole."""
    words = [f"{digit} {importing.choice(one)}" for digit, one in line.numbered.items()]
    fewer = ("  ".join([*words[:number], "…"]) for number in range(len(words) - 1, -1, -1))
    room = _room(pieces, width)
    return [*pieces, (next((text for text in ("  ".join(words), *fewer) if cell_len(text) <= room), ""), "")]


def _with_called(pieces: list[Piece], line: Difference, width: int) -> list[Piece]:
    """Return the pieces of a row with what the files call the student, if that can be read in the room that is left."""
    told = importing.called(line)
    return [*pieces, (f"  {quoted(told)}", "faint")] if told and _room(pieces, width) >= _LEAST_CALLED else pieces


def _room(pieces: list[Piece], width: int) -> int:
    return width - sum(cell_len(text) for text, _ in pieces)


def _name(row: Difference) -> str:
    return importing.subject(row)


def _bar(presence: Presence, lesson: Lesson, cells: int) -> list[Piece]:
    """Return the class as a line, strong where somebody was there; only faint where no times are told."""
    part = lesson.length / cells
    starts = [lesson.start + part * number for number in range(cells)]
    there = [covered(presence.spans, Lesson(start, start + part)) * 2 >= part for start in starts]
    return [("━" if one else "─", "accent" if one else "faint") for one in there]
