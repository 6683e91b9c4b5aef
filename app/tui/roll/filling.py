"""Asking for the mark that everybody without one is to get."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.domain.model import Entry, Mark, Mode
from app.i18n import drawable, gettext, ngettext
from app.keymap import keys
from app.keymap.mark_keys import MARK_KEYS
from app.messages import marks
from app.tui.widgets.bars import KeyItem
from app.tui.widgets.prompt import Question

_NAMED = 3


def question(
    to_fill: Sequence[Entry],
    mode: Mode,
    presence: Mark,
    *,
    chosen: Callable[[Mark], None],
    dropped: Callable[[], None],
) -> Question:
    """Return what to ask before these are filled; `chosen` gets the mark whose key was pressed."""

    def catch(key: str, _: str) -> bool:
        mark = keys.chosen_mark(key, presence)
        if mark is not None:
            chosen(mark)
        return mark is not None

    items = [_item(mark, mode) for mark in MARK_KEYS if keys.of_mark(mark).keys]
    items.append(KeyItem(key=keys.name_of("escape"), word=gettext("cancel"), keep=True))
    label = ngettext(
        "{number} without a mark ({names}). Mark as:", "{number} without a mark ({names}). Mark all as:", len(to_fill)
    )
    label = label.format(number=len(to_fill), names=_first_names(to_fill))
    return Question(label=label, items=tuple(items), accepted=lambda _: None, dropped=dropped, catch=catch, line=False)


def _item(mark: Mark, mode: Mode) -> KeyItem:
    key, word = keys.shown_of_mark(mark), marks.mark_word(mark)
    if mode.allows(mark):
        return KeyItem(key=key, word=word)
    return KeyItem(key=key, word=f"{word} ({marks.blocked_short(mode)})", available=False, short="–")


def _first_names(entries: Sequence[Entry]) -> str:
    names = [drawable(entry.student.last_name or entry.student.name) for entry in entries[:_NAMED]]
    return ", ".join([*names, "…"] if len(entries) > _NAMED else names)
