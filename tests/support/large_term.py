"""A group with as many students and lists as one likes, all of it known in a store."""

from __future__ import annotations

import random
from datetime import timedelta

from app.domain.model import AttendanceList, Group, GroupKey, ListId, Mark, Mode, Phrase, Record, Student
from app.store import Store
from tests.support.clock import NOW

LARGE = GroupKey("17879", "1")

_COMMENTS = ("", "", "", "", "late 5 min", "odrobione 3.11", "pyta o egzamin")


def keep_term(store: Store, students: int, lists: int) -> None:
    """Let a group be known with so many students and so many weekly lists until now, all of them full."""
    title, kind = Phrase("Analiza", "Analysis"), Phrase("wykład", "lecture")
    group = Group(key=LARGE, term_id="2026/2027-Z", course=title, class_type=kind, students=students)
    store.mirror.keep_groups([group], [], NOW)
    chance = random.Random(students * lists)
    people = [
        Student(id=str(n), first_name=f"Jan {n % 17}", last_name=f"Nowak {n}", number=f"4{n:05}")
        for n in range(students)
    ]
    for week in range(lists):
        list_id = ListId(str(1000 + week))
        at = NOW.replace(minute=15) - timedelta(weeks=week)
        store.mirror.keep_list(AttendanceList(id=list_id, group=LARGE, date=at, mode=Mode.HYBRID, owner=""))
        records = ((one, Record(chance.choice([*Mark]), chance.choice(_COMMENTS))) for one in people)
        store.mirror.keep_roll(list_id, records, NOW)
