"""Percentages, rounded as people do it: halves go up, on the screen and in files."""

from __future__ import annotations

from fractions import Fraction
from math import floor


def percentage(part: int, of: int, decimals: int = 0) -> float:
    """Return which part of `of`, more than 0, that is in percent; what was rounded is not rounded once more."""
    scale: int = 10**decimals
    return floor(Fraction(100 * scale * part, of) + Fraction(1, 2)) / scale
