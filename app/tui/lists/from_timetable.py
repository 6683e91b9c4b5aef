"""Lists from the timetable: its meetings, which lists there are, and afterwards what was really created."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from rich.cells import cell_len
from textual.content import Content

from app.domain.frozen import frozen
from app.domain.model import AttendanceList, Group, Mode
from app.i18n import clock_time, drawable, gettext, ngettext, short_date
from app.keymap import keys
from app.keymap.mark_keys import MODE_DIGITS
from app.keymap.table import Place
from app.messages import groups, list_changes, marks
from app.sync.events import ReadingEnded, SyncEvent
from app.sync.requests import Action, CreateFromTimetable, Reading, ReadLists, ReadMeetings
from app.tui.lists.progress import Progress
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.rows import Piece, Rows, cut
from app.usos.errors import NotDoneError, UnknownEndError, UsosError
from app.workspace import list_rules
from app.workspace.list_rules import Change
from app.workspace.workspace import Workspace

_MOST_ROOM = 24


@frozen
class Row:
    """A meeting of the timetable, or a list that it does not know of; `status` says which lists there are."""

    at: datetime
    room: str
    status: Piece
    missing: bool


class MeetingRows(Rows):
    """Meetings and lists of a group, in order of time."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self.meetings: Sequence[Row] = ()  # as shown
        self._widths = 0, 0
        self._year = 0

    def show(self, rows: Sequence[Row], today: datetime, placeholder: str) -> None:
        """Show these; until a person moves the cursor it is on the first meeting without a list, while there is one."""
        staying = self.meetings[self.cursor].at if self.meetings else None
        cursor = next((number for number, row in enumerate(rows) if row.at == staying), 0)
        if not self.moved:
            cursor = next((number for number, row in enumerate(rows) if row.missing), cursor)
        self.meetings, self._year = rows, today.year
        dates = max((cell_len(self._date(row)) for row in rows), default=0)
        self._widths = dates, min(max((cell_len(row.room) for row in rows), default=0), _MOST_ROOM)
        self.fill(len(rows), cursor, placeholder=placeholder)

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a row: date, time, room, and whether there is a list."""
        shown, (date_width, room_width) = self.meetings[row], self._widths
        return [
            (f" {cut(self._date(shown), date_width)}  {clock_time(shown.at)}  ", "name" if row == self.cursor else ""),
            (f"{cut(shown.room, room_width)}  " if room_width else "", "faint"),
            shown.status,
        ]

    def _date(self, row: Row) -> str:
        return short_date(row.at) + ("" if row.at.year == self._year else f" {row.at.year}")


class FromTimetable(StoreScreen[MeetingRows]):
    """Shows the meetings of a group; Enter creates the lists that are missing."""

    PLACE = Place.FROM_TIMETABLE

    def __init__(self, workspace: Workspace, group: Group) -> None:
        """Show the timetable of this group."""
        super().__init__(workspace, MeetingRows(id="meetings"))
        self._progress = Progress(self)
        self.group = group
        self._mode = workspace.register.timetable.usual_mode(group.key)
        self._before: frozenset[str] | None = None  # the lists there were when creating was asked for
        self._is_unsure = False  # whether only the next reading of the lists tells what was created

    def readings(self) -> tuple[Reading, ...]:
        """Return the meetings and the lists of the group."""
        return ReadMeetings(self.group.key), ReadLists(self.group.key)

    def load(self) -> None:
        """Show meetings and lists as stored."""
        self.rows.show(self._rows(), self.workspace.register.now(), self._placeholder())
        title = Content.assemble((gettext("Lists from the timetable"), "bold"), f" · {groups.group_title(self.group)}")
        self.title_line.show(title, self.workspace.place)
        self.show_state()

    def _rows(self) -> list[Row]:
        lists = {one.date: one for one in self._lists()}
        meetings = self.workspace.register.timetable.meetings(self.group.key)
        rooms = {one.start: drawable(one.room) for one in reversed(meetings)}
        return [
            Row(
                at=at,
                room=rooms.get(at, ""),
                status=self._status(lists.get(at), at in rooms),
                missing=at not in lists,
            )
            for at in sorted({*lists, *rooms})
        ]

    def _status(self, existing: AttendanceList | None, in_timetable: bool) -> Piece:  # noqa: FBT001 - private
        if existing is None:
            if self._is_unsure:
                return gettext("not known yet"), "warning"
            if self._before is not None and not self._progress.text():
                return gettext("not created"), "warning"
            return gettext("to be created"), "accent"
        mode = marks.mode_word(existing.mode)
        if self._before is not None and existing.id not in self._before:
            return gettext("created now · {mode}").format(mode=mode), "heading"
        text = (
            gettext("list exists · {mode}") if in_timetable else gettext("list exists, not in the timetable · {mode}")
        )
        return text.format(mode=mode), "faint"

    def _lists(self) -> list[AttendanceList]:
        return [one.list for one in self.workspace.register.lists(self.group.key) if not one.list.is_draft]

    def _placeholder(self) -> str:
        if self.is_reading():
            return gettext("Reading the timetable from USOS …")
        if any(self.workspace.sync.failure(reading) for reading in self.readings()):
            return gettext("The timetable has not been read yet.")
        return gettext("The timetable has no classes of this group.")

    def _missing(self) -> int:
        return sum(row.missing for row in self._rows())

    def show_state(self) -> None:
        """Show what is under way, else the state."""
        self._progress.show(self._state())

    def _state(self) -> str:
        """Return how many meetings there are, and how many of them have no list."""
        meetings = len({one.start for one in self.workspace.register.timetable.meetings(self.group.key)})
        missing = self._missing()
        if not meetings:
            return ""
        in_timetable = ngettext("{number} class", "{number} classes", meetings).format(number=meetings)
        if not missing:
            return f"{in_timetable} · {gettext('each with a list')}"
        counts = gettext("{number} with a list").format(number=meetings - missing)
        return f"{in_timetable} · {counts} · {gettext('{number} without one').format(number=missing)}"

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the modes, the chosen one marked, and below them the other keys."""
        modes = tuple(
            KeyItem(key=digit, word=f"{'●' if mode is self._mode else '○'} {marks.mode_word(mode)}")
            for digit, mode in MODE_DIGITS.items()
        )
        obstacle = list_rules.to_create(self.workspace, self.group.key, Change.CREATE_FROM_TIMETABLE)
        missing = self._missing()
        word = ngettext("create {number} list", "create {number} lists", missing).format(number=missing)
        create = word if missing else gettext("create")
        if obstacle:
            create = f"{gettext('create')} ({list_changes.obstacle_word(obstacle)})"
        enter = KeyItem(key=keys.name_of("enter"), word=create, available=obstacle is None)
        return modes, (enter, *(item for item in super().bar_lines()[0] if item.key != enter.key))

    # --- creating ---

    def action_choose(self, mode: str) -> None:
        """Choose the mode of the lists to be created."""
        self.message.hush()
        self._mode = Mode(mode)
        self.show_keys()

    def action_create(self) -> None:
        """Create a list for each meeting that has none."""
        if self._progress.allows(list_rules.to_create(self.workspace, self.group.key, Change.CREATE_FROM_TIMETABLE)):
            self._before = frozenset(one.id for one in self._lists())
            self._progress.begin(CreateFromTimetable(self.group.key, self._mode), gettext("Creating the lists …"))

    def ended(self, action: Action, error: UsosError | None) -> None:
        """Tell what was really created."""
        self._progress.ended(action)
        super().ended(action, error)
        if not isinstance(action, CreateFromTimetable) or action.of != self.group.key:
            return
        self._is_unsure = isinstance(error, UnknownEndError)
        nothing_was_to_do = isinstance(error, NotDoneError) and self.rows.count and not self._missing()
        if error is None or nothing_was_to_do:
            self._tell()
            return
        if not self._is_unsure:
            self._before = None
        self.load()

    def follow(self, event: SyncEvent) -> None:
        """Tell what is true once the lists are read after a call that got no answer; else as every screen."""
        super().follow(event)
        read = isinstance(event, ReadingEnded) and event.reading == ReadLists(self.group.key)
        if self._is_unsure and read and self.workspace.sync.failure(ReadLists(self.group.key)) is None:
            self._is_unsure = False
            self._tell()

    def _tell(self) -> None:
        before = self._before or frozenset()
        self.load()
        missing = self._missing()
        result = created({one.id for one in self._lists()}, before, missing)
        self.say(result, Tone.WARNING if missing else Tone.PLAIN)


def created(now: Collection[str], before: Collection[str], missing: int) -> str:
    """Return how many lists were created, how many there were before, and how many meetings have none still."""
    left = ngettext("{number} class has no list.", "{number} classes have no list.", missing).format(number=missing)
    if missing and set(now) <= set(before):
        return f"{gettext('USOS did not create any list.')} {left}"
    return f"{_created(now, before)} {left}" if missing else _created(now, before)


def _created(now: Collection[str], before: Collection[str]) -> str:
    new, old = len(set(now) - set(before)), len(set(now) & set(before))
    if new:
        made = ngettext("{number} list created", "{number} lists created", new).format(number=new)
        there = ngettext("{number} existed before.", "{number} existed before.", old).format(number=old)
        return f"{made}; {there}" if old else f"{made}."
    if old:
        return ngettext(
            "The one list existed already: nothing has changed.",
            "All {number} lists existed already: nothing has changed.",
            old,
        ).format(number=old)
    return gettext("USOS did not create any list.")
