"""Where the cursor of an import goes when a row was decided. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.model import Student
from app.roll.differences import Difference
from app.roll.import_choices import Decision


def after(decision: Decision, before: Sequence[Difference], now: Sequence[Difference]) -> Difference | None:
    """Return the row for the cursor; None where all that was decided about is gone, as an answered question is.

    From a row to decide it goes to the next one to decide, from the last of them to the first. Who is decided about
    otherwise is being corrected, and after the last one to decide nothing is left: then it stays with that person, in
    whatever group they are by now.

    Args:
        decision: what was decided, with its row as it was.
        before: the rows when it was decided.
        now: the rows since.
    """
    row = decision.row
    if row.is_undecided:
        place = next((number for number, one in enumerate(before) if one.key == row.key), 0)
        open_ = [number for number, one in enumerate(now) if one.is_undecided]
        if open_:
            return now[next((number for number in open_ if number >= place), open_[0])]
    person = ("student", decision.choice.id, 0) if isinstance(decision.choice, Student) else row.key
    return next((one for one in now if one.key == person), None)
