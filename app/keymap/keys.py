"""The keys in force: those of the table, or what config.toml has put in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.model import Mark
from app.i18n import language
from app.keymap import key_names
from app.keymap.import_keys import IMPORT_HELP
from app.keymap.mark_keys import MARK_IDS, MARK_KEYS
from app.keymap.table import KEYS, Key, Place

name_of = key_names.name_of
_POLISH = {name_of(letter) for *_, letter in MARK_KEYS.values()} | {name_of(key.polish) for key in KEYS if key.polish}


class _Current:
    """The keys in force; one set per process, as the terminal has one reader."""

    keys: Sequence[Key] = KEYS


def use(keys: Sequence[Key] = KEYS) -> None:
    """Let these keys be in force from now on; the usual ones if none are given."""
    _Current.keys = tuple(keys)


def of(place: Place) -> list[Key]:
    """Return the keys of one screen, without those of every screen."""
    return [key for key in _Current.keys if key.place is place]


def working(place: Place) -> list[Key]:
    """Return the keys of one screen with those of the roll that mark there, too; a later one goes before an earlier."""
    match place:
        case Place.OVERVIEW:
            marking = (
                replace(of_mark(mark), id=MARK_IDS[mark].replace("roll", "overview"), help=told)
                for mark, told in IMPORT_HELP.items()
            )
            return [*marking, *of(place)]
        case Place.JUSTIFICATIONS | Place.CERTIFICATE:
            also = of_mark(Mark.JUSTIFIED).keys
            return [replace(key, keys=(*key.keys, *also)) if key.id in EXCUSING else key for key in of(place)]
        case _:
            return of(place)


def named(action_id: str) -> Key:
    """Return the action of this id with the keys in force."""
    return next(key for key in _Current.keys if key.id == action_id)


def shown(action_id: str) -> str:
    """Return how a sentence names the key of this action."""
    return named(action_id).shown()


def all_names(key: Key) -> list[str]:
    """Return all keys of an action as people write them; small and capital letters count as one.

    Of letters in two languages those of the language in use come first.
    """
    names = list(dict.fromkeys(name_of(name) for name in key.keys))
    if language() != "pl":
        return names
    letters = [name for name in names if len(name) == 1 and name.isalpha()]
    polish = iter(sorted(letters, key=lambda name: name not in _POLISH))
    return [next(polish) if name in letters else name for name in names]


def while_typing(key: Key) -> Key:
    """Return an action with those of its keys that work where one types: the others type a character."""
    return replace(key, keys=tuple(name for name in key.keys if not key_names.is_character(name)))


# --- marks ---

EXCUSING = ("justifications.excuse", "certificate.write")
"""What excuses absences outside a roll, where the keys of that mark do the same."""


def letter(mark: Mark) -> str:
    """Return the capital letter that is a mark's sign in the language in use, whatever its keys are."""
    return MARK_KEYS[mark][2 if language() == "pl" else 1].upper()


def of_mark(mark: Mark) -> Key:
    """Return the keys of a mark."""
    return named(MARK_IDS[mark])


def mark_of(key: str) -> Mark | None:
    """Return the mark that a key gives, None where it gives none."""
    return next((mark for mark in MARK_KEYS if key in of_mark(mark).keys), None)


def marks(key: str) -> bool:
    """Tell whether a key marks: one mark, or the presence of the list's mode."""
    return mark_of(key) is not None or key in named("roll.present").keys


def chosen_mark(key: str, presence: Mark) -> Mark | None:
    """Return the mark that a key chooses where the key for present means this presence, None where it chooses none."""
    return mark_of(key) or (presence if marks(key) else None)


def shown_of_mark(mark: Mark, *, digits: bool = True) -> str:
    """Return the two keys of a mark for the key bar: its digit and its letter, if nobody has chosen others.

    Without `digits`, the one that is no digit; empty where there is none.
    """
    key = of_mark(mark)
    if key in KEYS:
        return f"{MARK_KEYS[mark][0]} {letter(mark)}" if digits else letter(mark)
    names = [name for name in all_names(key) if digits or not name.isdecimal()]
    return " ".join(names[: 2 if digits else 1])


def marking_digits() -> dict[str, Mark]:
    """Return the digits that mark: they do so in a query of letters, too."""
    return {name: mark for mark in MARK_KEYS for name in of_mark(mark).keys if name.isdecimal()}
