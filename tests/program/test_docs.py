"""What the pages in docs/ say is so: settings, variables and options."""

from __future__ import annotations

import re
import tomllib
from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path

import pytest

from app.cli.parser import parser
from app.config import settings
from app.keymap.rebinding import keymap
from app.keymap.table import KEYS
from app.tui.themes import LIGHT
from tests.support.generated import ROOT

SETTINGS = ("docs/settings.md", "docs/pl/settings.md")
COMMANDS = ("docs/commands.md", "docs/pl/commands.md")


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def example(page: str) -> str:
    return re.search(r"```toml\n(.*?)```", read(page), re.DOTALL)[1]


def test_the_example_of_a_configuration_names_every_setting():
    written = tomllib.loads(example("docs/settings.md"))
    known = {table: {name for of, name in settings.names() if of == table} for table, _ in settings.names()}
    tables = {*known, settings.KEYS}
    named = {"": set(written) - tables} | {table: set(written[table]) for table in known if table}
    assert named == known


@pytest.mark.parametrize("page", SETTINGS)
def test_the_example_of_a_configuration_can_be_loaded(tmp_path: Path, page: str):
    file = tmp_path / "config.toml"
    file.write_text(example(page), encoding="utf-8")
    loaded = settings.load(file, {})
    assert (loaded.language, loaded.theme) == ("pl", LIGHT.name)
    assert keymap(loaded.keys, file) != KEYS


def test_the_example_gives_the_timeouts_that_hold_without_it():
    usual = settings.Settings()
    assert f"connect_timeout = {usual.connect_timeout:g}\n" in read("docs/settings.md")
    assert f"read_timeout = {usual.read_timeout:g}\n" in read("docs/settings.md")


@pytest.mark.parametrize("page", SETTINGS)
def test_every_variable_of_the_environment_is_named_and_no_other(page: str):
    assert set(re.findall(r"ROLLCALL_\w+", read(page))) == {
        f"ROLLCALL_{name.upper()}" for table, name in settings.names() if table == "usos"
    }


def test_every_option_of_the_emulator_is_named_and_no_other():
    of_emulator = set(re.findall(r"--[a-z-]+", _help_of("emulator"))) - {"--help", "--lang"}
    rows = re.findall(r"(?m)^\| `--.*? \|", read("docs/emulator.md"))
    assert set(re.findall(r"--[a-z-]+", "\n".join(rows))) == of_emulator


@pytest.mark.parametrize("page", COMMANDS)
def test_every_command_is_named_and_no_other(page: str):
    known = re.findall(r"(?m)^    ([a-z]+)\b", _help_of(""))
    assert set(re.findall(r"(?m)^\| `rollcall ([a-z]+)", read(page))) == set(known)


def _help_of(command: str) -> str:
    printed = StringIO()
    with redirect_stdout(printed), suppress(SystemExit):
        parser().parse_args([*command.split(), "--help"])
    return printed.getvalue()
