"""The rows of the page of differences: who, what the file says, what is proposed, why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len

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

    @property
    def current(self) -> Difference | None:
        """The row under the cursor, None while there are none."""
        line = self._lines[self.cursor] if self._lines else None
        return None if isinstance(line, str) else line

    @property
    def differences(self) -> Sequence[Difference]:
        """The rows as shown, without headings."""
        return [line for line in self._lines if not isinstance(line, str)]

    def go_to(self, row: Difference) -> None:
        """Put the cursor on a row; nothing happens where it is gone."""
        if (place := self._places().get(row.key)) is not None:
            self.move_to(place)

    def _places(self) -> dict[tuple[str, str, int], int]:
        return {line.key: number for number, line in enumerate(self._lines) if isinstance(line, Difference)}

    def show(self, rows: Sequence[Difference], lesson: Lesson | None, placeholder: str) -> None:
        """Show these rows: the cursor stays on its own; from one that was decided it goes to the next to decide."""
        before, place = self.current, self.cursor
        self._lines, self._lesson = [], lesson
        for group in Group:
            of_group = [row for row in rows if row.group is group]
            if of_group:
                self._lines += [f"{importing.group(group)} · {importing.number(group, of_group)}", *of_group]
        names = (cell_len(_name(row)) for row in rows if not isinstance(row.subject, Question))
        self._name_width = min(max(names, default=0), _MOST_NAME)
        headings = [number for number, line in enumerate(self._lines) if isinstance(line, str)]
        cursor = self._place_of(before, place)
        self.fill(len(self._lines), cursor, headings=headings, placeholder=placeholder)

    def _place_of(self, before: Difference | None, place: int) -> int:
        """Return where the cursor goes that was on this row, in this place."""
        stays = self._places().get(before.key) if before else None
        now = self._lines[stays] if stays is not None else None
        if before is None or (isinstance(now, Difference) and now.is_undecided is before.is_undecided):
            return stays if stays is not None else 0
        if not before.is_undecided:
            return stays if stays is not None else place
        open_ = [number for number, one in enumerate(self._lines) if isinstance(one, Difference) and one.is_undecided]
        return next((number for number in open_ if number >= place), open_[0] if open_ else stays or place)

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a heading, or a row: name, minutes, from–to, a bar of the class, the mark, why, what can be chosen."""
        line = self._lines[row]
        if isinstance(line, str):
            return [(line, "heading")]
        if isinstance(line.subject, Question):
            return [(f" {importing.question(line.subject)}  ", "warning"), (importing.choices(line), "")]
        return [*self._who(row, line, width), *self._told(line, width), *self._proposed(line)]

    def _who(self, row: int, line: Difference, width: int) -> list[Piece]:
        name_width = max(_LEAST_NAME, min(self._name_width, width * 3 // 10))
        style = "gone" if line.left_out or line.waits else "name" if row == self.cursor else ""
        return [(f" {cut(_name(line), name_width)} ", style)]

    def _told(self, line: Difference, width: int) -> list[Piece]:
        """Return what the file says of the row."""
        presence = presence_of(line, self._lesson) if self._lesson else None
        bar = _LONG_BAR if width >= _ROOMY else _BAR if width >= _WIDE else 0
        room = _MINUTES + (_SPAN + bar + 1 if bar else 0)
        if presence is None or self._lesson is None:
            return [(cut(f" {importing.signs(line)}", room), "faint")]
        pieces: list[Piece] = [(f"{importing.minutes(presence):>{_MINUTES - 1}} ", "faint")]
        if bar:
            pieces += [(cut(importing.span(presence), _SPAN), "faint"), *_bar(presence, self._lesson, bar), (" ", "")]
        return pieces

    def _proposed(self, line: Difference) -> list[Piece]:
        """Return the mark that a student has or would get, why, and what can be chosen."""
        subject = line.subject
        pieces: list[Piece] = []
        if isinstance(subject, StudentProposal):
            now = subject.now.mark
            if line.change is None:
                pieces += [(cut(f" {marks.letter_and_shape(now)}", _MARK), MARK_STYLES[now])]
            else:
                after = line.change.after
                pieces += [(f" {marks.SHAPES[now]}→", "faint")] if now else [(" ", "")]
                shown = f"{marks.letter_and_shape(after.mark)}{' ✎' if after.comment else ''}"
                pieces += [(cut(shown, _MARK - (3 if now else 1)), MARK_STYLES[after.mark])]
        style = "faint" if line.left_out or line.waits or not line.is_undecided else "warning"
        pieces.append((f"{importing.reasons(line)}  ", style))
        if line.is_undecided and line.choices:
            pieces.append((importing.choices(line), ""))
        if told := importing.called(line):
            pieces.append((f"{'  ' if line.is_undecided else ''}{quoted(told)}", "faint"))
        return pieces


def _name(row: Difference) -> str:
    return importing.subject(row)


def _bar(presence: Presence, lesson: Lesson, cells: int) -> list[Piece]:
    """Return the class as a line, strong where somebody was there; only faint where no times are told."""
    part = lesson.length / cells
    starts = [lesson.start + part * number for number in range(cells)]
    there = [covered(presence.spans, Lesson(start, start + part)) * 2 >= part for start in starts]
    return [("━" if one else "─", "accent" if one else "faint") for one in there]
