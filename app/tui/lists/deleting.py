"""Deleting lists on their screen, and taking back what was done to lists last, after a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from app.domain.model import AttendanceList, Group, ListOverview
from app.i18n import gettext
from app.keymap import keys
from app.messages import failures, list_changes
from app.sync.requests import Action, Create, DeleteList
from app.tui.lists.progress import Progress
from app.tui.lists.rows import ListRows
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.prompt import Question
from app.usos.errors import UsosError
from app.workspace import list_rules
from app.workspace.list_rules import Change


class Deleting:
    """The part of the screen of lists that asks, deletes, and tells what has become of it."""

    def __init__(self, screen: StoreScreen[ListRows], group: Group, progress: Progress[ListRows]) -> None:
        """Delete nothing yet."""
        self._screen, self._group, self._progress = screen, group, progress
        self._workspace = screen.workspace
        self._together: dict[DeleteList, UsosError | None] = {}  # of lists that are deleted together, how it ended
        self._under_way: set[DeleteList] = set()

    def ask(self, one: ListOverview) -> None:
        """Ask whether a list is to go."""
        self._ask([one.list], partial(self._delete, one), created=False)

    def take_back(self, tallies: Callable[[], Sequence[ListOverview]]) -> None:
        """Take back the newest change of this group's lists: ask about those created, create again one deleted.

        `tallies` returns the lists as they are now, with how many are marked in them.
        """
        change = self._workspace.list_history.newest(self._group.key, self._workspace.register)
        if change is None:
            self._screen.say(gettext("No list was created or deleted here that could be taken back."))
        elif not change.created:
            self._create_again(change.lists[0])
        else:
            left = [one for one in tallies() if one.list in change.lists]
            free = [one for one in left if self._obstacle(one) is None]
            if free:
                self._ask([one.list for one in free], partial(self._delete_together, free), created=True)
            else:
                self._progress.allows(self._obstacle(left[0] if left else None))

    def ended(self, action: Action, error: UsosError | None) -> bool:
        """Tell how a deletion has ended; False where the action is none of ours, or was not done together with others.

        The others are waited for first.
        """
        if not isinstance(action, DeleteList) or action not in self._under_way:
            return False
        self._under_way.discard(action)
        self._together[action] = error
        if not self._under_way:
            errors = [one for one in self._together.values() if one is not None]
            told = list_changes.deleted_together(len(self._together) - len(errors), len(errors))
            why = f" {failures.action(errors[0])}" if errors else ""
            self._screen.say(f"{told}{why}", Tone.WARNING if errors else Tone.PLAIN)
            self._together.clear()
        return True

    def _ask(self, lists: Sequence[AttendanceList], delete: Callable[[], None], *, created: bool) -> None:
        self._screen.say(list_changes.question(lists, self._group, created=created), Tone.WARNING)
        word = gettext("delete it") if len(lists) == 1 else gettext("delete them")
        keep = gettext("keep it") if len(lists) == 1 else gettext("keep them")
        items = (
            KeyItem(key=keys.name_of("enter"), word=word),
            KeyItem(key=keys.name_of("escape"), word=keep),
        )

        def accepted(_: str) -> None:
            self._drop()
            delete()

        self._screen.ask(Question(label="", items=items, accepted=accepted, dropped=self._drop, catch=lambda *_: True))

    def _drop(self) -> None:
        self._screen.close_prompt()
        self._screen.message.hush()

    def _delete(self, one: ListOverview) -> None:
        if self._progress.allows(self._obstacle(one)):
            self._workspace.list_history.deleting(one.list)
            self._progress.begin(DeleteList(one.list.id), gettext("Deleting the list …"))

    def _delete_together(self, lists: Sequence[ListOverview]) -> None:
        actions = [DeleteList(one.list.id) for one in lists if self._obstacle(one) is None]
        if len(actions) > 1:
            self._under_way = set(actions)
        sentence = gettext("Deleting the lists …") if len(actions) > 1 else gettext("Deleting the list …")
        for action in actions:
            self._progress.begin(action, sentence)

    def _create_again(self, one: AttendanceList) -> None:
        if self._progress.allows(list_rules.to_create(self._workspace, self._group.key, Change.CREATE)):
            again = Create(one.group, one.date, one.mode)
            self._workspace.list_history.taking_back(again)
            self._progress.begin(again, gettext("Creating the list again …"))

    def _obstacle(self, one: ListOverview | None) -> list_rules.Obstacle | None:
        return list_rules.to_change(self._workspace, one, Change.DELETE)
