"""Late arrivals. USOS has no value for them: a presence and a comment with minutes, in words we know again."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from app.i18n import language

MINUTES = "{minutes}"
TEMPLATES = {"en": "late {minutes} min", "pl": "spóźnienie {minutes} min"}
"""What is written where nothing else was chosen; known again in whatever language the program speaks."""

LONGEST = 240
"""Minutes; no class is longer, so that nobody comes later."""

_LATEST = 90  # minutes after which nobody means to say when they came
_UNIT = re.compile(r"\{minutes\}\s*(?:minut\w*|min\b\.?|['’′])?")
_SETS_APART = re.compile(r"(?<!\w)\{minutes\}(?!\w)")
_ENDS = ";,\n↵"


def minutes_since(begin: datetime, now: datetime) -> int | None:
    """Return how many minutes after its beginning somebody comes to a meeting; None before it, or long after."""
    minutes = int((now - begin).total_seconds() // 60)
    return minutes if 1 <= minutes <= _LATEST and now.date() == begin.date() else None


def is_template(text: str) -> bool:
    """Tell whether a text can stand for late arrivals: the minutes once in it, and words to know it by."""
    rest = text.replace(MINUTES, "", 1)
    return MINUTES in text and not re.search(r"[{}\n]", rest) and bool(re.search(r"\w", _UNIT.sub("", text)))


def text(template: str, minutes: int | None) -> str:
    """Return what is written of somebody who comes so late; without minutes, the words alone."""
    chosen = template or TEMPLATES[language()]
    if minutes is None:
        return " ".join(_UNIT.sub("", chosen).split())
    return chosen.replace(MINUTES, str(minutes))


def place_of_minutes(written: str, template: str) -> tuple[int, int]:
    """Return where the minutes in such a text begin and end, or twice where the text ends: there one types others."""
    found = _find(written, template)
    return found.span(1) if found and found.re.groups else (len(written), len(written))


def tidied(written: str, template: str) -> str | None:
    """Return what was typed of a late arrival, with the space that a Backspace too many has taken from the minutes.

    What else was typed stays. None where it tells of no late arrival, or of no minutes that can be: none at all, more
    than any class has.
    """
    found = _find(written, template)
    if found is None:
        return None
    if not found.re.groups:
        return written
    if not 0 < int(found[1]) <= LONGEST:
        return None
    before, after = written[: found.start(1)], written[found.end(1) :]
    if _SETS_APART.search(template or TEMPLATES[language()]):
        before += " " if before[-1:].isalpha() else ""
        after = f" {after}" if after[:1].isalpha() else after
    return before + found[1] + after


def is_late(comment: str, template: str) -> bool:
    """Tell whether a comment says that somebody was late: in either language, or as the template has it."""
    return _find(comment, template) is not None


def replaced(comment: str, written: str, template: str) -> str:
    """Return the comment with this in the place of what it said of being late, and all the rest as it was."""
    found = _find(comment, template)
    if found is None:
        return "; ".join(part for part in (written, comment) if part.strip())
    before, after = comment[: found.start()], comment[found.end() :]
    if not written:
        before, after = (before, after.lstrip(_ENDS + " ")) if after.strip() else (before.rstrip(_ENDS + " "), "")
    return before + written + after


def _find(comment: str, template: str) -> re.Match[str] | None:
    """Return where a comment tells of being late: with minutes, its one group, or in words standing for themselves."""
    with_minutes, alone = _patterns(template)
    for pattern in with_minutes:
        if match := pattern.search(comment):
            return match
    for pattern in alone:
        for match in pattern.finditer(comment):
            before = comment[: match.start()].rstrip(" ")
            if not before or before[-1] in _ENDS:
                return match
    return None


@lru_cache(maxsize=4)
def _patterns(template: str) -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    known = dict.fromkeys(one for one in (template, *TEMPLATES.values()) if one)
    number = r"\s*(\d{1,3})\s*"
    with_minutes = (number.join(_words(part) for part in one.split(MINUTES, 1)) for one in known)
    alone = (_words(text(one, None)) for one in known)
    return (
        tuple(re.compile(rf"(?<!\w){one}(?!\w)", re.IGNORECASE) for one in with_minutes),
        tuple(re.compile(rf"(?<!\w){one}(?= *(?:$|[{_ENDS}]))", re.IGNORECASE) for one in alone),
    )


def _words(part: str) -> str:
    return r"\s+".join(re.escape(word) for word in part.split())
