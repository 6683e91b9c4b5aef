"""From when to when somebody was in a class: the union of stays, cut to the class. Arithmetic of times only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from app.domain.frozen import frozen

_NOTHING = timedelta()
_ROUNDING = timedelta(minutes=1)  # tools round lengths to minutes


@frozen
class Lesson:
    """The class whose list is filled, in Polish wall-clock time."""

    start: datetime
    finish: datetime

    @property
    def length(self) -> timedelta:
        """How long it takes."""
        return self.finish - self.start

    @property
    def days(self) -> frozenset[date]:
        """The days on which it is held: two where it lasts over midnight."""
        return frozenset({self.start.date(), (self.finish - timedelta.resolution).date()})


@frozen
class Stay:
    """One stay in a call; each part None where it is not known. `certain`: an open end is really open."""

    start: datetime | None
    end: datetime | None
    length: timedelta | None
    certain: bool = True

    @property
    def told(self) -> timedelta | None:
        """How long it was by what the file says, None where that is open."""
        if self.start is None or self.end is None:
            return self.length
        span = max(_NOTHING, self.end - self.start)
        if self.length is None or self.length > span:
            return span
        # the more exact of two that agree: times to the minute beside a length to the second, or the other way
        exact = not self.start.second and not self.end.second and self.length % _ROUNDING
        return self.length if exact or span - self.length >= _ROUNDING else span

    @property
    def is_whole(self) -> bool:
        """Whether somebody was there all the time from its start to its end."""
        return self.start is not None and self.end is not None and self.told == max(_NOTHING, self.end - self.start)


@frozen
class Presence:
    """How long somebody was in a class: at least and at most, and from when to when.

    `late` is after how many whole minutes they came, None where the file tells no times. `open_end`: when they left is
    not told, and the end of the class is taken. `overlaps`: two of their rows were there at once.
    """

    least: timedelta
    most: timedelta
    late: int | None
    first: datetime | None
    last: datetime | None
    spans: tuple[tuple[datetime, datetime], ...] = ()
    open_end: bool = False
    overlaps: bool = False


def presence(rows: Sequence[Sequence[Stay]], lesson: Lesson, seen: datetime) -> Presence:
    """Return the presence that the stays of some rows, all of one person, make together.

    Args:
        rows: the stays of each row.
        lesson: the class.
        seen: the last moment of which the file tells: who had not left by then was there.
    """
    stays = [stay for row in rows for stay in row]
    sure = [(one.start, one.end) for one in stays if one.start and one.end and one.is_whole]
    open_stays = [one for one in stays if one.start and one.end is None and one.length is None]
    sure += [(one.start, max(one.start, seen)) for one in open_stays if one.certain and one.start]
    spans = [_span(one, lesson) for one in stays if one.start or one.end]
    partly = [one for one in stays if (one.start or one.end) and not one.is_whole and one.length is not None]
    bounds = [_bounds(one, lesson) for one in partly]
    alone = [one.length for one in stays if one.length is not None and not one.start and not one.end]

    whole = [_span(one, lesson) for one in stays if (one.start or one.end) and one not in partly]
    most = min(covered(spans, lesson), covered(whole, lesson) + sum((high for _, high in bounds), _NOTHING))
    most = min(most + sum(alone, _NOTHING), lesson.length)
    least = min(max((covered(sure, lesson), *(low for low, _ in bounds), *alone)), most)
    came = [one.start for one in stays if one.end is None or one.end > lesson.start]  # who left before came later
    known = [one for one in came if one]
    first = min(known, default=None)
    unknown_start = first is None or (len(known) < len(came) and first > lesson.start)
    late = None if unknown_start or first is None else max(0, int((first - lesson.start) // timedelta(minutes=1)))
    cut = _joined(_cut(spans, lesson))
    return Presence(
        least=least,
        most=most,
        late=late,
        first=first,
        last=max((end for _, end in spans), default=None),
        spans=tuple(cut),
        open_end=bool(open_stays),
        overlaps=_overlap([[_span(one, lesson) for one in row if one.is_whole] for row in rows]),
    )


def _span(stay: Stay, lesson: Lesson) -> tuple[datetime, datetime]:
    """Return a stay from its start to its end; an open side goes to the end of the class, or from its start."""
    start = stay.start or min(lesson.start, stay.end or lesson.start)
    return start, max(start, stay.end or lesson.finish)


def _bounds(stay: Stay, lesson: Lesson) -> tuple[timedelta, timedelta]:
    """Return how long at least and at most a person was in the class who was there for a part of a stay."""
    start, end = _span(stay, lesson)
    inside = covered([(start, end)], lesson)
    length = stay.told or _NOTHING
    return max(_NOTHING, length - ((end - start) - inside)), min(length, inside)


def _cut(spans: Iterable[tuple[datetime, datetime]], lesson: Lesson) -> list[tuple[datetime, datetime]]:
    cut = ((max(start, lesson.start), min(end, lesson.finish)) for start, end in spans)
    return [(start, end) for start, end in cut if start < end]


def _joined(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    joined: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def covered(spans: Iterable[tuple[datetime, datetime]], lesson: Lesson) -> timedelta:
    """Return how much of a class some spans cover together."""
    return sum((end - start for start, end in _joined(_cut(spans, lesson))), _NOTHING)


def _overlap(rows: Sequence[Sequence[tuple[datetime, datetime]]]) -> bool:
    """Tell whether spans of different rows were more than a minute at the same time."""
    told = sorted((start, end, place) for place, row in enumerate(rows) for start, end in row)
    reached: datetime | None = None
    for start, end, _ in told:
        if reached is not None and min(reached, end) - start > _ROUNDING:
            return True
        reached = end if reached is None else max(reached, end)
    return False
