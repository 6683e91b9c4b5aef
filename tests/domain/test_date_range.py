"""Reading the days of a certificate as one types them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import date_range

MONDAY = date(2026, 11, 23)
TERM = (date(2026, 10, 1), date(2027, 2, 28))
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("9.11", "2026-11-09", "2026-11-09"),
        ("9.11 - 13.11", "2026-11-09", "2026-11-13"),
        ("9.11-13.11", "2026-11-09", "2026-11-13"),
        ("9-13.11", "2026-11-09", "2026-11-13"),
        ("9–13 Nov", "2026-11-09", "2026-11-13"),
        ("9 - 13 listopada", "2026-11-09", "2026-11-13"),
        ("9.11.2026 – 13.11.2026", "2026-11-09", "2026-11-13"),
        ("2026-11-09 - 2026-11-13", "2026-11-09", "2026-11-13"),
        ("2026-11-09", "2026-11-09", "2026-11-09"),
        ("od 9 listopada do 13 listopada", "2026-11-09", "2026-11-13"),
        ("from 9 Nov to 13 Nov", "2026-11-09", "2026-11-13"),
        ("9 XI do 2 XII", "2026-11-09", "2026-12-02"),
        ("wczoraj do dziś", "2026-11-22", "2026-11-23"),
        ("yesterday – today", "2026-11-22", "2026-11-23"),
        ("28.12 - 5.01", "2026-12-28", "2027-01-05"),
    ],
)
def test_days_are_read_as_one_types_them_in_both_languages(typed: str, first: str, last: str) -> None:
    assert date_range.read(typed, MONDAY, TERM) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "typed", ["", "-", "choroba", "13.11 - 9.11", "9.11 -", "- 9.11", "9.11 10:15", "1-2-3", "9.11 - 10.11 - 11.11"]
)
def test_what_is_no_range_is_none(typed: str) -> None:
    assert date_range.read(typed, MONDAY, TERM) is None


@given(first=DAYS, length=st.integers(0, 400), between=st.sampled_from([" - ", "–", " do ", " to ", "..."]))
def test_whole_dates_are_always_read(first: date, length: int, between: str) -> None:
    last = first + timedelta(days=length)
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        typed = f"{first.strftime(form)}{between}{last.strftime(form)}"
        assert date_range.read(typed, MONDAY) == (first, last)


@given(st.text(max_size=40))
def test_no_text_is_too_odd(typed: str) -> None:
    found = date_range.read(typed, MONDAY, TERM)
    assert found is None or found[0] <= found[1]
