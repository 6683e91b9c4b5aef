"""Whether a name, an address or a number is that of a student. Rules that find nobody rather than a wrong person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.domain.model import Student
from app.importing import words
from app.importing.report import Person

_SHORTEST_NUMBER = 4  # digits; shorter ones are rooms and groups
_LOCAL_PART = re.compile(r"([a-z]{0,2})([0-9]{4,8})")
_DIGITS = re.compile(r"(?<![0-9])[0-9]{4,8}(?![0-9])")
_MOST_EXTRA_NAMES = 2
_LONG_WORD = 3  # letters; shorter words say nothing of a person


class Named:
    """A person's name, made comparable once."""

    def __init__(self, first_name: str, last_name: str) -> None:
        self.surname = words.words(last_name)
        self.given = words.words(first_name)
        self.all_words = frozenset((*self.surname, *self.given))

    def is_called(self, name: str) -> bool:
        """Tell whether this is the person's name, in either order; second names may be missing on either side.

        The surname stands whole at one end; the first of the given names agrees. "Anna Nowak-Kowalska" is not
        "Nowak Anna", nor is "Jan Maria Rokita" "Rokita Maria".
        """
        told = words.words(name)
        if not self.surname or not self.given or not told:
            return False
        if self.has_exactly(told):
            return True
        size = len(self.surname)
        if told[:size] == self.surname:
            rest, joint = told[size:], self._is_split_at(name, size)
        elif told[-size:] == self.surname:
            rest, joint = told[:-size], self._is_split_at(name, len(told) - size)
        else:
            return False
        if joint or not rest or rest[0] != self.given[0]:
            return False
        fewer, more = sorted((set(rest), set(self.given)), key=len)
        return fewer <= more and len(more - fewer) <= _MOST_EXTRA_NAMES

    def has_exactly(self, told: Sequence[str]) -> bool:
        """Tell whether these are the words of the person's name, in any order."""
        return sorted(told) == sorted((*self.surname, *self.given))

    def _is_split_at(self, name: str, place: int) -> bool:
        """Tell whether words on both sides of a place are joined by a hyphen: one name, not two."""
        ends, count = set(), 0
        for token in words.tokens(name):
            count += len(token)
            ends.add(count)
        return place not in ends


class Class:
    """The students of a list, to be found by what a report calls them."""

    def __init__(self, students: Iterable[Student], emails: Mapping[str, str]) -> None:
        """Take the students, and the e-mail addresses USOS gave, by student's id."""
        self.students = {student.id: student for student in students}
        self.named = {one.id: Named(one.first_name, one.last_name) for one in self.students.values()}
        self._emails = {one: email.strip().casefold() for one, email in emails.items()}
        self._by_email: defaultdict[str, set[str]] = defaultdict(set)
        self._by_number: defaultdict[str, set[str]] = defaultdict(set)
        self.by_word: defaultdict[str, set[str]] = defaultdict(set)
        self._places = {student_id: place for place, student_id in enumerate(self.named)}
        for one in self.students.values():
            if email := self._emails.get(one.id):
                self._by_email[email].add(one.id)
            for written in {one.number, one.number.lstrip("0")} - {""}:
                self._by_number[written].add(one.id)
            for word in self.named[one.id].all_words:
                self.by_word[word].add(one.id)

        self._by_letter: defaultdict[str, list[str]] = defaultdict(list)
        for word in self.by_word:
            self._by_letter[word[0]].append(word)

    def by_email(self, person: Person) -> set[str]:
        """Return whose e-mail address a row has."""
        return {found for address in person.addresses for found in self._by_email.get(address, ())}

    def by_number(self, person: Person) -> set[str]:
        """Return whose number a row has: in a column of numbers, before the @ of an address, or as a word of the name.

        A number behind letters ("s412001@…") counts only where the name has a word of that student's.
        """
        found = self._numbered(person.number)
        for address in person.addresses:
            local = _LOCAL_PART.fullmatch(address.partition("@")[0])
            holders = self._numbered(local[2]) if local else set()
            found |= {one for one in holders if local and (not local[1] or self.shares_a_word(person, one))}
        if not person.nameless:
            for name in person.names:
                for number in _DIGITS.findall(words.plain(name)):
                    found |= self._numbered(number)
        return found

    def by_name(self, name: str) -> set[str]:
        """Return whose name this is; several where students share it."""
        candidates = {one for word in words.words(name) for one in self.by_word.get(word, ())}
        return {one for one in candidates if self.named[one].is_called(name)}

    def by_exact_name(self, name: str) -> set[str]:
        """Return whose name has just these words, those in brackets among them."""
        told = words.words(name)
        candidates = set(self.by_word.get(told[0], ())) if told else set()
        return {one for one in candidates if self.named[one].has_exactly(told)}

    def by_name_told_apart(self, name: str) -> set[str]:
        """Return whose name this is as this program writes it to files: with what tells a namesake apart.

        That must be the end of an album number; a count among namesakes may be another's by now.
        """
        told = words.plain(name)
        return {one.id for one in self.students.values() if one.apart.startswith("…") and words.plain(one.name) == told}

    def shares_a_word(self, person: Person, student_id: str) -> bool:
        """Tell whether a row's name has a word of the student's name."""
        return bool(self.named[student_id].all_words & _words_of(person))

    def sharing_a_word(self, person: Person) -> set[str]:
        """Return who has a word of three letters or more in common with a row's name."""
        told = (word for word in _words_of(person) if len(word) >= _LONG_WORD)
        return {one for word in told for one in self.by_word.get(word, ())}

    def words_beginning(self, letters: set[str]) -> Iterator[str]:
        """Give the words of names that begin with one of these letters."""
        for letter in letters:
            yield from self._by_letter.get(letter, ())

    def place(self, student_id: str) -> int:
        """Return where a student stands in the list, from 0."""
        return self._places[student_id]

    def is_another(self, person: Person, student_id: str) -> bool:
        """Tell whether a row's number or address says that it is another person than the student.

        A private address says nothing; one of the university's that is not theirs does.
        """
        student = self.students[student_id]
        locals_ = (_LOCAL_PART.fullmatch(one.partition("@")[0]) for one in person.addresses)
        numbers = {local[2] for local in locals_ if local and not local[1]} | (
            {person.number} if person.number else set()
        )
        if student.number and numbers and student.number.lstrip("0") not in {one.lstrip("0") for one in numbers}:
            return True
        email = self._emails.get(student_id, "")
        same_domain = [one for one in person.addresses if email and one.partition("@")[2] == email.partition("@")[2]]
        return bool(same_domain) and email not in same_domain

    def _numbered(self, number: str) -> set[str]:
        if len(number) < _SHORTEST_NUMBER:
            return set()
        exact = self._by_number.get(number) or self._by_number.get(number.lstrip("0"), set())
        return set(exact)


def _words_of(person: Person) -> frozenset[str]:
    return frozenset(word for name in person.names for word in words.words(name))
