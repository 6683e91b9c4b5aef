"""One call each: ask USOS, keep the answer in the store. Every function may raise any `UsosError`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from app.store import Store, StoreError
from app.store.outbox import Due
from app.sync import plan
from app.sync.plan import Deliver, ReadGroups, Reading, ReadList, ReadLists, ReadRoll, Recreate, Work
from app.usos.errors import (
    BusyError,
    NotAllowedError,
    NotKeptError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    UnreadableError,
    UsosError,
)

if TYPE_CHECKING:
    from app.usos.client import Usos

_LIST_GONE = "attendance_list_not_found"


def carry(usos: Usos, store: Store, work: Work, at: datetime) -> tuple[bool, UsosError | None]:
    """Make a call, with its attempt noted before and its end kept after; return whether it was made, and its error.

    It is not made where a newer decision has replaced the one to be sent.
    """
    try:
        if isinstance(work, Deliver) and not store.outbox.attempt(work.due, at):
            return False, None
        error: UsosError | None = None
        try:
            if isinstance(work, Deliver):
                deliver(usos, work.due)
            else:
                read(usos, store, work, at)
        except UsosError as raised:
            error = raised
        settle(store, work, error)
    except StoreError:
        return True, NotKeptError()
    return True, error


def read(usos: Usos, store: Store, reading: Reading, at: datetime) -> None:
    """Read something from USOS into the store."""
    match reading:
        case ReadGroups():
            teaching = usos.teaching()
            store.known.keep_groups(teaching.groups, teaching.terms, at)
        case ReadLists(key):
            if key is None:
                _read_all_lists(usos, store, at)
            else:
                store.known.keep_lists(usos.group(key), at, of=key)
        case ReadList(list_id):
            store.known.keep_list(usos.attendance_list(list_id))
        case ReadRoll(list_id):
            if store.known.attendance_list(list_id) is None:
                store.known.keep_list(usos.attendance_list(list_id))
            entries = usos.attendance(list_id)
            if not entries and store.rolls.entries(list_id):
                raise UnreadableError("a roll that had students came back empty")
            store.known.keep_roll(list_id, entries, at)
        case Recreate(list_id):
            _recreate(usos, store, list_id, at)
        case _:
            assert_never(reading)


def _recreate(usos: Usos, store: Store, list_id: str, at: datetime) -> None:
    """Find the list that has taken the place of one that is gone, or create it; move the decisions to it.

    The group's lists are read first: an earlier try may have created it though its answer was lost.
    """
    gone = store.known.attendance_list(list_id)
    if gone is None:
        return
    twins = (one for one in usos.group(gone.group) if one.date == gone.date and one.id != list_id)
    twin = next(twins, None)
    new_id = twin.id if twin else usos.create_attendance_list(gone.group, gone.date, gone.mode)
    store.known.keep_list(twin or usos.attendance_list(new_id))
    store.known.keep_roll(new_id, usos.attendance(new_id), at)
    store.outbox.move(list_id, new_id, at)


def _read_all_lists(usos: Usos, store: Store, at: datetime) -> None:
    """Read all lists at once; where the installation lacks `user`, those of the groups of the current terms, in turn.

    Those of other groups are read when they are opened.
    """
    try:
        lists = usos.user()
    except NotAllowedError as error:
        if error.reason != "unknown_method":
            raise
        if not store.known.groups():
            teaching = usos.teaching()
            store.known.keep_groups(teaching.groups, teaching.terms, at)
        current = {term.id for term in store.known.terms() if term.covers(at.date())}
        for group in store.known.groups():
            if group.term_id in current:
                store.known.keep_lists(usos.group(group.key), at, of=group.key)
    else:
        store.known.keep_lists(lists, at)


def deliver(usos: Usos, due: Due) -> None:
    """Send one decision; the attempt must have been noted before."""
    if due.record.mark is not None:
        usos.update_attendance(due.list_id, due.student_id, due.record.mark, plan.comment_to_send(due))


def settle(store: Store, work: Work, error: UsosError | None) -> None:
    """Keep in the store what the end of a call means for the decisions it was about."""
    gone = isinstance(error, RefusedError) and error.reason == _LIST_GONE
    match work:
        case ReadRoll(list_id) if isinstance(error, RefusedError):
            # A roll that cannot be read cannot be written either: asked again at once, it would be asked for ever.
            store.outbox.refuse_list(list_id, error.reason or error.error)
        case Deliver(due) if gone:
            store.outbox.refuse_list(due.list_id, _LIST_GONE)
        case Deliver(due) if error is None:
            store.outbox.accept(due)
        case Deliver(due) if isinstance(error, RefusedError):
            store.outbox.refuse(due, error.reason or error.error)
        case Deliver(due) if isinstance(error, OfflineError) and not error.reached:
            store.outbox.not_tried(due)
        case Deliver(due) if isinstance(error, (BusyError, SignInNeededError, NotAllowedError)):
            store.outbox.not_tried(due)  # USOS answered, and did nothing
        case _:
            pass
