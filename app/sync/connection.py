"""How the way to USOS was found, and when to try it again: plain functions of answers and time."""

from __future__ import annotations

from dataclasses import replace

from app.domain.frozen import frozen
from app.usos.errors import (
    BusyError,
    NotAllowedError,
    NotKeptError,
    OfflineError,
    SignInNeededError,
    UnreadableError,
    UsosError,
)


@frozen
class Pace:
    """How patient the program is, in seconds.

    A failed call is tried again after `first`, doubling to `most`, or to `watched` while a roll is open; a new mark
    moves a try up, but never closer than `hurried` to the last one. A mark is held for `hold` before it is sent. While
    USOS holds no mark of a list, nothing goes before the `barrier_marks`-th mark or `barrier`. Marks whose hold is over
    are gathered for `gather`, or until there are `gather_marks` of a list; they then go after a reading of just their
    entries, and none on a reading whose answer came `lease` ago. A list is read back when `confirm` has passed without
    a mark. What is only read ahead of need is `ahead` apart.
    """

    first: float = 1.0
    most: float = 30.0
    watched: float = 5.0
    hurried: float = 2.0
    hold: float = 5.0
    barrier: float = 20.0
    barrier_marks: int = 3
    gather: float = 5.0
    gather_marks: int = 8
    lease: float = 2.0
    confirm: float = 20.0
    ahead: float = 0.25

    @property
    def gathering(self) -> float:
        """How long marks are gathered; who does not hold them does not want to wait."""
        return min(self.gather, 5.0 if self.hold else 0.3)


USUAL_PACE = Pace()


@frozen
class Connection:
    """How the way to USOS was found when last used. Times are seconds of the monotonic clock."""

    trouble: UsosError | None = None
    failures: int = 0
    failed_at: float = 0.0
    closed_until: float = 0.0
    reopened_at: float = 0.0

    @property
    def stopped(self) -> bool:
        """Nothing is tried any more until the lecturer has done something about it."""
        return isinstance(self.trouble, (SignInNeededError, NotAllowedError))


def after_call(  # noqa: PLR0913 - everything the decision depends on, and nothing hidden
    connection: Connection,
    error: UsosError | None,
    *,
    sending: bool,
    about_marks: bool,
    began: float,
    now: float,
    pace: Pace,
    watched: bool,
    chance: float,
) -> Connection:
    """Return the state of the way after a call; `chance` in [0, 1) spreads the tries of many laptops.

    `sending` is a call that sent a mark, `about_marks` one that sent a mark or read a roll: without these nothing can
    be delivered, so that even an answer nobody understands is trouble there.

    Calls that were under way when the first of them failed count as one failure, and cannot undo what USOS said; nor
    can what it said to a call from before the lecturer did something about it.
    """
    stopped = (
        connection
        if began < connection.reopened_at
        else Connection(
            trouble=error,
            failures=connection.failures + 1,
            failed_at=now,
            closed_until=now,
            reopened_at=connection.reopened_at,
        )
    )
    match error:
        case OfflineError() | BusyError():
            named = error.retry_after
        case UnreadableError() if about_marks:
            named = None
        case NotKeptError():
            named = None
        case SignInNeededError():
            return stopped
        case NotAllowedError() if about_marks:
            return stopped
        case _:
            if began <= connection.failed_at and (connection.stopped or asked_to_wait(connection)):
                return connection
            # A reading that went well does not show that USOS can be understood about marks.
            unproven = isinstance(connection.trouble, UnreadableError) and not sending
            return Connection(failures=connection.failures if unproven else 0, reopened_at=connection.reopened_at)
    if connection.trouble and began <= connection.failed_at and named is None:
        return connection
    failures = connection.failures + 1
    most = pace.watched if watched else pace.most
    pause = min(pace.first * 2 ** min(failures - 1, 10), most) * (0.75 + chance / 2)
    closed_until = max(connection.closed_until, now + (pause if named is None else named))
    return Connection(
        trouble=error, failures=failures, failed_at=now, closed_until=closed_until, reopened_at=connection.reopened_at
    )


def hurried(connection: Connection, now: float, pace: Pace) -> Connection:
    """Return the state after a new mark: worth a try soon, unless USOS itself asked for a pause."""
    if asked_to_wait(connection):
        return connection
    return replace(connection, closed_until=min(connection.closed_until, max(now, connection.failed_at + pace.hurried)))


def reopened(connection: Connection, now: float) -> Connection:
    """Return the state after the lecturer asked for a try: now, unless USOS itself asked for a pause."""
    if asked_to_wait(connection) and now < connection.closed_until:
        return connection
    return Connection(
        trouble=None if connection.stopped else connection.trouble,
        failures=connection.failures,
        failed_at=connection.failed_at,
        closed_until=now,
        reopened_at=now,
    )


def asked_to_wait(connection: Connection) -> bool:
    """Tell whether USOS itself named the time before which nothing may be tried."""
    return isinstance(connection.trouble, (BusyError, OfflineError)) and connection.trouble.retry_after is not None
