"""Where screens are drawn, and what is drawn on a terminal that lacks a sign."""

from __future__ import annotations

import errno
import io
import sys
from pathlib import Path

import pytest

from app.cli.terminal import counted, drawn_on_terminal
from app.emulator import Emulator
from tests.program.test_real_terminal import environment_for
from tests.support.terminal import rollcall


def drawn(text: str, encoding: str, patch: pytest.MonkeyPatch) -> bytes:
    """What a terminal of that encoding gets."""
    terminal = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace")
    patch.setattr(sys, "stdout", terminal)
    with drawn_on_terminal():
        assert sys.__stderr__ is not None
        sys.__stderr__.write(text)
        sys.__stderr__.flush()
    return terminal.buffer.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Zażółć gęślą jaźń", "Zażółć gęślą jaźń"),
        ("Sending 4 marks …", "Sending 4 marks ."),
        ("● P ◐ – ✗ A │ ──", "* P o - x A | --"),
        ("李 n\u0303", "?? n"),
    ],
)
def test_what_an_older_terminal_lacks_is_drawn_plainer_and_as_wide(
    monkeypatch: pytest.MonkeyPatch, text: str, signs: str
) -> None:
    assert drawn(text, "iso-8859-2", monkeypatch) == signs.encode("iso-8859-2")


def test_a_terminal_that_is_gone_takes_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(io.StringIO):
        def write(self, _text: str) -> int:
            raise OSError(errno.EIO, "gone")

    monkeypatch.setattr(sys, "stdout", Gone())
    usual = sys.__stderr__
    with drawn_on_terminal():
        assert sys.__stderr__ is not None
        assert sys.__stderr__.write("text") == 4
    assert sys.__stderr__ is usual


def test_screens_are_drawn_where_they_are_seen_though_errors_go_to_a_file(tmp_path: Path) -> None:
    code = (
        f"import os, sys; os.dup2(os.open({str(tmp_path / 'errors')!r}, os.O_WRONLY | os.O_CREAT), 2)\n"
        "from app.__main__ import main; sys.exit(main())"
    )
    with (
        Emulator() as usos,
        rollcall(
            "--list", usos.current_list(), environment=environment_for(usos), home=tmp_path, start=("-c", code)
        ) as terminal,
    ):
        terminal.until("30 of 30 left")
        terminal.type("\x11")
        assert terminal.end() == 0
    assert " left" not in (tmp_path / "errors").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("number", "is_seen", "told"), [(5, True, ["1/5", "2/5", "3/5", "4/5", "5/5"]), (3, True, []), (5, False, [])]
)
def test_one_line_tells_how_far_it_is_where_somebody_looks_and_is_empty_in_the_end(
    monkeypatch: pytest.MonkeyPatch, number: int, is_seen: bool, told: list[str]
) -> None:
    written = io.StringIO()
    monkeypatch.setattr(written, "isatty", lambda: is_seen)
    monkeypatch.setattr(sys, "stderr", written)

    assert list(counted(range(number), lambda at, of: f"{at}/{of}")) == list(range(number))

    lines = written.getvalue().split("\r")
    assert [line for line in lines if line.strip()] == told
    assert not told or not lines[-2].strip()
