"""Dates and times as conference tools write them, in any order of day and month, 12 or 24 hours, in six languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import lru_cache

from app.domain import names, polish_time
from app.domain.frozen import frozen

_YEARS = range(2000, 2100)


class DayOrder(StrEnum):
    """Which number of 10/6 is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@frozen
class Day:
    """A date in both readings, None where it is no date so read; `year` is False where the text has none."""

    day_first: date | None
    month_first: date | None
    year: bool = True

    def read(self, order: DayOrder) -> date | None:
        """Return the date in this reading."""
        return self.day_first if order is DayOrder.DAY_FIRST else self.month_first


@frozen
class Stamp:
    """A time of day, and the day where the text tells it."""

    time: time
    day: Day | None

    def near(self, order: DayOrder, moment: datetime) -> datetime | None:
        """Return the moment that is meant; without a day the one nearest to a given moment; None: no date so read."""
        if self.day is None:
            days = (moment.date() + timedelta(days=offset) for offset in (-1, 0, 1))
            return min((datetime.combine(one, self.time) for one in days), key=lambda one: abs(one - moment))
        told = self.day.read(order)
        return None if told is None else datetime.combine(told, self.time)


# Beginnings of the names of months, folded: English, Polish, German, French, Spanish, Ukrainian.
_MONTHS = (
    ("jan", "sty", "ene", "січ"),
    ("feb", "lut", "fev", "лют"),
    ("mar", "бер"),
    ("apr", "kwi", "avr", "abr", "кві", "квi"),
    ("may", "maj", "mai", "тра"),
    ("jun", "cze", "juin", "чер"),
    ("jul", "lip", "juil", "лип"),
    ("aug", "sie", "aou", "ago", "сер"),
    ("sep", "wrz", "вер"),
    ("oct", "paz", "okt", "жов"),
    ("nov", "lis", "лис"),
    ("dec", "gru", "dez", "dic", "гру"),
)
_CLOCK = r"(?P<h>\d{1,2})[:.](?P<min>\d{2})(?:[:.](?P<s>\d{2})(?:[.,]\d{1,9})?)?\s*(?P<half>[ap]\.?\s?m\.?)?"
_ZONE = r"(?:\s*(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2}))?"
_JOINT = r"[\s,T]*(?:\b(?:at|o|godz|godzina|um|a|о|г)\b\.?[\s,]*)*"
_DATES = (
    r"(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})",
    r"(?P<a>\d{1,2})(?:(?P<dots>\.)\s?|[/-])(?P<b>\d{1,2})(?:\.\s?|[/-])(?P<y>\d{4}|\d{2})(?:\s?(?:r|г)\b\.?|\.)?",
    r"(?P<d>\d{1,2})\.?[\s-]*(?:de\s+)?(?P<name>[^\W\d_]{3,})\.?[\s,-]*(?:de\s+)?(?P<y>\d{4})(?:\s?(?:r|р)\b\.?)?",
    r"(?P<name>[^\W\d_]{3,})\.?\s+(?P<d>\d{1,2}),?\s+(?P<y>\d{4})",
)
_WEEKDAY = r"(?:[^\W\d_]{2,}\.?,?\s+)?"
_CLOCKS = (re.compile(_CLOCK.replace("[:.]", ":") + _ZONE, re.IGNORECASE),)  # 06.10.26 alone is a date
_DATE_AND_CLOCK = tuple(re.compile(_WEEKDAY + one + _JOINT + _CLOCK + _ZONE, re.IGNORECASE) for one in _DATES)
_DATE_ALONE = tuple(re.compile(_WEEKDAY + one, re.IGNORECASE) for one in _DATES)
_DATE_WITHOUT_YEAR = re.compile(r"(?P<a>\d{1,2})(?:(?P<dots>\.)|[/-])(?P<b>\d{1,2})\.?")
_DAY_AND_MONTH_S_NAME = re.compile(r"(?P<d>\d{1,2})\.?\s+(?P<name>[^\W\d_]+)\.?")
_ROMAN_NUMBERS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN = {name: str(month) for month, name in enumerate(_ROMAN_NUMBERS, 1)}
_DATE_INSIDE = re.compile(
    r"(?<!\d)(?:(?P<y>20\d{2})([-._/]?)(?P<m>\d{2})\2(?P<d>\d{2})"
    r"|(?P<a>\d{1,2})([-._/])(?P<b>\d{1,2})\6(?P<y2>20\d{2}|\d{2}))(?!\d)"
)


@lru_cache(maxsize=4096)
def stamp(text: str) -> Stamp | None:
    """Return the time, with or without a day, that makes up the whole text; None: it is none.

    A time with a zone (`Z`, `+02:00`) becomes Polish wall-clock time.
    """
    if not (text[:1].isdigit() or text[:1].isalpha()) or len(text) > 60 or (":" not in text and "." not in text):
        return None
    plain = _plain(text)
    for pattern in (*_CLOCKS, *_DATE_AND_CLOCK):
        if (found := pattern.fullmatch(plain)) and (clock := _clock(found)):
            told = found.groupdict()
            if "y" not in told:
                return None if told["zone"] else Stamp(clock, None)
            day = _day(told)
            return None if day is None else _in_poland(clock, day, told["zone"])
    return None


def stamp_at_start(text: str) -> Stamp | None:
    """Return the day and time with which a text begins, such as "6 Oct 2026 8.00AM All students"; None: it does not."""
    words = text.split()
    return next((told for end in range(len(words), 0, -1) if (told := stamp(" ".join(words[:end])))), None)


@lru_cache(maxsize=1024)
def day(text: str) -> Day | None:
    """Return the date that makes up the whole text, also one of day and month alone; None: it is none."""
    if not any(sign.isdigit() for sign in text) or len(text) > 60:
        return None
    plain = _plain(text)
    for pattern in _DATE_ALONE:
        if found := pattern.fullmatch(plain):
            return _day(found.groupdict())
    leap = 2000  # a year in which every day of the calendar is one
    if (found := _DAY_AND_MONTH_S_NAME.fullmatch(plain)) and (
        month := _ROMAN.get(found["name"]) or _month(found["name"])
    ):
        certain = _date(leap, month, found["d"])
        return Day(certain, certain, year=False) if certain else None
    if found := _DATE_WITHOUT_YEAR.fullmatch(plain):
        day_first = _date(leap, found["b"], found["a"])
        told = Day(day_first, day_first if found["dots"] else _date(leap, found["a"], found["b"]), year=False)
        return told if told.day_first or told.month_first else None
    return None


def days_inside(text: str) -> Iterator[Day]:
    """Give the dates with a year that stand somewhere in a text, as in a file's name."""
    for found in _DATE_INSIDE.finditer(_plain(text)):
        told = found.groupdict()
        if one := _day({**told, "y": told["y"] or told["y2"]}):
            yield one


def orders(days: Iterable[Day]) -> tuple[DayOrder, ...]:
    """Return in which orders the most of these dates are dates; both where nothing tells them apart."""
    told = list(days)
    valid = {order: sum(one.read(order) is not None for one in told) for order in DayOrder}
    return tuple(order for order in DayOrder if valid[order] == max(valid.values()))


def _plain(text: str) -> str:
    """Return the text with plain spaces and digits; Teams puts U+202F before AM."""
    return " ".join(unicodedata.normalize("NFKC", text).translate({0x200E: None, 0x200F: None}).split())


def _clock(found: re.Match[str]) -> time | None:
    hour, minute, second = int(found["h"]), int(found["min"]), int(found["s"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            # "10/06/2026 13:05 PM" is not written by any program; the file is mangled
            return None
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _day(told: dict[str, str | None]) -> Day | None:
    year = told["y"]
    assert year is not None, "every pattern of a date has a year"  # noqa: S101
    full = int(year) + (2000 if len(year) == 2 else 0)
    if full not in _YEARS:
        return None
    first, second = told.get("a"), told.get("b")
    if first and second:
        day_first = _date(full, second, first)
        # nobody puts the month first and dots between
        both = Day(day_first, day_first if told.get("dots") else _date(full, first, second))
        return both if both.day_first or both.month_first else None
    month = told.get("m") or _month(told.get("name") or "")
    certain = _date(full, month, told.get("d") or "")
    return None if certain is None else Day(certain, certain)


def _date(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def _month(name: str) -> str:
    """Return the number of a month as text, empty for what is no month."""
    word = names.folded(name)
    for number, beginnings in enumerate(_MONTHS, 1):
        if any(word.startswith(one) for one in beginnings):
            return str(number)
    return ""


def _in_poland(clock: time, day: Day, zone: str | None) -> Stamp | None:
    if not zone:
        return Stamp(clock, day)
    told = day.day_first
    if told is None or told != day.month_first:
        return None  # no program writes a zone beside a date of unclear order
    offset = UTC
    if zone[0] in "+-":
        minutes = int(zone[1:3]) * 60 + int(zone[-2:])
        if minutes >= 24 * 60:
            return None
        offset = timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))
    moment = polish_time.at(datetime.combine(told, clock, tzinfo=offset))
    return Stamp(moment.time(), Day(moment.date(), moment.date()))
