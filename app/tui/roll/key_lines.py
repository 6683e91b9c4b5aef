"""The key bar below a roll: the four marks, and the keys that work for the student in hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.domain.model import Mark, Mode
from app.i18n import gettext, pgettext
from app.keymap import keys
from app.keymap.mark_keys import MARK_KEYS
from app.keymap.table import Key
from app.messages import marks
from app.roll.tally import RollTally
from app.tui.widgets.bars import KeyItem

_DECIDING = {"roll.mine", "roll.theirs"}


def of_marks(mode: Mode | None, *, digits: bool = True) -> tuple[KeyItem, ...]:
    """Return the four marks; those that the list's mode forbids with the reason. `digits`: whether these mark now."""
    items = []
    for mark in MARK_KEYS:
        key, word, short = keys.shown_of_mark(mark, digits=digits), marks.mark_word(mark), marks.mark_word_short(mark)
        if not key:
            continue
        if mode is None or mode.allows(mark):
            presses = next(name for name in keys.of_mark(mark).keys if digits or not name.isdecimal())
            items.append(KeyItem(key=key, word=word, short=short, keep=True, presses=presses))
        else:
            items.append(
                KeyItem(key=key, word=f"{word} ({marks.blocked_short(mode)})", available=False, short="–", keep=True)
            )
    return tuple(items)


def word_now(key: Key, presence: Mark, tally: RollTally) -> str:
    """Return the word of a key that depends on the roll, empty for others.

    That is the presence of the list's mode, and where Enter leads when all are marked.
    """
    if key.id == "roll.next" and tally.all_marked:
        return gettext("summary")
    return marks.mark_word(presence) if key.id == "roll.present" else ""


def narrowing(item: KeyItem, key: Key) -> KeyItem:
    """Return a key of the bar with what becomes of it on a narrow one: of what it usually does it has shorter words.

    After a mark the roll goes on by itself, and presences have keys of their own, so these give way before all others.
    """
    if item.word != gettext(key.label):
        return replace(item, spare=item.spare or key.id == "roll.present")
    match key.id:
        case "roll.present" | "roll.down":
            return replace(item, short="")
        case "roll.next":
            return replace(item, short=gettext("next"), spare=True)
        case "roll.fill":
            return replace(item, short=pgettext("key, short", "fill"))
        case "roll.summary":
            return replace(item, short=pgettext("key, short", "summary"))
        case _:
            return item


def that_work(bar_keys: Iterable[Key], tally: RollTally, *, undecided: bool) -> list[Key]:
    """Return the keys that decide where something is to be decided about the student in hand, else all the others.

    Where all are marked, Enter shows the summary, and there is nobody to fill in.
    """
    without = {"roll.summary", "roll.fill"} if tally.all_marked else set()
    chosen = (key for key in bar_keys if key.id not in without)
    return [key for key in chosen if (key.id in _DECIDING) is undecided or key.id == "every.help"]
