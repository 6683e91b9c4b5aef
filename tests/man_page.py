"""The man page in roff, from what the parser says of each command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.config import settings

_WORDS = {
    "en": {
        "what": "class attendance from the keyboard, straight into USOS",
        "name": "NAME",
        "synopsis": "SYNOPSIS",
        "command": "command",
        "option": "option",
        "description": "DESCRIPTION",
        "options": "OPTIONS",
        "commands": "COMMANDS",
        "statuses": "EXIT STATUS",
        "files": "FILES",
        "environment": "ENVIRONMENT",
        "0": "done",
        "1": "failed",
        "2": "asked wrongly, or the settings cannot be used",
        "3": "unfinished: marks are left, there is a problem, or something could not be read",
        "4": "somebody has to sign in",
        "130": "interrupted",
        "settings": "settings; rollcall config shows where they are elsewhere, and writes an example",
        "marks": "accounts and marks, for their owner's eyes only",
        "reports": "what is written down after a crash, without names and keys",
        "above": "go before the settings of the same names",
        "accessible": "set to anything but 0, it starts rollcall line by line, as --plain does",
        "colour": "not empty, it leaves out colours; marks are told apart by letter and sign",
        "language": "the language, unless --lang, the settings or the first screen say another",
        "proxy": "the proxy for https; a USOS on this computer is never asked through one",
        "inside": "Inside, ? lists the keys of each screen, and Ctrl+Q quits.",
    },
    "pl": {
        "what": "sprawdzanie obecności z klawiatury, od razu w USOS",
        "name": "NAZWA",
        "synopsis": "SKŁADNIA",
        "command": "polecenie",
        "option": "opcja",
        "description": "OPIS",
        "options": "OPCJE",
        "commands": "POLECENIA",
        "statuses": "KOD ZAKOŃCZENIA",
        "files": "PLIKI",
        "environment": "ZMIENNE ŚRODOWISKOWE",
        "0": "zrobione",
        "1": "nie udało się",
        "2": "złe wywołanie albo ustawienia, których nie da się użyć",
        "3": "niedokończone: zostały wpisy, jest problem albo czegoś nie udało się odczytać",
        "4": "trzeba się zalogować",
        "130": "przerwane",
        "settings": "ustawienia; gdzie są w innych systemach, mówi rollcall config, który zapisuje też przykład",
        "marks": "konta i wpisy, dostępne tylko dla ich właściciela",
        "reports": "to, co zapisano po awarii, bez nazwisk i kluczy",
        "above": "mają pierwszeństwo przed ustawieniami o tych nazwach",
        "accessible": "inna niż 0 uruchamia rollcall wiersz po wierszu, tak jak --plain",
        "colour": "niepusta wyłącza kolory; wpisy odróżnia litera i znak",
        "language": "język, o ile --lang, ustawienia albo pierwszy ekran nie mówią inaczej",
        "proxy": "serwer pośredniczący dla https; USOS na tym komputerze nie jest pytany przez żaden",
        "inside": "W programie ? pokazuje klawisze każdego ekranu, a Ctrl+Q kończy.",
    },
}


@dataclass(frozen=True, kw_only=True)
class Section:
    """A command, "" for the program without one: what it does, and its options with what they are for."""

    name: str
    told: str
    options: Sequence[tuple[str, str]]


def page(language: str, sections: Sequence[Section]) -> str:
    """The page in a language; the sections are in it already."""
    return "\n".join(_lines(_WORDS[language], sections)) + "\n"


def _lines(words: dict[str, str], sections: Sequence[Section]) -> Iterator[str]:
    whole, *commands = sections
    yield '.TH ROLLCALL 1 "" rollcall'
    yield f".SH {words['name']}"
    yield _plain(f"rollcall - {words['what']}")
    yield f".SH {words['synopsis']}"
    yield rf"\fBrollcall\fR [\fI{words['option']}\fR ...] [\fI{words['command']}\fR]"
    yield f".SH {words['description']}"
    yield _plain(whole.told)
    yield _plain(words["inside"])
    yield f".SH {words['options']}"
    yield from _options(whole)
    yield f".SH {words['commands']}"
    for one in commands:
        yield f".SS rollcall {one.name}"
        yield _plain(one.told)
        yield from _options(one)
    yield f".SH {words['statuses']}"
    for status in ("0", "1", "2", "3", "4", "130"):
        yield from _item(status, words[status])
    yield f".SH {words['files']}"
    yield from _item("~/.config/rollcall/config.toml", words["settings"])
    yield from _item("~/.local/share/rollcall/", words["marks"])
    yield from _item("~/.local/state/rollcall/log/", words["reports"])
    yield f".SH {words['environment']}"
    variables = [f"ROLLCALL_{name.upper()}" for table, name in settings.names() if table == "usos"]
    yield from _item(", ".join(variables), words["above"])
    yield from _item("ACCESSIBLE", words["accessible"])
    yield from _item("NO_COLOR", words["colour"])
    yield from _item("LANGUAGE, LC_ALL, LC_MESSAGES, LANG", words["language"])
    yield from _item("HTTPS_PROXY, ALL_PROXY, NO_PROXY", words["proxy"])


def _options(section: Section) -> Iterator[str]:
    for name, told in section.options:
        yield from _item(name, told)


def _item(name: str, told: str) -> Iterator[str]:
    yield from (".TP", rf"\fB{_plain(name)}\fR", _plain(told))


def _plain(text: str) -> str:
    """Text in which roff finds no command: its sign, and a point or quote at the beginning of a line."""
    safe = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{safe}" if safe.startswith((".", "'")) else safe
