"""Filling in one mark for everybody who has none yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.domain.model import Entry, Mark, Mode
from app.i18n import drawable, gettext, ngettext
from app.keymap import keys
from app.keymap.keys import MARK_KEYS
from app.messages import marks
from app.tui.widgets.bars import KeyItem
from app.tui.widgets.prompt import Question

_NAMED = 3


def unmarked(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries that a fill is about: without a mark, and nothing else to be decided about them."""
    return [entry for entry in entries if entry.mark is None and not entry.needs_decision]


def question(
    to_fill: Sequence[Entry],
    mode: Mode,
    actions: Mapping[str, str],
    chosen: Callable[[str], None],
    dropped: Callable[[], None],
) -> Question:
    """Return what to ask before these are filled; `chosen` gets the action of the mark key that was pressed."""

    def catch(character: str, _: str) -> bool:
        action = actions.get("space" if character == " " else character, "")
        if action.startswith("mark"):
            chosen(action)
        return True

    items = [_item(mark, mode) for mark in MARK_KEYS]
    items.append(KeyItem(keys.name_of("escape"), gettext("drop"), keep=True))
    label = ngettext("Fill {number} unmarked ({names}) as:", "Fill {number} unmarked ({names}) as:", len(to_fill))
    label = label.format(number=len(to_fill), names=_first_names(to_fill))
    return Question(label, tuple(items), lambda _: None, dropped, catch=catch, line=False)


def told(filled: int, mark: Mark) -> str:
    """Return what a fill has done."""
    key = keys.name_of("backspace")
    text = ngettext(
        "{number} student filled as {mark}. {key} takes it back.",
        "{number} students filled as {mark}. {key} takes all of it back.",
        filled,
    )
    return text.format(number=filled, mark=marks.mark_word(mark), key=key)


def _item(mark: Mark, mode: Mode) -> KeyItem:
    key = f"{MARK_KEYS[mark][0]} {keys.letter(mark)}"
    word = marks.mark_word(mark)
    if mode.allows(mark):
        return KeyItem(key, word)
    return KeyItem(key, f"{word} ({marks.blocked_short(mode)})", available=False, short="–")


def _first_names(entries: Sequence[Entry]) -> str:
    names = [drawable(entry.student.last_name or entry.student.name) for entry in entries[:_NAMED]]
    return ", ".join([*names, "…"] if len(entries) > _NAMED else names)
