"""The class that is on when the data are made, whatever the time, and what may be beside it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.emulator.data.calendar import Term, is_free, on_clocks

_LESSON = timedelta(minutes=90)
_BREAK = timedelta(minutes=15)
_EARLIEST, _LATEST = time(7, 30), time(19, 30)
"""When classes begin, but for the one that is on at night."""
_BY_DAY = time(10, 15)


@dataclass(frozen=True)
class RunningClass:
    """When the class that is on began, and when it is given in other weeks.

    `before` and `after` are when other classes of the same day begin that do not overlap with it: one each, if any.
    """

    start: datetime
    weekday: int
    usual_time: time
    before: tuple[datetime, ...]
    after: tuple[datetime, ...]

    def leaves_free(self, weekday: int, at: time) -> bool:
        """Whether a weekly class at that time overlaps with none of these."""
        taken = [(self.weekday, self.usual_time)]
        taken += [(each.weekday(), each.time()) for each in (self.start, *self.before, *self.after)]
        return all(day != weekday or _apart(begin, at) for day, begin in taken)


def running_class(now: datetime, term: Term) -> RunningClass:
    """The class that is on in that term. At a weekend and at night it is an extra meeting of one given by day."""
    start = running_start(now)
    beside = start - _LESSON - _BREAK, start + _LESSON + _BREAK
    before, after = ((each,) if each.date() == start.date() and _is_usual(each, term) else () for each in beside)
    return RunningClass(
        start=start,
        weekday=start.weekday() if start.weekday() < 5 else 0,
        usual_time=start.time() if _EARLIEST <= start.time() <= _LATEST else _BY_DAY,
        before=before,
        after=after,
    )


def running_start(now: datetime) -> datetime:
    """When the class that is on now began: at a quarter, one to sixteen minutes ago.

    Less than a minute ago where it would have begun yesterday, or in the hour that clocks skip in spring.
    """
    begun = _quarter(now - timedelta(minutes=1))
    return begun if begun.date() == now.date() and on_clocks(begun) == begun else _quarter(now)


def end_of(start: datetime) -> datetime:
    """When a class ends."""
    return on_clocks(start + _LESSON)


def _quarter(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)


def _is_usual(moment: datetime, term: Term) -> bool:
    day = moment.date()
    return _EARLIEST <= moment.time() <= _LATEST and term.start <= day <= term.end and not is_free(day)


def _apart(one: time, other: time) -> bool:
    return abs(datetime.combine(date.min, one) - datetime.combine(date.min, other)) >= _LESSON
