"""The matrix with its headings and the lines under it, kept in step: only what has changed is painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from textual.geometry import Size

from app.domain.overview import Overview, OverviewMeeting
from app.domain.overview_order import Ordering
from app.tui.overview.columns import layout
from app.tui.overview.foot import Foot
from app.tui.overview.head import MatrixHead
from app.tui.overview.matrix import NAME, Matrix

_CHART = Size(120, 34)  # from which there is room for the chart


class OverviewPainter:
    """Paints an overview. It decides nothing."""

    def __init__(self, now: Callable[[], datetime], list_id: str, student_id: str) -> None:
        """Paint nothing before `show`; `now` is the Polish wall clock.

        The cursor begins on a student in a list; where none is given on a name, beside the newest meetings.
        """
        self.rows, self.head, self.foot = Matrix(id="matrix"), MatrixHead(id="matrix-head"), Foot(id="in-hand")
        self.shown: Overview | None = None
        self.ordering = Ordering()
        self._start: tuple[str, str] | None = (list_id, student_id)
        self._size = Size()
        self._now = now

    @property
    def meeting(self) -> OverviewMeeting | None:
        """The meeting in hand, None on a name."""
        column = self.rows.column
        return self.shown.meetings[column] if self.shown and 0 <= column < len(self.shown.meetings) else None

    @property
    def place(self) -> tuple[str, int] | None:
        """The student and the column in hand, None while there are no students."""
        student = self.rows.current
        return (student.student.id, self.rows.column) if student else None

    def day_of(self, list_id: str) -> date | None:
        """Return when the meeting of a list is, None where it is none of these."""
        meetings = self.shown.meetings if self.shown else ()
        return next((one.date for one in meetings if one.list and one.list.id == list_id), None)

    def newest(self) -> int:
        """Return the place of the newest meeting that has begun."""
        meetings = self.shown.meetings if self.shown else ()
        return max((place for place, one in enumerate(meetings) if one.date <= self._now()), default=0)

    def show(self, shown: Overview, placeholder: str) -> None:
        """Paint all of an overview; the cursor stays on its student and its meeting."""
        before, self.shown = self.meeting, shown
        self.show_students(placeholder)
        if before is not None:
            same = (place for place, one in enumerate(shown.meetings) if _is_same(one, before))
            self.rows.go_to_column(next(same, self.rows.column))
        self.look()

    def show_students(self, placeholder: str) -> None:
        """Paint the students in the order that is chosen now; the cursor stays on its student."""
        if self.shown is None:
            return
        current = self.rows.current
        students = self.ordering.of(self.shown)
        staying = (row for row, one in enumerate(students) if current and one.student.id == current.student.id)
        numbers = {one.student.id: number for number, one in enumerate(self.shown.students, 1)}
        meetings = len(self.shown.meetings)
        self.rows.show(students, numbers, meetings, cursor=next(staying, 0), placeholder=placeholder)
        self.fit(self._size)

    def fit(self, size: Size) -> None:
        """Fit the columns into a screen of that size."""
        self._size = size
        if self.shown is not None and size.width:
            fitted = layout(self.shown, size.width - 1)  # one cell is the scrollbar's
            self.rows.fit(fitted)
            self._begin(self.shown.meetings)
            roomy = size.width >= _CHART.width and size.height >= _CHART.height
            self.head.show(self.shown, fitted, chart=roomy and any(one.list for one in self.shown.meetings))
            self.look()

    def _begin(self, meetings: Sequence[OverviewMeeting]) -> None:
        """Put the cursor where it begins, once there are meetings and it is known how many fit."""
        if self._start is None or not meetings:
            return
        (list_id, student_id), self._start = self._start, None
        self.rows.look_at(self.newest())
        places = (place for place, one in enumerate(meetings) if one.list and one.list.id == list_id)
        self.rows.go_to_column(next(places, NAME))
        self.rows.move_to(self.rows.row_of(student_id))

    def look(self) -> None:
        """Let headings and foot follow the cursor."""
        self.head.look(self.rows.first, self.rows.column)
        if self.shown is not None:
            self.foot.show(self.shown, self.rows.current, self.rows.column, self._now().date(), self._size.width)

    def go_to(self, student_id: str, list_id: str = "") -> None:
        """Put the cursor on a student, if they are shown, and on the meeting of that list, if it is one of these."""
        self.rows.move_to(self.rows.row_of(student_id))
        meetings = self.shown.meetings if self.shown else ()
        places = (place for place, one in enumerate(meetings) if one.list and one.list.id == list_id)
        self.rows.go_to_column(next(places, self.rows.column))
        self.look()

    def take_in(self, shown: Overview) -> None:
        """Paint the students who differ from what is shown; the counts around them with `look_around`."""
        before, self.shown = self.shown, shown
        if before is not None and before is not shown:
            self.rows.renew(now for was, now in zip(before.students, shown.students, strict=True) if was is not now)

    def look_around(self) -> None:
        """Paint the counts of the meetings and what is in hand, as far as they differ from what is shown."""
        if self.shown is not None:
            self.head.renew(self.shown)
            self.look()

    def take_in_roll(self, shown: Overview, placeholder: str) -> None:
        """Paint what a roll that was read has changed; whom the order moves goes to another row."""
        self.take_in(shown)
        if self.ordering.of(shown) != list(self.rows.students):
            self.show_students(placeholder)
        elif layout(shown, self._size.width - 1) != self.rows.fitted:
            self.fit(self._size)
        self.look_around()


def _is_same(one: OverviewMeeting, other: OverviewMeeting) -> bool:
    return (one.date, one.list) == (other.date, other.list)
