"""Saying why an account or its store cannot be opened, and the exit status that goes with it."""

from __future__ import annotations

from typing import assert_never

from app.cli.status import Status
from app.cli.terminal import complain
from app.messages import opening
from app.usos.errors import SignInNeededError
from app.workspace.open_store import (
    CannotOpenError,
    DiskFailed,
    NewerStore,
    NobodySignedIn,
    NoLocks,
    OlderStore,
    OldSqlite,
    OpeningProblem,
    SignInFailed,
    SignInStopped,
)


def told(error: CannotOpenError) -> int:
    """Say it on standard error, and return the status."""
    return complain(opening.problem(error.problem), status(error.problem))


def status(problem: OpeningProblem) -> Status:
    """Return the exit status of a command that goes no further for this."""
    match problem:
        case NobodySignedIn() | SignInFailed(_, SignInNeededError()):
            return Status.SIGN_IN
        case SignInStopped():
            return Status.INTERRUPTED
        case SignInFailed() | DiskFailed() | OlderStore() | NewerStore() | OldSqlite() | NoLocks():
            return Status.FAILED
        case _:
            assert_never(problem)
