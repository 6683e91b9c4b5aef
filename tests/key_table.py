"""The README's table of keys, made from the bindings: `python -m tests.key_table` writes it into the README."""

from __future__ import annotations

from pathlib import Path

from app import i18n
from app.i18n import gettext
from app.keymap import keys
from app.keymap.table import Place

README = Path(__file__).parent.parent / "README.md"
_FIRST = (Place.ROLL, Place.SUMMARY, Place.LISTS, Place.GROUPS)
_SCREENS = (*_FIRST, *(place for place in Place if place not in {*_FIRST, Place.EVERY}), Place.EVERY)
BEGIN, END = "<!-- keys: python -m tests.key_table -->\n", "<!-- /keys -->\n"


def key_table() -> str:
    """The keys of every screen in English; what several screens share stands there once."""
    i18n.use_language("en")
    places: dict[tuple[str, str], list[str]] = {}
    for place in _SCREENS:
        for key in keys.of(place):
            row = " ".join(f"`{name}`" for name in keys.all_names(key)), gettext(key.help)
            places.setdefault(row, []).append(gettext(place).lower())
    rows = (f"| {names} | {does} | {', '.join(where)} |\n" for (names, does), where in places.items())
    return "".join(["| key | what it does | where |\n", "|---|---|---|\n", *rows])


def main() -> None:
    """Replace the table in the README."""
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{BEGIN}{key_table()}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
