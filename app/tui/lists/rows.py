"""The rows of a group's lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.cells import cell_len

from app.domain.model import ListOverview, Mark
from app.i18n import clock_time, drawable, gettext, short_date
from app.messages import marks
from app.tui.widgets.rows import Piece, Rows, cut
from app.tui.widgets.sparks import bar

_COUNT = 10  # cells of how many are present
_WIDE, _ROOMY = 72, 100  # cells from which lists have numbers; the latter where they have owners, too
_LEAST_BAR, _BAR = 6, 24  # cells of the bar that shows it, where there is room


class ListRows(Rows):
    """The lists of a group."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._lists: Sequence[ListOverview] = ()
        self._today = date.min
        self._owner_width = self._date_width = self._mode_width = 0
        self._day_width = self._missing_width = 0

    @property
    def lists(self) -> Sequence[ListOverview]:
        """The lists and drafts as shown."""
        return self._lists

    @property
    def current(self) -> ListOverview | None:
        """The list under the cursor, None while there are none."""
        return self._lists[self.cursor] if self._lists else None

    def go_to(self, list_id: str) -> None:
        """Put the cursor on a list, if it is there."""
        self.move_to(next((row for row, one in enumerate(self._lists) if one.list.id == list_id), -1))

    def show(self, lists: Sequence[ListOverview], today: date, cursor: int, placeholder: str) -> None:
        """Show these lists, with the cursor on one of them."""
        self._lists, self._today = lists, today
        owners = {drawable(one.list.owner) for one in lists if one.list.owner}
        self._owner_width = max(map(cell_len, owners)) if len(owners) > 1 else 0
        self._date_width = max((cell_len(self._date(one)) for one in lists), default=0)
        self._day_width = max((cell_len(self._day(one)) for one in lists), default=0)
        self._missing_width = max((cell_len(_missing(one)) for one in lists), default=0)
        self._mode_width = max((cell_len(marks.mode_word(one.list.mode)) for one in lists), default=0)
        self.fill(len(lists), cursor, placeholder=placeholder)

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a row: number, weekday and date, time, mode, whose it is where that differs, and who was there."""
        shown = self._lists[row]
        attendance_list = shown.list
        is_today = attendance_list.date.date() == self._today
        pieces = [
            (f"{row + 1:>4}  " if width >= (_ROOMY if self._owner_width else _WIDE) else " ", "faint"),
            (cut(self._date(shown), self._date_width + 2), ""),
            (f"{clock_time(attendance_list.date)}  ", ""),
            (cut(marks.mode_word(attendance_list.mode), self._mode_width + 2), "faint"),
        ]
        missing = 0 if self._owner_width and width < _ROOMY else self._missing_width
        room = width - sum(cell_len(text) for text, _ in pieces) - _COUNT - missing - self._day_width
        if self._owner_width:
            owner_width = max(0, min(self._owner_width, room))
            pieces.append((_owner(attendance_list.owner, owner_width), "faint"))
            room -= owner_width
        pieces += self._attendance(shown, min(room - 2, _BAR), missing)
        if attendance_list.is_draft:
            pieces.append((f"  {gettext('draft')}", "warning"))
        return [*pieces, (self._day(shown), "heading" if is_today else "faint")]

    def _attendance(self, shown: ListOverview, bar_width: int, missing: int) -> list[Piece]:
        """Return who was there: a bar if there is room, how many of how many, and in `missing` cells who was not."""
        tally, width = shown.tally, max(bar_width + 2 if bar_width >= _LEAST_BAR else 0, 0)
        if tally is None:
            return [(f"{'–':>{width + _COUNT}}", "faint"), (" " * missing, "")]
        if tally.marked:
            left = tally.students - tally.marked
            pieces = [*bar(tally.present, left, tally.students, width - 2), ("  ", "")] if width else []
        else:
            told = gettext("not called") if shown.list.date.date() <= self._today else ""
            pieces = [(cut(told, width), "faint")]
        counted = gettext("{present} of {all}").format(present=tally.present, all=tally.students)
        style = "" if tally.marked else "faint"
        return [*pieces, (f"{counted:>{_COUNT}}", style), (cut(_missing(shown), missing), "faint")]

    def _date(self, shown: ListOverview) -> str:
        at = shown.list.date
        return short_date(at) + ("" if at.year == self._today.year else f" {at.year}")

    def _day(self, shown: ListOverview) -> str:
        """Return the word for a day close to today, empty for others."""
        days = (shown.list.date.date() - self._today).days
        words = {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}
        return f"  {words[days]}" if days in words else ""


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
