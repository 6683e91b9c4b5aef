"""Asking for the mark that everybody without one is to get."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len

from app.domain.model import Entry, Mark, Mode
from app.i18n import drawable, gettext, ngettext
from app.keymap import keys
from app.tui.roll import key_lines
from app.tui.widgets.bars import KeyItem
from app.tui.widgets.prompt import Question

_NAMED = 3
_ROOM = 14  # cells for the names, if there are several


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
    label = label.format(number=len(to_fill), names=_first_names(to_fill))
    items = (*key_lines.of_marks(mode), cancel)
    return Question(label=label, items=items, accepted=lambda _: None, dropped=dropped, catch=catch, line=False)


def _first_names(entries: Sequence[Entry]) -> str:
    """Return the first few names, fewer where they are long: the question after them is to be seen."""
    names = [drawable(entry.student.last_name or entry.student.name) for entry in entries[:_NAMED]]
    while len(names) > 1 and cell_len(", ".join(names)) > _ROOM:
        names.pop()
    return ", ".join([*names, "…"] if len(entries) > len(names) else names)
