"""What is asked outside of a roll takes keys that a person has pressed, and no texts."""

from __future__ import annotations

import os
import signal
import termios
import threading
from collections.abc import Iterator

import pytest

from app.plain.keyboard import PosixTerminal
from app.plain.talk import Talk


@pytest.fixture
def terminal() -> Iterator[tuple[int, Talk]]:
    """A pseudo-terminal's other end, and a conversation at it."""
    end, descriptor = os.openpty()
    keyboard = PosixTerminal(descriptor)
    with keyboard.by_key():
        yield end, Talk(keyboard)
    os.close(end)
    os.close(descriptor)


@pytest.mark.parametrize("text", [b"Nowak\r", b"3141592\r", b"\r\r\r\r\r\r"])
def test_a_text_that_no_hand_has_typed_is_no_answer_and_the_question_is_asked_again(
    terminal: tuple[int, Talk], capsys: pytest.CaptureFixture[str], text: bytes
) -> None:
    end, talk = terminal
    os.write(end, text)
    later = threading.Timer(0.3, os.write, (end, b"j"))
    later.start()
    assert talk.ask("Number") == "j"
    later.join(10)
    told = capsys.readouterr().out
    assert told.startswith(f"Number: {len(text)} keys came too fast to be typed")
    assert told.endswith("\nNumber: ")


def test_after_the_program_was_stopped_keys_count_one_by_one_and_the_open_question_is_asked_again(
    terminal: tuple[int, Talk], capsys: pytest.CaptureFixture[str]
) -> None:
    """As after SIGTSTP and `fg`: the shell has written something, and left the terminal to read lines."""
    end, talk = terminal
    modes = termios.tcgetattr(end)
    modes[3] |= termios.ICANON
    termios.tcsetattr(end, termios.TCSANOW, modes)
    later = [
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGCONT)),
        threading.Timer(0.5, os.write, (end, b"j\x04")),  # the end of a file, where it is read by lines
    ]
    for one in later:
        one.start()
    assert talk.ask("Number") == "j"
    for one in later:
        one.join(10)
    assert capsys.readouterr().out == "Number: \nNumber: "
    assert not termios.tcgetattr(end)[3] & termios.ICANON


def test_what_a_quick_hand_has_typed_ahead_is_answered_key_by_key(terminal: tuple[int, Talk]) -> None:
    end, talk = terminal
    os.write(end, b"12\rjk")
    assert [talk.ask("Number") for _ in range(5)] == ["1", "2", "enter", "j", "k"]


def test_what_was_typed_before_a_question_could_be_read_does_not_confirm_it(
    terminal: tuple[int, Talk], capsys: pytest.CaptureFixture[str]
) -> None:
    end, talk = terminal
    os.write(end, b"\r\r")
    later = threading.Timer(0.3, os.write, (end, b"n"))
    later.start()
    assert talk.confirm("Enter excuses them") == "n"
    later.join(10)
    assert capsys.readouterr().out.startswith("2 keys came too fast to be typed")
