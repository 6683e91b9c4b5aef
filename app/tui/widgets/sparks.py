"""Small pictures of shares: bars of one line, columns of block letters. Numbers beside them say the same."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.model import ListOverview
from app.tui.widgets.rows import Piece

_LEVELS = "▁▂▃▄▅▆▇█"
_UNKNOWN = "·"


def spark(shares: Iterable[float | None]) -> str:
    """Return a letter for each share from 0 to 1, a dot where it is not known."""
    return "".join(_UNKNOWN if share is None else _LEVELS[round(share * (len(_LEVELS) - 1))] for share in shares)


def shares(lists: Iterable[ListOverview]) -> list[float | None]:
    """Return of each list the part of those marked that is present, None where nobody is marked or it was not read."""
    return [one.tally.share if one.tally else None for one in lists]


def column(share: float, height: int) -> list[str]:
    """Return a column of block letters from top to bottom, as high as the share of that many lines."""
    eighths = max(1, round(share * height * 8))
    levels = [min(max(eighths - 8 * line, 0), 8) for line in reversed(range(height))]
    return [_LEVELS[level - 1] if level else " " for level in levels]


def how_far(marked: int, students: int, width: int) -> list[Piece]:
    """Return a bar of how many are marked, and thin who is to go."""
    full = width * marked // students if students and width > 0 else 0  # it is full only where nobody is to go
    return [("━" * full, "accent"), ("─" * (max(width, 0) - full), "faint")]


def progress(done: int, number: int, width: int) -> str:
    """Return in so many cells how much is done, with a gap after it; empty where all is, for then nothing goes on."""
    full = width * done // number if number else width
    return "" if full == width else f"{'━' * full}{'─' * (width - full)} "


def bar(filled: int, left: int, total: int, width: int) -> list[Piece]:
    """Return a bar of that many cells: `filled` of `total` in full, `left` as what is open, the rest as a line."""
    if total <= 0 or width <= 0:
        return []
    full = width * filled // total  # it is full only where nobody is missing
    opened = min(round(width * left / total), width - full)
    return [("━" * full, "accent"), ("░" * opened, "faint"), ("─" * (width - full - opened), "faint")]
