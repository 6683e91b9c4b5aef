"""Who a row of a report is: the rules in their order, and a question where they do not find exactly one student."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from app.domain import model
from app.domain.frozen import frozen
from app.domain.model import Student
from app.importing import words
from app.importing.attendance import Attender
from app.importing.identity import Class, Named
from app.importing.presence import Stay
from app.importing.report import Person
from app.importing.suggestions import suggestions

Place = tuple[str, int]
"""A row: the name of its file and its line."""


class How(StrEnum):
    """By which rule a row was given to a student; ASK and NOBODY where to none."""

    EMAIL = "email"
    NUMBER = "number"
    ALIAS = "alias"
    NAME = "name"
    ASK = "ask"
    NOBODY = "nobody"


@frozen
class Matched:
    """A row with the student it is; `student_id` is None for ASK and NOBODY. `suggestions` are ids, likeliest first."""

    attender: Attender
    how: How
    student_id: str | None
    suggestions: tuple[str, ...] = ()


@frozen
class Known:
    """What is known of people beside the list itself.

    `emails`: addresses that USOS gave, by id of student or lecturer. `aliases`: what the lecturer confirmed before, by
    `alias_key`. `decided`: answers for rows of this import, None for "nobody". `lecturers`: whose rows are no rows.
    """

    emails: Mapping[str, str]
    aliases: Mapping[str, str]
    decided: Mapping[Place, str | None]
    lecturers: tuple[model.Person, ...] = ()


NOTHING_KNOWN = Known(emails={}, aliases={}, decided={})


def alias_key(person: Person) -> str | None:
    """Return under what a confirmed answer is kept for the next report, None where it must not be.

    That is an address, else the folded name without its brackets. A telephone, a device or one word may be somebody
    else next time.
    """
    if person.addresses:
        return person.addresses[0]
    if person.nameless or not person.names or len(words.words(person.names[0])) < 2:
        return None
    return words.plain(person.names[0])


def match(attenders: Iterable[Attender], students: Sequence[Student], known: Known = NOTHING_KNOWN) -> list[Matched]:
    """Return each row with the student it is, in the given order; rows of the lecturer and of hosts are left out.

    E-mail, number, confirmed alias, name: a rule decides only if it finds exactly one student and nothing in the row
    speaks against it. A name does not decide where another row of the file has the student by e-mail or number.
    """
    matcher = _Matcher(students, known)
    told = [one for one in attenders if not matcher.is_lecturer(one)]
    named = [matcher.named(one.person) for one in told]
    strong = [matcher.by_evidence(one, whose) for one, whose in zip(told, named, strict=True)]
    taken = {(one.attender.file, one.student_id) for one in strong if one and one.how in {How.EMAIL, How.NUMBER}}
    rows = zip(told, named, strong, strict=True)
    return _with_original_names([found or matcher.by_name(one, whose, taken) for one, whose, found in rows])


class _Matcher:
    """The rules, with what they look in."""

    def __init__(self, students: Sequence[Student], known: Known) -> None:
        self._group = Class(students, known.emails)
        self._known = known
        self._lecturers = [Named(one.first_name, one.last_name) for one in known.lecturers]
        self._lecturers_emails = {email.casefold() for one in known.lecturers if (email := known.emails.get(one.id))}

    def is_lecturer(self, attender: Attender) -> bool:
        """Tell whether a row is the lecturer's or a host's, and of no student."""
        person = attender.person
        if (attender.file, person.line) in self._known.decided:
            return False
        if self._lecturers_emails & set(person.addresses):
            return True
        is_one = person.host or self._is_called_like_lecturer(person)
        return is_one and not (self._group.by_email(person) | self._group.by_number(person) | self.named(person))

    def named(self, person: Person) -> set[str]:
        """Return whose name a row has."""
        if person.nameless:
            return set()
        if told_apart := self._group.by_name_told_apart(person.name):
            return told_apart
        exact = self._group.by_exact_name(person.name)
        return exact | {one for name in person.names for one in self._group.by_name(name)}

    def by_evidence(self, attender: Attender, named: set[str]) -> Matched | None:
        """Return what an answer, an address, a number or an alias says of a row, None where they say nothing.

        `named`: whose name the row has.
        """
        person, group = attender.person, self._group
        place = (attender.file, person.line)
        if place in self._known.decided:
            chosen = self._known.decided[place]
            return Matched(attender=attender, how=How.ALIAS if chosen else How.NOBODY, student_id=chosen)
        by_email = group.by_email(person)
        found = by_email | group.by_number(person)
        if len(found) == 1:
            student_id = next(iter(found))
            others = named or (set() if group.shares_a_word(person, student_id) else group.sharing_a_word(person))
            if not others or student_id in others:
                return Matched(attender=attender, how=How.EMAIL if by_email else How.NUMBER, student_id=student_id)
        if found:
            return self._asked(attender, found | named)
        key = alias_key(person)
        alias = self._known.aliases.get(key) if key else None
        if alias is None or alias not in group.named:
            return None
        return (
            Matched(attender=attender, how=How.ALIAS, student_id=alias)
            if named <= {alias}
            else self._asked(attender, named | {alias})
        )

    def by_name(self, attender: Attender, named: set[str], taken: Container[tuple[str, str | None]]) -> Matched:
        """Return whom a row is by its name alone, or a question."""
        person = attender.person
        if len(named) == 1 and not person.host and not self._is_called_like_lecturer(person):
            student_id = next(iter(named))
            if (attender.file, student_id) not in taken and not self._group.is_another(person, student_id):
                return Matched(attender=attender, how=How.NAME, student_id=student_id)
        return self._asked(attender, named)

    def _asked(self, attender: Attender, first: set[str]) -> Matched:
        """Return a question; no question only of a full name with an address or number, if it is like no student's."""
        person = attender.person
        likely = () if person.nameless else suggestions(person, self._group, first)
        of_another = bool(person.addresses or person.number) and len(words.words(person.name)) > 1
        return Matched(
            attender=attender,
            how=How.ASK if likely or not of_another else How.NOBODY,
            student_id=None,
            suggestions=likely,
        )

    def _is_called_like_lecturer(self, person: Person) -> bool:
        return any(lecturer.is_called(name) for lecturer in self._lecturers for name in person.names)


def _with_original_names(matched: Sequence[Matched]) -> list[Matched]:
    """Return the rows; one asked about is joined to the only one that has its name as the original name in brackets."""
    originals: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    stays: defaultdict[str, list[Stay]] = defaultdict(list)
    for one in matched:
        if one.student_id:
            stays[one.student_id] += one.attender.stays
            for name in one.attender.person.names[1:]:
                originals[one.attender.file, words.plain(name)].add(one.student_id)
    joined = []
    for one in matched:
        person = one.attender.person
        found = originals.get((one.attender.file, words.plain(person.name)), set())
        may_join = one.how is How.ASK and len(found) == 1 and not person.nameless and not person.addresses
        # both there at once: another person, or another device
        if may_join and not _meet(one.attender.stays, stays[next(iter(found))]):
            joined.append(replace(one, how=How.NAME, student_id=next(iter(found)), suggestions=()))
        else:
            joined.append(one)
    return joined


def _meet(some: Sequence[Stay], others: Sequence[Stay]) -> bool:
    """Tell whether any of these stays may have been at the same time."""
    return any(
        not (one.start and one.end and other.start and other.end and (one.end <= other.start or other.end <= one.start))
        for one in some
        for other in others
    )
