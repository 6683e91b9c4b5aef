"""What stands beside the groups on a wide terminal: how the term of the group under the cursor has gone so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from textual.content import Content

from app.domain.frozen import frozen
from app.domain.model import Group, GroupKey, Lesson, ListOverview, Meeting
from app.domain.overview import LimitState, OverviewStudent
from app.i18n import clock_time, drawable, gettext, month, short_date
from app.keymap import keys
from app.messages import groups, lessons, overview
from app.register.register import Register
from app.tui.groups import lines
from app.tui.widgets.preview import INSIDE, MUTED, Preview, broken, line
from app.tui.widgets.rows import cut
from app.tui.widgets.sparks import column
from app.workspace.workspace import Workspace

_HEIGHT, _BAR, _SCALE = 6, 3, 6  # lines of the chart, cells of a bar with its gap, cells of the numbers at its left
_MOST = (INSIDE - _SCALE) // _BAR
_MOST_UNFINISHED, _MOST_NAMES = 4, 8


@frozen
class About:
    """What there is to say of a group: its lists that have begun, when it meets next, and who is near its limit.

    `meetings` is how many the timetable has, 0 where only those of this week are known. `near` is None for a group
    without a limit.
    """

    today: date
    so_far: Sequence[ListOverview]
    meetings: int
    next: Meeting | None
    near: tuple[OverviewStudent, ...] | None


class TermPreview(Preview):
    """Tells of the group under the cursor. What it has found out is kept until it is to be forgotten."""

    def __init__(self, workspace: Workspace, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Ask the register of this workspace."""
        super().__init__(id=id)
        self._workspace, self._register = workspace, workspace.register
        self._known: dict[GroupKey, About] = {}
        self._details: bool | None = None  # None until somebody has looked

    def forget(self) -> None:
        """Find out anew: something may have changed."""
        super().forget()
        self._known.clear()
        self._details = None

    def turn_details(self) -> bool:
        """Show names, or hide them, and the details of every roll, too; return whether they are shown."""
        from app.roll.decisions import Decisions  # noqa: PLC0415 - the first paint of the groups need not wait for it

        self._details = shown = not self._shows_names()
        Decisions(self._workspace).write(lambda: self._register.roll_details.keep_details(shown=shown))
        return shown

    def names(self, group: Group | None) -> bool:
        """Tell whether somebody of a group would be named here, were details shown."""
        known = self._known.get(group.key) if group is not None and self.display else None
        return bool(known and known.near)

    def tell(
        self, group: Group | None, lesson: Lesson | None, so_far: Mapping[GroupKey, Sequence[ListOverview]]
    ) -> None:
        """Show a group, and a class of it where the cursor is on one; `so_far` are lists that have begun, by group.

        Raises `StoreError`.
        """
        if group is None:
            self.show(None, list)
            return
        details = self._shows_names()

        def lines_about() -> Iterator[Content]:
            if group.key not in self._known:
                self._known[group.key] = about(self._register, group, so_far.get(group.key, ()))
            return preview(group, lesson, self._known[group.key], details=details)

        self.show((group.key, lesson.start if lesson else None, details), lines_about)

    def _shows_names(self) -> bool:
        if self._details is None:
            self._details = self._register.roll_details.details
        return self._details


def about(register: Register, group: Group, so_far: Sequence[ListOverview]) -> About:
    """Return what is known of a group now. Raises `StoreError`."""
    meetings, rules = register.timetable.meetings(group.key), register.rules.of(group.key)
    near: tuple[OverviewStudent, ...] | None = None
    if rules.unexcused_limit is not None or rules.all_limit is not None:
        term = register.overviews.of(group.key)
        by_need = sorted(term.students, key=lambda one: one.may_miss or 0) if term else ()
        near = tuple(one for one in by_need if one.limit_state not in {LimitState.NONE, LimitState.BELOW})
    return About(
        today=register.now().date(),
        so_far=so_far,
        meetings=len(meetings) if len(meetings) >= len(so_far) else 0,
        next=next((one for one in meetings if one.start > register.now()), None),
        near=near,
    )


def preview(group: Group, lesson: Lesson | None, known: About, *, details: bool) -> Iterator[Content]:
    """Yield the lines about a group, and about a class of it where the cursor is on one; names only as `details`."""
    students = f" · {groups.students(group.students)}" if group.students is not None else ""
    yield line(lines.course(group), "bold")
    yield line(f"{lines.kind_and_number(group)}{students}", MUTED)
    if lesson is not None:
        yield line(" · ".join(part for part in (lessons.span(lesson), lessons.room(lesson)) if part), MUTED)
    yield Content()
    yield from _term(known)
    yield from _unfinished([one for one in known.so_far if one.list.date.date() < known.today])
    yield from _near(known.near, details=details)
    if known.next is not None:
        yield Content()
        yield _fact(gettext("Next class"), f"{short_date(known.next.start)} {clock_time(known.next.start)}")


def _term(known: About) -> Iterator[Content]:
    shown = known.so_far[-_MOST:]
    if known.meetings:
        told = gettext("Lists: {lists}, classes: {all}")
        yield line(told.format(lists=len(known.so_far), all=known.meetings), MUTED)
    elif known.so_far:
        yield line(groups.lists(len(known.so_far)), MUTED)
    if any(one.tally and one.tally.marked for one in shown):
        yield Content()
        yield from _chart(shown)
        yield Content()
        told = groups.average(known.so_far) or groups.read_short(known.so_far)
        yield _fact(gettext("Present overall"), told)


def _unfinished(lists: Sequence[ListOverview]) -> Iterator[Content]:
    """Yield the days on which nobody, or not everybody, was called, the newest first."""
    unfinished = [one for one in reversed(lists) if one.tally and one.tally.marked < one.tally.students]
    for one in unfinished[:_MOST_UNFINISHED]:
        label = gettext("Half called") if one.tally and one.tally.marked else gettext("Not called")
        counted = f" · {lessons.counted(one.tally, in_full=False)}" if one.tally and one.tally.marked else ""
        yield _fact(label, f"{one.list.date.day} {month(one.list.date)}{counted}")
    if len(unfinished) > _MOST_UNFINISHED:
        yield line(lessons.more(len(unfinished) - _MOST_UNFINISHED), MUTED)


def _near(near: tuple[OverviewStudent, ...] | None, *, details: bool) -> Iterator[Content]:
    if not near:
        return
    yield Content()
    hint = "" if details else f" · {gettext('{key} names them').format(key=keys.shown('groups.details'))}"
    yield from broken(f"{overview.near_limit(len(near))}{hint}", "$warning")
    if not details:
        return
    for one in near[:_MOST_NAMES]:
        told = overview.limit(one)
        name = cut(drawable(one.student.name), INSIDE - len(told) - 4)
        yield Content.assemble(f"  {name}  ", (told, MUTED))
    if len(near) > _MOST_NAMES:
        yield line(f"  {lessons.more(len(near) - _MOST_NAMES)}", MUTED)


def _fact(label: str, told: str) -> Content:
    room = INSIDE - len(label) - 2
    return Content.assemble((label, MUTED), "  ", f"{cut(told, min(len(told), room)):>{room}}")


def _chart(lists: Sequence[ListOverview]) -> Iterator[Content]:
    """Yield the lines of a chart: bars over the days of the meetings, of half-called ones faint."""
    columns = [column(share, _HEIGHT) if (share := _share(one)) is not None else [" "] * _HEIGHT for one in lists]
    for place in range(_HEIGHT):
        scale = {0: "100 ┤", _HEIGHT // 2: "50 ┤"}.get(place, "│")
        bars = [(f"{bar[place] * 2} ", _style(one)) for bar, one in zip(columns, lists, strict=True)]
        yield Content.assemble((f"{scale:>{_SCALE - 1}} ", MUTED), *bars)
    yield Content.styled(f"{'0 ┴':>{_SCALE - 1}}" + "─" * (_BAR * len(lists) + 1), MUTED)
    yield Content.styled(" " * _SCALE + "".join(f"{one.list.date.day:>2} " for one in lists), MUTED)
    yield Content.styled(" " * _SCALE + "".join(_months(lists)), MUTED)


def _months(lists: Sequence[ListOverview]) -> Iterator[str]:
    """Yield the month under the first bar of each."""
    for place, one in enumerate(lists):
        begins = place == 0 or lists[place - 1].list.date.month != one.list.date.month
        yield cut(month(one.list.date) if begins else "", _BAR)


def _share(one: ListOverview) -> float | None:
    return one.tally.share if one.tally else None


def _style(one: ListOverview) -> str:
    called = one.tally is not None and one.tally.marked == one.tally.students
    return "$accent" if called else MUTED
