"""The lines around a screen's rows: headings, messages, keys. They change without a layout, so they cost little."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click, Resize
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from app.domain.frozen import frozen
from app.tui.links import linked
from app.tui.widgets.rows import cut
from app.tui.widgets.steady import Steady
from app.tui.widgets.wrapping import wrapped

_MOST_LINES = 3
_LASTS = 12.0  # seconds for which a remark is said


class Tone(StrEnum):
    """How a message sounds; the values are the style of its text."""

    FAINT = "$foreground-muted"
    PLAIN = "$foreground"
    WARNING = "$warning"


class Headline(Static, Steady):
    """A line with a text at either end. The right one is kept whole, the left one gives way."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id, markup=False)
        self._lefts, self._right, self._end = [Content()], Content(), ""

    def show(
        self, left: Content | str, right: Content | str = "", *, shorter: Iterable[Content | str] = (), end: str = ""
    ) -> None:
        """Show these texts; a `str` is taken as it is, never as markup. Those that are shown already cost nothing.

        Of what is `shorter` than the left one the first that fits stands in its place where it does not. Where none
        fits, the last is cut before the `end` it has.
        """
        lefts, right = [_content(one) for one in (left, *shorter)], _content(right)
        same = len(lefts) == len(self._lefts) and all(map(Content.is_same, lefts, self._lefts))
        if not (same and right.is_same(self._right)):
            self._lefts, self._right, self._end = lefts, right, end
            self._paint()

    def on_resize(self, event: Resize) -> None:
        """Fit the texts into the new width."""
        self._paint()

    def _paint(self) -> None:
        width = self.size.width
        if width <= 0:
            return
        right = self._right.truncate(width, ellipsis=True)
        room = width - right.cell_length - (2 if right.cell_length else 0)
        chosen = next((one for one in self._lefts if one.cell_length <= room), self._lefts[-1])
        end = chosen[len(chosen) - len(self._end) :] if cell_len(self._end) < room < chosen.cell_length else Content()
        begin = chosen[: len(chosen) - len(end)].truncate(max(room - end.cell_length, 0), ellipsis=True)
        left = Content.assemble(begin, end)
        gap = " " * max(0, width - left.cell_length - right.cell_length)
        self.update(Content.assemble(left, gap, right), layout=False)


class MessageLine(Static, Steady):
    """The rule above the keys, in which the program says something when there is something to say.

    What needs more lines lies over the rows above, so that nothing moves; a remark goes by itself after a while.
    """

    class Covers(Message):
        """The line lies over so many of the lines above it."""

        def __init__(self, lines: int) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start silent."""
        super().__init__(id=id, markup=False)
        self._said: tuple[str, Tone] | None = None
        self._link = ""  # of what is said
        self._standing: tuple[str, Tone] | None = None
        self._gives_way = False  # what stands, to a question
        self._covered = 0
        self._end: Timer | None = None

    def say(self, text: str, tone: Tone = Tone.PLAIN, link: str = "") -> None:
        """Say something until the next `say` or `hush`; what is no warning goes by itself, too.

        `link` is the address it leads to where it is clicked.
        """
        self._said, self._link = (text, tone), link
        if self._end is not None:
            self._end.stop()
        self._end = None if tone is Tone.WARNING else self.set_timer(_LASTS, self.hush)
        self._paint()

    @property
    def said(self) -> str:
        """What is being said, empty where that is nothing."""
        return self._said[0] if self._said else ""

    def whisper(self, text: str) -> None:
        """Say something, faintly, unless something that is worth more is being said."""
        if self._said is None or self._said[1] is Tone.FAINT:
            self.say(text, Tone.FAINT)

    def hush(self) -> None:
        """Take back what was said; what stands is seen again."""
        if self._said:
            self._said = None
            self._paint()

    def take_back(self, text: str) -> None:
        """Hush, if this is what was said."""
        if self._said and self._said[0] == text:
            self.hush()

    def stand(self, text: str, tone: Tone = Tone.WARNING) -> None:
        """Keep a text in the line while nothing else is said; an empty one ends that."""
        standing = (text, tone) if text else None
        if standing != self._standing:
            self._standing = standing
            if text and tone is Tone.WARNING and self._said and self._said[1] is not Tone.WARNING:
                self._said = None  # a remark gives way to a warning
            self._paint()

    def give_way(self, *, asked: bool) -> None:
        """Keep what stands to itself while something is asked below, unless it is a warning."""
        if asked != self._gives_way:
            self._gives_way = asked
            self._paint()

    def on_resize(self, event: Resize) -> None:
        """Draw the rule in the new width."""
        self._paint()

    def _paint(self) -> None:
        width = self.size.width
        quiet = self._gives_way and self._standing and self._standing[1] is not Tone.WARNING
        shown = self._said or (None if quiet else self._standing)
        if width <= 0:
            return
        if shown is None:
            self._lie_over(0)
            self.update(Content.styled("─" * width, "$border-blurred"), layout=False)
            return
        text, tone = shown
        lines = wrapped(text, max(3, width - 5), _MOST_LINES)
        first, *others = lines or [""]
        self._lie_over(len(others))
        first = cut(first, max(0, min(cell_len(first), width - 5)))
        rule = " " if others and first.endswith("/") else "─"  # it would look like a part of the path
        line = Content.assemble(
            ("── ", "$border-blurred"),
            (first, tone.value),
            (" " + rule * (width - cell_len(first) - 4), "$border-blurred"),
        )
        rest = [Content.styled(f"   {cut(other, width - 4)}", tone.value) for other in others]
        content = Content("\n").join([line, *rest])
        self.update(linked(content, self._link if self._said else ""), layout=False)

    def _lie_over(self, lines: int) -> None:
        """Lie over so many lines above the rule, and over the rule."""
        _set_height(self, 1 + lines)
        if lines != self._covered or not self.styles.has_rule("offset"):
            self.styles.offset = (0, -1 - lines)
        if lines != self._covered:
            self._covered = lines
            self.post_message(self.Covers(lines))


@frozen
class KeyItem:
    """A key and its word on a key bar; `short` is the word where room is scarce.

    With an empty `short` the key itself is left out there. What is `spare` is the first to give way, what is to `keep`
    the last.

    A click presses the key `presses`, by Textual's name; without one, `key` itself.
    """

    key: str
    word: str
    available: bool = True
    short: str | None = None
    keep: bool = False
    spare: bool = False
    presses: str = ""


class KeyBar(Static, Steady):
    """One or two lines of keys. What does not fit is left out from the end; the help screen has them all."""

    class Pressed(Message):
        """A key on the bar was clicked."""

        def __init__(self, item: KeyItem) -> None:
            super().__init__()
            self.item = item

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id, markup=False)
        self._lines: tuple[tuple[KeyItem, ...], ...] = ()

    def show(self, *lines: tuple[KeyItem, ...]) -> None:
        """Show these lines of keys."""
        if lines != self._lines:
            self._lines = lines
            _set_height(self, len(lines))
            self._paint()

    def on_resize(self, event: Resize) -> None:
        """Fit the keys into the new width."""
        self._paint()

    def on_click(self, event: Click) -> None:
        """Press the key that was clicked, if it does something here."""
        line = self._lines[event.y] if 0 <= event.y < len(self._lines) else ()
        item = item_at(line, self.size.width, event.x)
        if item is not None and item.available:
            self.post_message(self.Pressed(item))

    def _paint(self) -> None:
        if self.size.width > 0:
            painted = [key_line(line, self.size.width) for line in self._lines]
            self.update(Content("\n").join(painted), layout=False)


def key_line(items: tuple[KeyItem, ...], width: int) -> Content:
    """Return a line of keys, with what fits into that many cells."""
    shown, gap = _fitting(items, width)
    line = Content(" ")
    for number, item in enumerate(shown):
        space = " " * gap if number else ""
        if item.available:
            line = Content.assemble(line, space, (item.key, "bold $accent"), f" {item.word}" if item.word else "")
        else:
            line = Content.assemble(line, space, (f"{item.key} {item.word}", "$foreground-muted"))
    return line


def item_at(items: tuple[KeyItem, ...], width: int, x: int) -> KeyItem | None:
    """Return the key that stands in a cell of such a line, None between keys."""
    shown, gap = _fitting(items, width)
    begin = 1
    for item in shown:
        if begin <= x < begin + key_length(item):
            return item
        begin += key_length(item) + gap
    return None


def _fitting(items: tuple[KeyItem, ...], width: int) -> tuple[tuple[KeyItem, ...], int]:
    """Return the items that fit and the gap between them: first the gap gives way, then words, then items."""
    for gap in (3, 2):
        if _key_line_length(items, gap) <= width:
            return items, gap
    left = [item for item in items if item.short != ""]
    for place, item in enumerate(left):
        if _key_line_length(left, 2) > width and item.short:
            left[place] = replace(item, word=item.short)
    from_the_end = left[::-1]
    for item in (*(one for one in from_the_end if one.spare), *(one for one in from_the_end if not one.spare)):
        if _key_line_length(left, 2) > width and not item.keep:
            left.remove(item)
    if _key_line_length(left, 2) > width:  # those that are kept are worth more than their words
        left = [replace(item, word="" if item.available else item.word) for item in left]
    return tuple(left), 2


def _key_line_length(items: Sequence[KeyItem], gap: int) -> int:
    return 1 + sum(key_length(item) for item in items) + gap * (len(items) - 1)


def key_length(item: KeyItem) -> int:
    """Return how many cells a key takes with its word."""
    return cell_len(item.key) + (1 + cell_len(item.word) if item.word else 0)


def _content(text: Content | str) -> Content:
    return Content(text) if isinstance(text, str) else text


def _set_height(bar: Static, lines: int) -> None:
    """Change the height only when it is another one: it costs a layout of the screen."""
    if bar.styles.height is None or bar.styles.height.value != lines:
        bar.styles.height = lines
