"""The keys of a roll that somebody meant, as they are read from a keyboard."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container

from app.plain.talk import Talk
from app.roll.bursts import FAST, Keystroke, is_text
from app.roll.key_guard import LONGEST_DELAY, KeyGuard
from app.roll.outcomes import Outcome, Repeated, TooFast


class MeantKeys:
    """Reads keys, and lets the guard of a roll judge them where they come from a terminal."""

    def __init__(self, talk: Talk, guard: KeyGuard, known: Container[str], clock: Callable[[], float]) -> None:
        """Ask in this talk; the `known` keys do something in this roll, and the clock is that of the keys."""
        self._talk, self._guard, self._known, self._clock = talk, guard, known, clock
        self._arrived: deque[Keystroke | TooFast | Repeated] = deque()
        self.pressed = 0.0
        """When the last key came, by its clock."""

    def ask(self, question: str) -> str | Outcome:
        """Ask, and return the next key, or what is to be said of one that does not count."""
        self._talk.begin(question)
        keyboard = self._talk.keyboard
        if not keyboard.echoes:  # lines of a file are no keys that one can hold down
            return keyboard.key().key
        while not self._arrived:
            stroke = keyboard.key_within(self._guard.rest) if self._guard.holds else keyboard.key()
            if stroke is None:
                self._arrived += self._guard.settle()
            else:
                self._arrived += self._guard.arrive(stroke, self._guard.use_of(stroke.key, self._known))
        one = self._arrived.popleft()
        if isinstance(one, (TooFast, Repeated)):
            return one
        self.pressed = one.time
        marks, goes_on = self._guard.marks(one.key), self._guard.goes_on(one.key)
        return self._guard.judge(one, marks=marks, goes_on=goes_on) or one.key

    def may_be_held(self, since: float) -> bool:
        """Tell whether the last key may be the one that came then, still held down; a line of a file is none."""
        return self._talk.keyboard.echoes and self.pressed - since < LONGEST_DELAY

    def line(self, question: str) -> str | TooFast | None:
        """Ask for the line that the last key has called for; None where Esc was typed into it.

        A line that came at once behind that key, as no hand types, is none.
        """
        at_once = self._talk.keyboard.echoes and self._talk.keyboard.has_more(FAST)
        text = self._talk.line(question)
        number = len(text or "") + 2  # with the key before it and the one that ended it
        return TooFast(number) if at_once and is_text(number, self._clock() - self.pressed) else text
