"""The whole program on days on which clocks, calendars and timetables are odd, by a clock that was moved there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.accounts.sign_in import SigningIn
from app.config.settings import Access, Settings
from app.domain import polish_time
from app.emulator import Emulator
from app.usos import anonymous
from app.usos.client import Usos
from app.usos.sign_in import Consumer
from tests.program.test_real_terminal import environment_for
from tests.support.machine import Computer, without_keychain
from tests.support.piped import run
from tests.support.sign_in_driver import Web
from tests.support.terminal import environment_with, rollcall

DAYS = {
    "a Sunday evening": "2026-11-22T20:10:00+01:00",
    "24 December": "2026-12-24T11:05:00+01:00",
    "between terms": "2027-02-20T12:50:00+01:00",
    "15 July": "2027-07-15T09:20:00+02:00",
    "the hour that comes twice": "2026-10-25T02:30:00+01:00",
    "after the hour that is skipped": "2027-03-28T03:05:00+02:00",
    "New Year's Eve": "2026-12-31T23:59:30+01:00",
}


@pytest.fixture(params=DAYS.values(), ids=DAYS)
def moment(request: pytest.FixtureRequest) -> datetime:
    """The moment at which the test begins."""
    begun = datetime.fromisoformat(request.param)
    polish_time.start_from(begun)
    return begun


@pytest.fixture
def usos(moment: datetime) -> Iterator[Emulator]:
    """A USOS on that day."""
    with Emulator() as running:
        yield running


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Computer]:
    with without_keychain(tmp_path, monkeypatch, capsys) as prepared:
        yield prepared


def marks(usos: Emulator) -> list[str]:
    return [mark for mark, _ in usos.marks(usos.current_list()).values() if mark]


def test_the_class_that_is_on_is_under_the_cursor_and_its_marks_arrive(usos: Emulator, tmp_path: Path) -> None:
    with rollcall(environment=environment_for(usos), home=tmp_path) as terminal:
        terminal.until("NOW", "Mathematical Analysis I", "call the roll")
        terminal.type("\r")
        terminal.until("30 of 30 left")
        terminal.until_keys_mark()
        terminal.type("1")
        terminal.until("29 of 30 left")
        terminal.type("\x11")
        assert terminal.end() == 0
        assert marks(usos) == ["intramural"]


@pytest.mark.usefixtures("moment")
def test_in_the_demo_enter_calls_the_class_that_is_on(tmp_path: Path) -> None:
    ran = run("demo", "--plain", environment={}, home=tmp_path, typed="\n\n1\nCtrl+Q\n")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "1  Mathematical Analysis I · class gr. 3, 30 students, " in ran.stdout
    assert "1 of 30  Ąbek Łucja  no mark: present" in ran.stdout
    assert [one for one in tmp_path.rglob("*rollcall*") if one.is_file() or not any(one.iterdir())] == []


def test_one_signs_in_sends_and_is_told_that_all_is_well(computer: Computer, usos: Emulator) -> None:
    signing = SigningIn(Settings(), computer.accounts, computer.credentials)
    request = signing.begin(Consumer(usos.url, usos.consumer_key, usos.consumer_secret), None, again=False)
    with Web() as browser:
        browser.visit(request.address)
        admission = signing.admit(request, browser.pin, "Uniwersytet Przykładowy")
    assert admission.problems == ()
    signing.enter(admission)
    computer.marks(admission.account, usos, 3)
    assert computer.run("send").out.endswith("3 marks sent, 0 still waiting.\n")
    assert marks(usos) == ["absence"] * 3
    report = computer.run("doctor")
    assert (report.status, "staff_perspective" in report.out) == (0, True), report.out


def test_an_emulator_of_a_process_of_its_own_is_told_the_day(tmp_path: Path) -> None:
    """And it takes signatures of that day, in the hour that comes twice."""
    polish_time.start_from(datetime.fromisoformat(DAYS["the hour that comes twice"]))
    command = [sys.executable, "-m", "app", "emulator", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment_with(tmp_path, {})) as process:
        assert process.stdout is not None
        access = Access(**json.loads(process.stdout.readline()))
        assert abs(anonymous.server_time(access.url) - polish_time.now()) < timedelta(minutes=1)
        with closing(Usos(access, Settings())) as way:
            assert way.me().id
        process.terminate()


def test_a_clock_that_is_no_time_is_told(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("yesterday", "2026-12-24T10:17"):
        monkeypatch.setenv("ROLLCALL_CLOCK", wrong)
        ran = computer.run("doctor")
        assert (ran.status, ran.out) == (2, "")
        assert "ROLLCALL_CLOCK: " in ran.err
