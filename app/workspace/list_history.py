"""What was done to lists from here while the program runs, and what can be taken back, the newest change first."""

from __future__ import annotations

from dataclasses import replace

from app.domain.frozen import frozen
from app.domain.model import AttendanceList, GroupKey
from app.register.register import Register
from app.sync.events import ActionEnded
from app.sync.requests import Action


@frozen
class ListChange:
    """Lists of one group that were `created` together, or else deleted."""

    lists: tuple[AttendanceList, ...]
    created: bool


class ListHistory:
    """Remembers lists created and deleted from here. What takes a change back is no change itself."""

    def __init__(self) -> None:
        """Begin with nothing done."""
        self._changes: list[ListChange] = []
        self._taking_back: set[Action] = set()

    def deleting(self, one: AttendanceList) -> None:
        """Take note of a list that is about to be deleted; while it is there, nothing is to be taken back."""
        self._changes.append(ListChange((one,), created=False))

    def taking_back(self, action: Action) -> None:
        """Take note that this action takes a change back."""
        self._taking_back.add(action)

    def follow(self, event: ActionEnded, register: Register) -> None:
        """Take note of lists that came into being by an action. Raises `StoreError`."""
        known = [one for list_id in event.created if (one := register.attendance_list(list_id)) is not None]
        if known and event.action not in self._taking_back:
            self._changes.append(ListChange(tuple(known), created=True))
        self._taking_back.discard(event.action)

    def known(self, list_id: str) -> AttendanceList | None:
        """Return a list that was created here, or was to be deleted from here, as it was then."""
        return next((one for change in self._changes for one in change.lists if one.id == list_id), None)

    def can_come_back(self, list_id: str) -> bool:
        """Tell whether a list that was deleted can be created again by taking that back."""
        return any(one.id == list_id for change in self._changes if not change.created for one in change.lists)

    def was_created_here(self, list_id: str) -> bool:
        """Tell whether a list came into being from here."""
        return any(one.id == list_id for change in self._changes if change.created for one in change.lists)

    def newest(self, group: GroupKey, register: Register) -> ListChange | None:
        """Return the newest change of a group's lists that can be taken back, with what is left of it to take back.

        Of lists created these are those that are there still, of lists deleted those in whose place there is none.
        Raises `StoreError`.
        """
        for change in reversed(self._changes):
            left = tuple(one for one in change.lists if one.group == group and _is_left(one, change, register))
            if left:
                return replace(change, lists=left)
        return None


def _is_left(one: AttendanceList, change: ListChange, register: Register) -> bool:
    if change.created:
        return register.attendance_list(one.id) is not None
    return register.timetable.list_at(one.group, one.date) is None
