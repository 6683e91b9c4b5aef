"""The academic year around a day: terms, weekly meetings, and the days without any."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.emulator.clock import WARSAW

WEEK = timedelta(weeks=1)
_HOLIDAYS = {(5, 1), (5, 3), (11, 1), (11, 11)}  # month and day; others are never in a term, or in one of its breaks


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


def weekly(term: Term, weekday: int, at: time) -> list[datetime]:
    """The meetings of a weekly class, without breaks and public holidays."""
    first = term.start + timedelta(days=(weekday - term.start.weekday()) % 7)
    days = [first + week * WEEK for week in range((term.end - first).days // 7 + 1)]
    return [datetime.combine(day, at) for day in days if not is_free(day)]


def is_free(day: date) -> bool:
    """Whether nobody teaches on a day of a term: at a weekend, in a break, on a public holiday."""
    in_year, after_easter = (day.month, day.day), (day - _easter(day.year)).days
    is_christmas = in_year >= (12, 22) or in_year <= (1, 6)
    # From Maundy Thursday to the Tuesday after Easter, and Corpus Christi.
    is_of_easter = -3 <= after_easter <= 2 or after_easter == 60
    return day.weekday() >= 5 or is_christmas or is_of_easter or in_year in _HOLIDAYS


def on_clocks(moment: datetime) -> datetime:
    """A Polish wall-clock time, moved on by an hour if it is in the hour that clocks skip in spring."""
    return moment.replace(tzinfo=WARSAW).astimezone(UTC).astimezone(WARSAW).replace(tzinfo=None)


def _easter(year: int) -> date:
    """Easter Sunday of a year from 1900 to 2099, by Gauss."""
    moon = (19 * (year % 19) + 24) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7
    is_late = sunday == 6 and (moon == 29 or (moon == 28 and year % 19 > 10))  # Easter is on 25 April or before
    return date(year, 3, 22) + timedelta(days=moon + sunday - 7 * is_late)


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
