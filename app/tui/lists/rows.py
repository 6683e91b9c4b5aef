"""The rows of a group's meetings: its lists, and what the timetable has without one."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date, datetime, time, timedelta

from rich.cells import cell_len

from app.domain.model import ListOverview, Mark, Meeting
from app.i18n import clock_time, date_in_column, drawable, gettext, weekday
from app.keymap import keys
from app.messages import groups, marks
from app.tui.widgets.rows import Piece, Rows, cut
from app.tui.widgets.sparks import bar

_NUMBER = 6  # cells of the number of a meeting
_COUNT = 10  # of how many are present
_WIDE, _ROOMY = 68, 100  # cells from which lists have numbers; the latter where they have owners, too
_LEAST_BAR, _BAR = 6, 24  # cells of the bar that shows it, where there is room

_FAR = timedelta(days=183)  # from which on a date has its year: a term that goes over New Year needs none

Row = ListOverview | Meeting
"""A list or a draft, or a meeting of the timetable that has none."""


class ListRows(Rows):
    """The meetings of a group in order of time, under the names of the columns."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._rows: Sequence[Row] = ()
        self._numbers: dict[int, int] = {}  # of the meetings with a list, by row
        self._now = datetime.combine(date.min, time.min)
        self._owner_width = self._date_width = self._mode_width = self._weekdays = 0
        self._end_width = self._missing_width = 0

    @property
    def lists(self) -> list[ListOverview]:
        """The lists and drafts as shown."""
        return [one for one in self._rows if isinstance(one, ListOverview)]

    @property
    def current(self) -> ListOverview | None:
        """The list under the cursor, None where there is none."""
        return row if isinstance(row := self._chosen, ListOverview) else None

    @property
    def meeting(self) -> Meeting | None:
        """The meeting without a list under the cursor, None where there is none."""
        return row if isinstance(row := self._chosen, Meeting) else None

    @property
    def without_list(self) -> int:
        """How many meetings have no list."""
        return sum(isinstance(one, Meeting) for one in self._rows)

    def go_to(self, list_id: str) -> None:
        """Put the cursor on a list, if it is there."""
        found = (place for place, one in enumerate(self._rows) if spot(one) == list_id)
        self.move_to(next(found, -2) + 1)

    def show(self, rows: Sequence[Row], now: datetime, placeholder: str) -> None:
        """Show these in their order.

        Once a person has moved the cursor it stays on its meeting, before that it is on the one nearest to now.
        """
        staying = spot(self._chosen) if self._chosen is not None and self.moved else None
        distances = [abs(_at(one) - now) for one in rows]
        nearest = distances.index(min(distances)) if distances else 0
        before = nearest if staying is None else self.cursor - 1
        cursor = next((place for place, one in enumerate(rows) if spot(one) == staying), before)
        self._rows, self._now = rows, now
        lists = self.lists
        with_list = [place for place, one in enumerate(rows) if isinstance(one, ListOverview) and not one.list.is_draft]
        self._numbers = {place: number for number, place in enumerate(with_list, 1)}
        owners = {drawable(one.list.owner) for one in lists if one.list.owner}
        self._owner_width = max(map(cell_len, owners)) if len(owners) > 1 else 0
        self._weekdays = max((len(weekday(_at(one))) for one in rows), default=0)
        self._date_width = max((cell_len(self._date(one)) for one in rows), default=0)
        self._end_width = max((cell_len(_draft(one) + self._day(one)) for one in rows), default=0)
        self._missing_width = max((cell_len(_missing(one)) for one in lists), default=0)
        self._mode_width = max((cell_len(marks.mode_word(one.list.mode)) for one in lists), default=0)
        self.fill(len(rows) + 1 if rows else 0, cursor + 1, headings=(0,), placeholder=placeholder)

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return the names of the columns, or a row: number, weekday and date, time, and what there is of its list."""
        width -= 1  # a margin
        if not row:
            return self._heading(width)
        shown = self._rows[row - 1]
        at, is_today = _at(shown), _at(shown).date() == self._today
        numbered = width >= (_ROOMY if self._owner_width else _WIDE)
        pieces = [
            (f"{self._numbers.get(row - 1, ''):>{_NUMBER - 2}}  " if numbered else " ", "faint"),
            (cut(self._date(shown), self._date_width + 2), "" if isinstance(shown, ListOverview) else "faint"),
            (f"{clock_time(at)}  ", "" if isinstance(shown, ListOverview) else "faint"),
        ]
        if isinstance(shown, Meeting):
            return [*pieces, *self._without_list(shown, width - _length(pieces), current=row == self.cursor)]
        pieces.append((cut(marks.mode_word(shown.list.mode), self._mode_width + 2), "faint"))
        missing, bar_width, owner_width = self._room(width - _length(pieces), width)
        if owner_width:
            pieces.append((_owner(shown.list.owner, owner_width), "faint"))
        day = (self._day(shown), "heading" if is_today else "faint")
        return [*pieces, *self._attendance(shown, bar_width, missing), (_draft(shown), "warning"), day]

    def _room(self, room: int, width: int) -> tuple[int, int, int]:
        """Return how many cells are left for those missing, for the bar and for the owner."""
        missing = 0 if self._owner_width and width < _ROOMY else self._missing_width
        room -= _COUNT + missing + self._end_width
        owner = max(0, min(self._owner_width, room))
        return missing, min(room - owner - 2, _BAR), owner

    def _heading(self, width: int) -> list[Piece]:
        """Return the names of the columns above them."""
        numbered = width >= (_ROOMY if self._owner_width else _WIDE)
        left = "   #  " if numbered else " "
        left += cut(gettext("date"), self._date_width + 2) + cut(gettext("time"), 7)
        left += cut(gettext("mode"), self._mode_width + 2) if self._mode_width else ""
        missing, bar_width, owner_width = self._room(width - cell_len(left), width)
        left += cut(gettext("whose"), owner_width) if owner_width else ""
        present = max(bar_width + 2 if bar_width >= _LEAST_BAR else 0, 0) + _COUNT
        if not self._mode_width:
            return [(left, "faint")]
        others = f"  {gettext('others')}" if missing else ""
        return [(f"{left}{cut(gettext('present'), present)}{others}", "faint")]

    def _without_list(self, shown: Meeting, room: int, *, current: bool) -> list[Piece]:
        """Return that a meeting has no list, and what creates one while the cursor is on it."""
        told = gettext("no list yet") if shown.start.date() >= self._today else gettext("no list")
        told += self._day(shown)
        hint = gettext("{key} creates it").format(key=keys.shown("lists.new")) if current else ""
        return [(told, "faint"), (f"{hint:>{max(room - cell_len(told) - 1, 0)}}", "accent")]

    def _attendance(self, shown: ListOverview, bar_width: int, missing: int) -> list[Piece]:
        """Return who was there: a bar if there is room, how many of how many, and in `missing` cells who was not."""
        tally, width = shown.tally, max(bar_width + 2 if bar_width >= _LEAST_BAR else 0, 0)
        if tally is None:
            return [(f"{'–':>{width + _COUNT}}", "faint"), (" " * missing, "")]
        counted = gettext("{present} of {all}").format(present=tally.present, all=tally.students)
        if not tally.marked:
            told = groups.without_marks(shown.list, self._now)
            return [(cut(told, width + _COUNT + missing), "faint")]
        pieces = []
        if width:
            pieces = [*bar(tally.present, tally.students - tally.marked, tally.students, width - 2), ("  ", "")]
        return [*pieces, (f"{counted:>{_COUNT}}", ""), (cut(_missing(shown), missing), "faint")]

    @property
    def _today(self) -> date:
        return self._now.date()

    @property
    def _chosen(self) -> Row | None:
        place = self.cursor - 1
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _date(self, shown: Row) -> str:
        at = _at(shown)
        return date_in_column(at, self._weekdays) + (f" {at.year}" if abs(at.date() - self._today) > _FAR else "")

    def _day(self, shown: Row) -> str:
        """Return the word for a day close to today, empty for others."""
        days = (_at(shown).date() - self._today).days
        words = {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}
        return f"  {words[days]}" if days in words else ""


def spot(row: Row) -> Hashable:
    """Return what a row is about, by which it is found again when the rows are others."""
    return row.list.id if isinstance(row, ListOverview) else row.start


def _at(row: Row) -> datetime:
    return row.list.date if isinstance(row, ListOverview) else row.start


def _length(pieces: Sequence[Piece]) -> int:
    return sum(cell_len(text) for text, _ in pieces)


def _draft(row: Row) -> str:
    return f"  {gettext('draft')}" if isinstance(row, ListOverview) and row.list.is_draft else ""


def _missing(shown: ListOverview) -> str:
    """Return how many are absent, excused and still to be called, by the shapes of marks."""
    tally = shown.tally
    if tally is None or not tally.marked:
        return ""
    numbers = {Mark.ABSENT: tally.absent, Mark.JUSTIFIED: tally.excused, None: tally.students - tally.marked}
    return "  " + " ".join(f"{marks.SHAPES[mark]} {number}" for mark, number in numbers.items() if number)


def _owner(name: str, width: int) -> str:
    """Return whose list it is, in exactly that many cells; where room is scarce the first name gives way."""
    shown = drawable(name)
    first, _, last = shown.partition(" ")
    forms = (shown, f"{first[:1]}. {last}", last) if last else (shown,)
    return cut(next((form for form in forms if cell_len(form) <= width), forms[-1]), width)
