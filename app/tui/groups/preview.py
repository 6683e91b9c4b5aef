"""Beside the groups on a wide terminal: how the term of the group under the cursor has gone so far, as a chart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textual.content import Content
from textual.widgets import Static

from app.domain.model import Group, GroupKey, Lesson, ListOverview
from app.i18n import gettext, month, ngettext
from app.messages import groups, lessons
from app.tui.groups.rows import Row
from app.tui.widgets.rows import cut
from app.tui.widgets.sparks import column

WIDTH = 40  # cells, with the line at the left
ROOMY = 120  # cells of the screen from which there is room for it
_INSIDE = WIDTH - 3
_HEIGHT, _BAR, _SCALE = 6, 3, 6
_MOST = (_INSIDE - _SCALE) // _BAR


class Preview(Static):
    """A panel of fixed width; it changes without a layout."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id, markup=False)

    def show(self, row: Row | None, group: Group | None, so_far: Mapping[GroupKey, Sequence[ListOverview]]) -> None:
        """Show a row's class, and the term of its group by the lists that have begun, which are among these."""
        lesson = row if isinstance(row, Lesson) else None
        lines = _lines(group, lesson, so_far.get(group.key, ())) if group else ()
        self.update(Content("\n").join(lines), layout=False)


def _lines(group: Group, lesson: Lesson | None, lists: Sequence[ListOverview]) -> Iterator[Content]:
    course, _, kind = groups.group_title(group).partition(" · ")
    students = f" · {groups.students(group.students)}" if group.students is not None else ""
    yield Content.styled(cut(course, _INSIDE), "bold")
    yield Content.styled(cut(f"{kind}{students}", _INSIDE), "$foreground-muted")
    if lesson is not None:
        when = " · ".join(part for part in (lessons.span(lesson), lessons.room(lesson)) if part)
        yield Content.styled(cut(when, _INSIDE), "$foreground-muted")
    yield Content()
    shown = lists[-_MOST:]
    if any(one.tally and one.tally.marked for one in shown):
        yield from _chart(shown)
        yield Content()
        average = gettext("Present on average {percent}").format(percent=groups.average(lists))
        yield Content(cut(average, _INSIDE))
    uncalled = sum(one.tally is not None and not one.tally.marked for one in lists)
    if uncalled:
        told = ngettext("{number} list not called", "{number} lists not called", uncalled).format(number=uncalled)
        yield Content.styled(cut(told, _INSIDE), "$foreground-muted")


def _chart(lists: Sequence[ListOverview]) -> Iterator[Content]:
    """Yield the lines of a chart: bars over the days of the meetings, of half-called ones faint."""
    columns = [column(share, _HEIGHT) if (share := _share(one)) is not None else [" "] * _HEIGHT for one in lists]
    for line in range(_HEIGHT):
        scale = {0: "100 ┤", _HEIGHT // 2: "50 ┤"}.get(line, "│")
        bars = [(f"{bar[line] * 2} ", _style(one)) for bar, one in zip(columns, lists, strict=True)]
        yield Content.assemble((f"{scale:>{_SCALE - 1}} ", "$foreground-muted"), *bars)
    yield Content.styled(f"{'0 ┴':>{_SCALE - 1}}" + "─" * (_BAR * len(lists) + 1), "$foreground-muted")
    yield Content.styled(" " * _SCALE + "".join(f"{one.list.date.day:>2} " for one in lists), "$foreground-muted")
    yield Content.styled(" " * _SCALE + "".join(_months(lists)), "$foreground-muted")


def _months(lists: Sequence[ListOverview]) -> Iterator[str]:
    """Yield the month under the first bar of each."""
    for place, one in enumerate(lists):
        begins = place == 0 or lists[place - 1].list.date.month != one.list.date.month
        yield cut(month(one.list.date) if begins else "", _BAR)


def _share(one: ListOverview) -> float | None:
    return one.tally.share if one.tally else None


def _style(one: ListOverview) -> str:
    called = one.tally is not None and one.tally.marked == one.tally.students
    return "$accent" if called else "$foreground-muted"
