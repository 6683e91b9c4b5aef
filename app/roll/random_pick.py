"""Picking somebody at random among those present: everybody once before anybody twice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from app.domain.model import PRESENCES, Entry


def pick(entries: Sequence[Entry], list_id: str, picks: Counter[tuple[str, str]]) -> Entry | None:
    """Return somebody who is present and was picked the fewest times, and count it; None where nobody is present."""
    present = [entry for entry in entries if entry.mark in PRESENCES]
    fewest = min((picks[list_id, entry.student.id] for entry in present), default=0)
    choice = [entry for entry in present if picks[list_id, entry.student.id] == fewest]
    if not choice:
        return None
    chosen = random.choice(choice)  # noqa: S311 - picks a speaker, guards nothing
    picks[list_id, chosen.student.id] += 1
    return chosen
