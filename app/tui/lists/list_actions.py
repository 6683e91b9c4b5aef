"""What can be done to the lists of a group: a new one, those of the timetable, another mode, deleting, and its undo."""

from __future__ import annotations

from functools import partial
from typing import Generic, TypeVar

from app.domain.model import AttendanceList, Group, ListOverview
from app.domain.reason import Reason
from app.i18n import gettext
from app.keymap import keys
from app.keymap.keys import MODE_DIGITS, Place
from app.messages import list_changes, wording
from app.messages.list_changes import Obstacle
from app.sync.requests import Action, ChangeMode, Create, DeleteList
from app.tui.acting import Acting
from app.tui.lists.from_timetable import FromTimetable
from app.tui.lists.new_list import NewList
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.prompt import Question
from app.tui.widgets.rows import Rows
from app.usos.errors import RefusedError, UsosError
from app.workspace.workspace import Workspace

RowsT = TypeVar("RowsT", bound=Rows)

_UPPER = {"lists.open", "lists.new", "lists.timetable", "lists.refresh"}  # on the first line of the key bar


class ListActions(Acting[RowsT], Generic[RowsT]):
    """The screen of a group's lists as far as it changes them. What cannot be done stands there with the reason."""

    PLACE = Place.LISTS

    def __init__(self, workspace: Workspace, rows: RowsT, group: Group) -> None:
        """Change the lists of this group."""
        super().__init__(workspace, rows)
        self._group = group

    # --- what a subclass says ---

    def chosen(self) -> ListOverview | None:
        """Return the list under the cursor."""
        raise NotImplementedError

    def go_to(self, list_id: str) -> None:
        """Put the cursor on a list."""
        raise NotImplementedError

    # --- the key bar ---

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the keys; what cannot be done now stands there with the reason."""
        upper: list[KeyItem] = []
        lower: list[KeyItem] = []
        for key in self.bar_keys():
            obstacle, word = self._obstacle(key.id), gettext(key.label)
            word = f"{word} ({obstacle.short})" if obstacle else word
            short = {"lists.new": gettext("new"), "lists.timetable": gettext("timetable")}.get(key.id)
            item = KeyItem(
                key.shown(),
                word,
                available=obstacle is None,
                short=None if obstacle else short,
                keep=key.id == "every.help",
            )
            (upper if key.id in _UPPER else lower).append(item)
        return tuple(upper), tuple(lower)

    def _obstacle(self, key_id: str) -> Obstacle | None:
        match key_id:
            case "lists.new":
                return list_changes.to_create(self.workspace, self._group.key, "create_attendance_list")
            case "lists.timetable":
                return list_changes.to_create(self.workspace, self._group.key, "create_from_tt")
            case "lists.mode":
                return list_changes.to_change(self.workspace, self.chosen(), "change_list_mode")
            case "lists.delete":
                return list_changes.to_change(self.workspace, self.chosen(), "delete_list")
            case _:
                return None

    def arrived(self) -> None:
        """Show the keys that go with the list under the cursor."""
        self.show_keys()

    # --- creating ---

    def action_new_list(self) -> None:
        """Ask when, and how it is held."""
        if self.allowed(self._obstacle("lists.new")):
            self.message.hush()
            self.app.push_screen(NewList(self.workspace, self._group, self._made))

    def action_from_timetable(self) -> None:
        """Show what the timetable holds, and create the lists from it."""
        if self.allowed(self._obstacle("lists.timetable")):
            self.message.hush()
            self.app.push_screen(FromTimetable(self.workspace, self._group))

    def _made(self, action: Action) -> None:
        """Show a list that was created by the form over this screen."""
        self.load()
        self.ended(action, None)

    def action_create_again(self) -> None:
        """Create again the list that was deleted last."""
        there = self.workspace.register.timetable.list_at
        gone = [
            one for one in self.workspace.deleted if one.group == self._group.key and not there(one.group, one.date)
        ]
        if not gone:
            self.say(gettext("No list was deleted here that could be created again."))
        elif self.allowed(self._obstacle("lists.new")):
            one = gone[-1]
            self.begin(Create(one.group, one.date, one.mode), gettext("Creating the list again …"))

    # --- changing and deleting ---

    def action_change_mode(self) -> None:
        """Ask for the mode of the list under the cursor."""
        current = self.chosen()
        if not self.allowed(self._obstacle("lists.mode")) or current is None:
            return
        one = current.list
        modes = [
            KeyItem(digit, wording.mode_word(mode), available=mode is not one.mode)
            for digit, mode in MODE_DIGITS.items()
        ]
        self.say(gettext("{list}. Which mode?").format(list=list_changes.described(one)))
        items = (*modes, KeyItem(keys.name_of("escape"), gettext("leave it")))
        self.ask(Question("", items, self._dropped, self._drop, catch=partial(self._choose_mode, one)))

    def _choose_mode(self, one: AttendanceList, sign: str, _: str) -> bool:
        if sign in MODE_DIGITS:
            mode = MODE_DIGITS[sign]
            self._drop()
            if mode is one.mode:
                self.say(gettext("{list}: that is its mode already.").format(list=list_changes.described(one)))
            elif self.allowed(self._obstacle("lists.mode")):
                self.begin(ChangeMode(one.id, mode), gettext("Changing the mode …"))
        return True

    def action_delete(self) -> None:
        """Ask whether the list under the cursor is to go."""
        current = self.chosen()
        if not self.allowed(self._obstacle("lists.delete")) or current is None:
            return
        told = gettext("Delete the list of {list}, {group}?")
        self.say(
            told.format(list=list_changes.described(current.list), group=wording.group_title(self._group)), Tone.WARNING
        )
        items = (
            KeyItem(keys.name_of("enter"), gettext("delete it")),
            KeyItem(keys.name_of("escape"), gettext("keep it")),
        )
        self.ask(Question("", items, partial(self._delete, current.list), self._drop, catch=lambda *_: True))

    def _delete(self, one: AttendanceList, _: str) -> None:
        self._drop()
        if self.allowed(self._obstacle("lists.delete")):
            self.workspace.deleted.append(one)
            self.begin(DeleteList(one.id), gettext("Deleting the list …"))

    def _dropped(self, _: str) -> None:
        self._drop()

    def _drop(self) -> None:
        self.close_prompt()
        self.message.hush()

    # --- how it has ended ---

    def ended(self, action: Action, error: UsosError | None) -> None:
        """Tell it, go to the list it was about, and say how a deletion is taken back."""
        super().ended(action, error)
        match action:
            case Create(of, date) if error is None or _exists(error):
                made = self.workspace.register.timetable.list_at(of, date)
                if made is not None and of == self._group.key:
                    self.go_to(made.id)
            case DeleteList() if error is None:
                again = gettext("{undo} creates it again.").format(undo=keys.shown("lists.recreate"))
                self.say(f"{list_changes.done(self.workspace, action)} {again}")
        self.read_ahead(self._group.key)
        self.show_keys()


def _exists(error: UsosError) -> bool:
    return isinstance(error, RefusedError) and error.reason == Reason.ALREADY_EXISTS
