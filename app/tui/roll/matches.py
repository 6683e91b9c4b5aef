"""The best matches of a search, under the line one types into."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from app.domain.model import Entry
from app.i18n import drawable
from app.messages import marks
from app.tui.roll.header import MARK_TEXTS
from app.tui.widgets.rows import cut
from app.tui.widgets.steady import Steady

MOST = 5
_MARK = 5  # cells


class Matches(Static, Steady):
    """Five lines, so that nothing moves while one types; invisible until a search begins."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start closed."""
        super().__init__(id=id, markup=False)
        self.display = False
        self._found: Sequence[tuple[int, Entry]] = ()

    def open(self) -> None:
        """Make room for matches."""
        self.show(())
        self.display = True

    def close(self) -> None:
        """Put them away."""
        self.display = False

    def show(self, found: Sequence[tuple[int, Entry]]) -> None:
        """Show these, each with its number on the roll; the first is the one that is taken."""
        self._found = found[:MOST]
        self._paint()

    def on_resize(self) -> None:
        """Fit them into the new width."""
        self._paint()

    def _paint(self) -> None:
        if self.size.width:
            lines = [self._line(place, *one) for place, one in enumerate(self._found)]
            self.update(Content("\n").join(lines), layout=False)

    def _line(self, place: int, number: int, entry: Entry) -> Content:
        taken = place == 0
        room = min(max(self.size.width - 9 - _MARK, 1), 40)
        colour = MARK_TEXTS[entry.mark] if entry.mark else "$foreground-muted"
        return Content.assemble(
            ("▌" if taken else " ", "$accent"),
            (f"{number:>4}  ", "$foreground-muted"),
            (cut(drawable(entry.student.name), room), "bold $accent" if taken else ""),
            "  ",
            (cut(marks.letter_and_shape(entry.mark), _MARK), f"bold {colour}" if entry.mark else colour),
        )
