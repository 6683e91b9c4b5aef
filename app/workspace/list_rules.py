"""What stands in the way of creating, changing and deleting lists, as values; `messages.list_changes` has the words."""

from __future__ import annotations

from enum import Enum, StrEnum, auto

from app.domain.frozen import frozen
from app.domain.model import GroupKey, ListOverview
from app.sync.requests import ChangeMode, Create, CreateEach, CreateFromTimetable, DeleteList
from app.workspace.workspace import Workspace


class Change(StrEnum):
    """What can be done to lists; the values are the methods of `services/attendance` that do it."""

    CREATE = "create_attendance_list"
    CREATE_FROM_TIMETABLE = "create_from_tt"
    MODE = "change_list_mode"
    DELETE = "delete_list"


class Hindrance(Enum):
    """An obstacle that needs no more than its name."""

    NO_LIST = auto()
    UNDER_WAY = auto()
    DRAFT = auto()  # USOS has no such list yet
    UNSENT_MARKS = auto()  # marks or comments of this list wait here


@frozen
class OwnedElsewhere:
    """Another process owns the store: nothing is written or sent from here."""

    owner: str


@frozen
class MethodMissing:
    """This installation does not know the method."""

    change: Change


@frozen
class HasMarks:
    """So many of the list's students have a mark in USOS, which then keeps the list and its mode."""

    marked: int
    students: int


Obstacle = Hindrance | OwnedElsewhere | MethodMissing | HasMarks


def to_create(workspace: Workspace, group: GroupKey, change: Change) -> Obstacle | None:
    """Return what stands in the way of creating lists of a group; None if nothing does. May raise `StoreError`."""
    of_timetable = (CreateFromTimetable, CreateEach)
    kinds = of_timetable if change is Change.CREATE_FROM_TIMETABLE else (Create, CreateEach)
    running = any(isinstance(action, kinds) and action.of == group for action in workspace.sync.actions())
    return Hindrance.UNDER_WAY if running else _to_any(workspace, change)


def to_change(workspace: Workspace, overview: ListOverview | None, change: Change) -> Obstacle | None:
    """Return what stands in the way of changing or deleting a list; None if nothing does, as far as is known.

    May raise `StoreError`.
    """
    if overview is None:
        return Hindrance.NO_LIST
    if is_under_way(workspace, overview.list.id):
        return Hindrance.UNDER_WAY
    if (obstacle := _to_any(workspace, change)) is not None:
        return obstacle
    return Hindrance.DRAFT if overview.list.is_draft else _marks(workspace, overview)


def is_being_deleted(workspace: Workspace, list_id: str) -> bool:
    """Tell whether a list may be gone in a moment."""
    return DeleteList(list_id) in workspace.sync.actions()


def is_under_way(workspace: Workspace, list_id: str) -> bool:
    """Tell whether a list is being changed or deleted."""
    changes = (action for action in workspace.sync.actions() if isinstance(action, (ChangeMode, DeleteList)))
    return any(action.list_id == list_id for action in changes)


def _to_any(workspace: Workspace, change: Change) -> Obstacle | None:
    if workspace.owner:
        return OwnedElsewhere(workspace.owner)
    if workspace.account is not None and change in workspace.account.lacks:
        return MethodMissing(change)
    return None


def _marks(workspace: Workspace, overview: ListOverview) -> Obstacle | None:
    if workspace.register.unsent(overview.list.id).total:
        return Hindrance.UNSENT_MARKS
    if overview.tally is not None and overview.tally.marked:
        return HasMarks(overview.tally.marked, overview.tally.students)
    return None
