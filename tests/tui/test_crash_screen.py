"""A defect while students and a token are in memory: none of them is left on the terminal or in the report."""

from __future__ import annotations

import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.model import Entry, Mark
from app.emulator import Emulator
from app.store import Store
from tests.program.test_kill import environment_for
from tests.support.terminal import rollcall

# Runs the program with one function that fails, with a student and the credentials in its error and its variables.
LAUNCHER = """
import os, sys
from app.__main__ import main
from {module} import {owner}

def fail(*arguments, **named):
    token, secret = os.environ["ROLLCALL_TOKEN"], os.environ["ROLLCALL_TOKEN_SECRET"]
    raise RuntimeError(f"{{arguments}} {{named}} {{token}} {{secret}} {name}")

{owner}.{function} = fail
sys.exit(main())
"""
LEFT_THE_SCREEN = b"\x1b[?1049l"


def entries(home: Path, list_id: str) -> list[Entry]:
    (file,) = (home / "data").rglob("*.sqlite3")
    store = Store(file)
    try:
        return store.rolls.entries(list_id)
    finally:
        store.close_thread()


@pytest.mark.parametrize(
    ("module", "owner", "function", "key"),
    [
        ("app.tui.roll.screen", "RollScreen", "action_mark", "4"),
        ("app.tui.roll.roster", "Roster", "renew", "4"),
        ("app.tui.roll.finder", "Finder", "question", "/"),
        ("app.tui.roll.roster", "Roster", "pieces", ""),
        ("app.sync", "scheduler", "next_request", ""),
    ],
    ids=["in a key", "after the commit", "in the prompt", "in painting", "in a sync thread"],
)
def test_a_crash_leaves_one_calm_sentence_and_a_report_without_anybody(
    tmp_path: Path, module: str, owner: str, function: str, key: str
) -> None:
    config = tmp_path / "config" / "rollcall" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("[sending]\nhold = 0\n", encoding="utf-8")
    with Emulator() as usos:
        current, environment = usos.current_list(), environment_for(usos)
        with rollcall("--list", current, environment=environment, home=tmp_path) as terminal:
            terminal.until("30 of 30 left")
            terminal.until_keys_mark()
            terminal.type("1")
            terminal.until("29 of 30 left")
            terminal.kill()
        everybody = entries(tmp_path, current)
        (marked,) = (entry for entry in everybody if entry.mark is Mark.INTRAMURAL)
        name = marked.student.name
        launcher = LAUNCHER.format(module=module, owner=owner, function=function, name=name)
        start = ("-c", launcher)
        with rollcall("--list", current, environment=environment, home=tmp_path, start=start) as terminal:
            if key:
                terminal.until("29 of 30 left")
                terminal.until_keys_mark()
                terminal.type(key)
            assert terminal.end() == 1
            printed = terminal.printed

    assert printed.count(LEFT_THE_SCREEN) == 1
    left_behind = printed.rpartition(LEFT_THE_SCREEN)[2].decode()
    (report,) = (tmp_path / "state").rglob("crash-*.txt")
    told = report.read_text(encoding="utf-8")
    sentence = " ".join(left_behind.split())
    assert sentence.count("Sorry, rollcall crashed. The marks you saw are safe.") == 1
    assert report.name in "".join(left_behind.split())
    assert "Traceback" not in left_behind
    assert "RuntimeError" in told
    people = {word for entry in everybody for word in (entry.student.first_name, entry.student.last_name)}
    for word in {*people, *environment.values()} - {environment["ROLLCALL_URL"]}:
        assert word not in left_behind
        assert word not in told
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert stat.S_IMODE(report.parent.stat().st_mode) == 0o700
    after = {entry.student.id: entry.mark for entry in entries(tmp_path, current)}
    assert after[marked.student.id] is Mark.INTRAMURAL


def test_a_defect_in_a_call_leaves_a_report_without_anybody_and_the_roll_goes_on(tmp_path: Path) -> None:
    def reports() -> list[Path]:
        return list((tmp_path / "state").rglob("crash-*.txt"))

    with Emulator() as usos:
        current, environment = usos.current_list(), environment_for(usos)
        launcher = LAUNCHER.format(module="app.usos.client", owner="Usos", function="update_attendance", name="Ćwik")
        start = ("-c", launcher)
        with rollcall("--list", current, environment=environment, home=tmp_path, start=start) as terminal:
            for key, left in zip("143", (29, 28, 27), strict=True):
                terminal.until(f"{left + 1} of 30 left")
                terminal.until_keys_mark()
                terminal.type(key)
            terminal.until("27 of 30 left")
            terminal.type("\x13")  # sends now
            wait_until(reports)
            terminal.type("1")
            terminal.until("26 of 30 left")
            terminal.kill()
    told = "".join(report.read_text(encoding="utf-8") for report in reports())
    assert "RuntimeError" in told
    for word in {"Ćwik", *environment.values()} - {environment["ROLLCALL_URL"]}:
        assert word not in told


def wait_until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        threading.Event().wait(0.01)
