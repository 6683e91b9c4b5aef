"""The line of a prompt: Textual's input, driven by the screen's keys."""

from __future__ import annotations

from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.widgets import Input
from textual.widgets.input import Selection

EDITING = {
    key: binding.action
    for binding in Input.BINDINGS
    if not isinstance(binding, tuple)
    for key in binding.key.split(",")
}
"""What keys do in a line, as actions of Textual's input."""


class InputLine(Input, can_focus=False):
    """Textual's input, drawn as if it had the focus."""

    virtual_size = reactive(Size(0, 0))  # as Textual's, but for the layout of the whole screen at each letter

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False
        self.has_focus = True

    def begin(self, text: str, start: int, end: int) -> None:
        """Begin from a text, with what stands between these places selected and the cursor at the `end`."""
        self.value = text
        self.selection = Selection(start, end)
        self.call_after_refresh(self.on_resize)  # the first time it may have had its size before it hears of it

    def on_resize(self) -> None:
        """Bring the cursor into sight: of its first text Textual shows the beginning."""
        place = self.cursor_screen_offset.x - self.content_region.x + self.scroll_offset.x
        self.scroll_to_region(Region(place, 0, 1, 1), force=True, animate=False, immediate=True)
