"""Which columns of an overview stand still beside the meetings, and how wide they are in a terminal of some width."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from rich.cells import cell_len

from app.domain.frozen import frozen
from app.domain.model import Mark
from app.domain.overview import CellState, Overview, OverviewCell, OverviewStudent
from app.i18n import drawable, gettext, pgettext
from app.messages import overview
from app.tui.widgets.rows import Piece, cut
from app.tui.widgets.sparks import spark

CELL = 4  # cells of a meeting: letter, shape, a sign of what is special, and a gap
_LEAST_NAME, _MOST_NAME = 14, 40
_LEAST_MEETINGS = 8 * CELL
_MOST_SPARK = 30
_LEVELS = {Mark.INTRAMURAL: 1.0, Mark.REMOTE: 1.0, Mark.JUSTIFIED: 0.4, Mark.ABSENT: 0.0}


class Field(Enum):
    """What is told of a student beside the meetings."""

    NUMBER = auto()
    NAME = auto()
    UNEXCUSED = auto()
    ABSENCES = auto()
    LATE = auto()
    MADE_UP = auto()
    ATTENDED = auto()
    PERCENT = auto()
    LIMIT = auto()
    LIMIT_IN_WORDS = auto()
    SPARK = auto()
    EDGE = auto()  # between what stands still and the meetings


# From which width of the screen each is shown; the name always is.
_FROM = {
    Field.NUMBER: 100,
    Field.UNEXCUSED: 0,
    Field.ABSENCES: 70,
    Field.LATE: 116,
    Field.MADE_UP: 116,
    Field.ATTENDED: 50,
    Field.PERCENT: 96,
    Field.SPARK: 190,
    Field.EDGE: 0,
}
_WORDS_FROM = 130
_RULE_FROM = 70  # the edge is a thin rule, else a blank


@frozen
class Column:
    """A column: what it tells, how wide it is with the gap after it, and its heading in two lines."""

    field: Field
    width: int
    head: tuple[str, str]


@frozen
class Layout:
    """The columns that stand still, from left to right, and how many meetings fit beside them."""

    columns: tuple[Column, ...] = ()
    meetings: int = 0

    @property
    def pinned(self) -> int:
        """How many cells the columns take, the mark of the row in hand included."""
        return 1 + sum(column.width for column in self.columns)


def layout(shown: Overview, width: int) -> Layout:
    """Return the columns of an overview for a screen of that many cells."""
    limited = any(one.may_miss is not None for one in shown.students)
    fields = [field for field in Field if field is Field.NAME or width >= _FROM.get(field, width + 1)]
    if limited:
        fields.append(Field.LIMIT_IN_WORDS if width >= _WORDS_FROM else Field.LIMIT)
        fields.sort(key=list(Field).index)
    laid_out = _laid_out(shown, width, fields)
    if Field.SPARK in fields and len(shown.meetings) <= laid_out.meetings:  # all of them are in sight
        fields.remove(Field.SPARK)
        laid_out = _laid_out(shown, width, fields)
    return laid_out


def _laid_out(shown: Overview, width: int, fields: Sequence[Field]) -> Layout:
    others: dict[Field, Column] = {field: _column(field, shown, fields) for field in fields if field is not Field.NAME}
    others[Field.EDGE] = Column(Field.EDGE, 2, ("│", "│")) if width >= _RULE_FROM else Column(Field.EDGE, 1, ("", ""))
    taken = 1 + sum(column.width for column in others.values())
    longest = max((cell_len(drawable(one.student.name)) for one in shown.students), default=0)
    room = max(width - taken - _LEAST_MEETINGS, _LEAST_NAME)
    name = max(min(longest + 3, room, _MOST_NAME), _LEAST_NAME)
    others[Field.NAME] = Column(Field.NAME, name, ("", gettext("Name")))
    return Layout(tuple(others[field] for field in fields), max((width - taken - name) // CELL, 1))


def _column(field: Field, shown: Overview, beside: Sequence[Field]) -> Column:
    head = _head(field, shown, beside)
    content = {
        Field.NUMBER: 4,
        Field.ATTENDED: 5,
        Field.PERCENT: 5,
        Field.LIMIT: 4,
        Field.LIMIT_IN_WORDS: max((cell_len(overview.limit(one)) for one in shown.students), default=0),
        Field.SPARK: min(len(shown.meetings), _MOST_SPARK),
    }.get(field, 3)
    return Column(field, max(content, *map(cell_len, head)) + 1, head)


def _head(field: Field, shown: Overview, beside: Sequence[Field]) -> tuple[str, str]:
    """Return a heading; that of what was attended names of how many meetings.

    Two counts of absences `beside` each other are headed in whole words, of which each reads downwards.
    """
    both = Field.ABSENCES in beside
    texts = {
        Field.NUMBER: "\n#",
        Field.UNEXCUSED: gettext("unexc.\nabs.") if both else gettext("un-\nexc."),
        Field.ABSENCES: gettext("all\nabs."),
        Field.LATE: f"\n{pgettext('column', 'late')}",
        Field.MADE_UP: gettext("made\nup"),
        Field.ATTENDED: _head_of_attended(*shown.begun),
        Field.PERCENT: "\n%",
        Field.LIMIT: gettext("may\nmiss"),
    }
    above, _, below = texts.get(field, "\n").partition("\n")
    return above, below


def _head_of_attended(read: int, begun: int) -> str:
    told = gettext("of {number}\nheld") if read == begun else gettext("of {number}\nread")
    return told.format(number=read)


def pieces(column: Column, student: OverviewStudent, number: int, *, name_style: str) -> list[Piece]:
    """Return what stands in a column about a student, the one with this number in the class."""
    room, style = column.width - 1, "faint"
    match column.field:
        case Field.NAME:
            return [(f" {cut(drawable(student.student.name), room - 2)} ", name_style), (" ", "")]
        case Field.LIMIT_IN_WORDS:
            return [(f"{cut(overview.limit(student), room)} ", _limit_style(student))]
        case Field.SPARK:
            return [(f"{cut(spark(map(level, student.cells[-room:])), room)} ", style)]
        case Field.LIMIT:
            text, style = overview.limit_short(student), _limit_style(student)
        case Field.UNEXCUSED:
            text, style = _number(student.unexcused), "warning" if student.notify else ""
        case Field.ATTENDED:
            text = f"{student.attended}/{student.held}" if student.held else "–"
        case Field.PERCENT:
            text = overview.percent_so_far(student)
        case Field.ABSENCES:
            text = _number(student.absences)
        case Field.LATE:
            text = _number(student.late)
        case Field.MADE_UP:
            text = _number(student.made_up)
        case Field.NUMBER:
            text = str(number)
        case Field.EDGE:
            text = column.head[0]
    return [(f"{text:>{room}} ", style)]


def _number(number: int) -> str:
    return str(number) if number else "·"


def _limit_style(student: OverviewStudent) -> str:
    return "warning" if student.may_miss is not None and student.may_miss <= 0 else "faint"


def level(cell: OverviewCell) -> float | None:
    """Return how high a meeting stands in a student's sparkline, None where nothing is known or set."""
    if cell.state is not CellState.ENTERED or cell.mark is None:
        return None
    return _LEVELS[cell.mark]
