"""The keys in the pages for people, made from the bindings: `python -m tests.key_table` writes them there."""

from __future__ import annotations

from collections.abc import Iterator

from app.i18n import gettext
from app.keymap import keys
from app.keymap.table import Key, Place
from tests.support.generated import Part, speaking, table

PAGES = {"en": "docs/keys.md", "pl": "docs/pl/keys.md"}
READMES = {"en": "README.md", "pl": "README.pl.md"}
DAILY = (  # marking, correcting, finding, and what ends a roll: with these a lecturer gets through a term
    "roll.in_person",
    "roll.absent",
    "roll.justified",
    "roll.late",
    "roll.undo",
    "roll.find",
    "roll.fill",
    "roll.summary",
)
_FIRST = (Place.ROLL, Place.SUMMARY, Place.LISTS, Place.GROUPS)
_SCREENS = (*_FIRST, *(place for place in Place if place not in {*_FIRST, Place.EVERY}))
_ON_MANY = 5  # screens on which a key does the same; it is told once then
_WORDS = {
    "en": {"key": "key", "does": "what it does", "many": "Most screens"},
    "pl": {"key": "klawisz", "does": "co robi", "many": "Większość ekranów"},
}


def parts() -> Iterator[Part]:
    """The keys of every screen, and the daily ones, in both languages."""
    for language, page in PAGES.items():
        words = _WORDS[language]
        with speaking(language):
            every = _all(words)
            daily = table((words["key"], words["does"]), [_row(keys.named(name)) for name in DAILY])
        yield Part(page, "keys", "tests.key_table", every)
        yield Part(READMES[language], "daily keys", "tests.key_table", daily)


def _all(words: dict[str, str]) -> str:
    """A table for every screen; what many screens share stands after them, once."""
    places: dict[tuple[str, str], list[Place]] = {}
    for place in (*_SCREENS, Place.EVERY):
        for key in keys.working(place):
            places.setdefault(_row(key), []).append(place)
    many = [row for row, where in places.items() if len(where) >= _ON_MANY]
    sections = {
        gettext(place): [row for row, where in places.items() if place in where and row not in many]
        for place in _SCREENS
    }
    sections[words["many"]] = many
    sections[gettext(Place.EVERY)] = [row for row, where in places.items() if Place.EVERY in where]
    heading = words["key"], words["does"]
    return "\n".join(f"## {title}\n\n{table(heading, rows)}" for title, rows in sections.items() if rows)


def _row(key: Key) -> tuple[str, str]:
    """A key as the help tells it, and what it does."""
    return " ".join(f"`{name}`" for name in keys.all_names(key)), gettext(key.help)


def main() -> None:
    """Write all of it."""
    for part in parts():
        part.write()


if __name__ == "__main__":
    main()
