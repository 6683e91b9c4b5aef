"""Text that a lecturer types or corrects: kept as it is, but for signs that nobody types."""

from __future__ import annotations

import unicodedata

_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MEANT = frozenset("\n\r\t")


def control_signs(text: str) -> set[str]:
    """Return what is in a text that commands a terminal or turns the direction of writing; line breaks do not."""
    if text.isprintable():
        return set()
    return {sign for sign in text if sign not in _MEANT and (unicodedata.category(sign) == "Cc" or sign in _TURNING)}


def corrected(before: str, shown: str, typed: str) -> str:
    """Return what a text has become that was `shown` sign by sign, and corrected to what was `typed`.

    What was left as it was shown stays as it was before: a space that does not break, a tab, a line break.
    """
    if len(before) != len(shown):
        return typed
    begin = _common(shown, typed)
    end = min(_common(shown[::-1], typed[::-1]), len(shown) - begin, len(typed) - begin)
    return before[:begin] + typed[begin : len(typed) - end] + before[len(before) - end :]


def _common(one: str, other: str) -> int:
    """Return how many signs two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
