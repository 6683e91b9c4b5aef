"""The rows of classes and unfinished lists: much on one line, and in a narrow terminal what matters most."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len

from app.domain.frozen import frozen
from app.domain.model import Group, Lesson, ListOverview
from app.i18n import clock_time, drawable, language, short_date
from app.messages import groups, lessons, marks
from app.tui.widgets.rows import Piece, cut

_LEAST_COURSE, _MOST_COURSE = 18, 56
_MOST_ROOM = 16
_MOST_TYPE = 12
_ROOMY = 100  # cells from which a count is told in full
_GAP = 2


@frozen
class Widths:
    """How wide the parts of a class's row are, so that they stand below each other; 0 leaves a part out."""

    time: int
    course: int
    class_type: int
    number: int
    room: int
    mode: int
    how_far: int


def widths(classes: Iterable[Lesson], width: int) -> Widths:
    """Return what fits: where the course would have too little, the end of the class goes, then type, then room."""
    shown = list(classes)

    def longest(texts: Iterable[str], most: int = width) -> int:
        return min(max((cell_len(text) for text in texts), default=0), most)

    parts = {
        "time": longest(lessons.span(one) for one in shown),
        "class_type": longest((lessons.class_type(one) for one in shown), _MOST_TYPE),
        "number": longest(_number(one.group) for one in shown),
        "room": longest((lessons.room(one) for one in shown), _MOST_ROOM),
        "mode": longest(marks.mode_word(one.mode) for one in shown),
        "how_far": longest(lessons.how_far(one, in_full=width >= _ROOMY) for one in shown),
    }
    longest_course = longest((lessons.course(one) for one in shown), _MOST_COURSE)
    for part, least in (("", 0), ("time", 5), ("class_type", 0), ("room", 0)):
        if part:
            parts[part] = least
        room = width - 1 - sum(parts.values()) - _GAP * sum(1 for part in parts.values() if part)
        if room >= min(_LEAST_COURSE, longest_course):
            break
    return Widths(course=max(min(longest_course, room), 8), **parts)


def lesson_pieces(lesson: Lesson, widths: Widths, *, in_full: bool, current: bool) -> list[Piece]:
    """Return the row of a class: time, course, type and number, room, mode, how far it is called."""
    begun = lesson.list is not None or lesson.draft is not None
    parts = (
        (lessons.span(lesson)[: widths.time], widths.time, ""),
        (lessons.course(lesson), widths.course, "name" if current else ""),
        (lessons.class_type(lesson), widths.class_type, "faint"),
        (_number(lesson.group), widths.number, "faint"),
        (lessons.room(lesson), widths.room, "faint"),
        (marks.mode_word(lesson.mode), widths.mode, "faint" if begun else ""),
        (lessons.how_far(lesson, in_full=in_full), widths.how_far, "warning" if lesson.draft else ""),
    )
    pieces: list[Piece] = [(" ", "")]
    for text, width, style in parts:
        if width:
            pieces += [(cut(text, width), style), (" " * _GAP, "")]
    return pieces


@frozen
class Gap:
    """A list with unmarked students as it is shown: when, what, which group of it, how far."""

    when: str
    course: str
    kind: str
    number: str
    counted: str

    @classmethod
    def of(cls, unfinished: ListOverview, group: Group | None, *, in_full: bool) -> Gap:
        """Put it in words; of a group that is not known there is little to say."""
        when = f"{short_date(unfinished.list.date)} {clock_time(unfinished.list.date)}"
        counted = lessons.counted(unfinished.tally, in_full=in_full)
        if group is None:
            return cls(when=when, course=drawable(unfinished.list.group.unit_id), kind="", number="", counted=counted)
        course = drawable(group.course.in_language(language()) or group.key.unit_id)
        kind = drawable(group.class_type.in_language(language()))
        return cls(
            when=when, course=course, kind=f"{kind} {_number(group)}".strip(), number=_number(group), counted=counted
        )


def gap_pieces(gap: Gap, gaps: Iterable[Gap], width: int, *, current: bool) -> list[Piece]:
    """Return the row of one of these lists; in a narrow terminal without the class type."""
    all_gaps = list(gaps)

    def longest(texts: Iterable[str]) -> int:
        return max(cell_len(text) for text in texts)

    when, counted = longest(one.when for one in all_gaps), longest(one.counted for one in all_gaps)
    course, kind = longest(one.course for one in all_gaps), longest(one.kind for one in all_gaps)
    room = width - 1 - when - counted - 3 * _GAP
    roomy = room - kind >= min(course, _LEAST_COURSE)
    kind = kind if roomy else longest(one.number for one in all_gaps)
    between = " " * _GAP
    return [
        (f" {cut(gap.when, when)}{between}", ""),
        (f"{cut(gap.course, max(min(course, room - kind, _MOST_COURSE), 8))}{between}", "name" if current else ""),
        (f"{cut(gap.kind if roomy else gap.number, kind)}{between}", "faint"),
        (f"{gap.counted:>{counted}}", ""),
    ]


def _number(group: Group) -> str:
    return drawable(groups.group_number(group))
