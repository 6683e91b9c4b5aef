"""`--log FILE`: what was called, how it ended and how long it took; nobody's name, no secret and no id."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.emulator import Emulator
from tests.support.machine import COMMENT, Computer, without_keychain

UPDATE = "services/attendance/update_attendance"
LINE = re.compile(r"\S+T\S+  (services/\S+)  (\d{3}|[a-z ]+|\w+Error)  \d+ ms(  \w+=[0-9a-f|]+)*")


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Computer]:
    with without_keychain(tmp_path, monkeypatch, capsys) as prepared:
        prepared.configure("[sending]\nhold = 0\n")
        yield prepared


def test_calls_are_noted_by_method_status_and_time_and_nobody_is_named(computer: Computer) -> None:
    with Emulator() as usos:
        account = computer.signs_in(usos)
        students = computer.marks(account, usos, 3)
        file = computer.home / "calls.log"
        computer.run("send", "--log", str(file))
        usos.stop()
        computer.run("--log", str(file), "lists")
        lines = file.read_text("utf-8").splitlines()
        noted = [match for line in lines if (match := LINE.fullmatch(line))]
        assert len(noted) == len(lines)
        assert {match[2] for match in noted if match[1] == UPDATE} == {"200"}
        assert {match[2] for match in noted if match[1] == "services/groups/lecturer"} == {"no connection"}
        text = file.read_text("utf-8").lower()
        secret = {usos.consumer_key, usos.consumer_secret, usos.token, usos.token_secret, COMMENT}
        people = {part for one in students for part in (one.first_name, one.last_name, one.number) if part}
        assert {one for one in secret | people | {account.person} if one.lower() in text} == set()
        ids = {usos.current_list(), account.user_id, *(one.id for one in students)}
        assert {one for one in ids if re.search(rf"=\|?{one}\b|\b{one}\|", text)} == set()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_same_student_has_the_same_sign_throughout_the_file(computer: Computer) -> None:
    with Emulator() as usos:
        computer.marks(computer.signs_in(usos), usos, 3)
        file = computer.home / "calls.log"
        computer.run("send", "--log", str(file))
        calls = file.read_text("utf-8").splitlines()
        sent = {match[1] for line in calls if UPDATE in line and (match := re.search(r"student_id=(\w+)", line))}
        read = {sign for line in calls for signs in re.findall(r"student_ids=(\S+)", line) for sign in signs.split("|")}
        assert len(sent) == 3
        assert sent <= read


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_called(computer: Computer) -> None:
    with Emulator() as usos:
        computer.signs_in(usos)
        usos.calls.clear()
        ran = computer.run("send", "--log", str(computer.home / "none" / "calls.log"))
        assert (ran.status, ran.out) == (1, "")
        assert "The log cannot be written there" in ran.err
        assert usos.calls.count(UPDATE) == 0
