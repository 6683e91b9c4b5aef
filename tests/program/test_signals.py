"""What the program does when it is told from outside to end, or its terminal goes away: real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.emulator import Emulator, Fault, FaultKind
from app.store.lock import StoreLock
from tests.program.test_programs import UPDATE, marked, store_of
from tests.program.test_real_terminal import environment_for, wait_for
from tests.support.terminal import Terminal, environment_with, rollcall


def hold(home: Path, seconds: int = 60) -> None:
    """Let marks be held back for longer than the test lasts."""
    config = home / "config" / "rollcall" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f"[sending]\nhold = {seconds}\n", encoding="utf-8")


def mark_three(terminal: Terminal) -> None:
    terminal.until("30 of 30 left")
    terminal.until_keys_mark()
    terminal.type("141")
    terminal.until("27 of 30 left", "3 unsent")


def is_free(home: Path) -> bool:
    return StoreLock(store_of(home)).owned_by() == ""


def seconds_of_processor(process: subprocess.Popen[bytes]) -> float:
    """What this process has had so far, and all that have ended before."""
    fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") + seconds_of_all_ended()


def seconds_of_all_ended() -> float:
    times = os.times()
    return times.children_user + times.children_system


def threads_of(process: subprocess.Popen[bytes]) -> int:
    return len(list(Path(f"/proc/{process.pid}/task").iterdir()))


def test_terminated_it_sends_what_was_held_and_leaves_a_clean_terminal(tmp_path: Path) -> None:
    hold(tmp_path)
    with (
        Emulator() as usos,
        rollcall("--list", usos.current_list(), environment=environment_for(usos), home=tmp_path) as terminal,
    ):
        mark_three(terminal)
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.end() == 0
        assert marked(usos) == 3
        assert is_free(tmp_path)
        for ended in (b"\x1b[?1049l", b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?2004l", b"\x1b[?25h"):
            assert ended in terminal.printed


def test_terminated_a_second_time_it_leaves_at_once(tmp_path: Path) -> None:
    hold(tmp_path)
    with (
        Emulator() as usos,
        rollcall("--list", usos.current_list(), environment=environment_for(usos), home=tmp_path) as terminal,
    ):
        mark_three(terminal)
        usos.faults.add(Fault(FaultKind.HANG, UPDATE, count=None))
        terminal.process.send_signal(signal.SIGTERM)
        terminal.until("Sending 3 marks")
        terminal.process.send_signal(signal.SIGTERM)
        asked = time.monotonic()
        assert terminal.end() == 0
        assert time.monotonic() - asked < 8  # sending would have been waited for 10 s
        assert "3 marks are waiting on this computer" in terminal.text()


@pytest.mark.parametrize("before", ["", "signal.signal(signal.SIGHUP, signal.SIG_IGN);"], ids=["heard", "ignored"])
def test_a_window_that_is_closed_lets_all_be_sent_and_nothing_spin(tmp_path: Path, before: str) -> None:
    hold(tmp_path)
    owning = "import fcntl, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)"  # as a shell's, that hangs up
    start = ("-c", f"{owning}; {before} from app.__main__ import main; sys.exit(main())")
    with (
        Emulator() as usos,
        rollcall(
            "--list", usos.current_list(), environment=environment_for(usos), home=tmp_path, start=start
        ) as terminal,
    ):
        mark_three(terminal)
        usos.faults.add(Fault(FaultKind.LATENCY, UPDATE, count=None, seconds=1.5))
        spent = seconds_of_processor(terminal.process)
        terminal.hang_up()
        assert terminal.process.wait(60) == 0
        assert marked(usos) == 3
        assert is_free(tmp_path)
        assert seconds_of_all_ended() - spent < 2


def test_what_is_stopped_and_goes_on_reads_each_key_once(tmp_path: Path) -> None:
    with (
        Emulator() as usos,
        rollcall("--list", usos.current_list(), environment=environment_for(usos), home=tmp_path) as terminal,
    ):
        terminal.until("30 of 30 left")
        threads = threads_of(terminal.process)
        for _ in range(2):
            terminal.process.send_signal(signal.SIGSTOP)
            terminal.process.send_signal(signal.SIGCONT)
            terminal.until("30 of 30 left")
        wait_for(lambda: threads_of(terminal.process) <= threads)
        terminal.until_keys_mark()
        terminal.type("1")
        terminal.until("29 of 30 left")
        terminal.type("\x11")
        assert terminal.end() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_end_the_plain_program_sends_too(tmp_path: Path, number: signal.Signals) -> None:
    hold(tmp_path)
    with (
        Emulator() as usos,
        rollcall(
            "--plain", "--list", usos.current_list(), environment=environment_for(usos), home=tmp_path
        ) as terminal,
    ):
        terminal.until("1 of 30")
        terminal.until_keys_mark()
        for place, key in enumerate("141", 2):
            terminal.type(key)
            terminal.until(f"{place} of 30")
        terminal.process.send_signal(number)
        assert terminal.end() == 0
        assert marked(usos) == 3
        assert is_free(tmp_path)


def test_no_core_dump_and_no_file_for_others_is_left() -> None:
    code = (
        "import os, resource\n"
        "from app.cli import surroundings\n"
        "surroundings.settle(os.environ)\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE)[0], oct(os.umask(0)))\n"
        "print(sorted(name for name in os.environ if name.startswith('TEXTUAL_')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "TEXTUAL_LOG": "/tmp/log", "TEXTUAL_PRESS": "1,4"},
    )
    assert done.stdout.splitlines() == [
        "0 0o77",
        "['TEXTUAL_DISABLE_KITTY_KEY', 'TEXTUAL_FPS', 'TEXTUAL_SMOOTH_SCROLL']",
    ]


def test_keys_that_are_piped_in_are_no_terminal_that_went_away(tmp_path: Path) -> None:
    with Emulator() as usos:
        done = subprocess.run(
            [sys.executable, "-m", "app", "--plain", "--list", usos.current_list()],
            input="1\n4\nCtrl+Q\n",
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env=environment_with(tmp_path, environment_for(usos)),
        )
        assert (done.returncode, marked(usos)) == (0, 2)
        assert "3 of 30" in done.stdout
