"""People that do not exist."""

import random
from dataclasses import dataclass

from app.emulator.data import names

_SURNAMES = (*names.PLAIN_SURNAMES, *names.ADJECTIVAL_SURNAMES)


@dataclass(frozen=True)
class Person:
    """A user of the installation; students have an album number, staff have not."""

    id: int
    first_name: str
    last_name: str
    sex: str
    student_number: str | None = None
    title_before: str | None = None
    title_after: str | None = None


def invent_students(count: int, chance: random.Random, *, odd_names: bool = True) -> list[Person]:
    """Students with different ids and album numbers, the telling names first, with or without the oddest."""
    ids = chance.sample(range(100_000, 900_000), count)
    numbers = chance.sample(range(400_000, 500_000), count)
    known = [name if odd_names else names.IN_PLACE_OF.get(name, name) for name in names.TELLING]
    taken = set(known)
    named = [*known, *(_name(chance, taken) for _ in range(count - len(known)))]
    return [
        Person(id=user_id, first_name=first, last_name=last, sex=sex, student_number=str(student_number))
        for user_id, student_number, (first, last, sex) in zip(ids, numbers, named, strict=False)
    ]


def staff() -> list[Person]:
    """The lecturer, then the colleagues."""
    return [
        Person(
            id=index,
            first_name=first,
            last_name=last,
            sex=sex,
            student_number=None,
            title_before=before,
            title_after=after,
        )
        for index, (first, last, sex, before, after) in enumerate((names.LECTURER, *names.COLLEAGUES), start=2001)
    ]


def _name(chance: random.Random, taken: set[tuple[str, str, str]]) -> tuple[str, str, str]:
    name = _any_name(chance)
    if name in taken:
        # Namesakes happen, but one try more makes them as few as in life.
        name = _any_name(chance)
    taken.add(name)
    return name


def _any_name(chance: random.Random) -> tuple[str, str, str]:
    sex = chance.choice("FM")
    first = chance.choice(names.WOMEN if sex == "F" else names.MEN)
    last = _surname(chance, sex)
    if sex == "F" and chance.random() < 0.06:
        last = f"{last}-{_surname(chance, sex)}" if "-" not in last else last
    return first, last, sex


def _surname(chance: random.Random, sex: str) -> str:
    return for_sex(chance.choice(_SURNAMES), sex)


def for_sex(surname: str, sex: str) -> str:
    """The form of a surname for a woman or a man: `Kowalski` → `Kowalska`."""
    is_adjective = surname.endswith(("ski", "cki", "dzki"))
    return surname[:-1] + "a" if sex == "F" and is_adjective else surname
