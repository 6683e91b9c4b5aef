"""Two programs on one store, sending without a screen, damaged and unwritable files: in real processes."""

from __future__ import annotations

import csv
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.emulator import Emulator, Fault, FaultKind
from app.store.lock import StoreLock
from tests.program.test_real_terminal import environment_for, wait_for
from tests.support import piped
from tests.support.terminal import environment_with, rollcall

UPDATE = "services/attendance/update_attendance"


# The program on a disk on which no file can grow: what SQLite, the lock and all others write fails there.
FULL_DISK = (
    "-c",
    (
        "import resource, runpy; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0));"
        " runpy.run_module('app', run_name='__main__')"
    ),
)


def run(*arguments: str, home: Path, usos: Emulator) -> subprocess.CompletedProcess[str]:
    return piped.run(*arguments, environment=environment_for(usos), home=home)


def mark_and_keep(usos: Emulator, home: Path, keys: str = "141") -> None:
    """Leave marks unsent: USOS has trouble while they are made."""
    usos.faults.add(Fault(FaultKind.ERROR_500, UPDATE, count=None))
    with rollcall("--list", usos.current_list(), environment=environment_for(usos), home=home) as terminal:
        terminal.until("30 of 30 left")
        terminal.until_keys_mark()
        terminal.type(keys)
        terminal.until(f"{len(keys)} unsent")
        terminal.type("\x11\x11")
        assert terminal.end() == 0
    usos.faults.clear()


def store_of(home: Path) -> Path:
    return next((home / "data").rglob("*.sqlite3"))


def marked(usos: Emulator) -> int:
    return sum(mark is not None for mark, _ in usos.marks(usos.current_list()).values())


def test_send_delivers_without_a_screen_and_succeeds_only_when_nothing_is_left(tmp_path: Path) -> None:
    with Emulator() as usos:
        mark_and_keep(usos, tmp_path)
        usos.faults.add(Fault(FaultKind.REFUSED, UPDATE, count=1, reason="student_not_in_group"))
        first = run("send", home=tmp_path, usos=usos)
        assert (first.returncode, first.stdout.strip()) == (3, "2 marks sent, 1 still waiting.")
        assert marked(usos) == 2


def test_send_with_nothing_to_send_succeeds(tmp_path: Path) -> None:
    with Emulator() as usos:
        done = run("send", home=tmp_path, usos=usos)
        assert (done.returncode, done.stdout.strip()) == (0, "0 marks sent, 0 still waiting.")


def test_send_tells_why_it_could_not(tmp_path: Path) -> None:
    with Emulator() as usos:
        mark_and_keep(usos, tmp_path)
        usos.stop()
        done = run("send", home=tmp_path, usos=usos)
        assert done.returncode == 3
        assert done.stdout.strip() == "0 marks sent, 3 still waiting. No connection to USOS."


def test_with_a_full_disk_what_waits_is_sent_and_not_once_more_when_there_is_room_again(tmp_path: Path) -> None:
    with Emulator() as usos:
        mark_and_keep(usos, tmp_path)
        usos.calls.clear()
        done = subprocess.run(
            [sys.executable, *FULL_DISK, "send"],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env=environment_with(tmp_path, environment_for(usos)),
        )
        assert (done.returncode, done.stdout.strip()) == (0, "3 marks sent, 0 still waiting.")
        assert "This could not be saved on the disk." in done.stderr
        assert marked(usos) == 3
        again = run("send", home=tmp_path, usos=usos)
        assert (again.returncode, again.stdout.strip()) == (0, "3 marks sent, 0 still waiting.")
        assert usos.calls.count(UPDATE) == 3


def test_with_a_full_disk_the_program_opens_shows_what_waits_and_takes_no_mark(tmp_path: Path) -> None:
    with Emulator() as usos:
        mark_and_keep(usos, tmp_path)
        arguments = ("--list", usos.current_list())
        environment = environment_for(usos)
        with rollcall(*arguments, environment=environment, home=tmp_path, start=FULL_DISK) as terminal:
            terminal.until("27 of 30 left", "Nothing can be saved on the disk.")
            terminal.until_keys_mark()
            terminal.type("1")
            terminal.until("This could not be saved on the disk, so nothing has changed.")
            terminal.type("\x13")
            wait_for(lambda: marked(usos) == 3)
            terminal.type("\x11")
            assert terminal.end() == 0


def test_a_store_that_is_deleted_under_the_program_is_noticed_by_the_next_key_and_never_said_to_be_kept(
    tmp_path: Path,
) -> None:
    with Emulator() as usos:
        usos.faults.add(Fault(FaultKind.ERROR_500, UPDATE, count=None))
        with rollcall("--list", usos.current_list(), environment=environment_for(usos), home=tmp_path) as terminal:
            terminal.until("30 of 30 left")
            terminal.until_keys_mark()
            terminal.type("14")
            terminal.until("28 of 30 left")
            store_of(tmp_path).unlink()
            terminal.type("1")
            terminal.until("The file with your marks was deleted or replaced")
            terminal.type("\x11\x11")
            assert terminal.end() == 0
            assert "2 marks did not reach USOS and are lost" in terminal.text()
            assert "saved here and will be sent" not in terminal.text()
            assert "waiting on this computer" not in terminal.text()


def test_a_second_program_only_shows_and_says_who_has_the_marks(tmp_path: Path) -> None:
    with Emulator() as usos:
        arguments = ("--list", usos.current_list())
        with rollcall(*arguments, environment=environment_for(usos), home=tmp_path) as first:
            first.until("30 of 30 left")
            with rollcall(*arguments, environment=environment_for(usos), home=tmp_path) as second:
                second.until(f"Another rollcall (process {first.process.pid})", "30 of 30 left")
                second.type("1")
                second.type("\x11")
                assert second.end() == 0
            assert run("send", home=tmp_path, usos=usos).returncode == 1
            first.type("1")
            first.until("29 of 30 left")
            first.type("\x11")
            assert first.end() == 0
        wait_for(lambda: marked(usos) == 1)


def test_a_second_program_leaves_the_data_of_the_first_one_alone(tmp_path: Path) -> None:
    with Emulator() as usos:
        arguments = ("--list", usos.current_list())
        mark_and_keep(usos, tmp_path)
        store = store_of(tmp_path)
        first = StoreLock(store)
        assert first.take()
        with closing(sqlite3.connect(store)) as watching:
            version = watching.execute("PRAGMA data_version").fetchone()
            with rollcall(*arguments, environment=environment_for(usos), home=tmp_path) as second:
                second.until("Another rollcall (process", "27 of 30 left")
                second.type("1")
                second.type("\x1bOQ")  # F2, which is remembered for the next start
                second.until("Details are shown")
                second.type("\x11")
                assert second.end() == 0
            assert watching.execute("PRAGMA data_version").fetchone() == version
        first.release()


def test_a_store_of_an_older_version_that_another_program_has_is_not_migrated(tmp_path: Path) -> None:
    with Emulator() as usos:
        mark_and_keep(usos, tmp_path)
        store = store_of(tmp_path)
        with closing(sqlite3.connect(store)) as older:
            older.execute("PRAGMA user_version=1")
        first = StoreLock(store)
        assert first.take()
        done = run("send", home=tmp_path, usos=usos)
        assert (done.returncode, done.stdout) == (1, "")
        assert f"(process {os.getpid()}) has these marks open, and its version is older" in done.stderr
        first.release()


def test_the_lock_of_a_killed_program_is_free_at_once(tmp_path: Path) -> None:
    with Emulator() as usos:
        with rollcall(environment=environment_for(usos), home=tmp_path) as first:
            first.until("Groups")
            first.process.kill()
        with rollcall("--list", usos.current_list(), environment=environment_for(usos), home=tmp_path) as second:
            second.until("30 of 30 left")
            second.until_keys_mark()
            second.type("1")
            second.until("29 of 30 left")
            second.type("\x11")
            assert second.end() == 0


def test_a_damaged_store_is_set_aside_with_what_could_be_read_of_it(tmp_path: Path) -> None:
    with Emulator() as usos:
        mark_and_keep(usos, tmp_path)
        store = store_of(tmp_path)
        content = bytearray(store.read_bytes())
        page = int.from_bytes(content[16:18], "big")
        names = content.find("Żaneta".encode()) // page * page
        content[names : names + page] = b"\xa5" * page
        store.write_bytes(content)
        with rollcall("--list", usos.current_list(), environment=environment_for(usos), home=tmp_path) as terminal:
            terminal.until("The file with your marks was damaged", "30 of 30 left")
            terminal.type("\x11")
            assert terminal.end() == 0
        aside = next(store.parent.glob("*.damaged-*[0-9]"))
        assert aside.read_bytes() == content
        saved = next(store.parent.glob("*.damaged-*.csv"))
        assert saved.stat().st_mode & 0o777 == 0o600
        assert [row[7] for row in csv.reader(saved.read_text("utf-8").splitlines()[1:])] == [
            "intramural",
            "absence",
            "intramural",
        ]


@pytest.mark.parametrize("content", [b"this is no database", b"\x00" * 5000])
def test_what_is_no_store_is_set_aside_too(tmp_path: Path, content: bytes) -> None:
    with Emulator() as usos:
        mark_and_keep(usos, tmp_path)
        store = store_of(tmp_path)
        store.write_bytes(content)
        done = run("send", home=tmp_path, usos=usos)
        assert "The file with your marks was damaged" in done.stderr
        assert next(store.parent.glob("*.damaged-*[0-9]")).read_bytes() == content


def test_a_folder_that_cannot_be_written_is_told_before_the_first_mark(tmp_path: Path) -> None:
    with Emulator() as usos:
        (tmp_path / "data").write_text("a file where the folder should be", encoding="utf-8")
        done = run(home=tmp_path, usos=usos)
        assert done.returncode == 1
        assert "Marks cannot be saved on this disk" in done.stderr


def test_without_a_terminal_the_program_says_so(tmp_path: Path) -> None:
    with Emulator() as usos:
        done = run(home=tmp_path, usos=usos)
        assert done.returncode == 2
        assert "needs a terminal" in done.stderr
