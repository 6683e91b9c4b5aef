"""What the README says is so: its commands, keys, settings, options and files."""

from __future__ import annotations

import re
import tomllib
from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path

import pytest

import app
from app.cli.parser import parser
from app.config import settings
from app.keymap.rebinding import keymap
from app.keymap.table import KEYS
from app.tui.themes import LIGHT
from tests.key_table import BEGIN, END, README, key_table

ROOT = README.parent
TEXT = README.read_text(encoding="utf-8")
DEMO = "python3 -m venv .venv && .venv/bin/pip install --quiet . && .venv/bin/rollcall demo"
TESTS = "python3 -m venv .venv && .venv/bin/pip install --quiet -e '.[dev]' && .venv/bin/pytest"


@pytest.mark.parametrize("command", [DEMO, TESTS])
def test_the_command_stands_there_word_for_word(command: str):
    assert TEXT.count(f"```sh\n{command}\n```") == 1


def test_the_continuous_check_runs_the_same_command_for_the_tests():
    pattern = re.search(r'--only-matching "(.*)" README\.md', (ROOT / ".ci" / "run").read_text(encoding="utf-8"))[1]
    assert [line for line in TEXT.splitlines() if re.search(pattern, line)] == [TESTS]


def test_the_table_of_keys_equals_the_bindings():
    assert f"{BEGIN}{key_table()}{END}" in TEXT, "run python -m tests.key_table"


def test_the_example_of_a_configuration_names_every_setting_and_can_be_loaded(tmp_path: Path):
    example = re.search(r"```toml\n(.*?)```", TEXT, re.DOTALL)[1]
    read = tomllib.loads(example)
    known = {table: {name for of, name in settings.names() if of == table} for table, _ in settings.names()}
    tables = {*known, settings.KEYS}
    named = {"": set(read) - tables} | {table: set(read[table]) for table in known if table}
    assert named == known
    file = tmp_path / "config.toml"
    file.write_text(example, encoding="utf-8")
    loaded = settings.load(file, {})
    assert loaded.access is not None
    assert (loaded.language, loaded.theme) == ("pl", LIGHT.name)
    assert keymap(loaded.keys, file) != KEYS


def test_the_example_gives_the_timeouts_that_hold_without_it():
    usual = settings.Settings()
    assert f"connect_timeout = {usual.connect_timeout:g}\n" in TEXT
    assert f"read_timeout = {usual.read_timeout:g}\n" in TEXT


def test_every_variable_of_the_environment_is_named_and_no_other():
    assert set(re.findall(r"ROLLCALL_\w+", TEXT)) == {
        f"ROLLCALL_{name.upper()}" for table, name in settings.names() if table == "usos"
    }


def test_every_option_of_the_emulator_is_named_and_no_other():
    of_emulator = set(re.findall(r"--[a-z-]+", _help_of("emulator"))) - {"--help", "--lang"}
    assert set(re.findall(r"--[a-z-]+", "\n".join(re.findall(r"(?m)^\| `--.*? \|", TEXT)))) == of_emulator


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_linked_files_exist(page: str):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_every_picture_is_shown_somewhere():
    assert {f"screenshots/{file.name}" for file in (ROOT / "screenshots").glob("*.svg")} <= set(
        re.findall(r"\]\(([^)]+\.svg)\)", TEXT)
    )


def test_the_changelog_knows_the_version():
    assert f"## [{app.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def _help_of(command: str) -> str:
    printed = StringIO()
    with redirect_stdout(printed), suppress(SystemExit):
        parser().parse_args([command, "--help"])
    return printed.getvalue()
