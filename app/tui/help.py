"""The keys of a screen, over that screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Static

from app.i18n import gettext
from app.keymap import keys
from app.keymap.table import Place

_KEYS_WIDTH = 18


class Help(ModalScreen[None]):
    """Lists the keys of one screen and those of every screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "dismiss", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown,space,end", "scroll(10)", show=False),
        Binding("pageup,home", "scroll(-10)", show=False),
    ]

    def __init__(self, place: Place) -> None:
        """Explain this place's keys."""
        super().__init__()
        self._place = place

    def compose(self) -> ComposeResult:
        """Lay out a table of keys."""
        with VerticalScroll(id="help", can_focus=False) as box:
            box.border_title = Content(gettext("Keys"))
            box.border_subtitle = Content(gettext("{key} closes").format(key=keys.name_of("escape")))
            yield Static(Content("\n").join(self._lines()), markup=False)

    def on_key(self, event: Key) -> None:
        """Close with the key that opened this, whichever it is."""
        if event.key in keys.named("every.help").keys:
            event.stop()
            self.dismiss()

    def action_scroll(self, lines: int) -> None:
        """Scroll where the table is longer than the terminal."""
        self.query_one("#help").scroll_relative(y=lines, animate=False)

    def _lines(self) -> Iterator[Content]:
        for place in (self._place, Place.EVERY):
            if place is not self._place:
                yield Content("")
            yield Content.styled(gettext(place), "bold $accent")
            for key in keys.of(place):
                names = " ".join(keys.all_names(key)) or "–"
                gap = " " * max(2, _KEYS_WIDTH - len(names))
                yield Content.assemble((names, "bold"), gap, gettext(key.help))
