"""The keys of a roll that somebody meant, as they are read from a keyboard."""

from __future__ import annotations

from collections import deque
from collections.abc import Container

from app.keymap import keys
from app.plain.keyboard import Keyboard
from app.roll.bursts import REST, Keystroke, is_too_fast
from app.roll.key_guard import KeyGuard, use_of
from app.roll.outcomes import Outcome, TooFast


class MeantKeys:
    """Reads keys, and lets the guard of a roll judge them where they come from a terminal."""

    def __init__(self, keyboard: Keyboard, guard: KeyGuard, known: Container[str]) -> None:
        """Read from this keyboard; the `known` keys do something in this roll."""
        self._keyboard, self._guard, self._known = keyboard, guard, known
        self._arrived: deque[Keystroke | TooFast] = deque()
        self._last = 0.0  # when the last key came

    def next(self) -> str | Outcome:
        """Return the next key, or what is to be said of one that does not count."""
        if not self._keyboard.echoes:  # lines of a file are no keys that one can hold down
            return self._keyboard.key().key
        while not self._arrived:
            stroke = self._keyboard.key_within(REST) if self._guard.holds else self._keyboard.key()
            if stroke is None:
                self._arrived += self._guard.settle()
            else:
                self._arrived += self._guard.arrive(stroke, use_of(stroke.key, self._known))
        one = self._arrived.popleft()
        if isinstance(one, TooFast):
            return one
        self._last = one.time
        return self._guard.judge(one, marks=keys.marks(one.key)) or one.key

    def line_too_fast(self, text: str, at: float) -> TooFast | None:
        """Tell of a line that was ended at that time, and with the key that had asked for it came as a reader types."""
        keys_of_it = len(text) + 1
        fast = self._keyboard.echoes and is_too_fast(keys_of_it + 1, at - self._last)
        return TooFast(keys_of_it + 1) if fast else None
