"""The key bar below differences: what can be done with the row under the cursor, and which keys do something."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.model import Mode
from app.messages import importing
from app.roll.differences import Answer, Difference
from app.roll.import_session import ImportSession
from app.tui.roll import key_lines
from app.tui.widgets.bars import KeyItem, key_length

_GAP = 2  # cells between keys at least
_OF_TIMES = {"import.share", "import.length"}
_OF_ROWS = {"import.leave_out", "import.write", *_OF_TIMES}


def of_row(row: Difference, mode: Mode | None, width: int, *, letters_only: bool) -> tuple[tuple[KeyItem, ...], ...]:
    """Return the choices of a row to decide, in two lines where one has no room for all; else the marks.

    An empty line stands where nobody can be marked. `letters_only`: digits do not mark for now.
    """
    if row.is_undecided and row.choices:
        return _lines([_choice(digit, row) for digit in row.numbered], width)
    if not row.can_be_marked:
        return ((),)
    return (key_lines.of_marks(mode, digits=not (row.is_undecided or letters_only)),)


def _choice(digit: str, row: Difference) -> KeyItem:
    one = row.numbered[digit]
    return KeyItem(key=digit, word=importing.choice(one), keep=one is Answer.NOBODY)


def _lines(items: Sequence[KeyItem], width: int) -> tuple[tuple[KeyItem, ...], ...]:
    """Return as many as fit into a line, and all others in a second one."""
    room = width - 1
    for number, item in enumerate(items):
        room -= key_length(item) + (_GAP if number else 0)
        if room < 0 < number:
            return tuple(items[:number]), tuple(items[number:])
    return (tuple(items),)


def useless(session: ImportSession, row: Difference | None, rows: Sequence[Difference]) -> set[str]:
    """Return the ids of keys that do nothing with this row under the cursor and these on the page."""
    found = set() if session.can_undo else {"import.undo"}
    found |= set() if rows else _OF_ROWS
    found |= set() if session.tells_times else _OF_TIMES
    found |= set() if session.can_write(rows) or session.is_done(rows) else {"import.write"}
    return found | ({"import.leave_out"} if row is not None and not row.can_be_left_out else set())
