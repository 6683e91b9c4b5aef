"""Which groups there are: six telling ones first, then ordinary ones, and one of a colleague."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import product

from app.emulator.data.calendar import Term, terms_around, weekly
from app.emulator.data.courses import CLASS_TYPES, COURSES
from app.emulator.data.people import Person
from app.emulator.data.running_class import RunningClass, running_class

_MODES = ("intramural", "remote", "hybrid")
_TIMES = (time(8, 0), time(9, 45), time(11, 30), time(13, 15), time(15, 0), time(16, 45))
FULL, HALF, EMPTY = 1.0, 0.5, 0.0


@dataclass(frozen=True)
class PlannedList:
    """An attendance list and the part of it that is filled."""

    date: datetime
    mode: str
    filled: float


@dataclass(frozen=True)
class PlannedGroup:
    """A class group. Groups with the same course, class type and term are of one course unit."""

    course_id: str
    class_type_id: str
    term: Term
    number: int
    students: Sequence[Person] = ()
    meetings: Sequence[datetime] = ()
    lists: Sequence[PlannedList] = ()

    @property
    def unit(self) -> tuple[str, str, str]:
        """What makes the group's course unit."""
        return self.course_id, self.term.id, self.class_type_id


def size_of_pool(class_size: int, groups: int) -> int:
    """How many students the groups can draw from."""
    return class_size + class_size // 2 + 60 + min(groups, 100) * 3


def colleagues_group(pool: Sequence[Person], now: datetime) -> PlannedGroup:
    """A group that the lecturer does not teach, though it is of a course unit that she teaches."""
    term, _, _ = terms_around(now.date())
    meetings = weekly(term, 4, time(8, 0))
    lists = [PlannedList(meeting, "intramural", FULL if meeting < now else EMPTY) for meeting in meetings[:2]]
    return PlannedGroup(
        course_id=COURSES[0][0],
        class_type_id="CW",
        term=term,
        number=1,
        students=pool[-25:],
        meetings=meetings,
        lists=lists,
    )


def plan_groups(
    count: int, class_size: int, pool: Sequence[Person], now: datetime, chance: random.Random
) -> list[PlannedGroup]:
    """The lecturer's groups; the first one is on now."""
    on_now = running_class(now, terms_around(now.date())[0])
    telling = _telling_groups(class_size, pool, now, on_now, chance)
    slots = _Slots(on_now, telling, chance)
    return [*telling, *_ordinary_groups(count - len(telling), pool, now, slots, chance)][:count]


class _Slots:
    """The weekly times that are left beside the class that is on; one is taken twice only when all are taken."""

    def __init__(self, on_now: RunningClass, telling: Sequence[PlannedGroup], chance: random.Random) -> None:
        self._on_now = on_now
        self._chance = chance
        starts = {(group.term.id, each) for group in telling for each in group.meetings}
        self._taken = Counter({(term_id, each.weekday(), each.time()): 1 for term_id, each in starts})

    def take(self, term: Term, weekday: int) -> time:
        """The time of a class of that term on that day of the week."""
        free = [at for at in _TIMES if self._on_now.leaves_free(weekday, at)]
        fewest = min(self._taken[term.id, weekday, at] for at in free)
        at = self._chance.choice([at for at in free if self._taken[term.id, weekday, at] == fewest])
        self._taken[term.id, weekday, at] += 1
        return at


def _telling_groups(
    class_size: int, pool: Sequence[Person], now: datetime, on_now: RunningClass, chance: random.Random
) -> list[PlannedGroup]:
    current, previous, year = terms_around(now.date())
    start, weekday = on_now.start, on_now.weekday
    meetings = sorted({start, *weekly(current, weekday, on_now.usual_time)})
    before_now = [meeting for meeting in meetings if meeting < start][-10:]
    lectures = weekly(current, (weekday + 1) % 5, time(11, 30))
    laboratories = weekly(current, (weekday + 2) % 5, time(15, 0))
    last_term = weekly(previous, 1, time(9, 45))
    class_on_now = pool[:class_size]
    # The meetings of lecture and laboratory before and after the class that is on have no lists.
    return [
        PlannedGroup(
            course_id="MAT-AM1>Z",
            class_type_id="CW",
            term=current,
            number=3,
            students=class_on_now,
            meetings=meetings,
            lists=[*_mostly_full(before_now, "intramural"), PlannedList(start, "intramural", EMPTY)],
        ),
        PlannedGroup(
            course_id="INF-BD>W1",
            class_type_id="WYK",
            term=current,
            number=1,
            students=pool[: class_size + class_size // 2],
            meetings=sorted({*lectures, *on_now.after}),
            lists=[PlannedList(meeting, "remote", FULL if meeting < start else EMPTY) for meeting in lectures],
        ),
        PlannedGroup(
            course_id="INF-PSI>W2",
            class_type_id="LAB",
            term=current,
            number=2,
            students=class_on_now[: min(class_size // 2 + 1, 16)],
            meetings=sorted({*laboratories, *on_now.before}),
            lists=_mostly_full([meeting for meeting in laboratories if meeting < start], "hybrid"),
        ),
        PlannedGroup(
            course_id="FIL-ETY",
            class_type_id="KON",
            term=current,
            number=1,
            students=(),
            meetings=weekly(current, (weekday + 3) % 5, time(13, 15)),
        ),
        PlannedGroup(
            course_id="INF-SEM-LIC", class_type_id="SEM", term=year, number=7, students=chance.sample(pool, 9)
        ),
        PlannedGroup(
            course_id="MAT-ALG>L",
            class_type_id="CW",
            term=previous,
            number=4,
            students=chance.sample(pool, 24),
            meetings=last_term,
            lists=_every_kind(last_term),
        ),
    ]


def _mostly_full(meetings: Sequence[datetime], mode: str) -> list[PlannedList]:
    """Full lists, but the last but one is half full and the one before it is empty: somebody was in a hurry."""
    filled = dict(zip(reversed(meetings), (FULL, HALF, EMPTY), strict=False))
    return [PlannedList(meeting, mode, filled.get(meeting, FULL)) for meeting in meetings]


def _every_kind(meetings: Sequence[datetime]) -> list[PlannedList]:
    """Lists of each mode, full, half full and empty; the rest of the meetings are full."""
    kinds = [*product(_MODES, (FULL, HALF, EMPTY)), *product(_MODES, (FULL,))]
    return [PlannedList(meeting, mode, filled) for meeting, (mode, filled) in zip(meetings, kinds, strict=False)]


def _ordinary_groups(
    count: int, pool: Sequence[Person], now: datetime, slots: _Slots, chance: random.Random
) -> list[PlannedGroup]:
    current, previous, _ = terms_around(now.date())
    courses, types = [course[0] for course in COURSES[6:]], [each[0] for each in CLASS_TYPES]
    numbers: Counter[tuple[str, str, str]] = Counter()
    groups = []
    for index in range(count):
        term = previous if index % 3 == 2 else current
        course, class_type = courses[index % len(courses)], types[(index + index // len(courses)) % len(types)]
        unit = (course, term.id, class_type)
        numbers[unit] += 1
        meetings = weekly(term, index % 5, slots.take(term, index % 5))
        past = [meeting for meeting in meetings if meeting < now][-6:]
        students = chance.sample(pool, chance.randint(12, 32))
        lists = _mostly_full(past, chance.choice(_MODES))
        groups.append(
            PlannedGroup(
                course_id=course,
                class_type_id=class_type,
                term=term,
                number=numbers[unit],
                students=students,
                meetings=meetings,
                lists=lists,
            )
        )
    return groups
