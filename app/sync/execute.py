"""One call each: ask USOS, keep the answer in the store. Every function may raise any `UsosError`."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from app.domain.frozen import frozen
from app.domain.model import ListId
from app.domain.reason import Reason
from app.register.timetable import WEEK
from app.store import Store, StoreError
from app.store.outbox import Due
from app.sync import scheduler
from app.sync.actions import act
from app.sync.requests import (
    ACTIONS,
    CheckEntries,
    Deliver,
    ReadEachList,
    ReadEmails,
    ReadGroups,
    Reading,
    ReadList,
    ReadLists,
    ReadMeetings,
    ReadRoll,
    ReadTimetable,
    Request,
)
from app.sync.shared_client import SharedClient
from app.usos.errors import (
    BusyError,
    InternalError,
    NotAllowedError,
    NotKeptError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    UnexpectedError,
    UnreadableError,
    UsosError,
)

if TYPE_CHECKING:
    from app.usos.client import Usos


@frozen
class Terms:
    """On what terms a call is made: the time it is, and of a mark more.

    At the `last_try` of a mark a failure of USOS's own counts as a refusal. `seconds_left` tells how long it may still
    leave: what was read of its entry must not be too old by then. `answered` is told when entries have come, before the
    disk takes its time to keep them, and `created` of lists that an action has made.
    """

    at: datetime
    last_try: bool = False
    seconds_left: Callable[[], float] = lambda: math.inf
    answered: Callable[[], None] = lambda: None
    created: Callable[[ListId], None] = lambda _: None


def call(client: SharedClient, store: Store, request: Request, terms: Terms) -> tuple[bool, UsosError | None]:
    """Make a call by the shared client, as `carry`; where there is no way to USOS yet, nothing was tried."""
    try:
        with client.borrowed() as usos:
            return carry(usos, store, request, terms)
    except UsosError as error:
        return True, error


def carry(usos: Usos, store: Store, request: Request, terms: Terms) -> tuple[bool, UsosError | None]:
    """Make a call, with its attempt noted before and its end kept after; return whether it was made, and its error.

    It is not made where a newer decision has replaced the one to be sent, or where it is too late for it.
    """
    error: UsosError | None = None
    at = terms.at
    try:
        if isinstance(request, Deliver) and not _may_leave(store, request.due, terms):
            return False, None
        try:
            match request:
                case Deliver(due):
                    deliver(usos, due, terms.seconds_left())
                case CheckEntries():
                    check(usos, store, request, terms)
                case _ if isinstance(request, ACTIONS):
                    act(usos, store, request, at, terms.created)
                case _:
                    read(usos, store, request, terms)
        except InternalError as raised:
            error = RefusedError("", Reason.SERVER_ERROR) if terms.last_try else raised
        except UsosError as raised:
            error = raised
        settle(store, request, error)
    except StoreError:
        return True, NotKeptError()
    except Exception as raised:  # whatever a stranger's answer brings about must not end the program
        error = UnexpectedError(type(raised).__name__)
        error.__cause__ = raised
    return True, error


def _may_leave(store: Store, due: Due, terms: Terms) -> bool:
    """Note the attempt to send a decision, and tell whether it may leave; if not, it is as if it had not been noted."""
    if terms.seconds_left() <= 0 or not store.outbox.attempt(due, terms.at):
        return False
    if terms.seconds_left() > 0:  # the disk may have taken its time
        return True
    store.outbox.not_tried(due)
    return False


def read(usos: Usos, store: Store, reading: Reading, terms: Terms) -> None:
    """Read something from USOS into the store."""
    at = terms.at
    match reading:
        case ReadGroups():
            _read_groups(usos, store, at)
        case ReadLists(key):
            if key is None:
                _read_all_lists(usos, store, at)
            else:
                store.mirror.keep_lists(usos.group(key), at, of=key)
        case ReadList(list_id):
            store.mirror.keep_list(usos.attendance_list(list_id))
        case ReadRoll(list_id):
            if store.mirror.attendance_list(list_id) is None:
                store.mirror.keep_list(usos.attendance_list(list_id))
            entries = usos.attendance(list_id)
            terms.answered()
            if not entries and store.rolls.entries(list_id):
                raise UnreadableError("a roll that had students came back empty")
            store.mirror.keep_roll(list_id, entries, at)
        case ReadEachList(list_ids):
            _read_each_list(usos, store, list_ids)
        case _:
            _read_help(usos, store, reading, at)


def _read_help(usos: Usos, store: Store, reading: ReadTimetable | ReadMeetings | ReadEmails, at: datetime) -> None:
    """Read what is a help, not a need: where USOS does not give it, there is none."""
    match reading:
        case ReadTimetable(first):
            with suppress(NotAllowedError, RefusedError):
                store.meetings.keep_days(usos.timetable(first, WEEK), first, WEEK)
            store.meetings.note_days(first, at)
        case ReadMeetings(of):
            with suppress(NotAllowedError, RefusedError):
                store.meetings.keep_of(of, usos.meetings(of))
        case ReadEmails(list_id):
            with suppress(NotAllowedError, RefusedError, InternalError):
                store.identities.keep_emails(usos.emails(list_id))
        case _:
            assert_never(reading)


def check(usos: Usos, store: Store, check: CheckEntries, terms: Terms) -> None:
    """Read the entries whose marks are about to be sent into the store, which then tells what may still go.

    Raises `RefusedError` where one of them is not there: what was not read is not written over.
    """
    entries = usos.attendance(check.list_id, check.student_ids)
    terms.answered()
    store.mirror.keep_entries(check.list_id, entries, terms.at)
    if {*check.student_ids} - {who.id for who, _ in entries}:
        raise RefusedError("object_invalid", Reason.STUDENT_NOT_IN_GROUP)


def _read_groups(usos: Usos, store: Store, at: datetime) -> None:
    teaching = usos.teaching()
    store.mirror.keep_groups(teaching.groups, teaching.terms, at)
    store.meetings.keep_participants(teaching.participants)


def _read_each_list(usos: Usos, store: Store, list_ids: Sequence[str]) -> None:
    """Read lists at once; what is to be sent to one that is gone stops."""
    for list_id, found in usos.attendance_lists(list_ids).items():
        if found is None:
            store.outbox.refuse_list(list_id, Reason.LIST_NOT_FOUND)
            store.mirror.forget_list(list_id)
        else:
            store.mirror.keep_list(found)


def _read_all_lists(usos: Usos, store: Store, at: datetime) -> None:
    """Read all lists at once; where the installation lacks `user`, those of the groups of the current terms, in turn.

    Those of other groups are read when they are opened.
    """
    try:
        lists = usos.user()
    except NotAllowedError as error:
        if error.reason != Reason.UNKNOWN_METHOD:
            raise
        if not store.mirror.groups():
            _read_groups(usos, store, at)
        current = {term.id for term in store.mirror.terms() if term.covers(at.date())}
        for group in store.mirror.groups():
            if group.term_id in current:
                store.mirror.keep_lists(usos.group(group.key), at, of=group.key)
    else:
        store.mirror.keep_lists(lists, at)


def deliver(usos: Usos, due: Due, within: float = math.inf) -> None:
    """Send one decision, `within` so many seconds or not at all; the attempt must have been noted before."""
    if due.record.mark is not None:
        comment = scheduler.comment_to_send(due)
        usos.update_attendance(due.list_id, due.student_id, due.record.mark, comment, within)


def settle(store: Store, request: Request, error: UsosError | None) -> None:
    """Keep in the store what the end of a call means for the decisions it was about."""
    gone = isinstance(error, RefusedError) and error.reason == Reason.LIST_NOT_FOUND
    match request:
        case ReadRoll(list_id) if isinstance(error, RefusedError):
            # A roll that cannot be read cannot be written either: asked again at once, it would be asked for ever.
            store.outbox.refuse_list(list_id, error.explanation)
        case CheckEntries(list_id) if gone:
            store.outbox.refuse_list(list_id, Reason.LIST_NOT_FOUND)
        case CheckEntries(due=(due,)) if isinstance(error, RefusedError):
            store.outbox.refuse_unseen(due, error.explanation)
        case Deliver(due) if gone:
            store.outbox.refuse_list(due.list_id, Reason.LIST_NOT_FOUND)
        case ReadList(list_id) if gone:
            store.outbox.refuse_list(list_id, Reason.LIST_NOT_FOUND)
        case Deliver(due) if error is None:
            store.outbox.accept(due)
        case Deliver(due) if isinstance(error, RefusedError):
            store.outbox.refuse(due, error.explanation)
        case Deliver(due) if isinstance(error, OfflineError) and not error.reached:
            store.outbox.not_tried(due)
        case Deliver(due) if isinstance(error, (BusyError, SignInNeededError, NotAllowedError)):
            store.outbox.not_tried(due)  # USOS answered, and did nothing
        case _:
            pass
