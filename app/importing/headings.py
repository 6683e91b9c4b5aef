"""Words over columns, in the languages in which conference tools and offices write them. They only confirm.

A column is what its cells are; a word decides between columns whose cells look alike, such as joins and leaves.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from app.importing.words import plain


class Role(StrEnum):
    """What a column is for."""

    NAME = "name"
    FIRST_NAME = "first-name"
    LAST_NAME = "last-name"
    ADDRESS = "address"
    NUMBER = "number"
    ORDINAL = "ordinal"
    JOIN = "join"
    LEAVE = "leave"
    LENGTH = "length"
    ACTION = "action"
    TIMESTAMP = "timestamp"
    WAITING = "waiting"
    ATTENDED = "attended"
    MODERATOR = "moderator"
    PERSON_ROLE = "role"
    SIGN = "sign"
    REMARK = "remark"
    SUM = "sum"
    OTHER = "other"  # a word of such a table, over a column that is not needed


# The first that is found counts. Folded: small letters, no diacritics; "|" between words or their beginnings.
_WORDS: tuple[tuple[Role, str], ...] = (
    (
        Role.OTHER,
        r"^(host|prowadzacy|gospodarz|topic|temat|tytul|webinar|meeting|spotkani)|engagement|registration time",
    ),
    (Role.OTHER, r"^(country|kraj|approval|guest|gosc|gast$|invite|recording|nagryw|consent|activity score|talk time)"),
    (
        Role.OTHER,
        r"^(webcam|wiadomosci|messages|emotki|emojis|reactions|poll|podniesion|raise|start time|end time|id$)",
    ),
    (
        Role.WAITING,
        r"waiting room|poczekaln|warteraum|salle d.?attente|sala de espera|зал\w* очікуван|кімнат\w* очікуван",
    ),
    (Role.ATTENDED, r"^attended$|^uczestniczyl|^teilgenommen$|^a participe$|^asistio$|^wzial\w* udzial"),
    (Role.MODERATOR, r"^moderator"),
    (Role.ACTION, r"user action|^action|^akcja|^dzialanie|aktion|^accion|^дія"),
    (Role.TIMESTAMP, r"timestamp|sygnatura|znacznik czasu|zeitstempel|horodat|marca de|мітка|позначка часу"),
    (
        Role.ADDRESS,
        r"e ?mail|^adres|correo|courriel|пошт|\bupn\b|participant id|identyfikator ucz|teilnehmer ?id|іденти",
    ),
    (
        Role.JOIN,
        (
            r"join|dolacz|dolaczen|beitritt|beigetreten|arriv|connexion|connecte a|\bunion\b|\bunio\b|unirse|incorpor"
            r"|entrada|^entry|wejsci|приєдн|^вхід|login|zalogow|^od$|^from$|^von$"
        ),
    ),
    (
        Role.LEAVE,
        (
            r"left|leave|exit|opuszcz|opuscil|wyjsci|verlass|austritt|^depart|dernier depart|heure de depart|quitt"
            r"|sortie|salida|abandon|вихід|вихо|залиш|виишл|logout|wylogow|^do$|^to$|^bis$|disconnect"
        ),
    ),
    (
        Role.LENGTH,
        (
            r"duration|czas trwania|czas udzialu|czas w |czas obecnosci|dauer|duree|duracion|тривал"
            r"|time in (call|session)|^minut|^czas$|attendance time|^time \(min"
        ),
    ),
    (
        Role.FIRST_NAME,
        r"^first name|^imi(e|ona)$|^imie \(imiona\)|^vorname|^prenom|^nombre$|^ім.?я$|^given name|^forename",
    ),
    (
        Role.LAST_NAME,
        r"^last name|^nazwisko$|^surname|^nachname|^apellid|^прізвище$|^family name|^nom$|^nom de famille",
    ),
    (
        Role.NUMBER,
        r"album|indeks|^(student|matrik|index)\w* ?(no|nr|number|id|numer|num)|^matrik|^numer$|^nr s|^number$",
    ),
    (Role.ORDINAL, r"^(l\.? ?p|no|nr|#|№|poz)\.?$"),
    (Role.SUM, r"^(sum|razem|total|ogolem|liczba|ilosc|procent|percent|srednia|average|ocena|grade|punkty|points|%)"),
    (Role.PERSON_ROLE, r"^rol[ae]?$|^rolle$|^роль$|^status$|^stan$"),
    (Role.SIGN, r"^obecn|^attendance|^presen|^frekwencj|^anwesen|^asistencia|^присут|^zaj(ecia|\.)|^was present"),
    (Role.REMARK, r"^uwagi|^uwaga|comment|komentarz|remark|^notes?$|^notatk|bemerk|adnotacj|^opis"),
    (
        Role.NAME,
        (
            r"nazwisk|\bnames?\b|uczestni|participant|attendee|^student|^osoba|^nom\b|^nombre|^ім.?я|прізвищ|teilnehm|^nazwa"
            r"|^person|^imie i|^display"
        ),
    ),
)
_PATTERNS = tuple((role, re.compile(words)) for role, words in _WORDS)
_LONGEST = 60


@lru_cache(maxsize=1024)
def role(heading: str) -> Role | None:
    """Return what a heading says its column is for, None for words that are not known."""
    text = plain(heading)
    if not text or len(text) > _LONGEST:
        return None
    return next((role for role, pattern in _PATTERNS if pattern.search(text)), None)


def in_minutes(heading: str) -> bool:
    """Tell whether a heading says that plain numbers under it are minutes."""
    return bool(re.search(r"\bmin|\bхв", plain(heading)))
