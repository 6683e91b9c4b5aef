"""Believable marks and comments for lists of the past."""

import random

# By mode of the list: how often each mark is given.
_HABITS = {
    "intramural": {"intramural": 82, "justified_absence": 6, "absence": 12},
    "remote": {"remote": 80, "justified_absence": 5, "absence": 15},
    "hybrid": {"intramural": 58, "remote": 25, "justified_absence": 5, "absence": 12},
}
_COMMENTS = {
    "intramural": ("spóźnienie 10 min", "spóźnienie 25 min", "rozwiązane zadanie 3 przy tablicy", "wyjście o 11:00"),
    "remote": ("bez kamery", "problemy z mikrofonem", "spóźnienie 5 min"),
    "justified_absence": ("zwolnienie lekarskie", "zawody AZS", "konferencja koła naukowego"),
    "absence": ("mail w dniu zajęć", "druga nieobecność z rzędu"),
}


def past_mark(mode: str, chance: random.Random) -> tuple[str, str | None]:
    """A mark that a list of this mode allows, now and then with a comment."""
    habits = _HABITS[mode]
    mark = chance.choices(list(habits), list(habits.values()))[0]
    return mark, chance.choice(_COMMENTS[mark]) if chance.random() < 0.05 else None
