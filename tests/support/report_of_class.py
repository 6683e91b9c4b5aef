"""A report of the class that is on, with a bit of everything: for pictures, played states and tests of screens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.domain.model import Student
from tests.importing.written import Stayed, teams


def report(students: Sequence[Student], begin: datetime) -> str:
    """A Teams report: the second is late, the third borderline, the sixth missing, the seventh has half a name."""

    def stayed(place: int, one: Student) -> Stayed:
        late, minutes = {1: (12, 78), 2: (0, 44)}.get(place, (0, 90))
        name = f"{one.first_name[:4]} {one.last_name[:-1]}x" if place == 6 else f"{one.first_name} {one.last_name}"
        start = begin + timedelta(minutes=late)
        return Stayed(name, start, start + timedelta(minutes=minutes))

    there = [stayed(place, one) for place, one in enumerate(students) if place != 5]
    stranger = Stayed("Marek Obcy", begin, begin + timedelta(minutes=70), "marek.obcy@example.com")
    return teams([*there, stranger])
