"""`rollcall --version`: what a report of a bug has to name, from one place in the code."""

import platform
import re
from importlib.metadata import entry_points, version

import pytest

import app
from app.__main__ import main


def test_it_names_the_program_python_textual_and_the_system(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    told = capsys.readouterr().out
    assert ended.value.code == 0
    assert told.startswith(f"rollcall {app.__version__} (")
    for part in (f"Python {platform.python_version()}", f"Textual {version('textual')}", platform.system()):
        assert part in told


def test_what_is_installed_has_the_version_of_the_code_and_answers_to_both_names():
    assert version("usos-rollcall") == app.__version__
    commands = {one.name: one.value for one in entry_points(group="console_scripts") if re.search("rollcall", one.name)}
    assert commands == {"rollcall": "app.start:main", "usos-rollcall": "app.start:main"}
