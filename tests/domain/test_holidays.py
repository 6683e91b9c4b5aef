"""Public holidays in Poland, working days, and until when an absence can be justified."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from app.domain import holidays
from app.domain.group_rules import JustifyBy
from app.domain.justification import last_day


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    "sunday",
    ["2000-04-23", "2008-03-23", "2019-04-21", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25"],
)
def test_easter_is_found_in_any_year(sunday: str) -> None:
    assert holidays.easter(day(sunday).year) == day(sunday)


def test_the_public_holidays_of_a_year_are_known() -> None:
    of_2026 = {one for number in range(365) if holidays.is_holiday(one := day("2026-01-01") + timedelta(days=number))}
    fixed = "01-01 01-06 05-01 05-03 08-15 11-01 11-11 12-24 12-25 12-26"
    moving = "04-05 04-06 05-24 06-04"
    assert of_2026 == {day(f"2026-{one}") for one in f"{fixed} {moving}".split()}


def test_christmas_eve_is_a_holiday_since_2025() -> None:
    assert not holidays.is_holiday(day("2024-12-24"))
    assert holidays.is_holiday(day("2025-12-24"))


@pytest.mark.parametrize(
    ("absent", "last"),
    [
        ("2026-11-23", "2026-12-02"),
        ("2026-11-06", "2026-11-18"),  # 11 November is no working day
        ("2026-12-21", "2027-01-04"),  # nor are three days of Christmas and New Year
        ("2026-04-02", "2026-04-14"),  # nor Easter Monday
    ],
)
def test_seven_working_days_leave_out_weekends_and_holidays(absent: str, last: str) -> None:
    assert last_day(datetime.fromisoformat(f"{absent} 10:15"), JustifyBy.WORKING_DAYS_7, []) == day(last)


def test_other_deadlines_are_of_the_calendar_or_of_the_timetable() -> None:
    absent = datetime.fromisoformat("2026-11-23 10:15")
    meetings = [datetime.fromisoformat(f"2026-{one} 10:15") for one in ("12-07", "11-30", "11-23", "11-16")]
    assert last_day(absent, JustifyBy.DAYS_14, meetings) == day("2026-12-07")
    assert last_day(absent, JustifyBy.NEXT_CLASS, meetings) == day("2026-11-30")
    assert last_day(absent, JustifyBy.NEXT_CLASS, [absent]) is None
    assert last_day(absent, JustifyBy.ANY_TIME, meetings) is None
