"""Asking for the mark that everybody without one is to get."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.domain.model import Entry, Mark, Mode
from app.i18n import drawable, gettext, ngettext
from app.keymap import keys
from app.tui.roll import key_lines
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

    cancel = KeyItem(key=keys.name_of("escape"), word=gettext("cancel"))
    label = ngettext(
        "{number} without a mark ({names}). Mark as:", "{number} without a mark ({names}). Mark all as:", len(to_fill)
    )
    label, shorter = (label.format(number=len(to_fill), names=_first_names(to_fill, most)) for most in (_NAMED, 1))
    items = (*key_lines.of_marks(mode), cancel)
    return Question(
        label=label,
        shorter=shorter,
        items=items,
        accepted=lambda _: None,
        dropped=dropped,
        catch=catch,
        line=False,
    )


def _first_names(entries: Sequence[Entry], most: int) -> str:
    names = [drawable(entry.student.last_name or entry.student.name) for entry in entries[:most]]
    return ", ".join([*names, "…"] if len(entries) > most else names)
