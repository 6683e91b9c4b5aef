"""Asking for what is written beside a mark: a line that begins with what stands there, kept word for word."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.model import Entry
from app.domain.typed_text import corrected
from app.i18n import drawable, gettext
from app.keymap import keys
from app.tui.widgets.bars import KeyItem
from app.tui.widgets.prompt import LINE_BREAK, TAB, Question


def keep_or_drop() -> tuple[KeyItem, ...]:
    """Return the keys of a line that is kept by Enter alone."""
    return KeyItem(key=keys.name_of("enter"), word=gettext("save")), KeyItem(
        key=keys.name_of("escape"), word=gettext("cancel")
    )


def question(
    entry: Entry, accepted: Callable[[str], None], dropped: Callable[[], None], *, label: str = ""
) -> Question:
    """Return what asks for a text about a student, where no other `label` is given for the comment on them."""
    name = drawable(entry.student.name)
    return Question(
        label=label or gettext("Comment on {name}:").format(name=name),
        shorter=f"{name}:",
        items=keep_or_drop(),
        accepted=accepted,
        dropped=dropped,
        kept=True,
    )


def typed(before: str, text: str) -> str:
    """Return the comment that a line says; what was not touched stays as it was `before`, whatever it was drawn as."""
    before = before.replace("\r\n", "\n")
    comment = corrected(before, drawable(before), text)
    for sign, meant in ((LINE_BREAK, "\n"), (TAB, "\t")):
        if sign not in before:
            comment = comment.replace(sign, meant)
    return comment if comment.strip() else ""
