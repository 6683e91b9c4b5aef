"""Signs of attendance as people write them in lists, in Polish and English."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

from app.domain.frozen import frozen
from app.importing.words import plain


class Meaning(Enum):
    """What a sign says; PRESENT is whichever presence the list's mode implies."""

    PRESENT = auto()
    REMOTE = auto()
    JUSTIFIED = auto()
    ABSENT = auto()


@frozen
class Sign:
    """A sign: what it means, and how late somebody came (0: it says nothing of it, None: late, minutes not told)."""

    meaning: Meaning
    late: int | None = 0


# Whole cells, folded: small letters, no diacritics, no full stops.
_SIGNS: tuple[tuple[Meaning, str], ...] = (
    (
        Meaning.JUSTIFIED,
        r"u|us|uspr|uspraw|nu|nob us|usprawiedliw\w*|nieob\w* uspr\w*|nb uspr|zwoln\w*|j|justified|e|excused|exc",
    ),
    (Meaning.JUSTIFIED, r"(justified|excused) absence|absent excused|zw"),
    (
        Meaning.ABSENT,
        r"-|–|—|−|0|n|nb|nob|nieob|nieobec\w*|a|abs|absent|absence|no|nie|false|✗|✘|❌|☐|brak|nie ma|missing",
    ),
    (Meaning.REMOTE, r"z|zd|zdal|zdaln\w*|r|remote|remotely|online|on line|teams|zoom"),
    (
        Meaning.PRESENT,
        r"\+|o|ob|obec|obecn\w*|x|1|p|pr|present|presence|yes|y|tak|t|jest|true|v|✓|✔|✅|☑|here",
    ),
)
_PATTERNS = tuple((meaning, re.compile(signs)) for meaning, signs in _SIGNS)
_PATTERNS_OF_ABSENCES = [one for one in _PATTERNS if one[0] in {Meaning.JUSTIFIED, Meaning.ABSENT}]
_POINTS = re.compile(r" ?\([0-9]+ ?/ ?[0-9]+\)$")  # Moodle's "P (2/2)"
_MADE_UP_AFTER = re.compile(r"(.*[a-z])(?:\+|[ ,;]+(?:made[ -]up|odrobion\w*|odpracowan\w*))")
_LATE_WORD = r"(?:s|sp|spoz|spozn\w*|l|late|tardy)"
_LATE = re.compile(rf"(?:(?:\+|ob|o|x|p|1)[ ,;]*)?\(?{_LATE_WORD}(?:[ :,(]*(\d{{1,3}})(?: ?(?:m|min\w*|'|′))?)?\)?")
_LATE_AFTER = re.compile(rf"(\d{{1,3}}) ?(?:m|min\w*)? {_LATE_WORD}")


@lru_cache(maxsize=1024)
def sign(cell: str) -> Sign | None:
    """Return what a cell says of somebody's attendance, None if it is no sign."""
    text = _POINTS.sub("", plain(cell)) or cell.strip()
    if found := _LATE.fullmatch(text) or _LATE_AFTER.fullmatch(text):
        return Sign(Meaning.PRESENT, int(found[1]) if found[1] else None)
    made_up = _MADE_UP_AFTER.fullmatch(text)
    patterns = _PATTERNS_OF_ABSENCES if made_up else _PATTERNS
    text = made_up[1] if made_up else text
    return next((Sign(meaning) for meaning, signs in patterns if signs.fullmatch(text)), None)
