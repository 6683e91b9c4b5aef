"""Reading a date and a time as a lecturer types them, in both languages at once. Pure functions; today is given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from app.domain import names
from app.domain.frozen import frozen

Span = tuple[date, date]
QUARTER = timedelta(minutes=15)
_MOST_WORDS = 8
_YEARS = range(1990, 2100)

_RELATIVE = {
    "przedwczoraj": -2,
    "wczoraj": -1,
    "yesterday": -1,
    "dzis": 0,
    "dzisiaj": 0,
    "today": 0,
    "jutro": 1,
    "tomorrow": 1,
    "pojutrze": 2,
}
_WEEKDAYS = (
    ("monday", "poniedzialek"),
    ("tuesday", "wtorek"),
    ("wednesday", "sroda", "srode"),
    ("thursday", "czwartek"),
    ("friday", "piatek"),
    ("saturday", "sobota", "sobote"),
    ("sunday", "niedziela", "niedziele"),
)
_SHORT_WEEKDAYS = {"pn": 0, "wt": 1, "sr": 2, "cz": 3, "pt": 4, "so": 5, "nd": 6, "ndz": 6}
_MONTHS = (
    ("january", "styczen", "stycznia"),
    ("february", "luty", "lutego"),
    ("march", "marzec", "marca"),
    ("april", "kwiecien", "kwietnia"),
    ("may", "maj", "maja"),
    ("june", "czerwiec", "czerwca"),
    ("july", "lipiec", "lipca"),
    ("august", "sierpien", "sierpnia"),
    ("september", "wrzesien", "wrzesnia"),
    ("october", "pazdziernik", "pazdziernika"),
    ("november", "listopad", "listopada"),
    ("december", "grudzien", "grudnia"),
)
_ROMAN_NUMBERS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN = {name: place for place, name in enumerate(_ROMAN_NUMBERS, start=1)}
_FILLERS = {"w", "we", "o", "g", "godz", "godzina", "godzinie", "dnia", "dn", "dniu", "r", "roku", "at", "on"}

_ISO = re.compile(r"(?P<y>\d{4})([-./])(?P<m>\d{1,2})\2(?P<d>\d{1,2})", re.ASCII)
_DOTTED = re.compile(r"(?P<d>\d{1,2})([./])(?P<m>\d{1,2})(\2(?P<y>\d{4}|\d{2})?)?\.?", re.ASCII)
_DASHED = re.compile(r"(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>\d{4})", re.ASCII)
_TIME = re.compile(r"(?P<h>\d{1,2})([:.](?P<m>\d{2})(:\d{2}(\.\d+)?)?)?h?", re.ASCII)
_DAY = re.compile(r"\d{1,2}\.?", re.ASCII)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_MINUTES = re.compile(r"\b([0-9]{1,2})([⁰¹²³⁴⁵⁶⁷⁸⁹]{2})(?!\w)")
_ROMAN_MONTH = re.compile(r"\b([0-9]{1,2})\.([ivx]+)\b(?:\.([0-9]{4}|[0-9]{2})\b)?")
_UNTIL = re.compile(r"\b([0-9]{1,2}:[0-9]{2})\s*[-–—]\s*([0-9]{1,2}:[0-9]{2})(?![0-9:])")
_HALF_DAY = re.compile(r"\b([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*([ap])\.?m\b\.?")
_YEAR = re.compile(r"\d{4}", re.ASCII)


@frozen
class Typed:
    """What was typed: a day, and a time, None where only a day was."""

    day: date
    time: time | None


@frozen
class _Found:
    day: date | None = None
    weekday: int | None = None
    time: time | None = None


def read(text: str, today: date, term: Span | None = None) -> Typed | None:
    """Return the day and the time that are meant, None where that cannot be told.

    Where the year is left out it is the nearest such date, one within the term before any other; a weekday alone is the
    nearest such day. A time alone is today's.
    """
    words = _words(text)
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    try:
        return next(_meanings(words, _Found(), today, term), None)
    except (ValueError, OverflowError):  # beyond the years there are
        return None


def next_quarter(now: datetime) -> datetime:
    """Return the next full quarter of an hour, the moment itself if it is one."""
    whole = now.replace(second=0, microsecond=0)
    return whole if whole == now and whole.minute % 15 == 0 else whole + QUARTER - timedelta(minutes=whole.minute % 15)


def _words(text: str) -> list[str]:
    """Return the words that say something; a day and a month's name become one."""
    apart = _plainer(text.casefold()).translate(str.maketrans(",;", "  ")).split()
    left = [word for word in apart if names.folded(word) not in _FILLERS]
    words: list[str] = []
    while left:
        word, *left = left
        following = left[0] if left else ""
        month, day = _month(following), word
        if month is None or not _DAY.fullmatch(word):
            month, day = _month(word), following
        if month is None or not _DAY.fullmatch(day):
            words.append(word)
            continue
        left.pop(0)
        year = left.pop(0) if left and _YEAR.fullmatch(left[0]) else ""
        words.append(f"{day.rstrip('.')}.{month}.{year}")
    return words


def _plainer(text: str) -> str:
    """Return a text in small letters with the ways of writing that have another, plainer one in that."""
    text = re.sub(r"(?<=\d)t(?=\d)", " ", text)
    text = _RAISED_MINUTES.sub(lambda found: f"{found[1]}:{found[2].translate(_RAISED)}", text)
    text = _ROMAN_MONTH.sub(lambda found: f"{found[1]}.{_ROMAN.get(found[2], 0)}.{found[3] or ''}", text)
    text = re.sub(r"(?<=\d{4})r\b\.?", " ", text)
    text = re.sub(r"(?<=[^\W\d_]\.)(?=\d)", " ", text)  # godz.10:15
    text = _UNTIL.sub(lambda found: found[1] if _minutes(found[1]) < _minutes(found[2]) else found[0], text)
    return _HALF_DAY.sub(_of_24_hours, text)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _of_24_hours(found: re.Match[str]) -> str:
    hours = int(found[1])
    if not 1 <= hours <= 12:
        return found[0]
    return f"{hours % 12 + (12 if found[3] == 'p' else 0)}:{found[2] or '00'}"


def _meanings(words: Sequence[str], found: _Found, today: date, term: Span | None) -> Iterator[Typed]:
    """Yield what the words may mean together, the likeliest first."""
    if not words:
        yield from _whole(found, today)
        return
    word, rest = words[0], words[1:]
    if found.day is None and (day := _day(word, today, term)) is not None:
        yield from _meanings(rest, replace(found, day=day), today, term)
    if found.weekday is None and (weekday := _weekday(word)) is not None:
        yield from _meanings(rest, replace(found, weekday=weekday), today, term)
    if found.time is None and (at := _time(word)) is not None:
        yield from _meanings(rest, replace(found, time=at), today, term)


def _whole(found: _Found, today: date) -> Iterator[Typed]:
    if found.day is not None:
        if found.weekday in {None, found.day.weekday()}:
            yield Typed(found.day, found.time)
    elif found.weekday is not None:
        ahead = (found.weekday - today.weekday()) % 7
        yield Typed(today + timedelta(days=ahead if ahead <= 3 else ahead - 7), found.time)
    else:
        yield Typed(today, found.time)


def _day(word: str, today: date, term: Span | None) -> date | None:
    known = _RELATIVE.get(names.folded(word))
    if known is not None:
        return today + timedelta(days=known)
    match = _ISO.fullmatch(word) or _DASHED.fullmatch(word) or _DOTTED.fullmatch(word)
    if match is None:
        return None
    day, month, year = int(match["d"]), int(match["m"]), match["y"]
    if year:
        full = int(year) + (2000 if len(year) == 2 else 0)
        return _date(full, month, day) if full in _YEARS else None
    return _nearest(month, day, today, term)


def _nearest(month: int, day: int, today: date, term: Span | None) -> date | None:
    years = range(today.year - 4, today.year + 5)  # the 29th of February comes every four years
    days = [one for year in years if year in _YEARS and (one := _date(year, month, day)) is not None]
    in_term = [one for one in days if term is not None and term[0] <= one <= term[1]]
    return min(in_term or days, key=lambda one: (abs(one - today), one < today), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(word: str) -> int | None:
    plain = names.folded(word)
    if plain in _SHORT_WEEKDAYS:
        return _SHORT_WEEKDAYS[plain]
    return _beginning(plain, _WEEKDAYS)


def _month(word: str) -> int | None:
    plain = names.folded(word)
    if plain in _ROMAN:
        return _ROMAN[plain]
    place = _beginning(plain, _MONTHS)
    return None if place is None else place + 1


def _beginning(word: str, among: Sequence[tuple[str, ...]]) -> int | None:
    """Return the place of the names of which one begins so; three letters are needed."""
    if len(word) < 3:
        return None
    return next((place for place, forms in enumerate(among) if any(form.startswith(word) for form in forms)), None)


def _time(word: str) -> time | None:
    match = _TIME.fullmatch(word)
    if match is None:
        return None
    hour, minute = int(match["h"]), int(match["m"] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
