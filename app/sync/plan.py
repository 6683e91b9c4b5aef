"""What to call next and what an answer means: plain functions of rows and time, no I/O (DESIGN.md, section 5)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from app.model import GroupKey
from app.store.outbox import Due
from app.usos.errors import (
    BusyError,
    NotAllowedError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    UnreadableError,
    UsosError,
)

MOST_CALLS = 4


@dataclass(frozen=True, slots=True)
class ReadGroups:
    """Read the lecturer's groups and terms."""


@dataclass(frozen=True, slots=True)
class ReadLists:
    """Read the lists of one group, or of all groups."""

    of: GroupKey | None = None


@dataclass(frozen=True, slots=True)
class ReadList:
    """Read one list: its mode, its date."""

    list_id: str


@dataclass(frozen=True, slots=True)
class ReadRoll:
    """Read the roll of a list."""

    list_id: str


Reading = ReadGroups | ReadLists | ReadList | ReadRoll


@dataclass(frozen=True, slots=True)
class Deliver:
    """Send one decision."""

    due: Due


Work = Reading | Deliver


@dataclass(frozen=True, slots=True)
class Pace:
    """How patiently to try again, in seconds: doubling from `first` to `most`, `watched` at most while a roll is open.

    A new mark moves a try up, but never closer than `hurried` to the last one.
    """

    first: float = 1.0
    most: float = 30.0
    watched: float = 5.0
    hurried: float = 2.0


USUAL_PACE = Pace()


@dataclass(frozen=True, slots=True)
class Link:
    """How the way to USOS was found when last used. Times are seconds of the monotonic clock."""

    trouble: UsosError | None = None
    failures: int = 0
    failed_at: float = 0.0
    closed_until: float = 0.0

    @property
    def stopped(self) -> bool:
        """Nothing is tried any more until the lecturer has done something about it."""
        return isinstance(self.trouble, (SignInNeededError, NotAllowedError))


class Verdict(Enum):
    """What becomes of a decision after its call."""

    ACCEPTED = auto()
    REFUSED = auto()
    KEPT = auto()  # nothing reached USOS, or nobody knows: it is tried again


def next_work(  # noqa: PLR0913 - everything the choice depends on, and nothing hidden
    *,
    due: Sequence[Due],
    wanted: Sequence[Reading],
    ahead: Sequence[Reading],
    busy: Collection[Work],
    link: Link,
    now: float,
) -> Work | None:
    """Return the call to make now, or None: deliveries first, in the order of decisions, then readings as wanted.

    At most four at once and never two for one student of a list; a roll is not read while one of its marks is under
    way, so that an old answer cannot hide a new mark. A decision that was tried waits for the reading of its roll where
    one is wanted: USOS may hold it. After a failure one call at a time tries the way. What is only read ahead of need
    waits until nothing else is due and takes one place at most.
    """
    if link.stopped or now < link.closed_until or len(busy) >= (1 if link.trouble else MOST_CALLS):
        return None
    sending = {(work.due.list_id, work.due.student_id) for work in busy if isinstance(work, Deliver)}
    reading = {work.list_id for work in busy if isinstance(work, ReadRoll)}
    to_read = {one.list_id for one in wanted if isinstance(one, ReadRoll)}
    for row in due:
        tried = row.attempted == row.seq and row.list_id in to_read
        if (row.list_id, row.student_id) not in sending and row.list_id not in reading and not tried:
            return Deliver(row)
    being_sent = {list_id for list_id, _ in sending}
    for one in wanted:
        if one not in busy and not (isinstance(one, ReadRoll) and one.list_id in being_sent):
            return one
    return ahead[0] if ahead and not due and not busy and not link.trouble else None


def comment_to_send(due: Due) -> str | None:
    """Return the comment that goes with a mark: the text that should stand, "" to clear one, None to leave it out.

    After an attempt USOS may hold a comment we have not read, so an empty one is sent in words.
    """
    if due.record.comment:
        return due.record.comment
    return "" if due.held_comment or due.attempted is not None else None


def verdict(error: UsosError | None) -> Verdict:
    """Return what a delivery's end means for its decision; None is the good answer."""
    match error:
        case None:
            return Verdict.ACCEPTED
        case RefusedError():
            return Verdict.REFUSED
        case _:
            return Verdict.KEPT


def worth_reading(due: Due, error: UsosError | None) -> tuple[Reading, ...]:
    """Return what a delivery's end makes worth reading: whether USOS holds the mark, or the list's mode by now."""
    match error:
        case UnreadableError():
            return (ReadRoll(due.list_id),)
        case RefusedError():
            return (ReadList(due.list_id),)
        case _:
            return ()


def stays_wanted(error: UsosError) -> bool:
    """Tell whether a reading that ended so is tried again by itself."""
    return isinstance(error, (OfflineError, BusyError, SignInNeededError))


def after_call(  # noqa: PLR0913 - everything the decision depends on, and nothing hidden
    link: Link,
    work: Work,
    error: UsosError | None,
    *,
    began: float,
    now: float,
    pace: Pace,
    watched: bool,
    chance: float,
) -> Link:
    """Return the state of the way after a call; `chance` in [0, 1) spreads the tries of many laptops.

    Calls that were under way when the first of them failed count as one failure, and cannot undo what USOS said.
    """
    sending = isinstance(work, Deliver)
    match error:
        case OfflineError() | BusyError():
            named = error.retry_after
        case UnreadableError() if sending:
            named = None
        case SignInNeededError():
            return Link(error, link.failures + 1, now, now)
        case NotAllowedError() if sending:
            return Link(error, link.failures + 1, now, now)
        case _:
            if began <= link.failed_at and (link.stopped or _asked_to_wait(link)):
                return link
            # A reading that went well does not show that USOS can be understood about marks.
            unproven = isinstance(link.trouble, UnreadableError) and not sending
            return Link(failures=link.failures if unproven else 0)
    if link.trouble and began <= link.failed_at and named is None:
        return link
    failures = link.failures + 1
    most = pace.watched if watched else pace.most
    pause = min(pace.first * 2 ** min(failures - 1, 10), most) * (0.75 + chance / 2)
    return Link(error, failures, now, max(link.closed_until, now + (pause if named is None else named)))


def hurried(link: Link, now: float, pace: Pace) -> Link:
    """Return the state after a new mark: worth a try soon, unless USOS itself asked for a pause."""
    if _asked_to_wait(link):
        return link
    return replace(link, closed_until=min(link.closed_until, max(now, link.failed_at + pace.hurried)))


def reopened(link: Link, now: float) -> Link:
    """Return the state after the lecturer asked for a try: now, unless USOS itself asked for a pause."""
    if _asked_to_wait(link) and now < link.closed_until:
        return link
    return Link(None if link.stopped else link.trouble, link.failures, link.failed_at, now)


def _asked_to_wait(link: Link) -> bool:
    return isinstance(link.trouble, BusyError) or (
        isinstance(link.trouble, OfflineError) and link.trouble.retry_after is not None
    )
