"""The best matches of a search, under the line one types into."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from app.domain.frozen import frozen
from app.domain.model import Entry, Mark
from app.i18n import drawable
from app.keymap import keys
from app.messages import marks
from app.tui.roll.header import MARK_TEXTS
from app.tui.widgets.rows import cut
from app.tui.widgets.steady import Steady

MOST = 5
_MARK = 5  # cells,
_NUMBER = 9  # with the space around it,
_LEAST_NAME, _USUAL_NAME, _MOST_NAME = 12, 24, 40


@frozen
class Match:
    """An entry, its `number` on the roll, whether it is `chosen`, and what is said of why it matches.

    `digits` are those that mark it as things are, each with its mark.
    """

    number: int
    entry: Entry
    chosen: bool
    said: str = ""
    digits: Sequence[tuple[str, Mark]] = ()


class Matches(Static, Steady):
    """Five lines, so that nothing moves while one types; invisible until a search begins."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start closed."""
        super().__init__(id=id, markup=False)
        self.display = False
        self._found: Sequence[Match] = ()

    def open(self) -> None:
        """Make room for matches."""
        self.show(())
        self.display = True

    def close(self) -> None:
        """Put them away."""
        self.display = False

    def show(self, found: Sequence[Match]) -> None:
        """Show these."""
        self._found = found[:MOST]
        self._paint()

    def on_resize(self) -> None:
        """Fit them into the new width."""
        self._paint()

    def _paint(self) -> None:
        width = self.size.width - _NUMBER - _MARK
        if width <= 0:
            return
        beside = [self._beside(one, width) for one in self._found]
        room = min(max(width - max((one.cell_length for one in beside), default=0), _LEAST_NAME), _MOST_NAME)
        lines = [self._line(one, room, told) for one, told in zip(self._found, beside, strict=True)]
        self.update(Content("\n").join(lines), layout=False)

    def _beside(self, one: Match, width: int) -> Content:
        """Return what is said behind a match: which digit marks it how, in words where the name has room beside."""
        if not one.digits:
            return Content.styled(f"  {one.said}" if one.said else "", "$foreground-muted")
        name, told = cell_len(drawable(one.entry.student.name)), Content()
        for word in (marks.mark_word, marks.mark_word_short, keys.letter):
            digits = ((f"  {digit} {word(mark)}", f"bold {MARK_TEXTS[mark]}") for digit, mark in one.digits)
            told = Content.assemble(*digits)
            if told.cell_length + min(max(name, _USUAL_NAME), _MOST_NAME) <= width:
                break
        return told

    def _line(self, one: Match, room: int, beside: Content) -> Content:
        mark = one.entry.mark
        colour = MARK_TEXTS[mark] if mark else "$foreground-muted"
        return Content.assemble(
            ("▌" if one.chosen else " ", "$accent"),
            (f"{one.number:>4}  ", "$foreground-muted"),
            (cut(drawable(one.entry.student.name), room), "bold $accent" if one.chosen else ""),
            "  ",
            (cut(marks.letter_and_shape(mark), _MARK), f"bold {colour}" if mark else colour),
            beside,
        )
