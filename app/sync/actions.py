"""What the lecturer does to lists: each call is made once, and after one without an answer the truth is read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar, assert_never

from app.domain.model import AttendanceList, GroupKey, ListId, Mode
from app.domain.reason import Reason
from app.store import Store
from app.sync.requests import Action, ChangeMode, Create, CreateFromTimetable, DeleteList, Recreate
from app.usos.errors import (
    NotDoneError,
    OfflineError,
    RefusedError,
    Silence,
    UnknownEndError,
    UnreadableError,
    UsosError,
)

if TYPE_CHECKING:
    from app.usos.client import Usos

DoneT = TypeVar("DoneT")


def act(usos: Usos, store: Store, action: Action, at: datetime) -> None:
    """Do it, and keep in the store what is true afterwards. Raises any `UsosError`.

    `NotDoneError` says that a call without an answer did nothing so far, `UnknownEndError` that nobody knows.
    """
    match action:
        case Create(group, date, mode):
            _create(usos, store, (group, date, mode), at)
        case CreateFromTimetable(group, mode):
            _create_from_timetable(usos, store, group, mode, at)
        case ChangeMode(list_id, mode):
            _change_mode(usos, store, list_id, mode)
        case DeleteList(list_id):
            _delete(usos, store, list_id)
        case Recreate(list_id, into):
            _recreate(usos, store, list_id, into, at)
        case _:
            assert_never(action)


def _create(usos: Usos, store: Store, what: tuple[GroupKey, datetime, Mode], at: datetime) -> ListId:
    """Create a list and return its id; one that came into being though its answer was lost is it, too."""
    group, date, mode = what

    def there() -> ListId:
        return next((one.id for one in _lists(usos, store, group, at) if one.date == date), ListId())

    try:
        new_id = _once(lambda: usos.create_attendance_list(group, date, mode), there)
    except RefusedError as error:
        if error.reason == Reason.ALREADY_EXISTS:
            with suppress(UsosError):  # so that it can be opened
                there()
        raise
    if store.mirror.attendance_list(new_id) is None:
        created = _read_back(lambda: usos.attendance_list(new_id))
        store.mirror.keep_list(created or AttendanceList(id=new_id, group=group, date=date, mode=mode, owner=""))
    return new_id


def _create_from_timetable(usos: Usos, store: Store, group: GroupKey, mode: Mode, at: datetime) -> None:
    """Create the lists of a group's meetings, and read which there are now: the method itself does not tell."""
    before = {one.id for one in usos.group(group)}

    def create() -> bool:
        usos.create_from_tt(group, mode)
        return False

    def created() -> bool:
        return any(one.id not in before for one in _lists(usos, store, group, at))

    if not _once(create, created) and _read_back(lambda: _lists(usos, store, group, at)) is None:
        raise UnknownEndError(Silence.TIMEOUT)


def _change_mode(usos: Usos, store: Store, list_id: str, mode: Mode) -> None:
    """Change the mode, and read it back."""
    known = store.mirror.attendance_list(list_id)

    def change() -> bool:
        usos.change_list_mode(list_id, mode)
        return False

    def changed() -> bool:
        store.mirror.keep_list(now := usos.attendance_list(list_id))
        return now.mode is mode

    try:
        seen = _once(change, changed) or _read_back(changed)
    except RefusedError as error:
        if error.reason == Reason.LIST_NOT_FOUND:
            store.mirror.forget_list(list_id)
        raise
    if seen is False:
        raise NotDoneError
    if seen is None and known is not None:
        store.mirror.keep_list(replace(known, mode=mode))


def _delete(usos: Usos, store: Store, list_id: str) -> None:
    """Delete a list; one that somebody else has deleted already is gone as well."""

    def delete() -> bool:
        usos.delete_list(list_id)
        return True

    def gone() -> bool:
        return usos.attendance_lists([list_id])[ListId(list_id)] is None

    try:
        _once(delete, gone)
    except RefusedError as error:
        if error.reason != Reason.LIST_NOT_FOUND:
            raise
    store.mirror.forget_list(list_id)


def _recreate(usos: Usos, store: Store, list_id: str, into: str, at: datetime) -> None:
    """Find the list of a meeting, or create it, and move the decisions to it.

    The group's lists are read first: an earlier try may have created it though its answer was lost.
    """
    gone = store.mirror.attendance_list(list_id)
    if gone is None:
        return
    twins = (one for one in _lists(usos, store, gone.group, at) if one.id == into or one.date == gone.date)
    twin = next((one for one in twins if one.id != list_id), None)
    new_id = twin.id if twin else _create(usos, store, (gone.group, gone.date, gone.mode), at)
    store.mirror.keep_roll(new_id, usos.attendance(new_id), at)
    store.outbox.move(list_id, new_id)
    store.mirror.forget_list(list_id)


def _lists(usos: Usos, store: Store, group: GroupKey, at: datetime) -> tuple[AttendanceList, ...]:
    """Read the lists of a group into the store, and return them."""
    lists = usos.group(group)
    store.mirror.keep_lists(lists, at, of=group)
    return lists


def _once(call: Callable[[], DoneT], truth: Callable[[], DoneT]) -> DoneT:
    """Make a call that changes something and return what it does; where no answer came, what a reading shows.

    That is empty or False where nothing was done.
    """
    try:
        return call()
    except (OfflineError, UnreadableError) as error:
        if isinstance(error, OfflineError) and not error.reached:
            raise
        try:
            done = truth()
        except UsosError as unread:
            raise UnknownEndError(Silence.TIMEOUT) from unread
        if not done:
            raise NotDoneError from error
        return done


def _read_back(read: Callable[[], DoneT]) -> DoneT | None:
    """Read what USOS said it has done, None where that fails; it is done all the same."""
    try:
        return read()
    except RefusedError as error:  # the list USOS said it has made is not there
        raise NotDoneError from error
    except UsosError:
        return None
