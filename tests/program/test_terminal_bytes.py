"""Broken bytes of a terminal, sent to the real program: nobody is marked, nothing ends, and the next key counts."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app.emulator import Emulator
from tests.program.test_real_terminal import environment_for
from tests.support.terminal import Terminal, rollcall

BROKEN = (
    (b"\x1b[<32;NaN;NaNM",),
    (b"\x1b[<35;1", b"1;14M"),
    (b"\x1b[112;", b"2;80u"),
    (b"\x1b]11;rgb:1515/18", b"18/1d1d\x1b\\"),
    (b"\x1b[", b"A"),
    (b"\x1b[97;1:3u",),
    (b"\x1b[99999999999u",),
    (b"\x1b[M \xff\xff",),
    (b"\xff\xb1",),
    (b"\x1b[200~1414\r\x1b[201~",),
    (b"\x1b[48;99999;99999;99999;99999t",),
    (b"3141592\r",),
    (b"Adam Nowak\rPaulina Zaremba\r",),
)


def send(terminal: Terminal, parts: tuple[bytes, ...], apart: float) -> None:
    for part in parts:
        terminal.send(part)
        end = time.monotonic() + apart
        while time.monotonic() < end:
            terminal.read(end)


@pytest.mark.parametrize("plain", [False, True], ids=["screen", "plain"])
def test_broken_bytes_mark_nobody_and_the_next_key_counts(tmp_path: Path, plain: bool) -> None:
    with Emulator() as usos:
        arguments = ("--list", usos.current_list(), *(["--plain"] if plain else []))
        options = {"environment": environment_for(usos), "home": tmp_path, "size": (120, 30)}
        with rollcall(*arguments, **options) as terminal:
            terminal.until("1 of 30" if plain else "30 of 30 left")
            terminal.until_keys_mark()
            for parts in BROKEN:
                send(terminal, parts, 0.12)
            terminal.until_keys_mark()
            terminal.type("\x1b[H")
            terminal.until_keys_mark()
            terminal.type("1")
            terminal.until("2 of 30" if plain else "29 of 30 left")
            terminal.type("\x11")
            assert terminal.end() == 0
        assert [mark for mark, _ in usos.marks(usos.current_list()).values() if mark] == ["intramural"]


def test_the_screen_asks_neither_for_the_protocol_of_kitty_nor_for_a_mouse_that_only_moves(tmp_path: Path) -> None:
    log = tmp_path / "textual.log"
    with Emulator() as usos:
        environment = environment_for(usos) | {"TEXTUAL_LOG": str(log), "TEXTUAL_DISABLE_KITTY_KEY": "0"}
        with rollcall(environment=environment, home=tmp_path) as terminal:
            terminal.until_it_has_the_keyboard()
            printed = terminal.printed
            terminal.type("\x11")
            assert terminal.end() == 0
            printed += terminal.printed
    assert b"\x1b[?1000h" in printed
    assert b"\x1b[?1003h" not in printed
    assert b"\x1b[>" not in printed
    assert not log.exists()


def test_a_screen_whose_terminal_is_gone_ends(tmp_path: Path) -> None:
    with Emulator() as usos:
        start = (
            "-c",
            "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); from app.__main__ import main; main()",
        )
        with rollcall(environment=environment_for(usos), home=tmp_path, start=start) as terminal:
            terminal.until("Mathematical Analysis I")
            terminal.hang_up()
            terminal.process.wait(30)
