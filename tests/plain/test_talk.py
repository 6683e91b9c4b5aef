"""What is asked outside of a roll takes keys that a person has pressed, and no texts."""

from __future__ import annotations

import io
import os
import signal
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout

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


@contextmanager
def once_printed(*steps: tuple[str, Callable[[], object]]) -> Iterator[io.StringIO]:
    """Do one thing after another once what the block prints ends so; after ten seconds in any case, so that it ends."""

    def run() -> None:
        for text, act in steps:
            end = time.monotonic() + 10
            while not printed.getvalue().endswith(text) and time.monotonic() < end:
                time.sleep(0.005)  # between two looks
            act()

    thread = threading.Thread(target=run, daemon=True)
    with redirect_stdout(io.StringIO()) as printed:
        thread.start()
        yield printed
    thread.join(30)


@pytest.mark.parametrize("text", [b"Nowak\r", b"3141592\r", b"\r\r\r\r\r\r"])
def test_a_text_that_no_hand_has_typed_is_no_answer_and_the_question_is_asked_again(
    terminal: tuple[int, Talk], text: bytes
) -> None:
    end, talk = terminal
    os.write(end, text)
    with once_printed(("\nNumber: ", lambda: os.write(end, b"j"))) as printed:
        assert talk.ask("Number") == "j"
    assert printed.getvalue().startswith(f"Number: {len(text)} keys came too fast to be typed")
    assert printed.getvalue().endswith("\nNumber: ")


def test_after_the_program_was_stopped_keys_count_one_by_one_and_the_open_question_is_asked_again(
    terminal: tuple[int, Talk],
) -> None:
    """As after SIGTSTP and `fg`: the shell has written something, and left the terminal to read lines."""
    end, talk = terminal
    modes = termios.tcgetattr(end)
    modes[3] |= termios.ICANON
    termios.tcsetattr(end, termios.TCSANOW, modes)
    with once_printed(
        ("Number: ", lambda: os.kill(os.getpid(), signal.SIGCONT)),
        ("\nNumber: ", lambda: os.write(end, b"j\x04")),  # the end of a file, where it is read by lines
    ) as printed:
        assert talk.ask("Number") == "j"
    assert printed.getvalue() == "Number: \nNumber: "
    assert not termios.tcgetattr(end)[3] & termios.ICANON


def test_what_a_quick_hand_has_typed_ahead_is_answered_key_by_key(terminal: tuple[int, Talk]) -> None:
    end, talk = terminal
    os.write(end, b"12\rjk")
    assert [talk.ask("Number") for _ in range(5)] == ["1", "2", "enter", "j", "k"]


def test_what_was_typed_before_a_question_could_be_read_does_not_confirm_it(terminal: tuple[int, Talk]) -> None:
    end, talk = terminal
    os.write(end, b"\r\r")
    with once_printed(("Enter excuses them: ", lambda: os.write(end, b"n"))) as printed:
        assert talk.confirm("Enter excuses them") == "n"
    assert printed.getvalue().startswith("2 keys came too fast to be typed")
