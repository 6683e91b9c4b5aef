"""What the page of differences asks in its prompt: a number, and whether the rest is to be written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.domain.whole_number import whole_number
from app.i18n import gettext
from app.keymap import keys
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.prompt import Question


class Host(Protocol):
    """The screen that asks."""

    def close_prompt(self) -> None:
        """Put the prompt away."""

    def say(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        """Say something until the next key."""


def number(host: Host, label: str, allowed: range, take: Callable[[int], None]) -> Question:
    """Return the question for a whole number of this range; `take` gets it when the prompt is away."""

    def accepted(text: str) -> None:
        if (found := whole_number(text.strip(), allowed)) is not None:
            host.close_prompt()
            take(found)
        else:
            told = gettext("A whole number from {least} to {most}.")
            host.say(told.format(least=allowed[0], most=allowed[-1]), Tone.WARNING)

    items = (
        KeyItem(key=keys.name_of("enter"), word=gettext("select")),
        KeyItem(key=keys.name_of("escape"), word=gettext("leave it")),
    )
    return Question(label=label, items=items, accepted=accepted, dropped=host.close_prompt, selected=True)


def rest(write: Callable[[], None], drop: Callable[[], None]) -> Question:
    """Return the question whether to write while something is undecided; only a key is waited for."""
    items = (
        KeyItem(key=keys.name_of("enter"), word=gettext("write")),
        KeyItem(key=keys.name_of("escape"), word=gettext("decide first")),
    )
    return Question(label="", items=items, accepted=lambda _: write(), dropped=drop, line=False)
