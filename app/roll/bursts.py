"""Keys that came faster than a hand types: a reader of cards, a paste that the terminal did not mark as one."""

from __future__ import annotations

from enum import Enum, auto
from typing import Protocol

from app.domain.frozen import frozen

FAST = 0.02
"""Seconds between two keys; a hand is slower."""

REST = 0.04
"""Seconds without a key after which a burst is over."""

_TEXT = 6  # keys of a burst from which on it may be a text


class Keystroke(Protocol):
    """A key, as Textual calls it, and the seconds of the keys' clock at which it came."""

    @property
    def key(self) -> str:
        """The name of the key."""

    @property
    def time(self) -> float:
        """When it came."""


class Use(Enum):
    """What a key does where it comes."""

    MARKS = auto()
    MOVES = auto()  # or does something else, by a key that pasted text cannot hold
    SKIPS = auto()  # moves, by a key that pasted text may hold: Tab
    SETTLES = auto()  # decides what nobody can take back
    SEARCHES = auto()  # what follows is text
    IS_TEXT = auto()  # a line is open into which it goes
    OTHER = auto()  # types a character that marks nobody, or nothing at all; Enter


@frozen
class Dropped:
    """So many keys were none that a person pressed; the `first` of their burst was dealt with before that was known."""

    number: int
    first: str


class Bursts:
    """Holds back the keys of a burst, from the second on, until it can be judged as a whole.

    A burst of six keys or more is a text, and none of them counts, if it holds Enter or a key that types a character
    and marks nobody. All other keys count, in their order. A key that comes alone never waits, unless it decides
    what nobody can take back; nor do keys that move as long as nothing else came with them: a keyboard may repeat an
    arrow that fast.
    """

    def __init__(self) -> None:
        """Begin before the first key."""
        self._last = float("-inf")
        self._first = ""
        self._number = 0
        self._in_line = False  # whether the keys go into a line that was open before, or that is for a search
        self._only_moves = False
        self._doubtful = False
        self._held: list[Keystroke] = []

    @property
    def holds(self) -> bool:
        """Whether keys are held back: then `settle` is to be called when none has come for `REST` seconds or more."""
        return bool(self._held)

    def arrive(self, stroke: Keystroke, use: Use) -> list[Keystroke | Dropped]:
        """Take in a key; return what counts now and what does not, in the order in which it came."""
        passed, self._last = stroke.time - self._last, stroke.time
        if not 0 <= passed < FAST:
            judged = self.settle()
            self._first, self._number, self._doubtful = stroke.key, 1, use is Use.OTHER
            self._in_line, self._only_moves = use in {Use.SEARCHES, Use.IS_TEXT}, use is Use.MOVES
            self._held = [stroke] if use is Use.SETTLES else []
            return judged if self._held else [*judged, stroke]
        self._only_moves = self._only_moves and use is Use.MOVES
        if self._only_moves or (self._in_line and use is Use.IS_TEXT):
            return [stroke]  # and of moves the first one counts for all: they are no text
        if self._in_line:  # the line has been closed: what comes now is for the roll
            self._in_line, self._first, self._number, self._doubtful = False, "", 0, False
        self._number += 1
        self._doubtful = self._doubtful or use in {Use.SEARCHES, Use.OTHER}
        if not (self._is_text() and self._held):  # how long it is makes no difference any more
            self._held.append(stroke)
        return []

    def settle(self) -> list[Keystroke | Dropped]:
        """Judge what is held back."""
        held, self._held = self._held, []
        return [Dropped(self._number, self._first)] if held and self._is_text() else list(held)

    def _is_text(self) -> bool:
        return self._doubtful and self._number >= _TEXT


def is_text(number: int, seconds: float) -> bool:
    """Tell whether so many keys, Enter the last of them, came within so short a time that no hand has typed them."""
    return number >= _TEXT and seconds < FAST * (number - 1)
