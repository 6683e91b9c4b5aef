"""The rows of the screen of groups: the class that is on, today's others, what is not finished, and the groups."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import field
from datetime import datetime

from rich.cells import cell_len

from app.domain.frozen import frozen
from app.domain.model import Group, GroupKey, Lesson, ListOverview
from app.i18n import drawable, gettext, language
from app.messages import groups, lessons
from app.register.term_groups import TermGroups
from app.tui.groups import agenda_rows
from app.tui.widgets.rows import Piece, Rows, cut
from app.tui.widgets.sparks import shares, spark

_MOST_COURSE = 56
_WIDE = 72  # cells from which the number of students is shown beside that of the lists
_ROOMY = 100
_LEAST_SPARK, _MOST_SPARK = 12, 16  # meetings of which the attendance is shown


@frozen
class More:
    """The row that stands for the unfinished lists that are not shown."""

    number: int


Row = str | Lesson | ListOverview | More | Group
"""A heading, a class, an unfinished list, the rest of these, or a group."""


@frozen
class Overview:
    """All that the screen shows.

    `unfinished` is how many lists there are, of which `gaps` are shown. `so_far` are the lists of the current terms
    that have begun, with how they went.
    """

    now: Lesson | None = None
    today: tuple[Lesson, ...] = ()
    gaps: tuple[ListOverview, ...] = ()
    unfinished: int = 0
    terms: Sequence[TermGroups] = ()
    list_counts: Mapping[GroupKey, int] = field(default_factory=dict)
    so_far: Mapping[GroupKey, Sequence[ListOverview]] = field(default_factory=dict)
    empty: str = ""

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """The classes in the order they are shown."""
        return (self.now, *self.today) if self.now else self.today


def spot(row: Row) -> Hashable:
    """Return what a row is about, by which it is found again when the rows are others."""
    match row:
        case Lesson():
            return row.group.key, row.start
        case ListOverview():
            return row.list.id
        case Group():
            return row.key
        case _:
            return None


class PickerRows(Rows):
    """Classes, unfinished lists and groups under their headings."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._rows: list[Row] = []
        self._shown = Overview()
        self._groups: dict[GroupKey, Group] = {}
        self._lesson_widths: tuple[int, agenda_rows.Widths] | None = None
        self._course_width = 0
        self._type_width = 0
        self._number_width = 0

    @property
    def current(self) -> Row | None:
        """What the cursor is on, None while there is nothing."""
        row = self._rows[self.cursor] if self._rows else None
        return None if isinstance(row, str) else row

    @property
    def group(self) -> Group | None:
        """The group of the row under the cursor, None where there is none or it is not known."""
        match self.current:
            case Lesson(group=group):
                return group
            case ListOverview(list=one):
                return self._groups.get(one.group)
            case Group() as group:
                return group
            case _:
                return None

    def show(self, shown: Overview, now: datetime, staying: Hashable) -> None:
        """Show this; the cursor stays on what it is to stay on, else in its row, at first on the class that is on."""
        self._shown, self._lesson_widths = shown, None
        self._rows = _rows(shown, now)
        groups = [row for row in self._rows if isinstance(row, Group)]
        self._groups = {one.key: one for one in groups}
        self._course_width = min(max((cell_len(_course(one)) for one in groups), default=0), _MOST_COURSE)
        self._type_width = max((cell_len(_type(one)) for one in groups), default=0)
        self._number_width = max((cell_len(_number(one)) for one in groups), default=0)
        headings = [number for number, row in enumerate(self._rows) if isinstance(row, str)]
        found = (number for number, row in enumerate(self._rows) if staying is not None and spot(row) == staying)
        cursor = next(found, self.cursor if self.moved else 0)
        self.fill(len(self._rows), cursor, headings=headings, placeholder=shown.empty)

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return what stands in a row, by what it is about."""
        shown, current = self._rows[row], row == self.cursor
        match shown:
            case str():
                beside = self._attendance(self._shown.now.group, width) if self._shown.now and row == 0 else []
                return [(f"{shown}  ", "heading"), *beside]
            case Lesson():
                return agenda_rows.lesson_pieces(shown, self._widths(width), in_full=width >= _ROOMY, current=current)
            case ListOverview():
                gaps = [self._gap(one, width) for one in self._shown.gaps]
                return agenda_rows.gap_pieces(self._gap(shown, width), gaps, width, current=current)
            case More():
                return [(f" {lessons.more(shown.number)}", "faint")]
            case Group():
                return self._group_pieces(shown, width, current=current)

    def _widths(self, width: int) -> agenda_rows.Widths:
        if self._lesson_widths is None or self._lesson_widths[0] != width:
            self._lesson_widths = width, agenda_rows.widths(self._shown.lessons, width)
        return self._lesson_widths[1]

    def _gap(self, one: ListOverview, width: int) -> agenda_rows.Gap:
        return agenda_rows.Gap.of(one, self._groups.get(one.list.group), in_full=width >= _ROOMY)

    def _group_pieces(self, group: Group, width: int, *, current: bool) -> list[Piece]:
        """Return a group: course, class type, number, how its meetings went, how many students and lists."""
        lists = self._shown.list_counts.get(group.key)
        counts = [(f"{'–' if lists is None else groups.lists(lists):>10}", "faint")]
        if width >= _ROOMY:
            students = "–" if group.students is None else groups.students(group.students)
            counts.insert(0, (f"{students:>13}", "faint"))
        if width >= _WIDE:
            counts = [("  ", ""), *self._attendance(group, width), *counts]
        room = width - self._number_width - sum(cell_len(text) for text, _ in counts) - 4
        type_width = min(self._type_width, max(8, room // 3))
        return [
            (f" {cut(_course(group), min(self._course_width, room - type_width))}  ", "name" if current else ""),
            (f"{cut(_type(group), type_width)} ", "faint"),
            (cut(_number(group), self._number_width), "faint"),
            *counts,
        ]

    def _attendance(self, group: Group, width: int) -> list[Piece]:
        """Return who was present meeting by meeting, and on average."""
        lists, room = self._shown.so_far.get(group.key, ()), _MOST_SPARK if width >= _ROOMY else _LEAST_SPARK
        picture = spark(shares(lists[-room:]))
        return [(f"{picture:<{room}}", "accent"), (f"{groups.average(lists):>6}", "")]


def _rows(shown: Overview, now: datetime) -> list[Row]:
    rows: list[Row] = []
    if shown.now:
        rows += [lessons.heading(shown.now, now), shown.now]
    if shown.today:
        rows += [gettext("Today"), *shown.today]
    if shown.gaps:
        rows += [lessons.unfinished(shown.unfinished), *shown.gaps]
        rows += [More(left)] if (left := shown.unfinished - len(shown.gaps)) else []
    for known in shown.terms:
        name = known.term.name.in_language(language()) or known.term.id
        rows += [drawable(name if known.current else gettext("{term} · not now").format(term=name)), *known.groups]
    return rows


def _course(group: Group) -> str:
    return drawable(group.course.in_language(language()) or group.key.unit_id)


def _type(group: Group) -> str:
    return drawable(group.class_type.in_language(language()))


def is_called(lesson: Lesson) -> bool:
    """Tell whether somebody is marked in a class that has no list yet."""
    return lesson.draft is not None and lesson.draft.tally is not None and lesson.draft.tally.marked > 0


def opens(row: Row | None) -> str:
    """Return what Enter does to a row."""
    match row:
        case Lesson() | ListOverview():
            return gettext("call the roll")
        case More():
            return gettext("show them")
        case _:
            return gettext("lists")


def everything(group: Group) -> str:
    """Return what a search looks in: both languages, whichever is shown."""
    sides = (group.course.pl, group.course.en, group.class_type.pl, group.class_type.en)
    return " ".join((*sides, groups.group_number(group), group.term_id))


def _number(group: Group) -> str:
    return drawable(groups.group_number(group))
