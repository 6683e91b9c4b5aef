"""Text of a report made comparable: folded words of names, yes and no, what is no name at all."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from app.domain import names

_NOTHING = frozenset({"", "-", "–", "—", "--", "n/a", "brak"})
_YES = frozenset({"yes", "tak", "ja", "oui", "si", "так", "true", "1", "y", "t"})
_NO = frozenset({"no", "nie", "nein", "non", "ні", "false", "0", "n", "f"})
_SUM = re.compile(r"(razem|suma|sum|ogolem|lacznie|total|subtotal|srednia|average|liczba|obecnych|nieobecnych)\b.*")
_ANONYMOUS = re.compile(
    r"(anonim|anonym|unknown|nieznany uzytk|guest|gosc|gast|invite|invitado|гість|анонім|participant|uczestnik|user"
    r"|uzytkownik)\w*( ?\d+)?( user| uzytkownik)?"
)
_TELEPHONE = re.compile(r"\+[\d*\s().-]{6,}|[\d*\s().-]*\*[\d*\s().-]*|(?=(?:\D*\d){9})[\d\s().-]+")
_MASKED = re.compile(r"\*{2,}|…")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return the text folded as `names.folded` does, compatibility forms too, without signs that are not drawn."""
    whole = unicodedata.normalize("NFKC", text)
    return names.folded("".join(sign for sign in whole if unicodedata.category(sign) != "Cf"))


@lru_cache(maxsize=8192)
def tokens(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of a name, folded; those joined by hyphens belong together in one token."""
    whole = unicodedata.normalize("NFKC", name)
    letters = "".join(sign if _is_of_a_name(sign) else " " for sign in whole if unicodedata.category(sign) != "Cf")
    folded = (tuple(names.folded(part).split()) for part in letters.split())
    return tuple(token for token in folded if token)


def words(name: str) -> tuple[str, ...]:
    """Return the folded words of a name, in their order."""
    return tuple(word for token in tokens(name) for word in token)


def _is_of_a_name(sign: str) -> bool:
    return sign.isalnum() or unicodedata.combining(sign) != 0 or sign in "-‐‑–—'’‘ʼ`´"


def is_nothing(cell: str) -> bool:
    """Tell whether a cell is empty or says so."""
    return cell.casefold() in _NOTHING


def is_yes(cell: str) -> bool:
    """Tell whether a cell says yes."""
    return plain(cell) in _YES


def is_no(cell: str) -> bool:
    """Tell whether a cell says no."""
    return plain(cell) in _NO


def is_sum(name: str) -> bool:
    """Tell whether a row of this name is a sum, not a person."""
    return _SUM.fullmatch(plain(name)) is not None


def is_anonymous(name: str) -> bool:
    """Tell whether a name names nobody."""
    return _ANONYMOUS.fullmatch(plain(name)) is not None


def is_telephone(name: str) -> bool:
    """Tell whether a name is a telephone's number, masked or whole; one of up to eight digits is a student's."""
    return _TELEPHONE.fullmatch(name.strip()) is not None


def shortened(name: str) -> str:
    """Return a telephone's number with its middle left out, as it is shown; one that is masked as it is."""
    if _MASKED.search(name):
        return name
    whole = "".join(name.split())
    return f"{whole[:3]}…{whole[-2:]}"
