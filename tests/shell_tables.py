"""Options, exit statuses and variables in the pages for people; `tests.shell_files` writes them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping

from tests.shell_words import COMPLETION, STATUSES, VARIABLES
from tests.support.generated import Part, table

_COMMANDS = {"en": "docs/commands.md", "pl": "docs/pl/commands.md"}
_SETTINGS = {"en": "docs/settings.md", "pl": "docs/pl/settings.md"}
_WORDS = {
    "en": {
        "option": "option",
        "of": "command",
        "told": "what it is for",
        "status": "exit status",
        "meaning": "meaning",
        "variable": "variable",
        "shell": "shell",
        "once": "run once",
        "all": "all",
        "alone": "`rollcall` alone",
    },
    "pl": {
        "option": "opcja",
        "of": "polecenie",
        "told": "do czego służy",
        "status": "kod",
        "meaning": "znaczenie",
        "variable": "zmienna",
        "shell": "powłoka",
        "once": "uruchom raz",
        "all": "wszystkie",
        "alone": "samo `rollcall`",
    },
}
_MAKER = "tests.shell_files"


def parts(
    language: str, whole: argparse.ArgumentParser, commands: Mapping[str, argparse.ArgumentParser]
) -> Iterator[Part]:
    """The tables in a language; the parsers are in it already."""
    words = _WORDS[language]
    options = table((words["option"], words["of"], words["told"]), _options({"": whole, **commands}, words))
    yield Part(_COMMANDS[language], "options", _MAKER, options)
    statuses = [(str(int(status)), meaning) for status, meaning in STATUSES[language].items()]
    yield Part(_COMMANDS[language], "statuses", _MAKER, table((words["status"], words["meaning"]), statuses))
    shells = table((words["shell"], words["once"]), list(COMPLETION[language].items()))
    yield Part(_COMMANDS[language], "completion", _MAKER, shells)
    variables = [
        (", ".join(f"`{name}`" for name in names.split(", ")), told) for names, told in VARIABLES[language].items()
    ]
    yield Part(_SETTINGS[language], "variables", _MAKER, table((words["variable"], words["told"]), variables))


def _options(parsers: Mapping[str, argparse.ArgumentParser], words: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Every option once, with the commands that have it; those of the emulator alone have a page of their own."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, of in parsers.items():
        formatter = argparse.HelpFormatter(of.prog)
        for one in of._actions:
            if one.option_strings and "--help" not in one.option_strings:
                option = formatter._format_action_invocation(one), formatter._expand_help(one)
                found.setdefault(option, []).append(name)
    for (option, told), names in found.items():
        if names != ["emulator"]:
            where = [f"`{name}`" if name else words["alone"] for name in names]
            yield f"`{option}`", words["all"] if len(names) == len(parsers) else ", ".join(where), told
