"""A date and a time are understood as people type them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain import date_input
from app.domain.date_input import Typed

TODAY = date(2026, 11, 23)  # a Monday
WINTER = (date(2026, 10, 1), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("23.11 10:15", (2026, 11, 23), (10, 15)),
        ("23.11. 10:15", (2026, 11, 23), (10, 15)),
        ("23/11 10.15", (2026, 11, 23), (10, 15)),
        ("23.11.2026 10:15", (2026, 11, 23), (10, 15)),
        ("23.11.26 8", (2026, 11, 23), (8, 0)),
        ("23-11-2026 8", (2026, 11, 23), (8, 0)),
        ("10:15 23.11", (2026, 11, 23), (10, 15)),
        ("10.15 23.11", (2026, 11, 23), (10, 15)),
        ("2026-11-23 10:15", (2026, 11, 23), (10, 15)),
        ("2026-11-23T10:15", (2026, 11, 23), (10, 15)),
        ("2026-11-23t10:15:00", (2026, 11, 23), (10, 15)),
        ("2026-11-23", (2026, 11, 23), None),
        ("jutro 8:00", (2026, 11, 24), (8, 0)),
        ("JUTRO o 8", (2026, 11, 24), (8, 0)),
        ("8.10 jutro", (2026, 11, 24), (8, 10)),
        ("dziś 10:15", (2026, 11, 23), (10, 15)),
        ("dzis 10:15", (2026, 11, 23), (10, 15)),
        ("dzisiaj 10:15", (2026, 11, 23), (10, 15)),
        ("wczoraj", (2026, 11, 22), None),
        ("przedwczoraj 8.00", (2026, 11, 21), (8, 0)),
        ("pojutrze 8", (2026, 11, 25), (8, 0)),
        ("today 8:00", (2026, 11, 23), (8, 0)),
        ("Tomorrow at 8:00", (2026, 11, 24), (8, 0)),
        ("yesterday 20:00", (2026, 11, 22), (20, 0)),
        ("pon 8:00", (2026, 11, 23), (8, 0)),
        ("pn. 8", (2026, 11, 23), (8, 0)),
        ("wtorek", (2026, 11, 24), None),
        ("we wtorek o 8.10", (2026, 11, 24), (8, 10)),
        ("śr. 9:45", (2026, 11, 25), (9, 45)),
        ("w środę, 9:45", (2026, 11, 25), (9, 45)),
        ("czw 8", (2026, 11, 26), (8, 0)),
        ("piątek", (2026, 11, 20), None),
        ("sob 8", (2026, 11, 21), (8, 0)),
        ("niedziela", (2026, 11, 22), None),
        ("mon", (2026, 11, 23), None),
        ("Tuesday", (2026, 11, 24), None),
        ("thurs 16:45", (2026, 11, 26), (16, 45)),
        ("Mon 23 Nov 10:15", (2026, 11, 23), (10, 15)),
        ("23 nov 2026, 10:15", (2026, 11, 23), (10, 15)),
        ("Nov 30 8:00", (2026, 11, 30), (8, 0)),
        ("23 listopada 2026 godz. 10.15", (2026, 11, 23), (10, 15)),
        ("7 XII 8", (2026, 12, 7), (8, 0)),
        ("1. gru 8", (2026, 12, 1), (8, 0)),
        ("8", (2026, 11, 23), (8, 0)),
        ("8.00", (2026, 11, 23), (8, 0)),
        ("8:00", (2026, 11, 23), (8, 0)),
        ("8h", (2026, 11, 23), (8, 0)),
        ("0:00", (2026, 11, 23), (0, 0)),
        ("10.15", (2026, 11, 23), (10, 15)),
        ("10.12", (2026, 12, 10), None),
        ("23.XI.2026", (2026, 11, 23), None),
        ("23.xi 10:15", (2026, 11, 23), (10, 15)),
        ("23.XI.", (2026, 11, 23), None),
        ("23.11.2026 r.", (2026, 11, 23), None),
        ("23.11.2026r., godz.10:15", (2026, 11, 23), (10, 15)),
        ("23 listopada 2026 roku", (2026, 11, 23), None),
        ("godz.10:15", (2026, 11, 23), (10, 15)),
        ("g.8", (2026, 11, 23), (8, 0)),
        ("10:15-11:45", (2026, 11, 23), (10, 15)),
        ("wt 10:15 – 11:45", (2026, 11, 24), (10, 15)),
        ("10¹⁵", (2026, 11, 23), (10, 15)),
        ("23.11 8⁰⁰", (2026, 11, 23), (8, 0)),
        ("2026.11.23", (2026, 11, 23), None),
        ("2026/11/23 8", (2026, 11, 23), (8, 0)),
        ("dn. 23.11", (2026, 11, 23), None),
        ("dn.23.11 o 8", (2026, 11, 23), (8, 0)),
        ("8 am", (2026, 11, 23), (8, 0)),
        ("Nov 30 8:30 p.m.", (2026, 11, 30), (20, 30)),
        ("12am", (2026, 11, 23), (0, 0)),
        ("12:15 PM", (2026, 11, 23), (12, 15)),
        ("  23.11   10:15  ", (2026, 11, 23), (10, 15)),
    ],
)
def test_what_is_meant(text: str, day: tuple[int, int, int], at: tuple[int, int] | None) -> None:
    assert date_input.read(text, TODAY, WINTER) == Typed(date(*day), time(*at) if at else None)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "w", "x", "24:00", "10:60", "25", "32.1", "29.2.2027", "31.11 8", "0.0.2026", "23.13.2026"),
        *("23.11 10:15 11:15", "23.11 24.11 8", "jutro wczoraj", "mon tue", "Tue 23.11 8", "1026-11-23", "23.11.2126"),
        *("10:15 rano", "²3.11", "10:1", "-8", "8 8 8 8 8 8 8 8 8", "november", "2026", "jutro-8", "nie wiem", "m"),
        *("23.XIII.2026", "23.iix", "11:45-10:15", "13 pm", "0 am", "10¹", "2026.13.23", "23.11-24.11", "am", "r."),
    ],
)
def test_what_cannot_be_told_is_not_guessed(text: str) -> None:
    assert date_input.read(text, TODAY, WINTER) is None


@pytest.mark.parametrize(
    ("text", "today", "term", "expected"),
    [
        ("12.1", TODAY, WINTER, date(2027, 1, 12)),
        ("12.10", TODAY, WINTER, date(2026, 10, 12)),
        ("28.12", date(2027, 1, 4), WINTER, date(2026, 12, 28)),
        # Nearest is June 2026, but the term of the group is the next summer.
        ("1.6", TODAY, (date(2027, 3, 1), date(2027, 9, 30)), date(2027, 6, 1)),
        ("1.6", TODAY, WINTER, date(2026, 6, 1)),
        ("1.6", TODAY, None, date(2026, 6, 1)),
        ("1.6", date(2026, 12, 24), None, date(2027, 6, 1)),
        ("29.2", date(2026, 11, 23), None, date(2028, 2, 29)),
        ("29.2", date(2025, 11, 23), None, date(2024, 2, 29)),
    ],
)
def test_a_year_left_out_is_the_nearest_and_the_terms_if_it_can_be(
    text: str, today: date, term: date_input.Span | None, expected: date
) -> None:
    assert date_input.read(text, today, term) == Typed(expected, None)


@pytest.mark.parametrize("today", [date(2026, 11, day) for day in range(16, 30)], ids=str)
@pytest.mark.parametrize("word", ["mon", "wt", "śr", "czwartek", "fri", "sobota", "nd"])
def test_a_weekday_is_never_more_than_three_days_away(today: date, word: str) -> None:
    found = date_input.read(word, today)
    assert found is not None
    assert abs((found.day - today).days) <= 3


@pytest.mark.parametrize(
    ("now", "quarter"),
    [
        ("2026-11-23T10:17", "2026-11-23T10:30"),
        ("2026-11-23T10:15", "2026-11-23T10:15"),
        ("2026-11-23T10:15:01", "2026-11-23T10:30"),
        ("2026-11-23T23:50", "2026-11-24T00:00"),
    ],
)
def test_the_next_full_quarter(now: str, quarter: str) -> None:
    assert date_input.next_quarter(datetime.fromisoformat(now)) == datetime.fromisoformat(quarter)


_PARTS = st.sampled_from(
    [*"0123456789.:/- ,;T", "23.11", "10:15", "jutro", "wt", "nov", "XII", "2026", "9999", "0001-01-01", "przedwczoraj"]
)
_TEXTS = st.one_of(st.text(), st.lists(_PARTS, max_size=12).map("".join), st.lists(_PARTS, max_size=9).map(" ".join))


@given(_TEXTS, st.dates(), st.none() | st.tuples(st.dates(), st.dates()))
@example("jutro", date.max, None)
@example("przedwczoraj", date.min, None)
@example("nd", date.max, None)
@example("29.2", date.min, None)
def test_whatever_is_typed_is_understood_or_not_and_nothing_breaks(
    text: str, today: date, term: date_input.Span | None
) -> None:
    found = date_input.read(text, today, term)
    assert found is None or isinstance(found.day, date)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.times(), st.dates())
def test_a_whole_date_is_understood_whatever_day_it_is_today(day: date, at: time, today: date) -> None:
    moment = datetime.combine(day, at)
    for text in (f"{moment:%d.%m.%Y %H:%M}", f"{moment:%Y-%m-%dT%H:%M}", f"{moment.day}.{moment:%m.%Y %H.%M}"):
        assert date_input.read(text, today) == Typed(moment.date(), time(moment.hour, moment.minute))
