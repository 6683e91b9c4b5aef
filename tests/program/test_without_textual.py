"""What shows no screen runs where Textual cannot be imported: every command, and the plain mode, as real processes."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from app.cli.parser import parser
from app.emulator import Emulator, Fault, FaultKind
from tests.program.test_programs import UPDATE, marked
from tests.program.test_real_terminal import environment_for
from tests.support.terminal import environment_with

POISONED = "there is no textual here:"
START = f"""
import sys

class Poison:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "textual":
            print("{POISONED}", name, file=sys.stderr, flush=True)  # though somebody may catch what is raised
            raise ImportError(name)

sys.meta_path.insert(0, Poison())
from app.__main__ import main
sys.exit(main())
"""

Run = subprocess.CompletedProcess[str]


class Machine:
    """A computer without Textual, and the USOS it talks to."""

    def __init__(self, home: Path, usos: Emulator) -> None:
        self.home, self.usos = home, usos
        self._environment: Mapping[str, str] = environment_with(home, environment_for(usos))

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start the program on pipes."""
        command, pipe = [sys.executable, "-c", START, *arguments], subprocess.PIPE
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=self._environment)

    def run(self, *arguments: str, typed: str = "") -> Run:
        """Run the program to its end; it must not have tried to import what it cannot."""
        with self.start(*arguments) as process:
            try:
                output, errors = process.communicate(typed, timeout=120)
            finally:
                process.kill()  # nothing, where it has ended
        assert POISONED not in errors, errors
        return subprocess.CompletedProcess(arguments, process.returncode, output, errors)

    def keep_a_mark(self) -> None:
        """Mark somebody in the plain mode while USOS has trouble."""
        self.usos.faults.add(Fault(FaultKind.ERROR_500, UPDATE, count=None))
        called = self.run("--plain", "--list", self.usos.current_list(), typed="p\nEsc\nCtrl+Q\n")
        assert called.returncode == 0, called.stderr
        assert ": present\n" in called.stdout
        self.usos.faults.clear()


def send(machine: Machine) -> None:
    machine.keep_a_mark()
    ran = machine.run("send")
    assert (ran.returncode, ran.stdout) == (0, "1 mark sent, 0 still waiting.\n")
    assert marked(machine.usos) == 1


def lists(machine: Machine) -> None:
    ran = machine.run("lists", "--json")
    assert ran.returncode == 0, ran.stderr
    assert any(one["lists"] for one in json.loads(ran.stdout)["groups"])


def overview(machine: Machine) -> None:
    one = next(one for one in machine.usos.lists() if one.id == machine.usos.current_list())
    ran = machine.run("overview", one.unit_id, str(one.group_number), "--json")
    assert ran.returncode == 0, ran.stderr
    assert len(json.loads(ran.stdout)["students"]) == 30


def export(machine: Machine) -> None:
    one = next(one for one in machine.usos.lists() if one.id == machine.usos.current_list())
    file = machine.home / "term.csv"
    ran = machine.run("export", one.unit_id, str(one.group_number), "--csv", str(file))
    assert ran.returncode == 0, ran.stderr
    assert len(file.read_text("utf-8-sig").splitlines()) > 30


def import_reports(machine: Machine) -> None:
    file = machine.home / "list.csv"
    file.write_text("Nazwisko i imię;23.11.2026\nĄbek Łucja;+\n", encoding="utf-8")
    ran = machine.run("import", machine.usos.current_list(), str(file), "--json")
    assert ran.returncode == 0, ran.stderr
    assert [one["match"] for one in json.loads(ran.stdout)["rows"]] == ["name"]


def doctor(machine: Machine) -> None:
    ran = machine.run("doctor")
    assert "connection 5 s" in ran.stdout
    assert machine.usos.calls.of("services/apisrv/now"), "it has looked at USOS"


def forget(machine: Machine) -> None:
    machine.keep_a_mark()
    ran = machine.run("forget", "--yes")
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "Removed.")


def config(machine: Machine) -> None:
    printed = machine.run("config", "--print")
    assert printed.returncode == 0
    assert '#"roll.undo" = ' in printed.stdout
    assert machine.run("config").returncode == 0


def completion(machine: Machine) -> None:
    ran = machine.run("completion", "bash")
    assert ran.returncode == 0
    assert "complete " in ran.stdout


def demo(machine: Machine) -> None:
    ran = machine.run("demo", "--plain", typed="1\n1\np\nEsc\nCtrl+Q\n")
    assert ran.returncode == 0, ran.stderr
    assert "Mathematical Analysis I" in ran.stdout
    assert "1 of 30" in ran.stdout


def emulator(machine: Machine) -> None:
    with machine.start("emulator", "--json") as process:
        try:
            assert process.stdout is not None
            assert set(json.loads(process.stdout.readline())) >= {"url", "token"}
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, POISONED in errors) == (0, False)


COMMANDS: Mapping[str, Callable[[Machine], None]] = {
    "send": send,
    "lists": lists,
    "overview": overview,
    "export": export,
    "import": import_reports,
    "doctor": doctor,
    "forget": forget,
    "config": config,
    "completion": completion,
    "demo": demo,
    "emulator": emulator,
}


@pytest.fixture
def machine(tmp_path: Path):
    with Emulator() as usos:
        yield Machine(tmp_path, usos)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_does_its_work_without_textual(command: str, machine: Machine):
    COMMANDS[command](machine)


def test_no_command_is_left_out():
    _, listed = parser().format_help().split("\ncommands:\n")
    assert set(COMMANDS) == set(re.findall(r"(?m)^    (\w+)", listed))


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_what_the_program_is_is_told_without_textual(option: str, machine: Machine):
    ran = machine.run(option)
    assert ran.returncode == 0
    assert "rollcall" in ran.stdout


def test_a_wrong_option_is_told_without_textual(machine: Machine):
    assert machine.run("--no-such-option").returncode == 2


def test_a_screen_cannot_be_shown_without_textual(tmp_path: Path):
    shown = START.replace("from app.__main__ import main\nsys.exit(main())", "import app.tui.app")
    ran = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode != 0
    assert POISONED in ran.stderr
