"""Which key a terminal, or the console of Windows, has sent: values alone."""

from __future__ import annotations

import pytest

from app.plain.strokes import of_console, of_sequence


@pytest.mark.parametrize(
    ("sign", "key"),
    [("H", "up"), ("P", "down"), ("G", "home"), ("Q", "pagedown"), (";", "f1"), ("D", "f10"), ("\x86", "f12")],
)
def test_what_the_console_of_windows_sends_behind_its_sign_is_that_key(sign: str, key: str) -> None:
    assert of_console(sign) == key


@pytest.mark.parametrize("sign", ["1", "p", "\x00", "ą"])
def test_what_it_sends_for_no_key_of_ours_marks_nobody(sign: str) -> None:
    assert of_console(sign) == ""


@pytest.mark.parametrize(
    ("text", "key"),
    [("\x1b[A", "up"), ("\x1bOP", "f1"), ("\x1b[[E", "f5"), ("\x1b[24~", "f12"), ("\x1b[1;5D", "ctrl+left")],
)
def test_a_sequence_is_that_key(text: str, key: str) -> None:
    assert of_sequence(text) == key


@pytest.mark.parametrize("text", ["\x1b[1;3A", "\x1b[99~", "\x1b[I", "\x1b[1;9P"])
def test_a_sequence_of_no_key_of_ours_is_none(text: str) -> None:
    assert of_sequence(text) == ""
