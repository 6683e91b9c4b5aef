"""The academic year around a day: terms, weekly meetings, and the class that is on."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

QUARTER = timedelta(minutes=15)
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Term:
    """A term (cykl dydaktyczny). `end` ends the teaching, `finish` the exams."""

    id: str
    name_pl: str
    name_en: str
    start: date
    end: date
    finish: date
    order_key: int


def terms_around(day: date) -> tuple[Term, Term, Term]:
    """The term of the day, the one before it, and the whole academic year that overlaps with both."""
    year = day.year if day.month >= 10 else day.year - 1
    if day.month >= 10 or day.month <= 2:
        return _winter(year), _summer(year - 1), _academic_year(year)
    return _summer(year), _winter(year), _academic_year(year)


def running_start(now: datetime) -> datetime:
    """When the class that is on now began: at a quarter, one to sixteen minutes ago."""
    begun = now - timedelta(minutes=1)
    return begun.replace(minute=begun.minute - begun.minute % 15, second=0, microsecond=0)


def begun_before(now: datetime) -> datetime:
    """When a class began 40 minutes ago."""
    return now.replace(second=0, microsecond=0) - timedelta(minutes=40)


def next_start(now: datetime) -> datetime:
    """When a class begins in 10 minutes."""
    return now.replace(second=0, microsecond=0) + timedelta(minutes=10)


def weekly(term: Term, weekday: int, at: time) -> list[datetime]:
    """The meetings of a weekly class, without the Christmas break."""
    first = term.start + timedelta(days=(weekday - term.start.weekday()) % 7)
    days = [first + week * WEEK for week in range((term.end - first).days // 7 + 1)]
    return [datetime.combine(day, at) for day in days if not _is_christmas(day)]


def _is_christmas(day: date) -> bool:
    return (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 6)


def _winter(year: int) -> Term:
    return Term(
        id=f"{year}/{year + 1}-Z",
        name_pl=f"Semestr zimowy {year}/{year + 1}",
        name_en=f"Winter semester {year}/{year + 1}",
        start=date(year, 10, 1),
        end=date(year + 1, 1, 31),
        finish=date(year + 1, 3, 1) - timedelta(days=1),
        order_key=_order_key(year) + 1,
    )


def _summer(year: int) -> Term:
    return Term(
        id=f"{year}/{year + 1}-L",
        name_pl=f"Semestr letni {year}/{year + 1}",
        name_en=f"Summer semester {year}/{year + 1}",
        start=date(year + 1, 3, 1),
        end=date(year + 1, 6, 30),
        finish=date(year + 1, 9, 30),
        order_key=_order_key(year) + 2,
    )


def _academic_year(year: int) -> Term:
    return Term(
        id=f"{year}/{year + 1}",
        name_pl=f"Rok akademicki {year}/{year + 1}",
        name_en="",
        start=date(year, 10, 1),
        end=date(year + 1, 6, 30),
        finish=date(year + 1, 9, 30),
        order_key=_order_key(year),
    )


def _order_key(year: int) -> int:
    # ZUT's 2026/2027 has 88, and its semesters follow.
    return 88 + 3 * (year - 2026)
