"""Keys that nobody meant: repeats of a held key, and what was typed for another window."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from app.register.register import Reversal
from app.roll.outcomes import Rejected, Repeated

_LONGEST_DELAY = 1.2  # seconds after which no keyboard begins to repeat a held key
_FOCUS_GUARD = 0.3


class Verdict(Enum):
    """What a key is taken for."""

    PRESSED = auto()
    REPEAT = auto()  # a repeat of a held key
    REPEAT_OF_COUNTED = auto()  # a repeat, and the one before it, which was counted, was the run's first


class RepeatGuard:
    """Tells repeats of a held key from presses; terminals send both as the same key.

    A keyboard repeats a key after a delay of its own, then quickly. So the first repeat looks like a press, and is
    known for what it was only when the second one comes.
    """

    def __init__(self, guard: float) -> None:
        """Take the same key again within so many seconds for a repeat; 0 takes none for one."""
        self._guard = guard
        self._key = ""
        self._at = 0.0
        self._may_be_first = False  # whether the last key counted, and came as the first repeat would

    def press(self, key: str, at: float) -> Verdict:
        """Judge a key by the time at which it came."""
        passed = at - self._at if key == self._key else None
        self._key, self._at = key, at
        if passed is None or passed >= self._guard:
            self._may_be_first = passed is not None and passed <= _LONGEST_DELAY
            return Verdict.PRESSED
        from_the_last, self._may_be_first = self._may_be_first, False
        return Verdict.REPEAT_OF_COUNTED if from_the_last else Verdict.REPEAT


class Focus:
    """Tells a key that was typed for another window: the first one, just after ours has come to the front."""

    def __init__(self) -> None:
        """Begin with the window in front."""
        self._came: float | None = None

    def came(self, at: float) -> None:
        """Take note that the window has come to the front."""
        self._came = at

    def is_meant_for_another(self, at: float) -> bool:
        """Tell whether a key that came at that time was typed for the window that was in front before."""
        came, self._came = self._came, None
        return came is not None and at - came < _FOCUS_GUARD


class KeyGuard:
    """Counts no repeat of a held mark key; the first one, which looked like a press and was counted, is taken back."""

    def __init__(self, guard: float, decided: Callable[[], int], take_back: Callable[[], Reversal | Rejected]) -> None:
        """Guard against repeats within `guard` seconds.

        `decided` tells how many decisions were made so far, `take_back` takes back the last one.
        """
        self._repeats = RepeatGuard(guard)
        self._decided, self._take_back = decided, take_back
        self._before = 0  # how many decisions there were before the last key that counted

    def press(self, key: str, at: float, *, marks: bool) -> Repeated | None:
        """Judge a key that came at that time; `marks` if it would mark somebody.

        Return None where it counts, else what is to be said of it.
        """
        verdict = self._repeats.press(key, at)
        if not marks or verdict is Verdict.PRESSED:
            self._before = self._decided()
            return None
        if verdict is Verdict.REPEAT_OF_COUNTED and self._decided() > self._before:
            self._before = self._decided()
            return Repeated(key, self._take_back())
        return Repeated(key)

    def is_repeat(self, key: str, at: float) -> bool:
        """Tell whether a key that does not mark is a repeat of a held one."""
        return self._repeats.press(key, at) is not Verdict.PRESSED
