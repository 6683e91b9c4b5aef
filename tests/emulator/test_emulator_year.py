"""The demo data make sense at every minute of every day: a property of the plan, without a database."""

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain import polish_time
from app.emulator.data.calendar import terms_around
from app.emulator.data.classes import PlannedGroup, plan_groups, size_of_pool
from app.emulator.data.people import invent_students
from app.emulator.data.running_class import end_of

GROUPS = 18
POOL = invent_students(size_of_pool(1, GROUPS), random.Random(7))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31, 23, 59, 59)).filter(polish_time.exists)  # noqa: DTZ001


def plan(now: datetime) -> list[PlannedGroup]:
    return plan_groups(GROUPS, 1, POOL, now, random.Random(7))


def starts(groups: Sequence[PlannedGroup]) -> list[datetime]:
    return [meeting for group in groups for meeting in group.meetings]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@settings(max_examples=150)
@given(MOMENTS)
@example(at("2024-03-31 03:00:10"))
@example(at("2024-10-27 02:30:00").replace(fold=1))
@example(at("2026-10-25 02:00:10").replace(fold=1))
@example(at("2026-10-25 03:00:10"))
@example(at("2027-03-28 01:59:59"))
@example(at("2027-03-28 03:00:00"))
@example(at("2027-03-28 03:00:59"))
@example(at("2026-11-22 20:10:00"))
@example(at("2026-12-24 10:00:00"))
@example(at("2027-02-20 12:00:00"))
@example(at("2027-07-15 12:00:00"))
@example(at("2026-12-31 23:59:30"))
@example(at("2027-01-01 00:00:20"))
@example(at("2026-10-01 00:00:00"))
@example(at("2029-05-31 19:44:00"))
def test_at_every_minute_of_every_day_the_classes_make_sense(now: datetime) -> None:
    first, *others = plan(now)
    on = [start for start in starts([first, *others]) if start <= now < end_of(start)]
    assert len(on) == 1
    (start,) = on
    assert start in first.meetings
    assert start.date() == now.date()
    assert now - start < timedelta(minutes=17)
    assert polish_time.exists(start)
    assert polish_time.exists(end_of(start))
    others_today = [each for each in starts(others) if abs(each - now) < timedelta(days=1)]
    assert all(end_of(each) <= start or end_of(start) <= each for each in others_today), "overlaps"
    assert len(starts([first, *others])) == len(set(starts([first, *others]))), "in two classes at once"
    for each in {start, *starts([first, *others])}:
        assert (each.minute % 15, each.second, each.microsecond) == (0, 0, 0)
        assert each == start or (time(7, 30) <= each.time() <= time(19, 30) and not is_day_off(each))


@settings(max_examples=150)
@given(MOMENTS)
@example(at("2026-10-01 08:00:10"))
@example(at("2027-03-01 00:00:00"))
@example(at("2026-12-31 23:59:30"))
def test_at_every_minute_of_every_day_the_lists_are_as_many_as_in_a_term(now: datetime) -> None:
    for group in plan(now):
        dates = [each.date for each in group.lists]
        assert len(dates) == len(set(dates)) <= 18
        assert set(dates) <= set(group.meetings)
        assert all(not each.filled for each in group.lists if each.date > now)
    current, previous, _ = terms_around(now.date())
    assert current.start <= now.date() <= current.finish
    of_last_term = [group for group in plan(now) if group.term == previous]
    assert all(len(group.meetings) >= 12 for group in of_last_term)


def is_day_off(moment: datetime) -> bool:
    """At a weekend, between terms, in the Christmas break, on a public holiday that has a date of its own."""
    day = f"{moment:%m-%d}"
    is_between = "02-01" <= day < "03-01" or "07-01" <= day < "10-01"
    return (
        moment.weekday() >= 5
        or is_between
        or day >= "12-22"
        or day <= "01-06"
        or day in {"05-01", "05-03", "11-01", "11-11"}
    )


def test_easter_and_corpus_christi_are_free() -> None:
    free = {"2025-04-21", "2025-06-19", "2026-04-06", "2026-06-04", "2027-03-29", "2027-05-27"}
    held = {f"{each:%Y-%m-%d}" for year in (2025, 2026, 2027) for each in starts(plan(at(f"{year}-06-10 10:00")))}
    assert "2026-06-03" in held
    assert free & held == set()


def test_without_odd_names_all_others_are_the_same():
    size = size_of_pool(30, 6)
    usual = invent_students(size, random.Random(7))
    ordinary = invent_students(size, random.Random(7), odd_names=False)
    others = [(one, two) for one, two in zip(usual, ordinary, strict=True) if one != two]
    assert [two.last_name for _, two in others] == ["Chrzanowski", "Nawrocki"]
