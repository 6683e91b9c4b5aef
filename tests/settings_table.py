"""The settings in the pages for people, made from what config.toml may hold: `python -m tests.settings_table`."""

from __future__ import annotations

from collections.abc import Iterator

from app.cli.config import explained
from app.cli.config_schema import schema
from app.cli.values import Value
from app.config import settings
from tests.support.generated import Part, speaking, table

PAGES = {"en": "docs/settings.md", "pl": "docs/pl/settings.md"}
_WORDS = {
    "en": {"name": "setting", "told": "what it is for", "values": "values", "text": "text", "number": "number"},
    "pl": {"name": "ustawienie", "told": "do czego służy", "values": "wartości", "text": "tekst", "number": "liczba"},
}


def parts() -> Iterator[Part]:
    """The table of settings in both languages."""
    for language, page in PAGES.items():
        words = _WORDS[language]
        with speaking(language):
            rows = [
                (f"`{f'{of}.{name}'.lstrip('.')}`", explained(of, name), _values(of, name, words))
                for of, name in settings.names()
            ]
        headings = words["name"], words["told"], words["values"]
        yield Part(page, "settings", "tests.settings_table", table(headings, rows))


def _values(of: str, name: str, words: dict[str, str]) -> str:
    described = _properties(_properties(schema())[of] if of else schema())[name]
    match described:
        case {"enum": [*choices]}:
            return ", ".join(f'`"{choice}"`' for choice in choices)
        case {"minimum": least, "maximum": most}:
            return f"{least}–{most}"
        case {"type": "boolean"}:
            return "`true`, `false`"
        case {"type": "string"}:
            return words["text"]
        case _:
            return words["number"]


def _properties(described: Value) -> dict[str, Value]:
    match described:
        case {"properties": dict(properties)}:
            return properties
        case _:
            raise TypeError(f"no table: {described}")


def main() -> None:
    """Write both."""
    for part in parts():
        part.write()


if __name__ == "__main__":
    main()
