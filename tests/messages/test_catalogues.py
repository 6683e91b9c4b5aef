"""Polish is complete: every text of the code has its translation, whole and with the same places to fill."""

from __future__ import annotations

import gettext
import os
import re
import string
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from app.i18n import CATALOGUES, DOMAIN
from tests import catalogues
from tests.catalogues import forms, ids

THE_SAME_IN_POLISH = {
    "Demo",
    "Program",
    "USOS",
    "{number} %",
    "PIN:",
    "{number} min",
    "{minutes} min {seconds} s",
    "gr. {number}",
    "Mar",
    "argument %(argument_name)s: %(message)s",
}
ENGLISH_WORDS = {"the", "of", "is", "are", "and", "not", "this", "your", "from", "with", "it", "on", "for", "or"}


@cache
def catalogue() -> Catalog:
    """All texts of the code with their translations; made when a test asks, for it takes a second."""
    return catalogues.refreshed(catalogues.known())


def test_the_catalogue_holds_the_texts_of_the_code_and_no_others():
    assert catalogues.PO.read_bytes() == catalogues.as_po(catalogue()), "run python -m tests.catalogues"


def test_the_program_reads_what_people_translated():
    assert catalogues.MO.read_bytes() == catalogues.as_mo(catalogue()), "run python -m tests.catalogues"


def test_a_text_inside_an_f_string_is_found():
    assert list(catalogues.texts("""f"{gettext('one')} {f(ngettext('a', 'b', 2))}" + pgettext('c', 'd')""")) == [
        (None, "one"),
        (None, ("a", "b")),
        ("c", "d"),
    ]


def test_each_text_is_translated_in_all_its_forms():
    assert those(lambda message: not all(forms(message)) or message.fuzzy) == []
    assert those(lambda message: len(forms(message)) != (3 if message.pluralizable else 1)) == []


def test_each_translation_has_the_same_places_to_fill():
    assert those(lambda message: any(places(form) != places(ids(message)[-1]) for form in forms(message))) == []


def test_each_translation_has_the_same_space_around_it():
    assert those(lambda message: any(margins(form) != margins(ids(message)[0]) for form in forms(message))) == []


def test_a_sentence_stays_a_sentence():
    assert those(lambda message: ids(message)[0].endswith(".") and not forms(message)[0].endswith(".")) == []


def test_no_translation_is_english():
    same = those(lambda message: forms(message)[0].lower() == ids(message)[0].lower())
    assert set(same) == THE_SAME_IN_POLISH
    assert those(lambda message: ENGLISH_WORDS & set(re.findall(r"\w+", forms(message)[0].lower()))) == []


@pytest.mark.parametrize(
    ("number", "counted"), [(1, "1 lista"), (2, "2 listy"), (5, "5 list"), (12, "12 list"), (22, "22 listy")]
)
def test_polish_counts_with_three_forms(number: int, counted: str):
    polish = gettext.translation(DOMAIN, CATALOGUES, ["pl"])
    assert polish.ngettext("{number} list", "{number} lists", number).format(number=number) == counted


def test_the_help_of_the_command_line_is_polish(tmp_path: Path):
    told = rollcall(tmp_path, "--lang", "pl", "--help")
    assert told.returncode == 0
    for words in ("użycie: rollcall", "opcje:", "pokaż tę pomoc i zakończ", "polecenia:", "język programu"):
        assert words in told.stdout


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--nonsense"], "rollcall: błąd: nieznane argumenty: --nonsense"),
        (["--list"], "argument --list: potrzebna jest jedna wartość"),
        (["emulator", "--without"], "argument --without: potrzebna jest co najmniej jedna wartość"),
        (["emulator", "--json=x"], "argument --json: zbędna wartość 'x'"),
        (["demo", "--s", "1"], "niejednoznaczna opcja: --s może oznaczać --students, --seed"),
        (["demo", "--students", "many"], "argument --students: to nie jest wartość typu int: 'many'"),
        (["roll"], "argument polecenie: niedozwolona wartość: 'roll'"),
    ],
)
def test_a_wrong_option_is_told_in_polish(tmp_path: Path, arguments: list[str], complaint: str):
    told = rollcall(tmp_path, "--lang", "pl", *arguments)
    assert told.returncode == 2
    assert complaint in told.stderr
    assert "użycie: " in told.stderr


def test_english_stays_english_in_a_polish_terminal(tmp_path: Path):
    assert rollcall(tmp_path, "--lang", "en", "--help", locale="pl_PL.UTF-8").stdout.startswith("usage: rollcall")


def test_a_polish_terminal_gets_polish(tmp_path: Path):
    assert rollcall(tmp_path, "--help", locale="pl_PL.UTF-8").stdout.startswith("użycie: rollcall")


def those(wrong: Callable[[Message], object]) -> list[str]:
    """The texts whose translation is wrong in some way."""
    return [ids(message)[0] for message in catalogue() if message.id and wrong(message)]


def places(text: str) -> list[str]:
    """What is filled in later: {name} of our own texts, %(name)s of the standard library's; order may differ."""
    of_percent = re.findall(r"%(?:\(\w+\))?[sdr]", text)
    return sorted([*of_percent, *(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)])


def margins(text: str) -> tuple[str, str]:
    """White space before and after a text."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def rollcall(folder: Path, *arguments: str, locale: str = "C") -> subprocess.CompletedProcess[str]:
    """Run the program away from the checkout and from this machine's settings and language."""
    foreign = ("PYTHON", "ROLLCALL", "LC_", "LANG", "XDG_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=folder,
        env={**environment, "LC_ALL": locale, "HOME": str(folder), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
