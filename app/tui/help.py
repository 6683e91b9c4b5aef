"""The keys of a screen and what its signs mean, over that screen."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key as KeyEvent
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import Static

from app.i18n import gettext
from app.keymap import keys
from app.keymap.purposes import by_purpose
from app.keymap.table import Key, Place
from app.messages import signs

_KEYS_WIDTH = 13
_ROOMY = 110  # cells of a screen from which there is room for two columns,
_BETWEEN = 4  # which stand so far from each other,
_NARROW, _WIDE = 64, 118  # and the width of the box without and with them, as in help.tcss,
_AROUND = 7  # its border, its scrollbar and the space inside included


class Help(ModalScreen[None]):
    """Lists the keys of one screen and those of every screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "dismiss", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("end", "scroll(10000)", show=False),
        Binding("home", "scroll(-10000)", show=False),
    ]

    def __init__(self, place: Place, everywhere: Sequence[Key]) -> None:
        """Explain this place's keys, and those that work everywhere."""
        super().__init__()
        self._place, self._everywhere = place, everywhere

    def compose(self) -> ComposeResult:
        """Lay out a box for the keys."""
        with VerticalScroll(id="help", can_focus=False) as box:
            box.border_title = Content(f"{gettext('Keys')} · {gettext(self._place)}")
            box.border_subtitle = Content(gettext("{key} closes").format(key=keys.name_of("escape")))
            yield Static(id="help-keys", markup=False)

    def on_mount(self) -> None:
        """Show the keys."""
        self._show(self.app.size.width)

    def on_resize(self, event: Resize) -> None:
        """Show the keys in as many columns as there is room for."""
        self._show(event.size.width)

    def _show(self, screen: int) -> None:
        columns = 2 if screen >= _ROOMY else 1
        self.set_class(columns > 1, "-wide")
        width = (min(screen, _WIDE if columns > 1 else _NARROW) - _AROUND - _BETWEEN * (columns - 1)) // columns
        chosen = by_purpose([*keys.working(self._place), *self._everywhere])
        sections = [
            list(_section(gettext(purpose), [(_names(key), gettext(key.help)) for key in of_purpose], width))
            for purpose, of_purpose in chosen.items()
        ]
        if told := signs.of(self._place):
            sections.insert(1, list(_section(gettext("Signs"), told, width)))  # where one need not scroll to them
        self.query_one("#help-keys", Static).update(_beside_each_other(sections, columns, width))

    def on_key(self, event: KeyEvent) -> None:
        """Close with the key that opened this, whichever it is."""
        if event.key in keys.named("every.help").keys:
            event.stop()
            self.dismiss()

    def action_scroll(self, lines: int) -> None:
        """Scroll where the table is longer than the terminal."""
        self.query_one("#help").scroll_relative(y=lines, animate=False)


def _names(key: Key) -> str:
    return " ".join(keys.all_names(key)) or "–"


def _section(heading: str, told: Iterable[tuple[str, str]], width: int) -> Iterator[Content]:
    """Return keys or signs with what they do or mean, under their heading, in lines of that many cells."""
    yield Content.styled(heading, "bold $accent")
    for names, meaning in told:
        first, *others = textwrap.wrap(meaning, max(width - _KEYS_WIDTH, 1)) or [""]
        gap = " " * max(2, _KEYS_WIDTH - cell_len(names))
        yield Content.assemble((names, "bold"), gap, first)
        for line in others:
            yield Content(" " * _KEYS_WIDTH + line)
    yield Content()


def _beside_each_other(sections: Sequence[list[Content]], columns: int, width: int) -> Content:
    """Return the sections in columns, each of which ends with the section that makes it long enough."""
    enough = sum(map(len, sections)) / columns
    filled: list[list[Content]] = [[] for _ in range(columns)]
    column = 0
    for section in sections:
        if column + 1 < columns and filled[column] and len(filled[column]) + len(section) / 2 > enough:
            column += 1
        filled[column] += section
    lines = []
    shown = (of_column[:-1] for of_column in filled)  # without the blank line below its last section
    for cells in zip_longest(*shown, fillvalue=Content()):
        parts = [cell.truncate(width).pad_right(max(0, width + _BETWEEN - cell.cell_length)) for cell in cells]
        lines.append(Content.assemble(*parts))
    return Content("\n").join(lines)
