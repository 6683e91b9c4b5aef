"""The list browser: the meetings of one group, and what can be done to their lists."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from textual.app import ComposeResult
from textual.events import Resize

from app.domain.model import AttendanceList, Group, ListOverview, Meeting
from app.domain.reason import Reason
from app.i18n import gettext
from app.keymap import keys
from app.keymap.table import Key, Place
from app.messages import groups, list_changes
from app.sync.events import ReadingEnded, SyncEvent
from app.sync.requests import Action, Create, DeleteList, ReadEachList, Reading, ReadLists, ReadMeetings, ReadRoll
from app.tui import group_title, unread
from app.tui.lists.deleting import Deleting
from app.tui.lists.mode_question import ModeQuestion
from app.tui.lists.preview import ListPreview
from app.tui.lists.progress import Progress
from app.tui.lists.rows import ListRows
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.preview import beside
from app.tui.widgets.sparks import shares, spark
from app.usos.errors import RefusedError, UsosError
from app.workspace import list_rules
from app.workspace.list_rules import Change, Obstacle
from app.workspace.workspace import Workspace

_MOST_SPARK = 16
_UPPER = {
    "lists.open",
    "lists.new",
    "lists.timetable",
    "lists.overview",
    "lists.refresh",
}  # on the first line of the key bar
_OF_A_LIST = {"lists.open", "lists.mode", "lists.delete", "lists.import"}


class ListsScreen(StoreScreen[ListRows]):
    """Shows the lists of a group; Enter calls a roll. What cannot be done to a list stands there with the reason."""

    PLACE = Place.LISTS

    def __init__(self, workspace: Workspace, group: Group) -> None:
        """Show the lists of this group."""
        super().__init__(workspace, ListRows(id="lists"))
        self._progress = Progress(self)
        self._deleting = Deleting(self, group, self._progress)
        self._mode_question = ModeQuestion(self, self._progress, partial(self._obstacle, "lists.mode"))
        self._preview = ListPreview(workspace.register, workspace.options.late, id="preview")
        self.group = group

    def in_hand(self) -> tuple[Group | None, str, str]:
        """Return this group, whose term opens on the names."""
        return self.group, "", ""

    def readings(self) -> tuple[Reading, ...]:
        """Return the lists of this group."""
        return (ReadLists(self.group.key),)

    def opening(self) -> tuple[Reading, ...]:
        """Return these, and the timetable: its meetings stand among the lists. That it cannot be read is no trouble."""
        return *self.readings(), ReadMeetings(self.group.key)

    def body(self) -> ComposeResult:
        """Lay out the lists, and beside them who was there."""
        yield beside(self.rows, self._preview)

    def on_resize(self, event: Resize) -> None:
        """Show that where there is room for it."""
        self._preview.fit(event.size.width)
        self._show_preview()

    def load(self) -> None:
        """Show the lists as stored, and the meetings of the timetable that have none."""
        register = self.workspace.register
        group_title.show(self.title_line, self.group, self.workspace.place)
        lists = register.lists(self.group.key)
        bare = register.timetable.bare_meetings(self.group.key)
        rows: list[ListOverview | Meeting] = sorted([*lists, *bare], key=_when)
        self.rows.show(rows, register.now(), self._placeholder())
        self._preview.forget()
        self._show_preview()
        self.show_state()

    def _show_preview(self) -> None:
        if self._preview.display:
            current = self.rows.current
            self._preview.tell(self.group.key, current.list if current else None, self.rows.meeting)

    def on_mount(self) -> None:
        """Let the rolls of this group be read first, for their counts."""
        self.read_ahead(self.group.key)

    def on_unmount(self) -> None:
        """Go on with the rolls of all groups."""
        self.read_ahead()

    def follow(self, event: SyncEvent) -> None:
        """Count a roll that was read ahead; else as every screen."""
        match event:
            case ReadingEnded(ReadLists()):
                super().follow(event)
                self.read_ahead(self.group.key)
            case ReadingEnded(ReadRoll() | ReadEachList() | ReadMeetings()):
                self.renew_soon()
            case _:
                super().follow(event)

    @property
    def _lists(self) -> list[AttendanceList]:
        return [one.list for one in self.rows.lists]

    def trouble(self) -> str:
        """Return what failed, be it that a roll counted here could not be read."""
        return super().trouble() or unread.told(self.workspace.sync, self._lists, self.key_of("refresh"))

    def action_refresh(self) -> None:
        """Read the lists again, and the rolls that could not be read, and try what waits."""
        self.workspace.sync.want_anew(*unread.readings(self.workspace.sync, self._lists))
        super().action_refresh()

    def _placeholder(self) -> str:
        if self.is_reading():
            return gettext("Reading the lists from USOS …")
        if any(self.workspace.sync.failure(reading) for reading in self.readings()):
            return gettext("The lists have not been read yet.")
        return gettext("This group has no attendance lists.")

    def show_state(self) -> None:
        """Show what is under way, else how many lists and students there are."""
        state, *shorter = self._state()
        self._progress.show(state, shorter=shorter)

    def _state(self) -> list[str]:
        number = sum(not one.list.is_draft for one in self.rows.lists)
        counted = groups.lists(number) if number else ""
        bare = groups.without_list(self.rows.without_list) if self.rows.without_list else ""
        known = self.group.students or self.workspace.register.is_read(self.group.key)
        students = groups.students_known(self.group.students, self.rows.lists) if known else ""
        begun = [one for one in self.rows.lists if one.list.date <= self.workspace.register.now()]
        told = groups.of_marks(begun)
        picture = f"{told}  {spark(shares(begun)[-_MOST_SPARK:])}" if groups.average(begun) else told
        choices = (
            (counted, bare, students, picture),
            (counted, students, picture),
            (counted, students, told),
            (counted, told),
        )
        return [" · ".join(part for part in parts if part) for parts in choices]

    # --- the key bar ---

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the keys; what cannot be done now stands there with the reason."""
        upper: list[KeyItem] = []
        lower: list[KeyItem] = []
        for key in self.bar_keys():
            obstacle, word = self._obstacle(key.id), gettext(key.label)
            word = f"{word} ({list_changes.obstacle_word(obstacle)})" if obstacle else word
            short = {"lists.new": gettext("new"), "lists.timetable": gettext("timetable")}.get(key.id)
            if key.id == "lists.new" and self.rows.meeting is not None and not obstacle:
                word = short = gettext("create its list")
            item = KeyItem(
                key=key.shown(),
                word=word,
                available=obstacle is None,
                short=None if obstacle else short,
                keep=key.id == "every.help",
            )
            (upper if key.id in _UPPER else lower).append(item)
        return tuple(upper), tuple(lower)

    def bar_keys(self) -> list[Key]:
        """Return the keys that have to do with the row under the cursor: where there is no list, none is changed."""
        without = _OF_A_LIST if self.rows.meeting else set() if self.rows.current else {"lists.open"}
        return [key for key in super().bar_keys() if key.id not in without]

    def _obstacle(self, key_id: str) -> Obstacle | None:
        match key_id:
            case "lists.new":
                return list_rules.to_create(self.workspace, self.group.key, Change.CREATE)
            case "lists.timetable":
                return list_rules.to_create(self.workspace, self.group.key, Change.CREATE_FROM_TIMETABLE)
            case "lists.mode":
                return list_rules.to_change(self.workspace, self.rows.current, Change.MODE)
            case "lists.delete":
                return list_rules.to_change(self.workspace, self.rows.current, Change.DELETE)
            case _:
                return None

    def arrived(self) -> None:
        """Show the keys that go with the list under the cursor, then who was there."""
        self.show_keys()
        self.call_after_refresh(self._show_preview)  # the key does not wait for it

    # --- calling a roll ---

    def action_open(self) -> None:
        """Call the roll under the cursor."""
        current = self.rows.current
        if current is not None and list_rules.is_being_deleted(self.workspace, current.list.id):
            self.say(gettext("This list is being deleted."), Tone.WARNING)
        elif current is not None:
            self.message.hush()  # what was said of this list may not be true any more when one comes back
            self.navigator.open_roll(current.list.id)
        elif self.rows.meeting is not None:
            told = gettext("There is no list for this class yet. {key} creates it.")
            self.say(told.format(key=keys.shown("lists.new")))

    def on_rows_chosen(self) -> None:
        """Call the roll that was clicked."""
        self.action_open()

    def action_import_reports(self) -> None:
        """Import reports into the list under the cursor."""
        if self.rows.current is not None:
            self.message.hush()
            self.navigator.open_import(self.rows.current.list.id)

    def action_export(self) -> None:
        """Ask how to write out the term, or the list under the cursor."""
        self.message.hush()
        current = self.rows.current
        self.navigator.open_export(self.group, current.list.id if current else "", term=True)

    # --- creating ---

    def action_new_list(self) -> None:
        """Ask for the mode of the list of the meeting under the cursor; where it has one, for the date of a new one."""
        if self._progress.allows(self._obstacle("lists.new")):
            self.message.hush()
            meeting = self.rows.meeting
            self.navigator.open_new_list(self.group, meeting.start if meeting else None, self._made)

    def action_from_timetable(self) -> None:
        """Show what the timetable has, and create the lists from it."""
        if self._progress.allows(self._obstacle("lists.timetable")):
            self.message.hush()
            self.navigator.open_from_timetable(self.group)

    def _made(self, action: Action) -> None:
        """Show a list that was created by the form over this screen."""
        self.load()
        self.ended(action, None)

    # --- changing and deleting ---

    def action_change_mode(self) -> None:
        """Ask for the mode of the list under the cursor."""
        current = self.rows.current
        if self._progress.allows(self._obstacle("lists.mode")) and current is not None:
            self._mode_question.ask(current.list)

    def action_delete(self) -> None:
        """Ask whether the list under the cursor is to go."""
        current = self.rows.current
        if self._progress.allows(self._obstacle("lists.delete")) and current is not None:
            self._deleting.ask(current)

    def action_take_back(self) -> None:
        """Take back the newest change of these lists: created or deleted."""
        self._deleting.take_back(lambda: self.rows.lists)

    # --- how it has ended ---

    def ended(self, action: Action, error: UsosError | None) -> None:
        """Tell it, go to the list it was about, and say how a deletion is taken back."""
        self._progress.ended(action)
        if not self._deleting.ended(action, error):
            super().ended(action, error)
        match action:
            case Create(of, date) if error is None or _exists(error):
                made = self.workspace.register.timetable.list_at(of, date)
                if made is not None and of == self.group.key:
                    self.rows.go_to(made.id)
                    self._show_preview()
            case DeleteList(list_id) if error is None and self.workspace.list_history.can_come_back(list_id):
                again = gettext("{undo} creates it again.").format(undo=keys.shown("lists.undo"))
                self.say(f"{list_changes.done(self.workspace, action)} {again}")
        self.read_ahead(self.group.key)
        self.show_keys()


def _when(row: ListOverview | Meeting) -> tuple[datetime, str]:
    return (row.list.date, row.list.id) if isinstance(row, ListOverview) else (row.start, "")


def _exists(error: UsosError) -> bool:
    return isinstance(error, RefusedError) and error.reason == Reason.ALREADY_EXISTS
