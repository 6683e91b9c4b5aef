"""What a reading of USOS means for a decision that is on its way: plain functions.

USOS cannot be asked to write only where nothing has changed, so all that is known comes from comparing what it holds
with what it may hold if nobody else has touched it: what it held before, and every value that was ever sent from here.
Example: USOS holds nothing, "present" is sent and its answer is lost, then "absent" is decided. A reading finds

- absent: it is there, however it came (`CONFIRMED`);
- nothing, or present: no more than our own calls can explain, so "absent" is sent (`WAITS`);
- justified: neither was there before nor was sent from here, so somebody else has set it (`CONFLICT`). Nothing is sent.

Had USOS accepted "absent", then finding present means that the lost call has come late: "absent" is sent once more
(`AGAIN`), twice at most. Finding nothing means that USOS took the mark and does not hold it (`MISSING`); so does
present had its call been answered, for then somebody else may have set it anew.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum, auto

from app.domain.frozen import frozen
from app.domain.model import Record

_MOST_RESENDINGS = 2


class Finding(Enum):
    """What was found for one decision."""

    CONFIRMED = auto()  # USOS holds it
    WAITS = auto()  # USOS holds nothing new: it goes on as before
    AGAIN = auto()  # USOS holds an older value of ours, which came late: it is sent once more
    MISSING = auto()  # USOS accepted it and holds something older, or an older one keeps coming back
    CONFLICT = auto()  # USOS holds somebody else's value


@frozen
class OnItsWay:
    """A decision no reading has confirmed, with all that USOS may hold without anybody else having touched it.

    `known` was read or accepted last, `base` was there before our first call, `sent` is every value we ever sent,
    `unanswered` are those of them of which a call may still come.
    """

    decided: Record
    state: str
    known: Record
    base: Record
    sent: Collection[Record]
    unanswered: Collection[Record]
    found_before: Record | None
    resent: int


def judge(found: Record, row: OnItsWay) -> Finding:
    """Return what it means that USOS holds this now."""
    if same(found, row.decided):
        return Finding.CONFIRMED
    of_ours = any(same(found, one) for one in row.sent)
    may_be_late = any(same(found, one) for one in row.unanswered)  # what was answered cannot come once more
    expected = of_ours or same(found, row.base) or (row.state in {"waiting", "refused"} and same(found, row.known))
    uncleared = row.decided.mark is None and found.mark is not None  # USOS cannot clear a mark, whoever it is from
    if uncleared or not expected:
        return Finding.CONFLICT
    match row.state:
        case "accepted" if may_be_late and row.resent < _MOST_RESENDINGS:
            return Finding.AGAIN
        case "accepted" | "missing":
            return Finding.MISSING
        case "conflict" if row.found_before is not None and same(found, row.found_before):
            return Finding.CONFLICT
        case _:
            return Finding.WAITS


def came_late(found: Record, lost: Record, newest: Record, known: Record) -> bool:
    """Tell whether what USOS holds now is a call of ours that got no answer, and came after all was confirmed.

    `lost` is what that call said, `newest` what was decided last, `known` what was read or accepted last. Whoever else
    set just this value meanwhile cannot be told apart from it.
    """
    return same(found, lost) and not same(found, newest) and same(known, newest)


def same(one: Record, other: Record) -> bool:
    """Tell whether two records say the same; line ends and outer spaces of a comment are not ours to keep apart."""
    return one.mark is other.mark and _plain(one.comment) == _plain(other.comment)


def _plain(comment: str) -> str:
    return comment.replace("\r\n", "\n").replace("\r", "\n").strip()
