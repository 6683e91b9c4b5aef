"""What shells are given: it is that of the parser as it is now, and it works in the shells that are installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.__main__ import main
from app.cli import completion
from app.cli.parser import SHELLS
from tests import shell_files
from tests.shell_words import VARIABLES


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


def offered(shell: str, script: str, *, input: str = "") -> set[str]:  # noqa: A002 - the shell's
    """What a shell prints that has run some lines."""
    ran = subprocess.run([shell, "-c", script], input=input, capture_output=True, text=True, timeout=60, check=False)
    assert ran.stderr == ""
    return {line.split("\t")[0] for line in ran.stdout.split("\n") if line}


def test_completions_and_man_pages_are_those_of_the_parser() -> None:
    made = dict(shell_files.files())
    stale = {file.name for file, text in made.items() if not file.exists() or file.read_text("utf-8") != text}
    assert stale == set(), "run python -m tests.shell_files"
    assert set(completion.FOLDER.iterdir()) <= set(made)


@pytest.mark.parametrize("shell", SHELLS)
def test_the_command_prints_the_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert capsys.readouterr().out == completion.file(shell, "en").read_text("utf-8")


def test_only_what_it_is_for_follows_the_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")  # which the program sets, and is to be as it was afterwards
    main(["--lang", "pl", "completion", "fish"])
    assert "-d 'język programu'" in capsys.readouterr().out


@needs("bash")
@pytest.mark.parametrize("name", shell_files.NAMES)
def test_bash_completes_commands_options_and_their_choices(name: str) -> None:
    for words, expected in (
        (f"{name} d", {"demo", "doctor"}),
        (f"{name} send --", {"--help", "--lang", "--json"}),
        (f"{name} --lang ", {"en", "pl"}),
        (f"{name} completion ", set(SHELLS)),
    ):
        listed = words.split(" ")
        script = f"""
source {completion.file("bash", "en")}
complete -p {name} >/dev/null
COMP_WORDS=({" ".join(repr(word) for word in listed)}); COMP_CWORD={len(listed) - 1}
compopt() {{ :; }}
_shtab_rollcall
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
        assert expected <= offered("bash", script), words


@needs("fish")
@pytest.mark.parametrize("name", shell_files.NAMES)
def test_fish_completes_commands_and_options(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    lines = f"source {completion.file('fish', 'en')}; complete -C '{name} d'; complete -C '{name} send --'"
    assert {"demo", "doctor", "--json", "--lang"} <= offered("fish", lines)


@needs("zsh")
@pytest.mark.parametrize("read", ['eval "$(cat {})"', "source {}", "source <(cat {})"])
def test_zsh_takes_the_script_for_both_names(read: str) -> None:
    lines = f"autoload -Uz compinit && compinit -D -u && {read.format(completion.file('zsh', 'en'))}"
    for name in shell_files.NAMES:
        assert offered("zsh", f"{lines} && print ${{_comps[{name}]}}") == {"_shtab_rollcall"}


@needs("man")
@pytest.mark.parametrize(("language", "heading"), [("en", "EXIT STATUS"), ("pl", "KOD ZAKOŃCZENIA")])
def test_man_shows_the_page_without_a_warning(language: str, heading: str) -> None:
    command = ["man", "--warnings", "-E", "UTF-8", "-l", str(shell_files.man_page(language))]
    environment = {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=environment)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert heading in ran.stdout
    assert "rollcall overview" in ran.stdout


@pytest.mark.parametrize("language", VARIABLES)
def test_the_manual_names_every_variable_that_the_program_reads_but_for_those_that_the_system_sets(
    language: str,
) -> None:
    sources = "".join(file.read_text("utf-8") for file in (shell_files.ROOT / "app").rglob("*.py"))
    read = set(re.findall(r'environ(?:ment)?(?:\.get\(|\[)"([A-Z_]+)"', sources))
    named = {name for names in VARIABLES[language] for name in names.split(", ")}
    assert {"ACCESSIBLE", "LANG"} < read
    assert read - named == {"PATH", "TERM", "DISPLAY", "WAYLAND_DISPLAY", "ROLLCALL_CLOCK"}  # the last is for tests


def test_the_manual_says_how_each_command_is_called_and_breaks_no_word_that_is_to_be_typed() -> None:
    page = shell_files.man_page("en").read_text("utf-8")
    assert r"\fBrollcall overview\fR [\fIoption\fR ...] UNIT GROUP" in page
    assert r"\fBrollcall export\fR [\fIoption\fR ...] [UNIT] [GROUP] {\-\-xlsx FILE | " in page
    assert r"\fBrollcall completion bash > \(ti/.local/share/bash\-completion/completions/rollcall\fR" in page
    assert ".nh\n" in page
