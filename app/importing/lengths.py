"""Lengths of time as conference tools write them, in any language whose units begin like one of ours."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from functools import lru_cache

_CLOCK = re.compile(r"([0-9]{1,3}):([0-5]?[0-9])(?::([0-5][0-9])(?:[.,][0-9]+)?)?")
_ISO = re.compile(r"PT(?:([0-9]{1,4})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,6})(?:\.[0-9]+)?S)?")
_PART = re.compile(r"([0-9]{1,6}(?:[.,][0-9]+)?)\s*([^\W\d_]+)\.?,?\s*")
_NUMBER = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,4})?")
_LONGEST = timedelta(days=7)

# By first letter, longest beginning first: English, Polish, German, French, Spanish, Ukrainian.
_UNITS = {"st": 3600, "h": 3600, "g": 3600, "г": 3600, "m": 60, "х": 60, "s": 1, "с": 1}


@lru_cache(maxsize=4096)
def length(text: str, unit: timedelta | None = None) -> timedelta | None:
    """Return the length that makes up the whole text; a plain number only with the unit its column has.

    None: it is none, or longer than a week.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _clock(plain) or _parts(plain)
    if found is None and unit and _NUMBER.fullmatch(plain):
        found = float(plain.replace(",", ".")) * unit
    return found if found is None or found <= _LONGEST else None


def has_units(text: str) -> bool:
    """Tell whether a text is a length by itself, not a time of day or a number."""
    return ":" not in text and length(text) is not None


def _clock(text: str) -> timedelta | None:
    if found := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        if found[3] is None and hours > 23:  # 45:10 is no hours and minutes
            hours, minutes, seconds = 0, hours, minutes
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if len(text) > 2 and (found := _ISO.fullmatch(text)):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return None


def _parts(text: str) -> timedelta | None:
    total, at, last = 0.0, 0, float("inf")
    lowered = text.casefold()
    while at < len(lowered):
        found = _PART.match(lowered, at)
        unit = found and next((size for first, size in _UNITS.items() if found[2].startswith(first)), None)
        if not found or not unit or unit >= last:
            return None
        total += float(found[1].replace(",", ".")) * unit
        at, last = found.end(), unit
    return timedelta(seconds=round(total)) if lowered else None
