"""What stands beside the lists on a wide terminal: who was not there, and what can still be done to the list."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from app.domain import late
from app.domain.model import PRESENCES, AttendanceList, Entry, GroupKey, Mark, Meeting, Roll
from app.i18n import clock_time, drawable, gettext, long_date
from app.keymap import keys
from app.keymap.mark_keys import MARK_KEYS
from app.messages import groups, marks, overview, sending
from app.register.register import Register
from app.tui.roll.header import MARK_TEXTS
from app.tui.widgets.preview import MUTED, Preview, broken, line, named

_MOST_NAMES = 9
_WORD = 17  # cells


class ListPreview(Preview):
    """Tells of the list or the meeting under the cursor."""

    def __init__(self, register: Register, template: str, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Ask this register; `template` is how late arrivals are written."""
        super().__init__(id=id)
        self._register, self._template = register, template

    def tell(self, group: GroupKey, one: AttendanceList | None, meeting: Meeting | None) -> None:
        """Show a list, or a meeting of the group without one, or nothing at all. Raises `StoreError`."""
        self.show(one.id if one is not None else meeting, lambda: self._lines(group, one, meeting))

    def _lines(self, group: GroupKey, one: AttendanceList | None, meeting: Meeting | None) -> Iterator[Content]:
        if meeting is not None:
            yield from about_meeting(meeting)
        if one is not None:
            room = next((it.room for it in self._register.timetable.meetings(group) if it.start == one.date), "")
            roll = self._register.roll(one.id)
            yield from about_list(one, room, roll, self._template, self._of_all(one, roll))

    def _of_all(self, one: AttendanceList, roll: Roll | None) -> str:
        """Return what is told of a list as a whole: where nobody is marked why, else how well it is known."""
        now, unsent = self._register.now(), self._register.unsent(one.id).total
        if roll is not None and not _is_called(roll):
            return groups.without_marks(one, now)
        as_of = overview.as_of(roll.read_at if roll else None, now.date())
        return f"↑ {sending.unsent(unsent)}" if unsent else as_of


def about_list(one: AttendanceList, room: str, roll: Roll | None, template: str, told: str) -> Iterator[Content]:
    """Yield when and where a list is, who was there and who was not, what is `told` of it, what can be done to it."""
    yield line(f"{long_date(one.date)} · {clock_time(one.date)}", "bold")
    where = gettext("room {number}").format(number=drawable(room)) if room else ""
    yield line(" · ".join(part for part in (where, marks.mode_word(one.mode)) if part), MUTED)
    yield Content()
    yield from _roll(roll, template, told)
    yield from _fixed(one, roll, told)


def about_meeting(meeting: Meeting) -> Iterator[Content]:
    """Yield when and where a meeting is, and how its list is created."""
    yield line(f"{long_date(meeting.start)} · {clock_time(meeting.start)}", "bold")
    if meeting.room:
        yield line(gettext("room {number}").format(number=drawable(meeting.room)), MUTED)
    yield Content()
    yield line(gettext("No list yet."))
    told = gettext("{new} creates it, {all} creates all that the timetable has.")
    yield from broken(told.format(new=keys.shown("lists.new"), all=keys.shown("lists.timetable")), MUTED)


def _is_called(roll: Roll) -> bool:
    return any(entry.mark for entry in roll.entries)


def _roll(roll: Roll | None, template: str, told: str) -> Iterator[Content]:
    if roll is None or (roll.read_at is None and not roll.entries):
        yield line(gettext("not read yet"), MUTED)
        return
    if not _is_called(roll):
        yield line(told, MUTED)
        return
    counts, total = roll.counts(), len(roll.entries)
    for mark in (*MARK_KEYS, None):
        if counts[mark]:
            yield _count(mark, counts[mark], total if not counts[None] else 0)
    yield Content()
    of_mark: dict[Mark | None, list[Entry]] = {}
    for entry in roll.entries:
        of_mark.setdefault(entry.mark, []).append(entry)
    yield from named(gettext("Absent"), _names(of_mark.get(Mark.ABSENT, [])), _MOST_NAMES)
    yield from named(gettext("Excused"), _names(of_mark.get(Mark.JUSTIFIED, [])), _MOST_NAMES)
    present = [entry for mark in PRESENCES for entry in of_mark.get(mark, [])]
    came_late = [entry for entry in present if late.is_late(entry.comment, template)]
    yield from named(gettext("Late"), _names(came_late), _MOST_NAMES)


def _count(mark: Mark | None, number: int, of: int) -> Content:
    word = marks.mark_word(mark) if mark else gettext("left")
    share = f"  {groups.percent(number, of):>5}" if mark in PRESENCES and of else ""
    colour = MARK_TEXTS[mark] if mark else MUTED
    return Content.assemble((f"{marks.SHAPES[mark]} {word:<{_WORD}}", colour), f"{number:>4}", (share, MUTED))


def _names(entries: list[Entry]) -> list[str]:
    return [drawable(entry.student.name) for entry in entries]


def _fixed(one: AttendanceList, roll: Roll | None, told: str) -> Iterator[Content]:
    """Yield what is told of a list that was called, and whether its mode and the list can still be changed."""
    marked = roll is not None and any(entry.mark or entry.known.mark for entry in roll.entries)
    yield Content()
    if told and roll is not None and _is_called(roll):
        yield line(told, MUTED)
    if one.is_draft:
        return
    if marked:
        yield from broken(gettext("It has marks: its mode is fixed, and it cannot be deleted."), MUTED)
    elif roll is not None and roll.read_at is not None:
        told = gettext("No marks yet: {mode} changes the mode, {delete} deletes the list.")
        yield from broken(told.format(mode=keys.shown("lists.mode"), delete=keys.shown("lists.delete")), MUTED)
