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
from app.sync.requests import Action, ChangeMode, Create, CreateEach, CreateFromTimetable, DeleteList, Recreate
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


def act(usos: Usos, store: Store, action: Action, at: datetime, created: Callable[[ListId], None]) -> None:
    """Do it, and keep in the store what is true afterwards. Raises any `UsosError`.

    `NotDoneError` says that a call without an answer did nothing so far, `UnknownEndError` that nobody knows.
    `created` is told of each list that came into being by it, also where the rest then fails.
    """
    match action:
        case Create(group, date, mode):
            created(_create(usos, store, (group, date, mode), at))
        case CreateFromTimetable(group, mode):
            for one in _create_from_timetable(usos, store, group, mode, at):
                created(one)
        case CreateEach(group, dates, mode):
            for date in dates:
                _create_if_missing(usos, store, (group, date, mode), at, created)
        case ChangeMode(list_id, mode):
            _change_mode(usos, store, list_id, mode)
        case DeleteList(list_id):
            _delete(usos, store, list_id, at)
        case Recreate():
            _recreate(usos, store, action, at, created)
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


def _create_if_missing(
    usos: Usos, store: Store, what: tuple[GroupKey, datetime, Mode], at: datetime, created: Callable[[ListId], None]
) -> None:
    """Create a list, and say so; where there is one for that time, it is known then, and all is well."""
    try:
        created(_create(usos, store, what, at))
    except RefusedError as error:
        if error.reason != Reason.ALREADY_EXISTS:
            raise


def _create_from_timetable(usos: Usos, store: Store, group: GroupKey, mode: Mode, at: datetime) -> list[ListId]:
    """Create the lists of a group's meetings, and read which are new: the method itself does not tell."""
    before = {one.id for one in usos.group(group)}

    def create() -> list[ListId]:
        usos.create_from_tt(group, mode)
        return []

    def new() -> list[ListId]:
        return [one.id for one in _lists(usos, store, group, at) if one.id not in before]

    if found := _once(create, new):
        return found
    read = _read_back(new)
    if read is None:
        raise UnknownEndError(Silence.TIMEOUT)
    return read


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


def _delete(usos: Usos, store: Store, list_id: str, at: datetime) -> None:
    """Delete a list without marks; one that somebody else has deleted already is gone as well."""

    def delete() -> bool:
        store.mirror.keep_roll(list_id, entries := usos.attendance(list_id), at)
        if any(record.mark for _, record in entries) or store.outbox.may_reach(list_id):
            raise RefusedError("", Reason.HAS_ENTRIES)
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


def _recreate(usos: Usos, store: Store, action: Recreate, at: datetime, created: Callable[[ListId], None]) -> None:
    """Find the list of a meeting, or create it, and move the decisions to it.

    The group's lists are read first: an earlier try may have created it though its answer was lost.
    """
    list_id, into = action.list_id, action.into
    gone = store.mirror.attendance_list(list_id)
    if gone is None:
        return
    twins = (one for one in _lists(usos, store, gone.group, at) if one.id == into or one.date == gone.date)
    twin = next((one for one in twins if one.id != list_id), None)
    if twin is None:
        created(new_id := _create(usos, store, (gone.group, gone.date, gone.mode), at))
    else:
        new_id = twin.id
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
