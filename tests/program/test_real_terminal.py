"""The real program in a real terminal, configured by the environment, against an emulator of another process."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.emulator import Emulator, Fault, FaultKind, Options
from tests.support.terminal import rollcall

UPDATE = "services/attendance/update_attendance"


def environment_for(emulator: Emulator) -> dict[str, str]:
    return {
        "ROLLCALL_URL": emulator.url,
        "ROLLCALL_CONSUMER_KEY": emulator.consumer_key,
        "ROLLCALL_CONSUMER_SECRET": emulator.consumer_secret,
        "ROLLCALL_TOKEN": emulator.token,
        "ROLLCALL_TOKEN_SECRET": emulator.token_secret,
    }


def wait_for(condition: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "in vain"
        time.sleep(0.01)  # between two looks at a condition


@pytest.mark.parametrize(
    "options", [Options(), Options(base_path="/usosapps/", ids="text")], ids=["plain", "path-and-text"]
)
def test_a_class_of_thirty_is_called_in_a_terminal(tmp_path: Path, options: Options) -> None:
    with Emulator(options) as usos, rollcall(environment=environment_for(usos), home=tmp_path) as terminal:
        terminal.until("Mathematical Analysis I", "call the roll")
        terminal.type("\r")
        terminal.until("30 of 30 left")
        terminal.until_keys_mark()
        terminal.type("14" * 15)  # the same key thirty times at once would be a held one
        wait_for(lambda: all(mark for mark, _ in usos.marks(usos.current_list()).values()))
        assert [mark for mark, _ in usos.marks(usos.current_list()).values()].count("absence") == 15
        terminal.type("\x11")
        assert terminal.end() == 0


def test_keys_mark_and_quitting_is_quick_while_usos_hangs(tmp_path: Path) -> None:
    with (
        Emulator() as usos,
        rollcall("--list", usos.current_list(), environment=environment_for(usos), home=tmp_path) as terminal,
    ):
        terminal.until("30 of 30 left")
        terminal.until_keys_mark()
        usos.faults.add(Fault(FaultKind.HANG, UPDATE, count=None))
        terminal.type("141")
        terminal.until("27 of 30 left", "unsent")
        wait_for(lambda: [call.status for call in usos.calls.of(UPDATE)] == ["hung"])
        asked = time.monotonic()
        terminal.type("\x11")
        terminal.until("Sending 3 marks", "quits at once")
        terminal.type("\x11")
        assert terminal.end() == 0
        assert time.monotonic() - asked < 6  # sending would have been waited for 10 s
        assert "3 marks are waiting on this computer" in terminal.text()


def test_marks_kept_at_quitting_go_out_at_the_next_start(tmp_path: Path) -> None:
    with Emulator() as usos:
        usos.faults.add(Fault(FaultKind.ERROR_500, UPDATE, count=None))
        with rollcall("--list", usos.current_list(), environment=environment_for(usos), home=tmp_path) as terminal:
            terminal.until("30 of 30 left")
            terminal.until_keys_mark()
            terminal.type("1")
            terminal.until("unsent")
            terminal.type("\x11")
            assert terminal.end() == 0
        usos.faults.clear()
        with rollcall(environment=environment_for(usos), home=tmp_path) as terminal:
            terminal.until("Groups")
            wait_for(
                lambda: usos.calls.count(UPDATE) and any(mark for mark, _ in usos.marks(usos.current_list()).values())
            )
            terminal.type("\x11")
            assert terminal.end() == 0


def test_wrong_credentials_are_told_before_the_screen_opens(tmp_path: Path) -> None:
    with Emulator() as usos:
        wrong = environment_for(usos) | {"ROLLCALL_TOKEN_SECRET": "x"}
        with rollcall(environment=wrong, home=tmp_path) as terminal:
            assert terminal.end() == 4
            assert "rejected your sign-in" in " ".join(terminal.text().split())


def test_without_an_account_one_signs_in_or_opens_the_demo(tmp_path: Path) -> None:
    with rollcall(environment={}, home=tmp_path) as terminal:
        terminal.until("Sign in to USOS", "Try the demo", "Name, city or address:")
        terminal.type("\x1b[A\r")  # up to the first row
        terminal.until("Mathematical Analysis I")
        terminal.type("\x11")
        assert terminal.end() == 0


def test_a_bad_setting_is_one_sentence_with_file_line_and_remedy(tmp_path: Path) -> None:
    config = tmp_path / "config" / "rollcall" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[usos]\nurl = "https://usosapps.example.edu.pl/"\nconsumerkey = "x"\n', encoding="utf-8")
    with rollcall(environment={}, home=tmp_path) as terminal:
        assert terminal.end() == 2
        assert f"{config}:3: consumerkey is not a setting; did you mean consumer_key?" in "".join(
            terminal.text().splitlines()
        )
