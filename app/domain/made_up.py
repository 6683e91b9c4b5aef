"""Absences made up for. USOS has no value for them: a comment says so, in words that are known again."""

from __future__ import annotations

import re

TEXTS = {"en": "made up", "pl": "odrobione"}
"""What is written in each language; known again in whatever language the program speaks."""

# At the beginning of a part of the comment: "do odrobienia" and "nie odrobione" say that it is still to be done.
_MADE_UP = re.compile(
    r"(?:^|[;,.\n↵])\s*(?:made[ -]up|odrobi(?:one|ono|ona|ł|ła)|odpracowa(?:ne|no|na|ł|ła))(?!\w)(?!\s*\?)",
    re.IGNORECASE,
)


def is_made_up(comment: str) -> bool:
    """Tell whether a comment says that an absence was made up for; more may follow the words, such as a date."""
    return bool(comment) and _MADE_UP.search(comment) is not None
