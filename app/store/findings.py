"""What a reading of USOS means for a decision that is on its way: plain functions (DESIGN.md, section 5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto

from app.model import Record

_MOST_RESENDINGS = 2


class Finding(Enum):
    """What was found for one decision."""

    CONFIRMED = auto()  # USOS holds it
    WAITS = auto()  # USOS holds nothing new: it goes on as before
    AGAIN = auto()  # USOS holds an older value of ours, which came late: it is sent once more
    MISSING = auto()  # USOS accepted it and holds something older, or an older one keeps coming back
    CONFLICT = auto()  # USOS holds somebody else's value


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A decision no reading has confirmed, with all that USOS may hold without anybody else having touched it.

    `held` was read or accepted last, `base` was there before our first call, `sent` is every value we ever sent.
    """

    decided: Record
    state: str
    held: Record
    base: Record
    sent: Collection[Record]
    found_before: Record | None
    resent: int


def judge(found: Record, row: OnItsWay) -> Finding:
    """Return what it means that USOS holds this now."""
    if same(found, row.decided):
        return Finding.CONFIRMED
    if row.decided.mark is None and found.mark is not None:
        return Finding.CONFLICT  # a mark there cannot be cleared, whoever it is from
    of_ours = any(same(found, one) for one in row.sent)
    if row.state == "accepted":
        if of_ours:
            return Finding.AGAIN if row.resent < _MOST_RESENDINGS else Finding.MISSING
        return Finding.MISSING if same(found, row.base) else Finding.CONFLICT
    known = of_ours or same(found, row.base)
    if row.state == "missing":
        return Finding.MISSING if known else Finding.CONFLICT
    if row.state == "conflict":
        unchanged = row.found_before is not None and same(found, row.found_before)
        return Finding.WAITS if known and not unchanged else Finding.CONFLICT
    return Finding.WAITS if known or same(found, row.held) else Finding.CONFLICT


def same(one: Record, other: Record) -> bool:
    """Tell whether two records say the same; line ends and outer spaces of a comment are not ours to keep apart."""
    return one.mark is other.mark and _plain(one.comment) == _plain(other.comment)


def _plain(comment: str) -> str:
    return comment.replace("\r\n", "\n").replace("\r", "\n").strip()
