"""A conversation, line by line: what is said, what is asked, what is answered."""

from __future__ import annotations

from collections.abc import Iterable

from app.i18n import gettext
from app.keymap import key_names, keys
from app.messages import roll
from app.plain.keyboard import Keyboard
from app.roll.bursts import FAST, is_text
from app.roll.outcomes import TooFast


class Talk:
    """Says and asks. Nothing that was printed is ever changed."""

    def __init__(self, keyboard: Keyboard) -> None:
        """Ask at this keyboard."""
        self.keyboard = keyboard
        self._open = ""  # the question behind which the cursor stands
        keyboard.on_return = self._repeat

    def say(self, *lines: str) -> None:
        """Print lines; empty ones are left out."""
        self.close()
        for line in lines:
            if line:
                print(line, flush=True)

    def begin(self, question: str) -> None:
        """Print a question, without ending its line."""
        self.close()
        print(f"{question}: ", end="", flush=True)
        self._open = question

    def ask(self, question: str) -> str:
        """Print a question, without ending its line, and return the key that is pressed then.

        What came faster than a hand types is no key: that is said, and the question asked again.
        """
        while True:
            self.begin(question)
            key = self.keyboard.key().key
            following = self.keyboard.following(FAST)
            if not is_text(following + 1, 0):
                return key
            for _ in range(following):
                self.keyboard.key()
            self.answer(roll.told(TooFast(following + 1)))

    def confirm(self, question: str) -> str:
        """Ask as `ask` does; what was typed before the question could be read is no answer, and that is said."""
        if unread := self.keyboard.following(FAST):
            for _ in range(unread):
                self.keyboard.key()
            self.say(roll.told(TooFast(unread)))
        return self.ask(question)

    def more(self, shown: str) -> str:
        """Show a digit that was typed, and return the key after it."""
        print(shown, end="", flush=True)
        return self.keyboard.key().key

    def answer(self, text: str) -> None:
        """End the line of the question with what has come of it."""
        print(text, flush=True)
        self._open = ""

    def line(self, question: str) -> str | None:
        """Print a question and return the text that is typed, Enter at its end; None where Esc was typed into it."""
        self.begin(question)
        text = self.keyboard.line()
        if not self.keyboard.echoes:
            print(text, flush=True)
        self._open = ""
        return text if text is None else text.strip()

    def close(self) -> None:
        """End the line of a question that gets no answer."""
        if self._open:
            self.answer("")

    def _repeat(self) -> None:
        """Print the open question once more: what was printed before the program was stopped may be far up."""
        if self._open:
            self.begin(self._open)

    def explain(self, action_ids: Iterable[str]) -> None:
        """Answer with the keys of these actions, each in a line of its own."""
        self.answer(gettext("Keys"))
        for action in map(keys.named, action_ids):
            names = dict.fromkeys(key_names.written(name) for name in action.keys)
            self.say(f"{', '.join(names) or '–'}: {gettext(action.help)}")

    def unknown(self) -> None:
        """Answer a key that does nothing, or that nobody knows."""
        self.answer(gettext("This key does nothing here. {key} lists the keys.").format(key=keys.shown("every.help")))


def action_of(key: str, action_ids: Iterable[str]) -> str | None:
    """Return which of these actions a key does."""
    return next((action for action in action_ids if key in keys.named(action).keys), None)
