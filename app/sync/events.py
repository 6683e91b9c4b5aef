"""What the sync threads report to the screens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.domain.frozen import frozen
from app.domain.model import ListId
from app.sync.requests import ACTIONS, Action, CheckEntries, Deliver, Reading, Request
from app.usos.errors import RefusedError, UsosError


@frozen
class ReadingEnded:
    """A reading is in the store, or has failed; `Sync.failure` tells which."""

    reading: Reading


@frozen
class ActionEnded:
    """What was asked for is done, and the store holds its outcome, or it has failed; `Sync.failure` tells which.

    `created` are the lists that came into being by it, also where the rest has failed.
    """

    action: Action
    created: tuple[ListId, ...] = ()


@frozen
class EntriesAnswered:
    """USOS accepted or refused a decision, or told what it holds before some go; the store holds what that means."""

    list_id: str
    student_ids: tuple[str, ...]


@frozen
class ConnectionChanged:
    """The way to USOS has opened or closed."""


@frozen
class Broken:
    """A thread met an error nobody expected: a defect, not a fault of the network."""

    error: Exception


SyncEvent = ReadingEnded | ActionEnded | EntriesAnswered | ConnectionChanged | Broken


def gathered(events: Iterable[SyncEvent]) -> list[SyncEvent]:
    """Return the events in their order, neighbouring answers about one list as one."""
    together: list[SyncEvent] = []
    for event in events:
        last = together[-1] if together else None
        match last, event:
            case EntriesAnswered(list_id, before), EntriesAnswered(same, more) if same == list_id:
                together[-1] = EntriesAnswered(list_id, tuple(dict.fromkeys((*before, *more))))
            case _:
                together.append(event)
    return together


def of_call(
    request: Request, error: UsosError | None, created: Iterable[ListId], *, connection_changed: bool
) -> Iterator[SyncEvent]:
    """Yield what the end of a call is for the screens; `created` are the lists that it has made."""
    if connection_changed:
        yield ConnectionChanged()
    match request:
        case Deliver(due):
            if error is None or isinstance(error, RefusedError):
                yield EntriesAnswered(due.list_id, (due.student_id,))
        case CheckEntries(list_id):
            if error is None or isinstance(error, RefusedError):
                yield EntriesAnswered(list_id, request.student_ids)
        case _ if isinstance(request, ACTIONS):
            yield ActionEnded(request, tuple(created))
        case _:
            yield ReadingEnded(request)
