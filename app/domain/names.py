"""Polish order of names, and finding a name without its diacritics. No locale of the system is needed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from app.domain.model import Person, Student
from app.domain.whole_number import whole_number

_ALPHABET = {letter: place for place, letter in enumerate("aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż")}

# Letters that neither Unicode nor their names take apart into a base letter and an accent.
_WHOLE = {"ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ə": "e", "ɛ": "e", "ŋ": "n", "ɔ": "o"}
_NAMED_AFTER = re.compile(r"LATIN SMALL LETTER ([A-Z])(?: WITH .*)?")
_BETWEEN_WORDS = str.maketrans("-‐‑‒–—", "      ")
_INSIDE_WORDS = str.maketrans("", "", "'’ʼ`´.‘‛ʻʹʽʾʿ′‵＇ˈ՚ꞌ")

NumberKey = tuple[bool, tuple[tuple[int, int, str], ...], str]
OrderKey = tuple[tuple[tuple[int, ...], ...], str]


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Return the text as one types it in a hurry: lower case, no diacritics, hyphens as spaces, no apostrophes."""
    apart = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(_plain(sign) for sign in _drawn(apart) if not unicodedata.combining(sign))
    return " ".join(plain.translate(_BETWEEN_WORDS).translate(_INSIDE_WORDS).split())


def _plain(sign: str) -> str:
    """Return the base letter of a letter: of ł, ɓ, ƙ, which are named after it, and of some others."""
    if sign.isascii():
        return sign
    named = _NAMED_AFTER.fullmatch(unicodedata.name(sign, ""))
    return named[1].lower() if named else _WHOLE.get(sign, sign)


def _drawn(text: str) -> str:
    """Return the text without what nobody sees in it: soft hyphens, joiners, byte order marks."""
    return text if text.isprintable() else "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


@lru_cache(maxsize=8192)
def order(text: str) -> OrderKey:
    """Return a sort key: word by word, Polish letters in their own places, foreign ones beside their base letter."""
    whole = unicodedata.normalize("NFC", _drawn(text)).lower()
    words = whole.translate(_BETWEEN_WORDS).translate(_INSIDE_WORDS).split()
    return tuple(tuple(_places(word)) for word in words), text


def _places(word: str) -> Iterable[int]:
    for sign in word:
        if sign in _ALPHABET:
            yield _ALPHABET[sign]
        else:
            yield from (_ALPHABET.get(base, len(_ALPHABET) + ord(base)) for base in folded(sign))


@lru_cache(maxsize=8192)
def number_order(number: str) -> NumberKey:
    """Return a sort key of album numbers: digits by their value, letters small or capital, so s9 goes before S100.

    Numbers go before what begins with a letter, and that before nothing at all.
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", number.casefold())
    return not parts, tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts), number


def by_surname(student: Student) -> tuple[OrderKey, OrderKey, NumberKey, str]:
    """Sort key of a class list: surname, first name, then number and id so that the order is always the same."""
    return order(student.last_name), order(student.first_name), number_order(student.number), student.id


def same_name(one: Student | Person) -> str:
    """Return what is the same for two of one name."""
    return f"{one.last_name} {one.first_name}".casefold()


def told_apart(students: Iterable[Student]) -> dict[str, str]:
    """Return, by id, what tells those apart who have a name in common; nothing of the others.

    It is the end of the album number from where it differs, which gives the number away to nobody, or else a count.
    """
    namesakes: dict[str, list[Student]] = {}
    for student in students:
        namesakes.setdefault(same_name(student), []).append(student)
    return {
        student.id: told
        for sharing in namesakes.values()
        if len(sharing) > 1
        for student, told in zip(sharing, _differences(sharing), strict=True)
    }


def _differences(sharing: Sequence[Student]) -> Iterator[str]:
    """Yield for each of these, who share a name, what the others have not."""
    numbers = [student.number for student in sharing]
    for length in range(1, max(map(len, numbers)) + 1):
        ends = {number[-length:] for number in numbers}
        if len(ends) == len(numbers) and "" not in ends:
            yield from (f"…{number[-length:]}" for number in numbers)
            return
    places = sorted(student.id for student in sharing)
    yield from (f"({places.index(student.id) + 1})" for student in sharing)


def matches(query: str, text: str) -> bool:
    """Tell whether every word of the query stands somewhere in the text, diacritics ignored."""
    where = folded(text)
    return all(word in where for word in folded(query).split())


def best(
    query: str, students: Iterable[Student], done: Collection[str] = (), numbered: Sequence[Student] = ()
) -> list[Student]:
    """Return the students that match, best first: the surname's beginning, any word's beginning, then any part.

    Among equals those whose ids are in `done` come last, and else the given order stays. A query of digits looks in
    the album numbers; before all others comes, if among the students, whose place in `numbered`, from 1, it is.
    """
    wanted = folded(query)
    if not wanted:
        return []
    place = whole_number(wanted, range(1, len(numbered) + 1))
    meant = numbered[place - 1].id if place is not None and str(place) == wanted else None
    ranks = ((-1 if student.id == meant else _rank(wanted, student), student) for student in students)
    ranked = [(rank, student) for rank, student in ranks if rank is not None]
    return [student for _, student in sorted(ranked, key=lambda pair: (pair[0], pair[1].id in done))]


def is_of_number(query: str, student: Student) -> bool:
    """Tell whether a student matches by the album number alone: something in the query is no part of the name."""
    name = f"{folded(student.last_name)} {folded(student.first_name)}"
    return not all(part in name for part in folded(query).split()) and _rank(folded(query), student) is not None


def _rank(wanted: str, student: Student) -> int | None:
    surname, first_name, number = folded(student.last_name), folded(student.first_name), folded(student.number)
    if f"{surname} {first_name}".startswith(wanted):
        return 0
    everything = f"{surname} {first_name} {number} {number.replace(' ', '')}"
    sought = wanted.split()
    words = everything.split()
    if all(any(word.startswith(part) for word in words) for part in sought):
        return 1
    return 2 if all(part in everything for part in sought) else None
