"""The fields of what commands print as JSON: those that a value has, and those that the pages for people name."""

from __future__ import annotations

import re

from tests.support.generated import ROOT

_IN_BOTH = ("docs/commands.md", "docs/pl/commands.md")


def fields(value: object) -> set[str]:
    """The names of all fields in a JSON value; an id by which something is found is none."""
    match value:
        case dict():
            inner = set().union(*(fields(one) for one in value.values())) if value else set()
            return inner | {name for name in value if not name.isdecimal()}
        case list():
            return set().union(*map(fields, value)) if value else set()
        case _:
            return set()


def documented(command: str) -> set[str]:
    """The fields that the pages name for a command; both name the same."""
    if command == "import":
        return _named(_block("docs/importing.md", '{"schema_version"'))
    english, polish = (_of(command, page) for page in _IN_BOTH)
    assert english == polish
    return english


def _of(command: str, page: str) -> set[str]:
    parts = re.split(r"(?m)^(\w+) +(?=[{\"])", _block(page, "lists"))
    by_name = dict(zip(parts[1::2], parts[2::2], strict=True))
    return _named(by_name[command]) | (_named(by_name["GROUP"]) if "{GROUP" in by_name[command] else set())


def _block(page: str, beginning: str) -> str:
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.search(rf"```\n({re.escape(beginning)}.*?)```", text, re.DOTALL)[1]


def _named(text: str) -> set[str]:
    return set(re.findall(r'"(\w+)"', text))
