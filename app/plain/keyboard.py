"""One key at a time, or a line, from a terminal that stays as it is; or line by line from a file or a program."""

from __future__ import annotations

import codecs
import contextlib
import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol, TextIO

from app.keymap import key_names

_CONTROL = {"\r": "enter", "\n": "enter", "\t": "tab", "\x7f": "backspace", "\x08": "backspace", " ": "space"}
_CONTROL |= {chr(number): f"ctrl+{chr(number + 96)}" for number in range(1, 27) if chr(number) not in _CONTROL}
_CONTROL |= {"\x1c": "ctrl+backslash", "\x1d": "ctrl+right_square_bracket", "\x1f": "ctrl+underscore"}

_LETTERS = {"A": "up", "B": "down", "C": "right", "D": "left", "H": "home", "F": "end", "Z": "shift+tab"}
_LETTERS |= {"P": "f1", "Q": "f2", "R": "f3", "S": "f4"}
_NUMBERS = {
    "1": "home",
    "2": "insert",
    "3": "delete",
    "4": "end",
    "5": "pageup",
    "6": "pagedown",
    "7": "home",
    "8": "end",
}
_NUMBERS |= {str(number): f"f{key}" for key, number in enumerate((11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24), 1)}
_CONSOLE = {"A": "f1", "B": "f2", "C": "f3", "D": "f4", "E": "f5"}  # of Linux without a window system
_WINDOWS = {"H": "up", "P": "down", "K": "left", "M": "right", "G": "home", "O": "end", "I": "pageup", "Q": "pagedown"}
_WINDOWS |= {"R": "insert", "S": "delete", "\x85": "f11", "\x86": "f12"}
_WINDOWS |= {chr(58 + number): f"f{number}" for number in range(1, 11)}

_REST = 0.05  # seconds in which what follows an escape has come, if it is not the key Esc itself


class InputEndedError(Exception):
    """There is nothing more to read."""


class Keyboard(Protocol):
    """Where keys come from. Both ways of reading raise `InputEndedError`, and `KeyboardInterrupt` after Ctrl+C."""

    echoes: bool
    """Whether there is a terminal: it shows a line while it is typed, and gives every key at once."""

    def key(self) -> str:
        """Return the next key, as Textual calls it; empty for one nobody knows."""

    def line(self) -> str:
        """Return a line of text."""

    def by_key(self) -> AbstractContextManager[None]:
        """Let keys be read in the block."""

    def relaxed(self) -> AbstractContextManager[None]:
        """Let Ctrl+C interrupt in the block, where no key is read."""


def keyboard() -> Keyboard:
    """Return the way to read that goes with standard input."""
    if not sys.stdin.isatty():
        return Lines(sys.stdin)
    if sys.platform == "win32":
        return WindowsConsole()
    return PosixTerminal(sys.stdin.fileno())


class Lines:
    """Lines from a file or a program: each is a key, as people write it, or a text."""

    echoes = False

    def __init__(self, source: TextIO) -> None:
        """Read from there."""
        self._source = source

    def key(self) -> str:
        """Return the key a line names, or a whole number; an empty line is Enter."""
        line = self.line()
        if not line.strip():
            return "space" if line else "enter"
        return line.strip() if line.strip().isdecimal() else next(iter(key_names.read(line)), "")

    def line(self) -> str:
        """Return the next line."""
        line = self._source.readline()
        if not line:
            raise InputEndedError
        return line.rstrip("\r\n")

    def by_key(self) -> AbstractContextManager[None]:
        """Change nothing."""
        return contextlib.nullcontext()

    def relaxed(self) -> AbstractContextManager[None]:
        """Change nothing."""
        return contextlib.nullcontext()


if sys.platform == "win32":  # pragma: no cover - not our system
    import msvcrt

    class WindowsConsole:
        """The console of Windows."""

        echoes = True

        def key(self) -> str:
            """Return the next key."""
            sign = msvcrt.getwch()
            if sign == "\x03":
                raise KeyboardInterrupt
            if sign in "\x00\xe0":
                return _WINDOWS.get(msvcrt.getwch(), "")
            return "escape" if sign == "\x1b" else of_character(sign)

        def line(self) -> str:
            """Return a line of text."""
            line = sys.stdin.readline()
            if not line:
                raise InputEndedError
            return line.rstrip("\r\n")

        def by_key(self) -> AbstractContextManager[None]:
            """Change nothing."""
            return contextlib.nullcontext()

        def relaxed(self) -> AbstractContextManager[None]:
            """Change nothing."""
            return contextlib.nullcontext()

else:
    import termios

    class PosixTerminal:
        """A terminal that gives every key at once while keys are read, and whole lines while lines are."""

        echoes = True

        def __init__(self, descriptor: int) -> None:
            """Read from there."""
            self._descriptor = descriptor
            self._usual = termios.tcgetattr(descriptor)
            self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
            self._text = ""  # read, and not looked at yet

        @contextlib.contextmanager
        def by_key(self) -> Iterator[None]:
            """Let keys come one by one, unseen, in the block; Ctrl+S, Ctrl+Q and Ctrl+Z are keys like others there."""
            wanted = termios.tcgetattr(self._descriptor)
            wanted[0] &= ~termios.IXON
            wanted[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN)
            wanted[6][termios.VMIN], wanted[6][termios.VTIME] = 1, 0
            termios.tcsetattr(self._descriptor, termios.TCSANOW, wanted)
            try:
                yield
            finally:
                with contextlib.suppress(termios.error):  # a terminal that is gone
                    termios.tcsetattr(self._descriptor, termios.TCSANOW, self._usual)

        @contextlib.contextmanager
        def relaxed(self) -> Iterator[None]:
            """Let the terminal be as it was in the block."""
            try:
                now = termios.tcgetattr(self._descriptor)
                termios.tcsetattr(self._descriptor, termios.TCSANOW, self._usual)
            except termios.error:  # it is gone
                yield
                return
            try:
                yield
            finally:
                with contextlib.suppress(termios.error):
                    termios.tcsetattr(self._descriptor, termios.TCSANOW, now)

        def key(self) -> str:
            """Return the next key."""
            sign = self._sign()
            if sign == "\x03":
                raise KeyboardInterrupt
            if sign != "\x1b":
                return of_character(sign)
            if not self._text and not select.select([self._descriptor], [], [], _REST)[0]:
                return "escape"
            following = self._sign()
            return of_sequence(following, self._sign) if following in "[O" else f"alt+{following}"

        def line(self) -> str:
            """Return a line of text, typed and edited as everywhere in this terminal."""
            with self.relaxed():
                while "\n" not in self._text:
                    self._read()
            line, _, self._text = self._text.partition("\n")
            return line.rstrip("\r")

        def _sign(self) -> str:
            while not self._text:
                self._read()
            sign, self._text = self._text[0], self._text[1:]
            return sign

        def _read(self) -> None:
            try:
                read = os.read(self._descriptor, 1024)
            except OSError:  # the terminal is gone
                read = b""
            if not read:
                raise InputEndedError
            self._text += self._decoder.decode(read)


def of_character(sign: str) -> str:
    """Return the key that sends this character."""
    if sign == "\x04":  # Ctrl+D
        raise InputEndedError
    return _CONTROL.get(sign) or key_names.code(sign)


def of_sequence(first: str, following: Callable[[], str]) -> str:
    """Return the key that sends an escape, "[" or "O", and what follows; empty for one nobody knows."""
    sign = following()
    if first == "[" and sign == "[":
        return _CONSOLE.get(following(), "")
    parameters = ""
    while sign.isdigit() or sign == ";":
        parameters, sign = parameters + sign, following()
    number, _, modifier = parameters.partition(";")
    key = _NUMBERS.get(number, "") if sign == "~" else _LETTERS.get(sign, "")
    with_ = {"": "", "1": "", "2": "shift+", "5": "ctrl+"}.get(modifier)
    return f"{with_}{key}" if key and with_ is not None else ""
