"""The man page in roff, from what the parser says of each command."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.shell_words import COMPLETION, STATUSES, VARIABLES

_WORDS = {
    "en": {
        "what": "class attendance from the keyboard, straight into USOS",
        "name": "NAME",
        "synopsis": "SYNOPSIS",
        "option": "option",
        "description": "DESCRIPTION",
        "options": "OPTIONS",
        "commands": "COMMANDS",
        "every": "Every command also takes `--help` and `--lang`.",
        "statuses": "EXIT STATUS",
        "files": "FILES",
        "environment": "ENVIRONMENT",
        "completion": "COMPLETION WITH TAB",
        "settings": "settings; `rollcall config` writes an example, and shows where they are on other systems",
        "marks": "accounts and marks, for their owner's eyes only",
        "reports": "what is written down after a crash, without names and keys",
        "inside": "Inside, ? lists the keys of each screen, and Ctrl+Q quits.",
    },
    "pl": {
        "what": "sprawdzanie obecności z klawiatury, od razu w USOS",
        "name": "NAZWA",
        "synopsis": "SKŁADNIA",
        "option": "opcja",
        "description": "OPIS",
        "options": "OPCJE",
        "commands": "POLECENIA",
        "every": "Każde polecenie ma też opcje `--help` i `--lang`.",
        "statuses": "KOD ZAKOŃCZENIA",
        "files": "PLIKI",
        "environment": "ZMIENNE ŚRODOWISKOWE",
        "completion": "UZUPEŁNIANIE KLAWISZEM TAB",
        "settings": "ustawienia; `rollcall config` zapisuje przykład i mówi, gdzie są w innych systemach",
        "marks": "konta i wpisy, dostępne tylko dla ich właściciela",
        "reports": "to, co zapisano po awarii, bez nazwisk i kluczy",
        "inside": "W programie ? pokazuje klawisze każdego ekranu, a Ctrl+Q kończy.",
    },
}


@dataclass(frozen=True, kw_only=True)
class Section:
    """A command, "" for the program without one: how it is called, what it does, its options with what they are for."""

    name: str
    arguments: str
    told: str
    options: Sequence[tuple[str, str]]


def page(language: str, sections: Sequence[Section]) -> str:
    """The page in a language; the sections are in it already."""
    return "\n".join(_lines(language, sections)) + "\n"


def _lines(language: str, sections: Sequence[Section]) -> Iterator[str]:
    words, (whole, *commands) = _WORDS[language], sections
    yield '.TH ROLLCALL 1 "" rollcall'
    yield from (".nh", ".ad l")  # no name and no command is broken in two, or set apart
    yield f".SH {words['name']}"
    yield _plain(f"rollcall, usos-rollcall - {words['what']}")
    yield f".SH {words['synopsis']}"
    for number, one in enumerate(sections):
        yield from [".br"] * (number > 0)
        name = f"rollcall {one.name}".rstrip()
        yield rf"\fB{name}\fR [\fI{words['option']}\fR ...] {_plain(one.arguments)}".rstrip()
    yield f".SH {words['description']}"
    yield _plain(whole.told)
    yield _plain(words["inside"])
    yield f".SH {words['options']}"
    yield from _options(whole)
    yield f".SH {words['commands']}"
    yield _plain(words["every"])
    for one in commands:
        yield f".SS rollcall {one.name}"
        yield _plain(one.told)
        yield from _options(one)
    yield f".SH {words['statuses']}"
    for status, meaning in STATUSES[language].items():
        yield from _item(str(int(status)), meaning)
    yield f".SH {words['completion']}"
    for shell, told in COMPLETION[language].items():
        yield from _item(shell, told)
    yield f".SH {words['files']}"
    yield from _item("~/.config/rollcall/config.toml", words["settings"])
    yield from _item("~/.local/share/rollcall/", words["marks"])
    yield from _item("~/.local/state/rollcall/log/", words["reports"])
    yield f".SH {words['environment']}"
    for names, told in VARIABLES[language].items():
        yield from _item(names, told)


def _options(section: Section) -> Iterator[str]:
    for name, told in section.options:
        yield from _item(name, told)


def _item(name: str, told: str) -> Iterator[str]:
    yield from (".TP", rf"\fB{_plain(name)}\fR", _plain(told))


def _plain(text: str) -> str:
    """Text in which roff finds no command: its sign, and a point or quote that begins a line. `This` is bold."""
    safe = re.sub("`(.*?)`", r"\\fB\1\\fR", text.replace("\\", r"\e").replace("-", r"\-").replace("~", r"\(ti"))
    return rf"\&{safe}" if safe.startswith((".", "'")) else safe
