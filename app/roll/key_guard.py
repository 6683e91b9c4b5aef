"""Keys that nobody meant: repeats of a held key, texts, what was typed for another window or before one could look."""

from __future__ import annotations

import math
from collections.abc import Callable, Container
from enum import Enum, auto

from app.domain.frozen import frozen
from app.keymap import key_names, keys
from app.register.reversal import Reversal
from app.roll.bursts import REST, Bursts, Dropped, Keystroke, Use
from app.roll.outcomes import NotCounted, Outcome, Rejected, Repeated, TooFast, Why
from app.workspace.workspace import CallingOptions

LONGEST_DELAY = 1.2
"""Seconds after which no keyboard begins to repeat a held key."""
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
            self._may_be_first = passed is not None and passed <= LONGEST_DELAY
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


@frozen
class DecidingKeys:
    """The keys of a page that decide about somebody: those that it `marks` with, and how they are guarded.

    `find` is the id of the key that opens a search, "" where none does. Where a decision `settles` something, which
    nobody can take back, its key waits until it is known to be no burst, and no repeat of a held key.
    """

    marks: Callable[[str], bool] = keys.marks
    find: str = "roll.find"
    settles: bool = False


OF_A_ROLL = DecidingKeys()


class KeyGuard:
    """Judges the keys of a roll, or of another page on which keys mark, for the screen and the plain mode alike.

    Every key but Shift and its like goes through `arrive`, which holds back bursts; what that lets through goes
    through `judge` before it is obeyed. Times are those of the keys' clock.
    """

    def __init__(
        self,
        options: CallingOptions,
        decided: Callable[[], int],
        take_back: Callable[[], Reversal | Rejected],
        deciding: DecidingKeys = OF_A_ROLL,
    ) -> None:
        """Guard as these options say.

        `decided` tells how many decisions were made so far, `take_back` takes back the last one.
        """
        self._repeats, self._focus, self._bursts = RepeatGuard(options.repeat_guard), Focus(), Bursts()
        self._decided, self._take_back = decided, take_back
        self._deciding = deciding
        self._opening = options.opening_guard
        self._opened, self._early = float("-inf"), Why.JUST_OPENED
        self._guard = options.repeat_guard
        self._last: Keystroke | None = None  # the key that came last
        self._may_be_repeat = False  # whether that decides for good, waits, and may be the first repeat of a held key
        self._before = 0  # how many decisions there were before the last key that was judged

    def marks(self, key: str) -> bool:
        """Tell whether a key decides about somebody here."""
        return self._deciding.marks(key)

    def goes_on(self, key: str) -> bool:
        """Tell whether a key goes on in a roll, past somebody without a mark: it may be the one that has opened it."""
        return self._deciding is OF_A_ROLL and key in keys.named("roll.next").keys

    def opened(self, at: float) -> None:
        """Take note that the page has just been opened."""
        self._opened, self._early = at, Why.JUST_OPENED

    def changed(self, at: float) -> None:
        """Take note that what the keys decide about was another a moment ago, and no key has made it so."""
        self._opened, self._early = at, Why.JUST_CHANGED

    def came_to_front(self, at: float) -> None:
        """Take note that the window has come to the front."""
        self._focus.came(at)

    # --- bursts ---

    def use_of(self, key: str, known: Container[str]) -> Use:
        """Return what a key does on the page, where these are the keys that do something."""
        if key == "enter":  # it ends a text, whatever it does here
            return Use.OTHER
        if self.marks(key):
            return Use.SETTLES if self._deciding.settles else Use.MARKS
        if self._deciding.find and key in keys.named(self._deciding.find).keys:
            return Use.SEARCHES
        if key not in known or key_names.is_character(key):
            return Use.OTHER
        return Use.SKIPS if key == "tab" else Use.MOVES

    @property
    def holds(self) -> bool:
        """Whether keys are held back: then `settle` is to be called when none has come for `rest` seconds."""
        return self._bursts.holds

    @property
    def rest(self) -> float:
        """How long nothing must come until what is held back is known for what it is."""
        return max(REST, self._guard) if self._may_be_repeat else REST

    def arrive(self, stroke: Keystroke, use: Use) -> list[Keystroke | TooFast | Repeated]:
        """Take in a key; return in their order the keys to be judged now, and what is to be said of others."""
        last, self._last = self._last, stroke
        passed = stroke.time - last.time if last is not None and last.key == stroke.key else math.inf
        repeat = last if self._may_be_repeat and passed < self._guard else None
        self._may_be_repeat = use is Use.SETTLES and passed <= LONGEST_DELAY
        return [self._settled(one, repeat) for one in self._bursts.arrive(stroke, use)]

    def settle(self) -> list[Keystroke | TooFast | Repeated]:
        """Return what was held back, as `arrive` does."""
        self._may_be_repeat = False
        return [self._settled(one) for one in self._bursts.settle()]

    def _settled(self, one: Keystroke | Dropped, repeat: Keystroke | None = None) -> Keystroke | TooFast | Repeated:
        """Return what is to be judged, or said: `repeat` is a key that is known by now to be one."""
        if isinstance(one, Dropped):
            return self._too_fast(one)
        if one is not repeat:
            return one
        self.is_repeat(one.key, one.time)
        return Repeated(one.key)

    def _too_fast(self, dropped: Dropped) -> TooFast:
        marked = self.marks(dropped.first) and self._decided() > self._before
        self._before = self._decided()
        return TooFast(dropped.number, self._take_back() if marked else None)

    # --- one key ---

    def judge(self, stroke: Keystroke, *, marks: bool, goes_on: bool = False) -> Outcome | None:
        """Judge a key, which `marks` somebody or `goes_on`; return None where it counts, else what is said of it."""
        key, at = stroke.key, stroke.time
        if self._focus.is_meant_for_another(at):
            self.is_repeat(key, at)
            return NotCounted(key, Why.OTHER_WINDOW)
        early = at - self._opened < self._opening  # also what was typed before the page was there
        if (marks or goes_on) and early and self._opening:
            self.is_repeat(key, at)
            return NotCounted(key, self._early)
        return self.press(key, at, marks=marks)

    def press(self, key: str, at: float, *, marks: bool) -> Repeated | None:
        """Judge only whether a key is a repeat of a held one, as `judge` does."""
        verdict = self._repeats.press(key, at)
        before, self._before = self._before, self._decided()
        if not marks or verdict is Verdict.PRESSED:
            return None
        if verdict is Verdict.REPEAT_OF_COUNTED and self._decided() > before:
            taken_back = self._take_back()
            self._before = self._decided()
            return Repeated(key, taken_back)
        return Repeated(key)

    def is_repeat(self, key: str, at: float) -> bool:
        """Tell whether a key that does not mark is a repeat of a held one."""
        return self._repeats.press(key, at) is not Verdict.PRESSED
