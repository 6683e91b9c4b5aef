"""The keys of a search, while one types."""

from __future__ import annotations

from app.i18n import gettext
from app.keymap import keys
from app.tui.widgets.bars import KeyItem


def search_keys(found: int, *, taking: str, leaving: str, marking: tuple[KeyItem, ...] = ()) -> tuple[KeyItem, ...]:
    """Return the keys that do something where so many are `found`; `taking` and `leaving` say what Enter and Esc do.

    `marking` are those that mark the one who is chosen.
    """
    choosing = KeyItem(key=keys.name_of("up") + keys.name_of("down"), word=gettext("choose"))
    return (
        *(marking if found else ()),
        *((choosing,) if found > 1 else ()),
        *((KeyItem(key=keys.name_of("enter"), word=taking),) if found else ()),
        KeyItem(key=keys.name_of("escape"), word=leaving, keep=True),
    )
