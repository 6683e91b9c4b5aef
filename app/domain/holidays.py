"""Public holidays in Poland (Act of 18 January 1951 on days free from work), and the working days between them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

_FIXED = ((1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26))  # month and day
_AFTER_EASTER = (0, 1, 49, 60)  # days: Easter Sunday and Monday, Pentecost, Corpus Christi
_CHRISTMAS_EVE_SINCE = 2025


def is_holiday(day: date) -> bool:
    """Tell whether a day is a public holiday, as the law stands since 2025."""
    return day in _of_year(day.year)


def is_working_day(day: date) -> bool:
    """Tell whether offices work on a day: no weekend, no public holiday."""
    return day.weekday() < 5 and not is_holiday(day)


def after_working_days(day: date, number: int) -> date:
    """Return the working day that is that many working days after a day, which is not counted itself."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def easter(year: int) -> date:
    """Return Easter Sunday by the Gregorian calendar (the algorithm of Meeus, Jones and Butcher)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    sunday_shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - sunday_shift + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * to_sunday) // 451
    month, day = divmod(moon + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=16)
def _of_year(year: int) -> frozenset[date]:
    days = {date(year, month, day) for month, day in _FIXED}
    days |= {easter(year) + timedelta(days=after) for after in _AFTER_EASTER}
    if year >= _CHRISTMAS_EVE_SINCE:
        days.add(date(year, 12, 24))
    return frozenset(days)
