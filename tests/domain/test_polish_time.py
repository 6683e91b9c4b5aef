"""The program's clock: Polish, on summer and winter nights alike, and movable as a whole."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from app.domain import polish_time


def test_from_another_moment_time_goes_on():
    polish_time.start_from(datetime.fromisoformat("2027-07-15T12:00:00+02:00"))
    began = polish_time.instant()
    assert timedelta() <= began - datetime(2027, 7, 15, 10, tzinfo=UTC) < timedelta(minutes=1)
    end = time.monotonic() + 60
    while polish_time.instant() <= began:
        assert time.monotonic() < end


def test_all_its_readings_are_of_one_instant():
    polish_time.start_from(datetime.fromisoformat("2027-07-15T12:00:00+02:00"))
    assert polish_time.now() - datetime.fromisoformat("2027-07-15 12:00") < timedelta(minutes=1)
    assert polish_time.epoch() - datetime(2027, 7, 15, 10, tzinfo=UTC).timestamp() < 60
    assert polish_time.here().astimezone() - polish_time.instant() < timedelta(minutes=1)


@pytest.mark.parametrize(("zone", "fold"), [("+02:00", 0), ("+01:00", 1)])
def test_the_hour_that_comes_twice_is_told_apart(zone: str, fold: int):
    polish_time.start_from(datetime.fromisoformat(f"2026-10-25T02:30:00{zone}"))
    now = polish_time.now()
    assert (f"{now:%H:%M}", now.fold) == ("02:30", fold)


def test_a_moment_without_a_zone_is_none():
    with pytest.raises(ValueError, match="without a zone"):
        polish_time.start_from(datetime.fromisoformat("2026-10-25 02:30"))


@pytest.mark.parametrize(
    ("ours", "theirs", "ahead"),
    [
        ("2026-11-23T10:17:05+01:00", "2026-11-23 10:17:00", 5),
        ("2026-10-25T02:00:00+01:00", "2026-10-25 02:59:59", 1),  # a second before the clocks went back
        ("2026-10-25T02:59:59+02:00", "2026-10-25 02:00:00", -1),
        ("2026-10-25T03:30:00+01:00", "2026-10-25 02:30:00", 3600),
        ("2027-03-28T03:00:00+02:00", "2027-03-28 01:59:59", 1),
        ("2027-03-28T01:59:59+01:00", "2027-03-28 03:00:00", -1),
    ],
)
def test_how_far_off_a_clock_is_goes_by_instants_not_by_what_clocks_show(ours: str, theirs: str, ahead: float):
    moment = datetime.fromisoformat(ours)
    assert polish_time.seconds_ahead(moment.timestamp(), datetime.fromisoformat(theirs)) == ahead
