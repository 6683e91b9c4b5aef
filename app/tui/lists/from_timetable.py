"""Lists from the timetable: its meetings, which lists there are, and afterwards what was really created."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from rich.cells import cell_len

from app.domain.frozen import frozen
from app.domain.model import AttendanceList, Group, Mode
from app.i18n import clock_time, date_in_column, drawable, gettext, ngettext, weekday
from app.keymap import keys
from app.keymap.mark_keys import MODE_DIGITS
from app.keymap.table import Key, Place
from app.messages import list_changes, marks
from app.sync.events import ReadingEnded, SyncEvent
from app.sync.requests import Action, CreateEach, CreateFromTimetable, Reading, ReadLists, ReadMeetings
from app.tui import group_title
from app.tui.lists.progress import Progress
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.rows import Piece, Rows, cut
from app.usos.errors import NotDoneError, UnknownEndError, UsosError
from app.workspace import list_rules
from app.workspace.list_rules import Change, Obstacle
from app.workspace.workspace import Workspace

_MOST_ROOM = 24
_YEARS_FROM = 66  # cells from which a date in another year says so


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
        self._dates = {True: 0, False: 0}  # how wide, with years and without
        self._room = 0
        self._year = self._weekdays = 0

    def show(self, rows: Sequence[Row], today: datetime, placeholder: str) -> None:
        """Show these; until a person moves the cursor it is on the first meeting without a list, while there is one."""
        staying = self.meetings[self.cursor].at if self.meetings else None
        cursor = next((number for number, row in enumerate(rows) if row.at == staying), 0)
        if not self.moved:
            cursor = next((number for number, row in enumerate(rows) if row.missing), cursor)
        self.meetings, self._year = rows, today.year
        self._weekdays = max((len(weekday(row.at)) for row in rows), default=0)
        self._dates = {
            years: max((cell_len(self._date(row, years=years)) for row in rows), default=0) for years in (True, False)
        }
        self._room = min(max((cell_len(row.room) for row in rows), default=0), _MOST_ROOM)
        self.fill(len(rows), cursor, placeholder=placeholder)

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a row: date, time, room, and whether there is a list."""
        shown, years = self.meetings[row], width >= _YEARS_FROM
        date = cut(self._date(shown, years=years), self._dates[years])
        return [
            (f" {date}  {clock_time(shown.at)}  ", "name" if row == self.cursor else ""),
            (f"{cut(shown.room, self._room)}  " if self._room else "", "faint"),
            shown.status,
        ]

    def _date(self, row: Row, *, years: bool) -> str:
        year = f" {row.at.year}" if years and row.at.year != self._year else ""
        return date_in_column(row.at, self._weekdays) + year


class FromTimetable(StoreScreen[MeetingRows]):
    """Shows the meetings of a group; Enter creates the lists that are missing."""

    PLACE = Place.FROM_TIMETABLE

    def __init__(self, workspace: Workspace, group: Group) -> None:
        """Show the timetable of this group."""
        super().__init__(workspace, MeetingRows(id="meetings"))
        self._progress = Progress(self)
        self.group = group
        self._mode = workspace.register.timetable.usual_mode(group.key)
        self._left_out: set[datetime] = set()  # meetings for which no list is wanted
        self._before: frozenset[str] | None = None  # the lists there were when creating was asked for
        self._is_unsure = False  # whether only the next reading of the lists tells what was created

    def readings(self) -> tuple[Reading, ...]:
        """Return the meetings and the lists of the group."""
        return ReadMeetings(self.group.key), ReadLists(self.group.key)

    def load(self) -> None:
        """Show meetings and lists as stored."""
        self.rows.show(self._rows(), self.workspace.register.now(), self._placeholder())
        before = gettext("Lists from the timetable")
        group_title.show(self.title_line, self.group, self.workspace.place, before=before)
        self.show_state()

    def _rows(self) -> list[Row]:
        lists = {one.date: one for one in self._lists()}
        meetings = self.workspace.register.timetable.meetings(self.group.key)
        rooms = {one.start: drawable(one.room) for one in reversed(meetings)}
        return [
            Row(
                at=at,
                room=rooms.get(at, ""),
                status=self._status(at, lists.get(at), in_timetable=at in rooms),
                missing=at not in lists and at not in self._left_out,
            )
            for at in sorted({*lists, *rooms})
        ]

    def _status(self, at: datetime, existing: AttendanceList | None, *, in_timetable: bool) -> Piece:
        if existing is None:
            if at in self._left_out:
                return gettext("left out"), "faint"
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
        left_out = len(self._dates_left_out())
        if not missing and not left_out:
            return f"{in_timetable} · {gettext('each with a list')}"
        counts = gettext("{number} with a list").format(number=meetings - missing - left_out)
        parts = [in_timetable, counts, gettext("{number} without one").format(number=missing)]
        if left_out:
            parts.append(gettext("{number} left out").format(number=left_out))
        return " · ".join(parts)

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the modes, the chosen one marked, and below them the other keys."""
        obstacle, missing = self._obstacle(), self._missing()
        lacks = bool(missing or self._dates_left_out())
        modes = tuple(
            KeyItem(key=digit, word=f"{'●' if mode is self._mode else '○'} {marks.mode_word(mode)}", available=lacks)
            for digit, mode in MODE_DIGITS.items()
        )
        word = ngettext("create {number} list", "create {number} lists", missing).format(number=missing)
        create = word if missing else gettext("create")
        if obstacle:
            create = f"{gettext('create')} ({list_changes.obstacle_word(obstacle)})"
        enter = KeyItem(key=keys.name_of("enter"), word=create, available=obstacle is None and bool(missing))
        return modes, (enter, *(item for item in super().bar_lines()[0] if item.key != enter.key))

    def arrived(self) -> None:
        """Show what Space does to the meeting under the cursor."""
        self.show_keys()

    def bar_keys(self) -> list[Key]:
        """Return the keys that do something here: only a meeting without a list can be left out."""
        row = self.rows.meetings[self.rows.cursor] if self.rows.meetings else None
        lacks = row is not None and (row.missing or row.at in self._dates_left_out())
        return [key for key in super().bar_keys() if key.id != "from_timetable.leave_out" or lacks]

    def bar_word(self, key: Key) -> str:
        """Return that a meeting that is left out can be taken in again."""
        row = self.rows.meetings[self.rows.cursor] if self.rows.meetings else None
        left_out = key.id == "from_timetable.leave_out" and row is not None and row.at in self._dates_left_out()
        return gettext("take it in") if left_out else super().bar_word(key)

    # --- creating ---

    def action_choose(self, mode: str) -> None:
        """Choose the mode of the lists to be created."""
        self.message.hush()
        self._mode = Mode(mode)
        self.show_keys()

    def action_leave_out(self) -> None:
        """Leave out the meeting under the cursor, or take it in again."""
        self.message.hush()
        row = self.rows.meetings[self.rows.cursor] if self.rows.meetings else None
        if row is None or row.at in {one.date for one in self._lists()}:
            self.say(gettext("There is no list to be created here."))
        elif not self._progress.text():
            self._left_out ^= {row.at}
            self.rows.move_to(self.rows.cursor)  # it stays where a person was
            self.load()

    def action_create(self) -> None:
        """Create a list for each meeting that has none and is not left out."""
        if not self._progress.allows(self._obstacle()):
            return
        dates = tuple(row.at for row in self._rows() if row.missing)
        if self._dates_left_out() and not dates:
            self.say(gettext("All of them are left out."))
            return
        self._before = frozenset(one.id for one in self._lists())
        of, mode = self.group.key, self._mode
        action = CreateEach(of, dates, mode) if self._dates_left_out() else CreateFromTimetable(of, mode)
        self._progress.begin(action, gettext("Creating the lists …"))

    def _obstacle(self) -> Obstacle | None:
        """Return what stands in the way: lists of some dates are created one by one, by another method than all."""
        change = Change.CREATE if self._dates_left_out() else Change.CREATE_FROM_TIMETABLE
        return list_rules.to_create(self.workspace, self.group.key, change)

    def _dates_left_out(self) -> set[datetime]:
        return self._left_out - {one.date for one in self._lists()}

    def ended(self, action: Action, error: UsosError | None) -> None:
        """Tell what was really created."""
        self._progress.ended(action)
        super().ended(action, error)
        if not isinstance(action, (CreateFromTimetable, CreateEach)) or action.of != self.group.key:
            return
        self._is_unsure = isinstance(error, UnknownEndError)
        nothing_was_to_do = isinstance(error, NotDoneError) and self.rows.count and not self._missing()
        if error is None or nothing_was_to_do:
            self._tell()
            return
        if not self._is_unsure and not self._new():
            self._before = None
        self.load()

    def follow(self, event: SyncEvent) -> None:
        """Tell what is true once the lists are read after a call that got no answer; else as every screen."""
        super().follow(event)
        read = isinstance(event, ReadingEnded) and event.reading == ReadLists(self.group.key)
        if self._is_unsure and read and self.workspace.sync.failure(ReadLists(self.group.key)) is None:
            self._is_unsure = False
            self._tell()

    def _new(self) -> set[str]:
        return {one.id for one in self._lists() if one.id not in (self._before or ())}

    def _tell(self) -> None:
        before = self._before or frozenset()
        self.load()
        missing = self._missing()
        result = created({one.id for one in self._lists()}, before, missing)
        if self._new():
            result += " " + gettext("{key} in the lists takes that back.").format(key=keys.shown("lists.undo"))
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
