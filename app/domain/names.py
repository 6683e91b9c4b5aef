"""Polish order of names, and finding a name without its diacritics. No locale of the system is needed."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

from app.domain.model import Student

_ALPHABET = {letter: place for place, letter in enumerate("aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż")}

# Letters that Unicode does not take apart into a base letter and an accent.
_WHOLE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
_BETWEEN_WORDS = str.maketrans("-‐‑–—", "     ")
_INSIDE_WORDS = str.maketrans("", "", "'’ʼ`´.")

OrderKey = tuple[tuple[tuple[int, ...], ...], str]


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Return the text as one types it in a hurry: lower case, no diacritics, hyphens as spaces, no apostrophes."""
    apart = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(plain.translate(_WHOLE).translate(_BETWEEN_WORDS).translate(_INSIDE_WORDS).split())


@lru_cache(maxsize=8192)
def order(text: str) -> OrderKey:
    """Return a sort key: word by word, Polish letters in their own places, foreign ones beside their base letter."""
    words = unicodedata.normalize("NFC", text).lower().translate(_BETWEEN_WORDS).translate(_INSIDE_WORDS).split()
    return tuple(tuple(_places(word)) for word in words), text


def _places(word: str) -> Iterable[int]:
    for sign in word:
        if sign in _ALPHABET:
            yield _ALPHABET[sign]
        else:
            yield from (_ALPHABET.get(base, len(_ALPHABET) + ord(base)) for base in folded(sign))


def by_surname(student: Student) -> tuple[OrderKey, OrderKey, str, str]:
    """Sort key of a class list: surname, first name, then number and id so that the order is always the same."""
    return order(student.last_name), order(student.first_name), student.number, student.id


def matches(query: str, text: str) -> bool:
    """Tell whether every word of the query stands somewhere in the text, diacritics ignored."""
    where = folded(text)
    return all(word in where for word in folded(query).split())


def best(query: str, students: Iterable[Student], done: Collection[str] = ()) -> list[Student]:
    """Return the students that match, best first: the surname's beginning, any word's beginning, then any part.

    Among equals those whose ids are in `done` come last, and else the given order stays. A query of digits looks in
    the album numbers.
    """
    wanted = folded(query)
    if not wanted:
        return []
    ranked = [(rank, student) for student in students if (rank := _rank(wanted, student)) is not None]
    return [student for _, student in sorted(ranked, key=lambda pair: (pair[0], pair[1].id in done))]


def _rank(wanted: str, student: Student) -> int | None:
    surname, first_name, number = folded(student.last_name), folded(student.first_name), student.number
    if f"{surname} {first_name}".startswith(wanted):
        return 0
    everything = f"{surname} {first_name} {number}"
    sought = wanted.split()
    words = everything.split()
    if all(any(word.startswith(part) for word in words) for part in sought):
        return 1
    return 2 if all(part in everything for part in sought) else None
