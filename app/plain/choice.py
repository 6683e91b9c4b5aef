"""Choosing one of several lines by its number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.i18n import gettext
from app.keymap import keys
from app.plain.everywhere import Everywhere
from app.plain.talk import Talk, action_of


class Choice:
    """Says lines with their numbers, and asks for one of them."""

    def __init__(self, talk: Talk, everywhere: Everywhere) -> None:
        """Ask in this conversation; what goes `everywhere` goes here, too."""
        self._talk, self._everywhere = talk, everywhere

    def choose(
        self, lines: Sequence[str], usual: int, taking: str, actions: Mapping[str, Callable[[], None]]
    ) -> int | None:
        """Say the lines with their numbers; return the row of the one chosen, None where there is to be said more."""
        self._talk.say(*(f"{number}  {line}" for number, line in enumerate(lines, 1)))
        return self.pick(len(lines), usual, taking, actions)

    def pick(self, most: int, usual: int, taking: str, actions: Mapping[str, Callable[[], None]]) -> int | None:
        """Ask for one of so many lines, as `choose`; they are not said again."""
        question = gettext("{key} lists the keys").format(key=keys.shown("every.help"))
        if most:
            question = gettext("Number, or {key} for {number}").format(key=keys.name_of("enter"), number=usual + 1)
        everywhere = self._everywhere.actions()
        while True:
            key, seen = self._key_or_number(question, most)
            if most and (key == "enter" or key in keys.named(taking).keys):
                key = str(usual + 1)
            if key.isdecimal() and 0 < int(key) <= most:
                self._talk.answer(key.removeprefix(seen))
                return int(key) - 1
            if action := action_of(key, actions):
                actions[action]()
                return None
            if action := action_of(key, everywhere):
                everywhere[action]()
            elif action_of(key, ["every.help"]):
                self._talk.explain([taking, *actions, *everywhere, "every.help"])
            else:
                self._talk.unknown()

    def _key_or_number(self, question: str, most: int) -> tuple[str, str]:
        """Return a key, or a number as soon as no digit can follow, and what of it was shown already."""
        key, seen = self._talk.ask(question), ""
        while self._talk.keyboard.echoes and key.isdecimal() and 0 < int(key) * 10 <= most:
            seen = key
            following = self._talk.more(key[-1])
            if following == "enter":
                break
            key = key + following if following.isdecimal() else following
        return key, seen
