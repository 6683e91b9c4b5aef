"""What a start must not wait for: what the network needs is imported by threads, what few ask for when they do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from app.emulator import Emulator
from tests.support.terminal import rollcall

SLOW = ("httpx", "authlib", "keyring", "starlette", "uvicorn", "openpyxl", "xlsxwriter", "csv")
SELDOM = ("app.importing", "app.exporting", "app.emulator", "app.plain")

# Runs the program with one thing noted: what was in memory when a screen was painted for the first time.
NOTING = """
import json, pathlib, sys
from textual.screen import Screen

note, *arguments = sys.argv[1:]
compose = Screen._compositor_refresh

def refresh(screen):
    compose(screen)
    file = pathlib.Path(note)
    if screen is screen.app.screen and screen.rows.size.height and not file.exists():
        file.write_text(json.dumps(sorted(sys.modules)), encoding="utf-8")

Screen._compositor_refresh = refresh
from app.__main__ import main
sys.exit(main(arguments))
"""


def modules_at_first_paint(home: Path, usos: Emulator, *arguments: str) -> list[str]:
    names = ("url", "consumer_key", "consumer_secret", "token", "token_secret")
    environment = {f"ROLLCALL_{name.upper()}": getattr(usos, name) for name in names}
    with rollcall(environment=environment, home=home) as terminal:  # the first start asks whose token this is
        terminal.until("Mathematical Analysis I", "call the roll")
        terminal.type("\x11")
        assert terminal.end() == 0
    note = home / "note.json"
    start = ("-c", NOTING, str(note))
    with rollcall(*arguments, environment=environment, home=home, start=start) as terminal:
        terminal.until("30 of 30 left" if arguments else "Mathematical Analysis I")
        terminal.type("\x11")
        assert terminal.end() == 0
    return json.loads(note.read_text(encoding="utf-8"))


def slow(modules: list[str]) -> list[str]:
    return [name for name in modules if name in SLOW or name.startswith(SELDOM)]


def test_the_first_paint_of_the_groups_waits_for_no_library_of_the_network(tmp_path: Path) -> None:
    with Emulator() as usos:
        modules = modules_at_first_paint(tmp_path, usos)
    assert "app.tui.groups.screen" in modules
    assert slow(modules) == []


def test_nor_does_the_first_paint_of_a_roll_that_was_asked_for(tmp_path: Path) -> None:
    with Emulator() as usos:
        modules = modules_at_first_paint(tmp_path, usos, "--list", usos.current_list())
    assert "app.tui.roll.screen" in modules
    assert slow(modules) == []


def test_what_calls_usos_brings_no_command_line_of_httpx_with_it() -> None:
    code = "import sys, app.usos.client; print({'httpx', 'click', 'rich.progress'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert ran.stdout == "{'httpx'}\n"
