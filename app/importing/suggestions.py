"""Students that an unclear name may mean, the likeliest first. Likeness only ranks; it never decides."""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher
from functools import lru_cache

from app.importing import words
from app.importing.identity import Class
from app.importing.report import Person

_MOST = 5  # one key each
_ALIKE = 0.7  # of two words that may be one with a slip
_LEAST_SCORE = 0.75  # a name of which a word agrees; a first letter alone is no suggestion

# Familiar forms that do not begin like the name; folded.
_FAMILIAR = {
    "asia": "joanna",
    "gosia": "malgorzata",
    "malgosia": "malgorzata",
    "ola": "aleksandra",
    "olek": "aleksander",
    "kuba": "jakub",
    "jurek": "jerzy",
    "zosia": "zofia",
    "basia": "barbara",
    "kasia": "katarzyna",
    "ela": "elzbieta",
    "lena": "magdalena",
    "wojtek": "wojciech",
    "maciek": "maciej",
    "zbyszek": "zbigniew",
    "staszek": "stanislaw",
    "stach": "stanislaw",
    "heniek": "henryk",
    "rysiek": "ryszard",
    "mietek": "mieczyslaw",
    "renia": "renata",
    "ula": "urszula",
    "jadzia": "jadwiga",
    "tosia": "antonina",
    "lila": "liliana",
    "sasha": "oleksandr",
}
# Ukrainian and Russian letters as they are written in Polish documents, roughly: it only ranks.
_LATIN = str.maketrans(
    dict(zip("абвгґдеєзиіїйклмнопрстуфэы", "abwhgdeeziijiklmnoprstufey", strict=False))
    | {
        "ж": "z",
        "х": "ch",
        "ц": "c",
        "ч": "cz",
        "ш": "sz",
        "щ": "szcz",
        "ю": "iu",
        "я": "ia",
        "ь": "",
        "ъ": "",
        "ё": "io",
    }
)


def suggestions(person: Person, students: Class, first: set[str]) -> tuple[str, ...]:
    """Return ids of students whom a row may mean, at most five: those in `first`, then by likeness of their names."""
    scores: defaultdict[str, float] = defaultdict(float)
    for name in person.names:
        own: defaultdict[str, float] = defaultdict(float)
        for word in words.words(name):
            for holder, likeness in _likely(word.translate(_LATIN), students).items():
                own[holder] += likeness
        for holder, score in own.items():
            scores[holder] = max(scores[holder], score)
    likely = {one for one, score in scores.items() if score >= _LEAST_SCORE} | first
    ranked = sorted(likely, key=lambda one: (one not in first, -scores[one], students.place(one)))
    return tuple(ranked[:_MOST])


def _likely(word: str, students: Class) -> dict[str, float]:
    """Return how alike the likest word of each student's name is, for those who have a word that is alike at all."""
    best: dict[str, float] = {}
    for other in students.words_beginning({word[:1], _FAMILIAR.get(word, "")[:1]}):
        if likeness := _likeness(word, other):
            for holder in students.by_word[other]:
                best[holder] = max(likeness, best.get(holder, 0.0))
    return best


@lru_cache(maxsize=65536)
def _likeness(word: str, other: str) -> float:
    """Return how alike two words are, from 0 to 1."""
    if word == other:
        return 1.0
    if _FAMILIAR.get(word) == other:
        return 0.9
    if not word or word[0] != other[0]:
        return 0.0
    if len(word) == 1:
        return 0.5
    beginning = 0.8 if other.startswith(word) and len(word) > 2 else 0.4 if word[:2] == other[:2] else 0.0
    ratio = SequenceMatcher(None, word, other, autojunk=False).ratio()
    return max(beginning, ratio * 0.9 if ratio >= _ALIKE else 0.0)
