"""What the key bar of the groups says about the row under the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace
from datetime import date

from app.domain.model import Group, Lesson
from app.i18n import gettext, pgettext
from app.keymap import keys
from app.messages import lessons
from app.tui.groups.rows import PickerRows, opens
from app.tui.widgets.bars import KeyItem


def with_enter(items: Iterable[KeyItem], rows: PickerRows, today: date) -> tuple[KeyItem, ...]:
    """Return these keys, Enter with what it does to the row; where room is scarce the word for calling is shorter."""
    enter, word = keys.shown("groups.open"), opens(rows.current, today)
    short = pgettext("short", "call the roll") if word == gettext("call the roll") else None
    return tuple(replace(item, word=word, short=short) if item.key == enter else item for item in items)


def useless(rows: PickerRows, today: date) -> Set[str]:
    """Return the ids of keys that do nothing there; the mode is chosen only of a list that is still to be created."""
    row = rows.current
    choosing = isinstance(row, Lesson) and row.list is None and not lessons.is_ahead(row, today)
    found = set() if choosing else {"groups.mode"}
    if isinstance(row, Group) or rows.group is None:
        found.add("groups.lists")  # Enter opens them, or there are none
    if rows.group is None:
        found |= {"groups.overview", *(() if rows.count else ("groups.open", "groups.find"))}
    return found
