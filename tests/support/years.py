"""A store with years behind it: term after term of groups, lists and rolls, written as the program has written them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.domain.model import AttendanceList, Group, GroupKey, ListId, Mark, Meeting, Mode, Phrase, Record, Student, Term
from app.store import Store
from tests.support.clock import NOW

GROUPS, LISTS, STUDENTS, LARGEST = 20, 15, 60, 300
"""Of a term: its groups, the lists of each, and who is on them; on those of the first group are more."""

ON_NOW, MONDAY = ListId("0-0-0"), ListId("0-1-1")
"""The list of the class that is on, of the largest group and without a mark; and a full one of a usual group."""

_COURSE = Phrase("Analiza matematyczna", "Mathematical Analysis")
_LENGTH = timedelta(days=183)  # of a term; two are a year
_BETWEEN = timedelta(days=3.5)  # two meetings of a group
_CLASS = timedelta(minutes=90)


def keep_years(store: Store, terms: int) -> None:
    """Let so many terms be known, the one that is on the last, each student marked in the lists up to now."""
    store.database.connections.get().execute("PRAGMA synchronous=OFF")  # nothing of it is anybody's marks
    groups = [_group(term, number) for term in range(terms) for number in range(GROUPS)]
    store.mirror.keep_groups(groups, [_term(number) for number in range(terms)], NOW)
    lists = {group.key: list(_lists(group)) for group in groups}
    store.mirror.keep_lists([one for of_group in lists.values() for one in of_group], NOW)
    first = min(one.date for of_group in lists.values() for one in of_group)
    meetings = [Meeting(one.group, one.date, one.date + _CLASS, "105") for of in lists.values() for one in of]
    store.meetings.keep_days(meetings, first.date(), (NOW - first).days + 1)
    for group in groups:
        people = _people(group)
        for one in lists[group.key]:
            _call(store, one, people)


def _call(store: Store, one: AttendanceList, people: list[Student]) -> None:
    """Read a roll; mark who is missing one by one and fill in the others, and let it be confirmed."""
    blank = Record(None, "")
    store.mirror.keep_roll(one.id, [(who, blank) for who in people], one.date)
    if one.id == ON_NOW:
        return
    absent = {who.id: Record(Mark.ABSENT, "") for place, who in enumerate(people) if (place + one.date.day) % 12 == 0}
    for student_id, record in absent.items():
        store.outbox.decide(one.id, {student_id: record}, one.date)
    others = {who.id: Record(Mark.INTRAMURAL, "") for who in people if who.id not in absent}
    store.outbox.decide(one.id, others, one.date)
    store.mirror.keep_roll(one.id, [(who, (absent | others)[who.id]) for who in people], NOW)


def _term(number: int) -> Term:
    """Return a term, the present one being 0 and older ones counted from there."""
    start = (NOW - timedelta(days=60) - number * _LENGTH).date()
    name = Phrase(f"semestr {number}", f"term {number}")
    return Term(
        id=f"T{number}", name=name, start=start, finish=start + _LENGTH - timedelta(days=1), order=1000 - number
    )


def _group(term: int, number: int) -> Group:
    students = LARGEST if number == 0 else STUDENTS
    title = Phrase(f"{_COURSE.pl} {number}", f"{_COURSE.en} {number}")
    return Group(GroupKey(f"{term}-{number}", "1"), f"T{term}", title, Phrase("ćwiczenia", "classes"), students)


def _lists(group: Group) -> Iterator[AttendanceList]:
    """Yield the lists of a group, the newest first; that of the first group of this term is on."""
    term, number = map(int, group.key.unit_id.split("-"))
    newest = NOW.replace(minute=15) - term * _LENGTH - timedelta(hours=number * 5)
    for count in range(LISTS):
        list_id = ListId(f"{group.key.unit_id}-{count}")
        yield AttendanceList(list_id, group.key, newest - count * _BETWEEN, Mode.INTRAMURAL, "")


def _people(group: Group) -> list[Student]:
    return [
        Student(id=f"{group.key.unit_id}-{n}", first_name=f"Imię{n % 17}", last_name=f"Nazwisko{n}", number=f"4{n:05}")
        for n in range(group.students or 0)
    ]
