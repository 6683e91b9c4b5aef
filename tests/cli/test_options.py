"""Options: where they stand makes no difference, and sizes that no university has are refused with a word."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.__main__ import main
from app.cli.parser import parse
from app.cli.status import Status
from tests.support.terminal import environment_with


@pytest.mark.parametrize(
    ("options", "name", "value"),
    [(("--plain",), "plain", True), (("--list", "5"), "list_id", "5"), (("--lang", "pl"), "lang", "pl")],
)
def test_an_option_before_the_command_means_what_it_means_after_it(
    options: tuple[str, ...], name: str, value: object
) -> None:
    for given in ((*options, "demo"), ("demo", *options)):
        assert getattr(parse(given), name) == value
    assert getattr(parse(options), name) == value


@pytest.mark.parametrize("command", ["demo", "emulator"])
@pytest.mark.parametrize("size", [("--students", "0"), ("--students", "-1"), ("--groups", "99999"), ("--seed", "-1")])
def test_a_size_that_cannot_be_is_refused_with_the_sizes_that_can(
    capsys: pytest.CaptureFixture[str], command: str, size: tuple[str, str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse((command, *size))
    assert ended.value.code == 2
    assert f"argument {size[0]}: a whole number from" in capsys.readouterr().err


def test_an_old_sqlite_is_named_by_the_emulator_as_by_the_program(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 34, 1))
    monkeypatch.setattr("sqlite3.sqlite_version", "3.34.1")
    assert main(["emulator"]) == Status.FAILED
    assert "needs SQLite 3.37 or newer, and this Python has 3.34.1" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("demo", "--plain"), ("config", "--print"), ("doctor",)])
def test_who_reads_only_the_first_line_ends_the_program_without_a_word(tmp_path: Path, arguments: tuple[str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "app", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment_with(tmp_path, {}),
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        process.stdin.close()
        assert (process.wait(60), process.stderr.read()) == (0, b"")
