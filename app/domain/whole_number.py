"""Whole numbers as people and files write them."""

from __future__ import annotations

_MOST_DIGITS = 18  # Python refuses to read thousands of them, and no number here has as many


def whole_number(text: str, within: range) -> int | None:
    """Return the number that a text is, None where it is none, or not in this range; only the digits 0 to 9 count."""
    if not (text.isascii() and text.isdecimal()) or len(text) > _MOST_DIGITS:
        return None
    return number if (number := int(text)) in within else None
