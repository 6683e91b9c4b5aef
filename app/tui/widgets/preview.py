"""Beside the rows on a wide terminal: a few lines about the row under the cursor."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from textual.content import Content
from textual.widgets import Static

from app.messages import lessons
from app.tui.widgets.rows import Rows, cut
from app.tui.widgets.steady import SteadyHorizontal

WIDTH = 40  # cells, with the line at the left
INSIDE = WIDTH - 3
ROOMY = 110  # cells of the screen from which there is room for it
_MOST_ROWS = 112  # cells that the rows get at most beside it

MUTED = "$foreground-muted"


class Preview(Static):
    """A panel of fixed width; it changes without a layout."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id, markup=False)
        self._told: dict[Hashable, list[Content]] = {}

    def fit(self, screen: int) -> None:
        """Show the panel on a screen of that many cells, if there is room for it."""
        self.display = screen >= ROOMY
        # On a very wide screen what stands at either end of a row is not far apart all the same.
        width = max(WIDTH, screen - _MOST_ROWS)
        if self.styles.width is None or self.styles.width.value != width:
            self.styles.width = width

    def show(self, about: Hashable, lines: Callable[[], Iterable[Content]]) -> None:
        """Show the lines about something, each of at most `INSIDE` cells; they are made once until `forget`."""
        if about not in self._told:
            self._told[about] = list(lines())
        self.update(Content("\n").join(self._told[about]), layout=False)

    def forget(self) -> None:
        """Make all lines anew when they are next shown: something may have changed."""
        self._told.clear()


def beside(rows: Rows, preview: Preview) -> SteadyHorizontal:
    """Lay out rows, and the panel at their right."""
    return SteadyHorizontal(rows, preview, id="body")


def line(text: str, style: str = "") -> Content:
    """Return a line as it fits into the panel; the text is taken as it is, never as markup."""
    return Content.styled(cut(text, INSIDE), style)


def broken(text: str, style: str = "") -> Iterator[Content]:
    """Yield a sentence in as many lines as it needs."""
    for part in textwrap.wrap(text, INSIDE):
        yield line(part, style)


def named(heading: str, names: Sequence[str], most: int) -> Iterator[Content]:
    """Yield a heading and names below it, at most so many of them, with how many more there are."""
    if not names:
        return
    yield Content.assemble((heading, f"bold {MUTED}"), (f" · {len(names)}", MUTED))
    shown = names if len(names) <= most else names[: most - 1]
    for name in shown:
        yield line(f"  {name}")
    if len(shown) < len(names):
        yield line(f"  {lessons.more(len(names) - len(shown))}", MUTED)
