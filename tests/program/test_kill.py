"""A process killed after any key of a roll: every mark that was seen is on disk, and in the end in USOS."""

from __future__ import annotations

import re
import time
from contextlib import AbstractContextManager
from pathlib import Path

from app.domain.model import Mark
from app.emulator import Emulator, Fault, FaultKind
from app.store import Store
from tests.support.terminal import Terminal, rollcall

UPDATE = "services/attendance/update_attendance"
KEYS = "141314114131411411314113141141"
MEANT = {"1": Mark.INTRAMURAL, "3": Mark.JUSTIFIED, "4": Mark.ABSENT}


def environment_for(usos: Emulator) -> dict[str, str]:
    names = ("url", "consumer_key", "consumer_secret", "token", "token_secret")
    return {f"ROLLCALL_{name.upper()}": getattr(usos, name) for name in names}


def send_at_once(home: Path) -> None:
    """Hold no mark back: the process is to die while its calls are under way, too."""
    file = home / "config" / "rollcall" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("[sending]\nhold = 0\n", encoding="utf-8")


def marks_on_disk(home: Path, list_id: str) -> dict[str, Mark]:
    """Return what the dead process has left, by student."""
    (file,) = (home / "data").rglob("*.sqlite3")
    store = Store(file)
    try:
        return {entry.student.id: entry.mark for entry in store.rolls.entries(list_id) if entry.mark is not None}
    finally:
        store.close_thread()


def painted(printed: str, before: int) -> int:
    """Return how many marks the state line last spoke of."""
    if "all 30 marked" in printed:
        return 30
    counts = re.findall(r"(\d+) of 30 left", printed)
    return 30 - int(counts[-1]) if counts else before


def to_go(marked: int) -> str:
    return f"{30 - marked} of 30 left" if marked < 30 else "all 30 marked"


def test_killed_after_every_key_of_thirty_no_mark_is_lost(tmp_path: Path) -> None:
    """Every other time the process is killed in the midst of its key, not after having painted it."""
    send_at_once(tmp_path)
    with Emulator() as usos:
        current, environment = usos.current_list(), environment_for(usos)

        def process() -> AbstractContextManager[Terminal]:
            return rollcall("--list", current, environment=environment, home=tmp_path)

        usos.faults.add(Fault(FaultKind.LATENCY, UPDATE, count=None, seconds=0.05))
        on_disk: dict[str, Mark] = {}
        kills = 0
        while len(on_disk) < 30:
            marked = len(on_disk)
            with process() as terminal:
                terminal.until(to_go(marked))
                terminal.until_keys_mark()
                terminal.type(KEYS[marked])
                if kills % 2:
                    terminal.any_output()
                else:
                    terminal.until(to_go(marked + 1))
                seen = painted(terminal.kill(), marked + 1 - kills % 2)
            before, on_disk = on_disk, marks_on_disk(tmp_path, current)
            assert marked <= seen <= len(on_disk) <= marked + 1
            assert before.items() <= on_disk.items()
            kills += 1
        assert kills >= 30
        usos.faults.clear()
        with process() as last:
            last.until("all 30 marked")
            end = time.monotonic() + 60
            while {student: mark for student, (mark, _) in usos.marks(current).items()} != on_disk:
                assert time.monotonic() < end, "not delivered"
                time.sleep(0.01)  # between two looks
            last.type("\x11")
            assert last.end() == 0
        counts = [list(on_disk.values()).count(mark) for mark in MEANT.values()]
        assert counts == [KEYS.count(key) for key in MEANT]
