"""The list browser: the meetings of one group, and what can be done to their lists."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from textual.content import Content

from app.domain.model import AttendanceList, Group
from app.domain.reason import Reason
from app.i18n import gettext
from app.keymap import keys
from app.keymap.mark_keys import MODE_DIGITS
from app.keymap.table import Place
from app.messages import groups, list_changes, marks
from app.sync.events import ReadingEnded, SyncEvent
from app.sync.requests import Action, ChangeMode, Create, DeleteList, ReadEachList, Reading, ReadLists, ReadRoll
from app.tui.lists.progress import Progress
from app.tui.lists.rows import ListRows
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.prompt import Question
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


class ListsScreen(StoreScreen[ListRows]):
    """Shows the lists of a group; Enter calls a roll. What cannot be done to a list stands there with the reason."""

    PLACE = Place.LISTS

    def __init__(self, workspace: Workspace, group: Group) -> None:
        """Show the lists of this group."""
        super().__init__(workspace, ListRows(id="lists"))
        self._progress = Progress(self)
        self.group = group

    def in_hand(self) -> tuple[Group | None, str, str]:
        """Return this group, whose term opens on the names."""
        return self.group, "", ""

    def readings(self) -> tuple[Reading, ...]:
        """Return the lists of this group."""
        return (ReadLists(self.group.key),)

    def load(self) -> None:
        """Show the lists as stored: the cursor stays on its list, at first it goes to the one nearest to now."""
        lists = self.workspace.register.lists(self.group.key)
        now = self.workspace.register.now()
        staying = self.rows.current.list.id if self.rows.current and self.rows.moved else None
        cursor = next((row for row, one in enumerate(lists) if one.list.id == staying), None)
        if cursor is None and staying is not None:
            cursor = self.rows.cursor
        elif cursor is None:
            distances = [abs(one.list.date - now) for one in lists]
            cursor = distances.index(min(distances, default=timedelta())) if distances else 0
        self.rows.show(lists, now.date(), cursor, self._placeholder())
        self.title_line.show(Content.styled(groups.group_title(self.group), "bold"), self.workspace.place)
        self.show_state()

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
            case ReadingEnded(ReadRoll() | ReadEachList()):
                self.load()
            case _:
                super().follow(event)

    def _placeholder(self) -> str:
        if self.is_reading():
            return gettext("Reading the lists from USOS …")
        if any(self.workspace.sync.failure(reading) for reading in self.readings()):
            return gettext("The lists have not been read yet.")
        return gettext("This group has no attendance lists.")

    def show_state(self) -> None:
        """Show what is under way, else how many lists and students there are."""
        self._progress.show(self._state())

    def _state(self) -> str:
        number = sum(not one.list.is_draft for one in self.rows.lists)
        parts = [groups.lists(number)] if number else []
        if self.group.students is not None:
            parts.append(groups.students(self.group.students))
        if average := groups.average(self.rows.lists):
            picture = spark(shares(self.rows.lists)[-_MOST_SPARK:])
            parts.append(f"{gettext('present')} {average}  {picture}")
        return " · ".join(parts)

    # --- the key bar ---

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the keys; what cannot be done now stands there with the reason."""
        upper: list[KeyItem] = []
        lower: list[KeyItem] = []
        for key in self.bar_keys():
            obstacle, word = self._obstacle(key.id), gettext(key.label)
            word = f"{word} ({list_changes.obstacle_word(obstacle)})" if obstacle else word
            short = {"lists.new": gettext("new"), "lists.timetable": gettext("timetable")}.get(key.id)
            item = KeyItem(
                key=key.shown(),
                word=word,
                available=obstacle is None,
                short=None if obstacle else short,
                keep=key.id == "every.help",
            )
            (upper if key.id in _UPPER else lower).append(item)
        return tuple(upper), tuple(lower)

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
        """Show the keys that go with the list under the cursor."""
        self.show_keys()

    # --- calling a roll ---

    def action_open(self) -> None:
        """Call the roll under the cursor."""
        current = self.rows.current
        if current is not None and list_rules.is_being_deleted(self.workspace, current.list.id):
            self.say(gettext("This list is being deleted."), Tone.WARNING)
        elif current is not None:
            self.message.hush()  # what was said of this list may not be true any more when one comes back
            self.navigator.open_roll(current.list.id)

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
        """Ask for the date and the mode of a new list."""
        if self._progress.allows(self._obstacle("lists.new")):
            self.message.hush()
            self.navigator.open_new_list(self.group, self._made)

    def action_from_timetable(self) -> None:
        """Show what the timetable has, and create the lists from it."""
        if self._progress.allows(self._obstacle("lists.timetable")):
            self.message.hush()
            self.navigator.open_from_timetable(self.group)

    def _made(self, action: Action) -> None:
        """Show a list that was created by the form over this screen."""
        self.load()
        self.ended(action, None)

    def action_create_again(self) -> None:
        """Create again the list that was deleted last."""
        there = self.workspace.register.timetable.list_at
        gone = [one for one in self.workspace.deleted if one.group == self.group.key and not there(one.group, one.date)]
        if not gone:
            self.say(gettext("No list was deleted here that could be created again."))
        elif self._progress.allows(self._obstacle("lists.new")):
            newest = gone[-1]
            self._progress.begin(Create(newest.group, newest.date, newest.mode), gettext("Creating the list again …"))

    # --- changing and deleting ---

    def action_change_mode(self) -> None:
        """Ask for the mode of the list under the cursor."""
        current = self.rows.current
        if not self._progress.allows(self._obstacle("lists.mode")) or current is None:
            return
        chosen = current.list
        modes = (
            KeyItem(key=digit, word=marks.mode_word(mode), available=mode is not chosen.mode)
            for digit, mode in MODE_DIGITS.items()
        )
        self.say(gettext("{list}. Which mode?").format(list=list_changes.described(chosen)))
        items = (*modes, KeyItem(key=keys.name_of("escape"), word=gettext("leave it")))
        self.ask(
            Question(
                label="",
                items=items,
                accepted=self._dropped,
                dropped=self._drop,
                catch=partial(self._choose_mode, chosen),
            )
        )

    def _choose_mode(self, chosen: AttendanceList, sign: str, _: str) -> bool:
        if sign in MODE_DIGITS:
            mode = MODE_DIGITS[sign]
            self._drop()
            if mode is chosen.mode:
                self.say(gettext("{list}: it already has this mode.").format(list=list_changes.described(chosen)))
            elif self._progress.allows(self._obstacle("lists.mode")):
                self._progress.begin(ChangeMode(chosen.id, mode), gettext("Changing the mode …"))
        return True

    def action_delete(self) -> None:
        """Ask whether the list under the cursor is to go."""
        current = self.rows.current
        if not self._progress.allows(self._obstacle("lists.delete")) or current is None:
            return
        described, title = list_changes.described(current.list), groups.group_title(self.group)
        self.say(gettext("Delete the list of {list}, {group}?").format(list=described, group=title), Tone.WARNING)
        items = (
            KeyItem(key=keys.name_of("enter"), word=gettext("delete it")),
            KeyItem(key=keys.name_of("escape"), word=gettext("keep it")),
        )
        self.ask(
            Question(
                label="",
                items=items,
                accepted=partial(self._delete, current.list),
                dropped=self._drop,
                catch=lambda *_: True,
            )
        )

    def _delete(self, chosen: AttendanceList, _: str) -> None:
        self._drop()
        if self._progress.allows(self._obstacle("lists.delete")):
            self.workspace.deleted.append(chosen)
            self._progress.begin(DeleteList(chosen.id), gettext("Deleting the list …"))

    def _dropped(self, _: str) -> None:
        self._drop()

    def _drop(self) -> None:
        self.close_prompt()
        self.message.hush()

    # --- how it has ended ---

    def ended(self, action: Action, error: UsosError | None) -> None:
        """Tell it, go to the list it was about, and say how a deletion is taken back."""
        self._progress.ended(action)
        super().ended(action, error)
        match action:
            case Create(of, date) if error is None or _exists(error):
                made = self.workspace.register.timetable.list_at(of, date)
                if made is not None and of == self.group.key:
                    self.rows.go_to(made.id)
            case DeleteList() if error is None:
                again = gettext("{undo} creates it again.").format(undo=keys.shown("lists.recreate"))
                self.say(f"{list_changes.done(self.workspace, action)} {again}")
        self.read_ahead(self.group.key)
        self.show_keys()


def _exists(error: UsosError) -> bool:
    return isinstance(error, RefusedError) and error.reason == Reason.ALREADY_EXISTS
