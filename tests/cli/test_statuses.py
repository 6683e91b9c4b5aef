"""The exit statuses of all commands are the same, and what they print as JSON is one object with its version."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import main
from app.cli.parser import parser
from app.emulator import Emulator, Fault, FaultKind
from tests.program.test_real_terminal import environment_for, wait_for
from tests.support.documented import documented, fields
from tests.support.machine import Computer, Ran, without_keychain
from tests.support.terminal import environment_with

UPDATE = "services/attendance/update_attendance"
GROUPS = "services/groups/lecturer"


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Computer]:
    with without_keychain(tmp_path, monkeypatch, capsys) as prepared:
        prepared.configure("[sending]\nhold = 0\n")
        yield prepared


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running


def printed(ran: Ran) -> dict[str, Any]:
    """Return what was printed: one object, of the version that programs know."""
    values: dict[str, Any] = json.loads(ran.out)
    assert values.pop("schema_version") == 1
    return values


def group_of(usos: Emulator) -> tuple[str, str]:
    one = next(one for one in usos.lists() if one.id == usos.current_list())
    return one.unit_id, str(one.group_number)


def reading(usos: Emulator, file: Path) -> list[tuple[str, ...]]:
    """The commands that read, as they are given."""
    return [("lists", "--json"), ("export", *group_of(usos), "--csv", str(file))]


def commands() -> list[str]:
    """Every command there is, and the program without one."""
    _, listed = parser().format_help().split("\ncommands:\n")
    return ["", *re.findall(r"(?m)^    (\w+)", listed)]


@pytest.mark.parametrize("command", commands())
def test_asked_wrongly_is_2_and_a_question_for_help_0_for_every_command(command, computer):
    for option, status in (("--no-such-option", 2), ("--help", 0)):
        with pytest.raises(SystemExit) as ended:
            main([*command.split(), option])
        assert ended.value.code == status


def test_what_is_done_is_0(computer, usos):
    computer.signs_in(usos)
    for arguments in (*reading(usos, computer.home / "term.csv"), ("send",), ("doctor",), ("config",)):
        ran = computer.run(*arguments)
        assert (arguments, ran.status, ran.err) == (arguments, 0, ran.err if arguments[0] == "export" else "")
    assert computer.run("forget", "--yes").status == 0


def test_what_cannot_be_done_is_1(computer, usos):
    computer.signs_in(usos)
    there = computer.home / "there.csv"
    there.touch()
    impossible = (
        ("overview", "none", "1"),
        ("export", *group_of(usos), "--csv", str(there)),
        ("import", usos.current_list(), str(computer.home / "none.csv")),
        ("forget", "--yes", "--account=9"),
    )
    for arguments in impossible:
        assert (arguments, computer.run(*arguments).status) == (arguments, 1)


def test_what_is_left_unfinished_is_3(computer, usos):
    computer.marks(computer.signs_in(usos), usos, 1)
    usos.stop()
    for arguments in (("lists",), ("send",)):
        assert (arguments, computer.run(*arguments).status) == (arguments, 3)


def test_where_nobody_has_signed_in_it_is_4(computer, usos):
    for arguments in (*reading(usos, computer.home / "term.csv"), ("send",), ("import", "1", "a.csv"), ("--plain",)):
        assert (arguments, computer.run(*arguments).status) == (arguments, 4)


def test_where_the_token_is_gone_it_is_4(computer, usos):
    computer.marks(computer.signs_in(usos), usos, 1)
    usos.revoke_token()
    for arguments in (("send",), ("lists",)):
        assert (arguments, computer.run(*arguments).status) == (arguments, 4)


def test_interrupted_is_130(tmp_path, usos):
    usos.faults.add(Fault(FaultKind.HANG, GROUPS))
    command = [sys.executable, "-m", "app", "lists"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=environment_with(tmp_path, environment_for(usos)), **pipes) as process:
        wait_for(lambda: usos.calls.count(GROUPS) > 0)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err


def test_send_tells_programs_what_was_sent_what_is_kept_and_why(computer, usos):
    account = computer.signs_in(usos)
    computer.marks(account, usos, 2)
    usos.faults.add(Fault(FaultKind.REFUSED, UPDATE, count=1, reason="student_not_in_group"))
    ran = computer.run("send", "--json")
    (one,) = printed(ran)["accounts"]
    assert fields(json.loads(ran.out)) == documented("send")
    assert one == {
        "person": account.person,
        "university": account.university,
        "url": usos.url,
        "sent": 1,
        "kept": 1,
        "trouble": None,
    }
    assert (ran.status, ran.err) == (3, "")
    usos.stop()
    assert printed(computer.run("send", "--json"))["accounts"][0]["kept"] == 1


def test_doctor_tells_programs_what_it_found_and_what_is_to_be_done(computer, usos):
    computer.marks(computer.signs_in(usos), usos, 2)
    ran = computer.run("doctor", "--json")
    told = printed(ran)
    assert fields(json.loads(ran.out)) == documented("doctor")
    here, account = told["sections"]
    about = {one["about"]: one for one in account["findings"]}
    assert (ran.status, ran.err, told["needing_attention"]) == (3, "", 1)
    assert (here["title"], account["title"]) == (None, "Account 1")
    assert about["unsent"]["advice"] == "They will be sent the next time you start rollcall, or run: rollcall send"
    assert about["methods"] == {"about": "methods", "value": "all that rollcall needs", "advice": None}


def test_who_stops_reading_gets_no_traceback(computer, usos):
    """As `rollcall config --print | true`: the pipe is closed before anything is written."""
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "app", "config", "--print"]
    ran = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    os.close(write)
    assert (ran.returncode, ran.stderr) == (0, "")
