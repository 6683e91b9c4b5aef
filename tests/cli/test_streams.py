"""What a shell may do with the streams of a command: close them, send them to a full disk, or encode them oddly."""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.config import settings
from app.emulator import Emulator
from tests.program.test_real_terminal import environment_for
from tests.support.machine import without_keychain
from tests.support.terminal import environment_with

FULL = Path("/dev/full")


def in_shell(home: Path, arguments: str, redirected: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a shell does."""
    return sh(f"{shlex.quote(sys.executable)} -m app {arguments} {redirected}", environment_with(home, more))


def sh(command: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", command],
        check=False,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("arguments", "redirected", "status"),
    [
        ("", "<&-", 2),
        ("config", ">&-", 0),
        ("--lang pl doctor", "<&- >&- 2>&-", 3),
        ("lists", "2>&-", 4),
    ],
)
def test_a_closed_stream_changes_no_status(tmp_path: Path, arguments: str, redirected: str, status: int) -> None:
    ran = in_shell(tmp_path, arguments, redirected)
    assert ran.returncode == status
    assert "Traceback" not in ran.stderr


def test_what_is_opened_later_never_takes_the_place_of_a_closed_stream() -> None:
    code = (
        "import os, sys; from app.cli.terminal import use_streams\n"
        "use_streams(); file = os.open('/dev/null', os.O_RDWR); print('hidden'); sys.exit(file)"
    )
    assert sh(f'{shlex.quote(sys.executable)} -c "{code}" <&- >&- 2>&-').returncode > 2


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize(("arguments", "buffered"), [("config --print", ""), ("demo --plain", "1"), ("--version", "")])
def test_what_cannot_be_written_is_told_in_a_sentence(tmp_path: Path, arguments: str, buffered: str) -> None:
    ran = in_shell(tmp_path, arguments, f"> {FULL}", PYTHONUNBUFFERED=buffered)
    assert (ran.returncode, ran.stderr) == (
        1,
        "rollcall: What was to be printed could not be written: No space left on device\n",
    )


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a disk that is always full")
def test_what_does_not_take_the_lists_is_not_taken_for_the_disk_of_the_marks(tmp_path: Path) -> None:
    with Emulator() as usos:
        environment = {**environment_for(usos), "PYTHONUNBUFFERED": ""}
        full = in_shell(tmp_path, "lists", f"> {FULL}", **environment)
        gone = in_shell(tmp_path, "lists", "| true", **environment)
    assert full.stderr.endswith("rollcall: What was to be printed could not be written: No space left on device\n")
    assert (full.returncode, gone.stderr) == (1, "")


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a disk that is always full")
def test_where_even_complaints_cannot_be_written_the_status_tells(tmp_path: Path) -> None:
    assert in_shell(tmp_path, "lists", f"2> {FULL}", PYTHONUNBUFFERED="").returncode == 4
    assert in_shell(tmp_path, "frobnicate", f"2> {FULL}", PYTHONUNBUFFERED="").returncode == 2


def test_a_sign_that_an_encoding_lacks_is_written_plainer(tmp_path: Path) -> None:
    ran = in_shell(tmp_path, "config", "", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert ran.returncode == 0
    assert "\ntheme = -  (default)\n" in ran.stdout


def test_a_defect_of_a_command_is_told_in_one_sentence_and_a_report_without_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with without_keychain(tmp_path, monkeypatch, capsys) as computer:
        computer.configure("")
        monkeypatch.setattr(settings, "data_folder", lambda: {}["Kowalski"])
        ran = computer.run("lists")
    assert ran.status == 1
    assert "Sorry, rollcall crashed." in ran.err
    assert "Kowalski" not in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(("module", "status"), [("signal", 130), ("app.config", -signal.SIGINT)])
def test_ctrl_c_while_the_program_is_still_being_read_ends_it_without_a_word(
    tmp_path: Path, module: str, status: int
) -> None:
    code = (
        "import os, sys\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name == '{module}': os.kill(os.getpid(), {signal.SIGINT:d})\n"
        "sys.modules.pop('signal', None)  # as where nobody has asked for it before\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "from app.start import main; sys.exit(main())"
    )
    ran = sh(f'exec {shlex.quote(sys.executable)} -c "{code}" lists', environment_with(tmp_path, {}))
    assert (ran.returncode, ran.stdout, ran.stderr) == (status, "", "")


@pytest.mark.parametrize(("thread", "status"), [("threading.Event().wait", 0), ("int", -signal.SIGABRT)])
def test_no_library_is_taken_down_under_a_thread_that_is_still_inside_it(
    tmp_path: Path, thread: str, status: int
) -> None:
    """As OpenSSL would be by who leaves while certificates are read; without such a thread the end is the usual one."""
    code = (
        "import ctypes, sys, threading\n"
        "libc = ctypes.CDLL(None)\n"
        "libc.__cxa_atexit(ctypes.cast(libc.abort, ctypes.c_void_p), None, None)  # what a library does at the end\n"
        f"threading.Thread(target={thread}, daemon=True).start()\n"
        "from app.start import main; sys.exit(main())"
    )
    ran = sh(f'exec {shlex.quote(sys.executable)} -c "{code}" completion fish', environment_with(tmp_path, {}))
    assert (ran.returncode, ran.stderr) == (status, "")
    assert "complete -c rollcall" in ran.stdout
