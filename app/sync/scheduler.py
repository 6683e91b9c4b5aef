"""What to call next and what an answer means: plain functions of rows and time, no I/O.

The hardest of it is the barrier. The first mark that reaches USOS fixes a list's mode and forbids to delete the list,
and USOS cannot clear a mark; so a slip in the wrong list could not be taken back. While USOS holds no mark of a list
its first marks wait: for the third, for 20 s since the first, or until the roll is left. Example: at 10:17:00 the list
of last week is opened by mistake and "present" is pressed twice; at 10:17:10 Backspace is pressed twice. Nothing was
sent, the list is as it was. Had a third mark come, the oldest of those that are not held any more would have gone,
alone: the others follow once USOS has accepted it, for it may refuse the whole list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import field
from itertools import chain

from app.domain.frozen import frozen
from app.domain.reason import Reason
from app.store.outbox import Due
from app.sync.connection import Connection, Pace
from app.sync.moments import Moments
from app.sync.requests import (
    ACTIONS,
    Action,
    ChangeMode,
    CheckEntries,
    Create,
    CreateEach,
    CreateFromTimetable,
    DeleteList,
    Deliver,
    ReadEachList,
    Reading,
    ReadList,
    ReadLists,
    ReadRoll,
    Recreate,
    Request,
)
from app.usos.errors import (
    BusyError,
    NotKeptError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    UnknownEndError,
    UnreadableError,
    UsosError,
)

MOST_CALLS = 4
_OF_LISTS = (ReadLists, ReadList, ReadEachList)
_SLOW = 0.8  # seconds of latency above which a check is worth one mark only
_QUICK = 0.02  # seconds below which nothing is to be gained
_SPAN = 1.0  # seconds after the answer of a check in which its marks leave


@frozen
class Situation:
    """All that the choice of the next call depends on.

    `actions` were asked for and not tried yet, `due` is in the order of decisions, `wanted` and `ahead` are readings in
    the order they were asked for, `unconfirmed` the lists to be read back, `busy` the calls under way.
    """

    due: Sequence[Due] = ()
    wanted: Sequence[Reading] = ()
    ahead: Sequence[Reading] = ()
    unconfirmed: Sequence[str] = ()
    busy: Collection[Request] = ()
    connection: Connection = Connection()
    moments: Moments = field(default_factory=Moments)
    pace: Pace = Pace()
    actions: Sequence[Action] = ()


def next_request(now: float, situation: Situation) -> Request | None:
    """Return the call to make now, or None: actions first, then deliveries in their order, then readings as wanted.

    At most four at once and never two for one student of a list. A roll is not read while one of its marks is under
    way, so that an old answer cannot hide a new mark; none is sent on a reading older than the lease. After a failure
    one call at a time tries the way. What is only read ahead of need waits until nothing else is to be done.
    """
    busy, ahead = situation.busy, situation.ahead
    if not may_call(now, situation.connection, busy):
        return None
    for request in chain(situation.actions, _deliveries(now, situation), _readings(now, situation)):
        if request not in busy and not _collides(request, situation):
            return request
    rested = now >= situation.moments.ahead + situation.pace.ahead
    if not rested or situation.due or busy:
        return None
    return next((one for one in ahead if not situation.moments.failing.rests(one, now)), None)


def may_call(now: float, connection: Connection, busy: Collection[Request]) -> bool:
    """Tell whether a call may be made now, whatever there is to be called."""
    return (
        not connection.stopped
        and now >= connection.closed_until
        and len(busy) < (1 if connection.trouble else MOST_CALLS)
    )


def _collides(request: Request, situation: Situation) -> bool:
    """Tell whether another call makes this one unsafe, because an old answer would be kept after a newer one.

    An answer about lists that was given before an action would take away the list that was made, or bring back the one
    that was deleted. `Recreate` reads a roll and moves marks into it: read before a mark of it was applied and kept
    after that was accepted, the roll would say that USOS lost the mark. Which list that is, is found only on the way,
    so that no mark at all leaves while one waits or is under way.
    """
    busy = situation.busy
    match request:
        case Deliver() | CheckEntries():
            return any(isinstance(other, Recreate) for other in (*situation.actions, *busy))
        case Recreate() if any(isinstance(other, (Deliver, CheckEntries)) for other in busy):
            return True
        case _ if isinstance(request, ACTIONS):
            return any(isinstance(other, (*ACTIONS, *_OF_LISTS)) for other in busy)
        case _:
            return isinstance(request, _OF_LISTS) and any(isinstance(other, ACTIONS) for other in busy)


def next_moment(now: float, situation: Situation) -> float | None:
    """Return when `next_request` may have another answer though nothing has happened; None if never."""
    moments, pace = situation.moments, situation.pace
    times = [situation.connection.closed_until, *moments.held.values()]
    times += [moments.begun[row.list_id] + pace.barrier for row in situation.due if row.list_id in moments.begun]
    times += [moments.last.get(list_id, 0.0) + pace.confirm for list_id in situation.unconfirmed]
    times += [moments.lost[list_id] + pace.confirm for list_id in situation.unconfirmed if list_id in moments.lost]
    times += [moments.ahead + pace.ahead] if situation.ahead else []
    times += [until + pace.gathering for until in moments.held.values()]
    times += moments.failing.ends_of_rests()
    return min((time for time in times if time > now), default=None)


def at_barrier(now: float, list_id: str, situation: Situation) -> bool:
    """Tell whether a list's marks wait because the first one in USOS fixes the list's mode and existence.

    They wait for the third mark, for 20 s, or for the roll to be left.
    """
    moments, pace = situation.moments, situation.pace
    rows = [row for row in situation.due if row.list_id == list_id]
    if not rows or not rows[0].untouched or moments.open or list_id in moments.released:
        return False
    begun = moments.begun.get(list_id)
    return begun is not None and now < begun + pace.barrier and len(rows) < pace.barrier_marks


def _deliveries(now: float, situation: Situation) -> Iterator[Request]:
    """Yield what could be sent now, then the checks that must come before what else is ready."""
    moments, pace = situation.moments, situation.pace
    being_sent = {request.due.list_id for request in situation.busy if isinstance(request, Deliver)}
    unchecked: dict[str, list[Due]] = {}
    for row in _ready(now, situation):
        if moments.is_checked((row.list_id, row.student_id), now, pace):
            yield Deliver(row)
        elif row.list_id not in being_sent:
            # An answer given before a mark under way was applied would be kept after that was accepted.
            unchecked.setdefault(row.list_id, []).append(row)
    for list_id, rows in unchecked.items():
        if _is_gathered(now, rows, situation):
            yield CheckEntries(list_id, _of_one_check(rows, moments))


def _ready(now: float, situation: Situation) -> Iterator[Due]:
    """Yield the marks for which nothing has to be waited but a check."""
    moments = situation.moments
    sending = [request.due for request in situation.busy if isinstance(request, Deliver)]
    students = {(due.list_id, due.student_id) for due in sending}
    lists = {due.list_id for due in sending}
    reading = {one.list_id for one in situation.busy if isinstance(one, (ReadRoll, CheckEntries))}
    barred: dict[str, bool] = {}
    # What was tried longest ago goes first, so that one call that always fails cannot keep the others from going.
    for row in sorted(situation.due, key=lambda row: moments.tried.get((row.list_id, row.student_id), 0.0)):
        entry = (row.list_id, row.student_id)
        waits = entry in moments.withheld or _is_held(now, entry, moments) or moments.failing.rests(Deliver(row), now)
        if entry in students or waits:
            continue
        if row.list_id not in barred:
            barred[row.list_id] = at_barrier(now, row.list_id, situation)
        alone = row.untouched and row.list_id in lists
        tried = row.attempted is not None and ReadRoll(row.list_id) in situation.wanted
        if not (barred[row.list_id] or alone or tried or row.list_id in reading):
            yield row


def _is_gathered(now: float, rows: Sequence[Due], situation: Situation) -> bool:
    """Tell whether marks of one list need wait for no more of it: there are many, or somebody wants them to go."""
    moments, pace = situation.moments, situation.pace
    if moments.open or rows[0].list_id in moments.released or len(rows) >= pace.gather_marks:
        return True
    return now >= moments.gathered_at(((row.list_id, row.student_id) for row in rows), pace)


def _of_one_check(rows: Sequence[Due], moments: Moments) -> tuple[Due, ...]:
    """Return those of these marks that go after one check, so that the last leaves within a second of its answer."""
    together = [row for row in rows if (row.list_id, row.student_id) not in moments.failing.apart]
    if not together:
        return (rows[0],)
    slow = moments.latency > _SLOW
    return tuple(together[: 1 if slow else MOST_CALLS * (1 + int(_SPAN / max(moments.latency, _QUICK)))])


def _is_held(now: float, entry: tuple[str, str], moments: Moments) -> bool:
    return not moments.open and now < moments.held.get(entry, now)


def _readings(now: float, situation: Situation) -> Iterator[Request]:
    """Yield what is wanted, and the rolls that are to be read back."""
    moments = situation.moments
    # Nor beside a check: of two answers about one entry the older could be kept last.
    in_use: set[str] = {request.due.list_id for request in situation.busy if isinstance(request, Deliver)}
    in_use |= {request.list_id for request in situation.busy if isinstance(request, CheckEntries)}
    for reading in situation.wanted:
        of_list_in_use = isinstance(reading, ReadRoll) and reading.list_id in in_use
        if not of_list_in_use and not moments.failing.rests(reading, now):
            yield reading
    for list_id in moments.failing.unproven() - in_use:
        if not moments.failing.rests(ReadRoll(list_id), now):
            yield ReadRoll(list_id)
    for list_id in situation.unconfirmed:
        quiet = now >= moments.last.get(list_id, 0.0) + situation.pace.confirm
        settled = now >= moments.lost.get(list_id, -situation.pace.confirm) + situation.pace.confirm
        ready = settled and (quiet or moments.open or list_id in moments.released)
        if list_id not in in_use and ready and not moments.failing.rests(ReadRoll(list_id), now):
            yield ReadRoll(list_id)


def comment_to_send(due: Due) -> str | None:
    """Return the comment that goes with a mark: the text that should stand, "" to clear one, None to leave it out.

    After an attempt USOS may hold a comment we have not read, so an empty one is sent in words.
    """
    if due.record.comment:
        return due.record.comment
    return "" if due.known_comment or due.attempted is not None else None


def worth_reading(due: Due, error: UsosError | None) -> tuple[Reading, ...]:
    """Return what a delivery's end makes worth reading: whether USOS holds the mark, or the list's mode by now."""
    match error:
        case UnreadableError() | RefusedError(reason=Reason.SERVER_ERROR):
            return (ReadRoll(due.list_id),)
        case RefusedError():
            return (ReadList(due.list_id),)
        case _:
            return ()


def worth_reading_after(action: Action, error: UsosError | None) -> tuple[Reading, ...]:
    """Return what the end of an action makes worth reading: who was marked meanwhile, or whether it was done."""
    match action, error:
        case ((ChangeMode(list_id) | DeleteList(list_id)), RefusedError(reason=Reason.HAS_ENTRIES)):
            return (ReadRoll(list_id),)
        case ((ChangeMode(list_id) | DeleteList(list_id)), UnknownEndError()):
            return (ReadEachList((list_id,)),)
        case ((Create(of) | CreateFromTimetable(of) | CreateEach(of)), UnknownEndError()):
            return (ReadLists(of),)
        case _:
            return ()


def stays_wanted(error: UsosError) -> bool:
    """Tell whether a reading that ended so is tried again by itself."""
    return isinstance(error, (OfflineError, BusyError, NotKeptError, SignInNeededError))
