"""What does nothing on a screen while another program has the marks."""

from __future__ import annotations

from dataclasses import replace

from app.keymap import keys
from app.keymap.purposes import writes
from app.keymap.table import Place
from app.tui.widgets.bars import KeyItem


def without_writing(items: tuple[KeyItem, ...], place: Place) -> tuple[KeyItem, ...]:
    """Return keys of a bar in that place; those that would change or send something are not available."""
    writing = {name for key in keys.working(place) if writes(key) for name in key.keys}
    return tuple(replace(item, available=False) if item.presses in writing else item for item in items)
