"""The columns in which classes, unfinished lists and groups stand below each other: one grid for the whole screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field

from rich.cells import cell_len

from app.domain.frozen import frozen
from app.tui.widgets.rows import Piece, cut

_GAP = 2  # cells between columns
_MARGINS = 2  # at the left and at the right
_MOST_COURSE, _LEAST_COURSE = 56, 8
_MOST_RIGHT = 18
MIDDLE, WIDE_MIDDLE = 12, 16  # cells of a bar, of a sparkline, of a room
ROOMY = 90  # cells from which the middle is wide


@frozen
class Line:
    """What stands in a row of the grid. `kind` is what kind of class it is, `short` the same where room is scarce.

    `brief` stands in the place of `right` where there is no room for that. The column is as wide as `brief`, whatever
    is at the right by then: so no other column moves while rolls are read.
    """

    when: str
    course: str
    kind: str
    short: str
    number: str
    middle: tuple[Piece, ...] = ()
    right: Piece = field(default=("", ""))
    brief: str = ""


@frozen
class Widths:
    """How wide the columns are; `kind` holds the number of the group, too, and 0 leaves a column out."""

    when: int
    course: int
    kind: int
    middle: int
    right: int
    said: int  # how much of the kind is said: 2 all, 1 the short word, 0 the number alone


def widths(lines: Iterable[Line], width: int) -> Widths:
    """Return the columns of these lines in so many cells: the course is the last to be cut.

    What kind of class it is gives way to it, then the middle; the number of the group always stays.
    """
    shown = list(lines)

    def longest(texts: Iterable[str]) -> int:
        return max((cell_len(text) for text in texts), default=0)

    course = min(longest(one.course for one in shown), _MOST_COURSE)
    when, right = (
        longest(one.when for one in shown),
        min(longest(one.brief or one.right[0] for one in shown), _MOST_RIGHT),
    )
    wide = WIDE_MIDDLE if width >= ROOMY else MIDDLE
    for said, middle, least in ((2, wide, 31), (1, wide, 22), (0, wide, 18), (0, 0, 0)):
        kind = longest(_kind(one, said) for one in shown)
        columns = (when, kind, middle, right)
        room = width - _MARGINS - sum(columns) - _GAP * sum(1 for one in columns if one)
        if room >= min(course, least):
            break
    return Widths(
        when=when, course=max(min(course, room), _LEAST_COURSE), kind=kind, middle=middle, right=right, said=said
    )


def pieces(line: Line, columns: Widths, width: int, *, current: bool) -> list[Piece]:
    """Return a row: when, the course, what kind of class and which group, the middle, and what stands at the right."""
    gap = " " * _GAP
    left: list[Piece] = [(" ", "")]
    if columns.when:
        left.append((cut(line.when, columns.when) + gap, "faint"))
    left.append((cut(line.course, columns.course) + gap, "name" if current else ""))
    left.append((cut(_kind(line, columns.said), columns.kind) + gap, "faint"))
    if columns.middle:
        left += _fitting(line.middle, columns.middle)
    text, style = line.right
    room = max(width - sum(cell_len(piece) for piece, _ in left) - 1, 0)
    if line.brief and cell_len(text) > room:
        text = line.brief
    return [*left, (f"{cut(text, min(cell_len(text), room)):>{room}}", style)]


def _fitting(middle: Sequence[Piece], width: int) -> list[Piece]:
    """Return pieces in exactly that many cells."""
    shown, room = [], width
    for text, style in middle:
        fitting = text if cell_len(text) <= room else cut(text, room)
        shown.append((fitting, style))
        room -= cell_len(fitting)
    return [*shown, (" " * room, "")]


def _kind(line: Line, said: int) -> str:
    return f"{('', line.short, line.kind)[said]} {line.number}".strip()
