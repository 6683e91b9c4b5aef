"""A table in which one sign stands for something and blanks for all else: what it is read as, to be said beforehand."""

from __future__ import annotations

from app.domain.frozen import frozen
from app.domain.model import Mark, Mode
from app.importing import signs
from app.importing.attendance import Reading
from app.importing.judgement import mark_of


@frozen
class LoneSign:
    """The only sign of a table, as one cell has it, and the mark that it is read as; `blanks`: some cells are empty."""

    sign: str
    mark: Mark
    blanks: bool


def lone_sign(reading: Reading, mode: Mode) -> LoneSign | None:
    """Return the only sign of a table; None for several, for words, which leave no doubt, and for what is no sign."""
    cells = {(one.sign or "").strip() for one in reading.attenders if one.sign is not None}
    told = sorted(cells - {""})
    found = {signs.sign(one) for one in told}
    if len(found) != 1 or any(len(one) > 1 for one in told):
        return None
    (sign,) = found
    return LoneSign(told[0], mark_of(sign, mode), "" in cells) if sign else None
