"""Under the matrix, in words: the meeting in hand, and the student."""

from __future__ import annotations

from datetime import date

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from app.domain.overview import MarkCounts, Overview, OverviewCell, OverviewMeeting, OverviewStudent
from app.i18n import clock_time, drawable, gettext, short_date
from app.messages import groups, marks, overview
from app.tui.overview.columns import level
from app.tui.overview.matrix import NAME
from app.tui.widgets.bars import Headline
from app.tui.widgets.sparks import spark

_WORDS_FROM = 110  # cells from which a meeting's counts are told in words
_SHARE = 0.6  # of the width, for a sparkline


class Foot(Vertical):
    """Two lines, which change without a layout."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._meeting, self._student = Headline(id="of-meeting"), Headline(id="of-student")

    def compose(self) -> ComposeResult:
        """Lay out a line for the meeting, and one for the student."""
        yield self._meeting
        yield self._student

    def show(self, shown: Overview, student: OverviewStudent | None, column: int, today: date, width: int) -> None:
        """Show what is in hand; on the name of a student it is the whole term."""
        if student is None:
            self._meeting.show("")
            self._student.show("")
            return
        at_limit = student.may_miss is not None and student.may_miss <= 0
        limit = Content.styled(overview.limit(student), "$warning" if at_limit else "$foreground-muted")
        if student.notify:
            limit = Content.assemble((gettext("tell the dean's office"), "$warning"), " · ", limit)
        if column == NAME:
            picture = spark(map(level, student.cells))[-int(width * _SHARE) :]
            self._meeting.show(Content.styled(picture, "$accent"), _muted(overview.attended(student)))
        else:
            meeting = shown.meetings[column]
            told, of_all = of_meeting(meeting, student.cells[column], today, width)
            self._meeting.show(told, _muted(of_all))
        left, *shorter = map(_muted, of_student(student, alone=column == NAME))
        self._student.show(left, limit, shorter=shorter)


def _muted(text: str) -> Content:
    return Content.styled(text, "$foreground-muted")


def of_student(student: OverviewStudent, *, alone: bool) -> list[str]:
    """Return what is told of a student, for a line that has the room for it and for ever narrower ones.

    `alone` leaves out what the line above tells where nothing but the name is in hand.
    """
    absences = overview.absences(student)
    named = f"{drawable(student.student.name)} · {absences}"
    full = [] if alone else [f"{named} · {overview.attended(student, brief=brief)}" for brief in (False, True)]
    return [*full, named, absences, overview.absences(student, brief=True)]


def of_meeting(meeting: OverviewMeeting, cell: OverviewCell, today: date, width: int) -> tuple[str, str]:
    """Return when a meeting was and what is known of a student in it, and what of all, for a line of that width.

    What is known of the student is the last to give way.
    """
    known, counts = overview.cell(cell), _counted(meeting, width)
    as_of = overview.as_of(meeting.read_at, today) if meeting.counts else ""
    whens = (_when(meeting, today), groups.meeting(meeting.list, today) if meeting.list else _when(meeting, today))
    of_all = " · ".join(part for part in (counts, as_of) if part)
    choices = [(when, right) for right in (of_all, counts, "") for when in whens]
    fitting = (one for one in choices if cell_len(f"{one[0]}: {known}  {one[1]}") <= width)
    when, right = next(fitting, choices[-1])
    return f"{when}: {known}", right


def _when(meeting: OverviewMeeting, today: date) -> str:
    if meeting.list is not None:
        return f"{groups.meeting(meeting.list, today)} · {marks.mode_word(meeting.list.mode)}"
    return f"{short_date(meeting.date)} {clock_time(meeting.date)}"


def _counted(meeting: OverviewMeeting, width: int) -> str:
    if meeting.counts is None:
        return ""
    return overview.meeting_counts(meeting) if width >= _WORDS_FROM else _signs(meeting.counts)


def _signs(counts: MarkCounts) -> str:
    return "  ".join(f"{marks.SHAPES[mark]} {number}" for mark, number in counts.by_mark().items() if number)
