"""Who a row of a report is: the rules in their order, and a question where they do not find exactly one student."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cached_property

from app.domain import model
from app.domain.frozen import frozen
from app.domain.model import Student
from app.importing import words
from app.importing.attendance import Attender
from app.importing.identity import Class, Named
from app.importing.presence import Stay
from app.importing.report import Person
from app.importing.suggestions import suggestions

_PART = 200  # rows after which one hears how far it is

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


def match(attenders: Sequence[Attender], students: Sequence[Student], known: Known = NOTHING_KNOWN) -> list[Matched]:
    """Return each row with the student it is, in the given order; rows of the lecturer and of hosts are left out.

    E-mail, number, confirmed alias, name: a rule decides only if it finds exactly one student and nothing in the row
    speaks against it. A name does not decide where another row of the file has the student by e-mail or number.
    """
    return Matcher(attenders, students, known).matched(known.decided)


class Matcher:
    """Rows of files, and the students they may be: all that no answer of the lecturer can change is worked out once."""

    def __init__(
        self,
        attenders: Sequence[Attender],
        students: Sequence[Student],
        known: Known,
        told: Callable[[float], object] = lambda share: None,
    ) -> None:
        """Match these rows; `known.decided` is not looked at. `told` hears now and then which share is done."""
        rules = _Rules(students, known)
        self._rows = []
        for number, attender in enumerate(attenders):
            if not number % _PART:
                told(number / len(attenders))
            self._rows.append(_Row(attender, rules))

    def matched(self, decided: Mapping[Place, str | None]) -> list[Matched]:
        """Return what `match` does, with these answers for rows; one without an answer is the same value again."""
        told = [row for row in self._rows if row.place in decided or not row.is_lecturers]
        found = [_answered(row.attender, decided[row.place]) if row.place in decided else row.strong for row in told]
        taken = {(one.attender.file, one.student_id) for one in found if one and one.how in {How.EMAIL, How.NUMBER}}
        return _with_original_names([one or row.by_name(taken) for row, one in zip(told, found, strict=True)])


def _answered(attender: Attender, student_id: str | None) -> Matched:
    return Matched(attender=attender, how=How.ALIAS if student_id else How.NOBODY, student_id=student_id)


class _Row:
    """A row, with what the rules make of it alone.

    `strong`: whom an address, a number or an alias says it is, or a question; None where they say nothing.
    """

    def __init__(self, attender: Attender, rules: _Rules) -> None:
        self.attender, self._rules = attender, rules
        self.place = attender.file, attender.person.line
        self._named = rules.named(attender.person)
        self.is_lecturers = rules.is_lecturers(attender.person, self._named)
        self.strong = rules.by_evidence(attender, self._named)
        self._weak = rules.by_name(attender, self._named)

    def by_name(self, taken: Container[tuple[str, str | None]]) -> Matched:
        """Return whom the row is by its name alone, unless another row of the file has them; else a question."""
        if self._weak is not None and (self.attender.file, self._weak.student_id) not in taken:
            return self._weak
        return self._question

    @cached_property
    def _question(self) -> Matched:
        return self._rules.asked(self.attender, self._named)


class _Rules:
    """The rules, with what they look in."""

    def __init__(self, students: Sequence[Student], known: Known) -> None:
        self._group = Class(students, known.emails)
        self._aliases = known.aliases
        self._lecturers = [Named(one.first_name, one.last_name) for one in known.lecturers]
        self._lecturers_emails = {email.casefold() for one in known.lecturers if (email := known.emails.get(one.id))}

    def is_lecturers(self, person: Person, named: set[str]) -> bool:
        """Tell whether a row is the lecturer's or a host's, and of no student; `named`: whose name it has."""
        if self._lecturers_emails & set(person.addresses):
            return True
        is_one = person.host or self._is_called_like_lecturer(person)
        return is_one and not (self._group.by_email(person) | self._group.by_number(person) | named)

    def named(self, person: Person) -> set[str]:
        """Return whose name a row has."""
        if person.nameless:
            return set()
        if told_apart := self._group.by_name_told_apart(person.name):
            return told_apart
        exact = self._group.by_exact_name(person.name)
        return exact | {one for name in person.names for one in self._group.by_name(name)}

    def by_evidence(self, attender: Attender, named: set[str]) -> Matched | None:
        """Return what an address, a number or an alias says of a row, None where they say nothing."""
        person, group = attender.person, self._group
        by_email = group.by_email(person)
        found = by_email | group.by_number(person)
        if len(found) == 1:
            student_id = next(iter(found))
            others = named or (set() if group.shares_a_word(person, student_id) else group.sharing_a_word(person))
            if not others or student_id in others:
                return Matched(attender=attender, how=How.EMAIL if by_email else How.NUMBER, student_id=student_id)
        if found:
            return self.asked(attender, found | named)
        key = alias_key(person)
        alias = self._aliases.get(key) if key else None
        if alias is None or alias not in group.named:
            return None
        return (
            Matched(attender=attender, how=How.ALIAS, student_id=alias)
            if named <= {alias}
            else self.asked(attender, named | {alias})
        )

    def by_name(self, attender: Attender, named: set[str]) -> Matched | None:
        """Return whom a row is by its name alone, None where that does not decide."""
        person = attender.person
        if len(named) != 1 or person.host or self._is_called_like_lecturer(person):
            return None
        student_id = next(iter(named))
        if self._group.is_another(person, student_id):
            return None
        return Matched(attender=attender, how=How.NAME, student_id=student_id)

    def asked(self, attender: Attender, first: set[str]) -> Matched:
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
