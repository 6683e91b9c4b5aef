"""What the sync threads report to the screens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.sync.work import ACTIONS, Action, Deliver, Reading, Work
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

    list_id: str
    student_id: str


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The way to USOS has opened or closed."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A thread met an error nobody expected: a defect, not a fault of the network."""

    error: Exception


News = ReadingEnded | ActionEnded | EntrySettled | LinkChanged | Broken


def of_call(work: Work, error: UsosError | None, *, link_changed: bool) -> Iterator[News]:
    """Yield what the end of a call is for the screens."""
    if link_changed:
        yield LinkChanged()
    match work:
        case Deliver(due):
            if error is None or isinstance(error, RefusedError):
                yield EntrySettled(due.list_id, due.student_id)
        case _ if isinstance(work, ACTIONS):
            yield ActionEnded(work)
        case _:
            yield ReadingEnded(work)
