"""Beside the roll on a wide terminal: who is being called, in large letters, who is next, and how the roll stands."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from app.domain.absences import Absences
from app.domain.model import Entry, Mark
from app.i18n import clock_time, drawable, gettext
from app.keymap.mark_keys import MARK_KEYS
from app.messages import marks
from app.roll.cursor import Cursor
from app.roll.tally import RollTally
from app.store.journal import Decision
from app.tui.roll.header import MARK_COLOURS, MARK_TEXTS
from app.tui.roll.roster import Details
from app.tui.widgets.large_letters import large
from app.tui.widgets.rows import cut
from app.tui.widgets.steady import Steady

ROOMY = 100  # cells from which there is room for it
MOST_DECISIONS = 6
_WIDTH, _MOST_WIDTH = 38, 54  # cells, with the line at its left
_AROUND = 4  # of them
_ROLL = 66  # cells that the roll keeps beside a wide panel
_TALL = 26  # lines from which there is room for the counts
_NEXT = 2
_WORD = 17  # cells


def width_beside(screen: int) -> int:
    """Return how wide the panel is on a screen of that many cells, 0 where there is no room for it."""
    return 0 if screen < ROOMY else min(max(screen - _ROLL, _WIDTH), _MOST_WIDTH)


class SidePanel(Static, Steady):
    """A panel of fixed width; what it shows changes without a layout."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id, markup=False)
        self._inside = _WIDTH - _AROUND

    def fit(self, screen: int) -> None:
        """Show the panel on a screen of that many cells, if there is room for it."""
        width = width_beside(screen)
        self.display = bool(width)
        if width:
            self._inside = width - _AROUND
            self.styles.width = width

    def show(self, cursor: Cursor, tally: RollTally, details: Details, decisions: Sequence[Decision]) -> None:
        """Show the student in hand, how the roll stands, and these decisions."""
        lines = [Content(), *_student(cursor.current, details, self._inside), *_next(cursor, self._inside)]
        if self.size.height >= _TALL:
            lines += _counts(tally, self._inside)
            lines += _absent(cursor.entries, self._inside)
        lines += _decisions(decisions, cursor, self._inside)
        self.update(Content("\n").join(lines), layout=False)


def name_lines(name: str, width: int) -> tuple[str, ...]:
    """Return a name as large as it fits: in large letters, else in capitals with spaces between, cut by words."""
    shown = drawable(name)
    return large(shown, width) or tuple(_spaced(shown, width))


def spaced_lines(name: str, width: int) -> list[str]:
    """Return a name in capitals with spaces between, cut by words into lines that fit."""
    return list(_spaced(drawable(name), width))


def _spaced(name: str, width: int) -> Iterator[str]:
    for word in name.upper().split():
        whole = " ".join(word)
        parts = [whole] if cell_len(whole) <= width else [" ".join(part) for part in word.replace("-", "- ").split()]
        for part in parts:
            spaced = part
            while cell_len(spaced) > width:
                cut_at = width // 2 * 2 - 1
                line = cut(spaced, cut_at).rstrip("… ") + "-"
                yield line
                spaced = spaced[len(line) :].lstrip()
            yield spaced


def _student(entry: Entry | None, details: Details, width: int) -> Iterator[Content]:
    if entry is None:
        return
    student = entry.student
    for line in name_lines(student.last_name, width):
        yield Content.styled(line, "bold $accent")
    yield Content()
    for line in spaced_lines(student.given_name, width):
        yield Content.styled(line, "bold")
    if details.shown:
        told, at_limit = details.of(student.id)
        told = told or marks.absences(details.absences.get(student.id, Absences(0, 0)))
        number = Content.styled(f"{drawable(student.number)}   ", "$foreground-muted")
        known = Content.assemble(number, (told, "$warning" if at_limit else "$foreground-muted"))
        whole = Content.assemble(known, (f", {marks.without_this_class()}", "$foreground-muted"))
        yield whole if whole.cell_length <= width else known


def _next(cursor: Cursor, width: int) -> Iterator[Content]:
    label = f"{gettext('next')}  "
    for place, entry in enumerate(cursor.following(_NEXT)):
        if not place:
            yield Content()
        before = label if not place else " " * cell_len(label)
        name = cut(drawable(entry.student.name), width - cell_len(label)).rstrip()
        yield Content.assemble((before, "$foreground-muted"), name)


def _counts(tally: RollTally, width: int) -> Iterator[Content]:
    if not tally.total:
        return
    yield from _rule(width)
    marks_shown: Iterable[Mark | None] = [mark for mark in MARK_KEYS if not tally.is_blocked(mark)]
    for mark in (*marks_shown, None):
        word = marks.mark_word(mark) if mark else gettext("left")
        label = f"{marks.SHAPES[mark]} {cut(word, _WORD)}{tally.counts[mark]:>4}  "
        room = width - cell_len(label)
        bar = ("━" if mark else "─") * -(-room * tally.counts[mark] // tally.total)
        colour = MARK_COLOURS[mark] if mark else "$foreground-muted"
        text = MARK_TEXTS[mark] if mark and tally.counts[mark] else "$foreground-muted"
        yield Content.assemble((label, text), (bar, colour))


def _absent(entries: Sequence[Entry], width: int) -> Iterator[Content]:
    names = [drawable(one.student.last_name) for one in entries if one.mark is Mark.ABSENT]
    if not names:
        return
    yield Content()
    label = f"{gettext('Absent so far')}  "
    lines = textwrap.wrap(", ".join(names), max(width - cell_len(label), 1), max_lines=2, placeholder=" …")
    for place, line in enumerate(lines):
        yield Content.assemble((label if not place else " " * cell_len(label), "$foreground-muted"), line)


def _decisions(decisions: Sequence[Decision], cursor: Cursor, width: int) -> Iterator[Content]:
    if not decisions:
        return
    yield from _rule(width)
    yield Content.styled(gettext("Just marked"), "$foreground-muted")
    for one in decisions:
        mark, entry = one.after.mark, cursor.entry_of(one.student_id)
        comment_only = one.before.mark is mark
        sign = "↶" if one.reversal else "✎" if comment_only else marks.letter_and_shape(mark)
        colour = MARK_TEXTS[mark] if mark and not (one.reversal or comment_only) else "$foreground-muted"
        name = cut(drawable(entry.student.name) if entry else "–", width - 12).rstrip()
        yield Content.assemble((f"{clock_time(one.at)}  ", "$foreground-muted"), (cut(sign, 5), f"bold {colour}"), name)


def _rule(width: int) -> Iterator[Content]:
    yield Content()
    yield Content.styled("─" * width, "$border-blurred")
