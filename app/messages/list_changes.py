"""How something done to lists has ended, and what stands in its way, in a lecturer's words."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.model import AttendanceList, GroupKey, ListOverview
from app.i18n import clock_time, gettext, short_date
from app.messages import failures, marks
from app.sync.requests import Action, ChangeMode, Create, CreateFromTimetable, DeleteList, Recreate
from app.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why something cannot be done now: short enough for the key bar, and in a sentence."""

    short: str
    why: str


def described(one: AttendanceList) -> str:
    """Return which list: its date, time and mode."""
    return f"{short_date(one.date)} {one.date.year} {clock_time(one.date)} · {marks.mode_word(one.mode)}"


def done(workspace: Workspace, action: Action) -> str:
    """Return what was done, from what the store holds now."""
    match action:
        case Create(of, date):
            made = workspace.register.timetable.list_at(of, date)
            return gettext("Created: {list}.").format(list=described(made)) if made else gettext("The list is there.")
        case CreateFromTimetable():
            return gettext("The lists of the timetable are there.")
        case ChangeMode(list_id):
            changed = workspace.register.attendance_list(list_id)
            return gettext("Changed: {list}.").format(list=described(changed)) if changed else ""
        case DeleteList(list_id):
            gone = next((one for one in workspace.deleted if one.id == list_id), None)
            return gettext("Deleted: {list}.").format(list=described(gone)) if gone else ""
        case Recreate():
            return gettext("The list is there, and its marks go to it.")


def to_create(workspace: Workspace, group: GroupKey, method: str) -> Obstacle | None:
    """Return what stands in the way of creating lists of a group by a method of the API; None if nothing does."""
    kind = CreateFromTimetable if method == "create_from_tt" else Create
    running = any(isinstance(action, kind) and action.of == group for action in workspace.sync.actions())
    return _under_way() if running else _to_any(workspace, method)


def to_change(workspace: Workspace, one: ListOverview | None, method: str) -> Obstacle | None:
    """Return what stands in the way of changing or deleting a list; None if nothing does, as far as is known."""
    if one is None:
        return Obstacle(gettext("no list"), gettext("There is no list here."))
    if is_under_way(workspace, one.list.id):
        return _under_way()
    if (missing := _to_any(workspace, method)) is not None:
        return missing
    if one.list.is_draft:
        return Obstacle(gettext("draft"), gettext("This is a draft on this computer: USOS has no such list yet."))
    return _marks(workspace, one)


def _marks(workspace: Workspace, one: ListOverview) -> Obstacle | None:
    if workspace.register.unsent(one.list.id).total:
        return Obstacle(
            gettext("has marks"),
            gettext("The list has marks or comments that are not in USOS yet, so its mode and the list stay."),
        )
    if one.tally is not None and one.tally.marked:
        told = gettext("The list has marks ({marked} of {all}), so USOS keeps its mode and the list.")
        return Obstacle(gettext("has marks"), told.format(marked=one.tally.marked, all=one.tally.students))
    return None


def is_being_deleted(workspace: Workspace, list_id: str) -> bool:
    """Tell whether a list may be gone in a moment."""
    return DeleteList(list_id) in workspace.sync.actions()


def is_under_way(workspace: Workspace, list_id: str) -> bool:
    """Tell whether a list is being changed or deleted."""
    return any(isinstance(one, (ChangeMode, DeleteList)) and one.list_id == list_id for one in workspace.sync.actions())


def _under_way() -> Obstacle:
    return Obstacle(gettext("under way"), gettext("That is under way already."))


def _to_any(workspace: Workspace, method: str) -> Obstacle | None:
    if workspace.owner:
        return Obstacle(gettext("only shown"), failures.owned_by(workspace.owner))
    if workspace.account is not None and method in workspace.account.lacks:
        told = gettext("This USOS cannot do that: it does not know {method}. USOSweb may be able to.")
        return Obstacle(gettext("not in this USOS"), told.format(method=f"services/attendance/{method}"))
    return None
