"""What the sync threads report to the screens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.model import ListId
from app.sync.requests import ACTIONS, Action, Deliver, Reading, Request
from app.usos.errors import RefusedError, UsosError


@dataclass(frozen=True, slots=True)
class ReadingEnded:
    """A reading is in the store, or has failed; `Sync.failure` tells which."""

    reading: Reading


@dataclass(frozen=True, slots=True)
class ActionEnded:
    """What was asked for is done, and the store holds its outcome, or it has failed; `Sync.failure` tells which."""

    action: Action


@dataclass(frozen=True, slots=True)
class EntrySettled:
    """USOS accepted or refused a decision; the store holds the outcome."""

    list_id: ListId
    student_id: str


@dataclass(frozen=True, slots=True)
class ConnectionChanged:
    """The way to USOS has opened or closed."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A thread met an error nobody expected: a defect, not a fault of the network."""

    error: Exception


SyncEvent = ReadingEnded | ActionEnded | EntrySettled | ConnectionChanged | Broken


def of_call(request: Request, error: UsosError | None, *, connection_changed: bool) -> Iterator[SyncEvent]:
    """Yield what the end of a call is for the screens."""
    if connection_changed:
        yield ConnectionChanged()
    match request:
        case Deliver(due):
            if error is None or isinstance(error, RefusedError):
                yield EntrySettled(due.list_id, due.student_id)
        case _ if isinstance(request, ACTIONS):
            yield ActionEnded(request)
        case _:
            yield ReadingEnded(request)
