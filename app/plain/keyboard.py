"""One key at a time, or a line, from a terminal that stays as it is; or line by line from a file or a program."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from app.keymap.terminal_bytes import ESC, Pasted, Piece, Sequence, TerminalBytes, Typed
from app.plain.lines import Lines
from app.plain.strokes import InputEndedError, Stroke, of_character, of_console, of_piece

_MARK_PASTES = "\x1b[?2004h"
_ENDS_OF_LINE = (Typed("\r"), Typed("\n"))


class Keyboard(Protocol):
    """Where keys come from. Both ways of reading raise `InputEndedError`, and `KeyboardInterrupt` after Ctrl+C."""

    echoes: bool
    """Whether there is a terminal: it shows a line while it is typed, and gives every key at once."""

    on_return: Callable[[], None]
    """Called where a key or a line is waited for, after the program was stopped and goes on."""

    def key(self) -> Stroke:
        """Return the next key."""

    def key_within(self, seconds: float) -> Stroke | None:
        """Return the next key; None where none comes within so many seconds."""

    def has_more(self, seconds: float) -> bool:
        """Tell whether something more is typed within so many seconds."""

    def following(self, seconds: float) -> int:
        """Return how many keys have come behind the last one, each within so many seconds of the one before it."""

    def line(self) -> str | None:
        """Return a line of text, None where Esc was typed into it."""

    def by_key(self) -> AbstractContextManager[None]:
        """Let keys be read in the block."""

    def relaxed(self) -> AbstractContextManager[None]:
        """Let Ctrl+C interrupt in the block, where no key is read."""


def keyboard() -> Keyboard:
    """Return the way to read that goes with standard input."""
    if not sys.stdin.isatty():
        return Lines(sys.stdin.buffer, sys.stdin.encoding)
    if sys.platform == "win32":
        return WindowsConsole()
    return PosixTerminal(sys.stdin.fileno())


if sys.platform == "win32":  # pragma: no cover - not our system
    import msvcrt

    class WindowsConsole:
        """The console of Windows."""

        echoes = True

        def __init__(self) -> None:
            """Read from there. Nothing stops a program on Windows."""
            self.on_return: Callable[[], None] = lambda: None

        def key_within(self, seconds: float) -> Stroke | None:
            """Return the next key; None where none comes within so many seconds."""
            return self.key() if self.has_more(seconds) else None

        def has_more(self, seconds: float) -> bool:
            """Tell whether something more is typed within so many seconds."""
            until = time.monotonic() + seconds
            while not msvcrt.kbhit():
                if time.monotonic() > until:
                    return False
                time.sleep(0.005)  # the console has no way to wait for a key and for a moment
            return True

        def following(self, _: float) -> int:
            """Return 0: this console does not tell how many keys have come."""
            return 0

        def key(self) -> Stroke:
            """Return the next key."""
            sign = msvcrt.getwch()
            if sign == "\x03":
                raise KeyboardInterrupt
            if sign in "\x00\xe0":
                return Stroke(of_console(msvcrt.getwch()), time.monotonic())
            return Stroke(of_character(sign), time.monotonic())

        def line(self) -> str | None:
            """Return a line of text, None where Esc was typed into it."""
            line = sys.stdin.readline()
            if not line:
                raise InputEndedError
            return None if ESC in line else line.rstrip("\r\n")

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
            self._terminal = TerminalBytes()
            self._pieces: deque[tuple[Piece, float]] = deque()  # read, and not given out yet; with their times
            self._modes = self._usual  # those in force
            self._signals: list[int] = []  # where the number of each signal can be read
            self.on_return: Callable[[], None] = lambda: None

        @contextlib.contextmanager
        def by_key(self) -> Iterator[None]:
            """Let keys come one by one, unseen, in the block; Ctrl+S, Ctrl+Q and Ctrl+Z are keys like others there."""
            wanted = termios.tcgetattr(self._descriptor)
            wanted[0] &= ~termios.IXON
            wanted[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN)
            wanted[6][termios.VMIN], wanted[6][termios.VTIME] = 1, 0
            self._set(wanted)
            try:
                with _pastes_marked(), self._signals_read():
                    yield
            finally:
                with contextlib.suppress(termios.error):  # a terminal that is gone
                    self._set(self._usual)

        @contextlib.contextmanager
        def relaxed(self) -> Iterator[None]:
            """Let the terminal be as it was in the block."""
            try:
                now = termios.tcgetattr(self._descriptor)
                self._set(self._usual)
            except termios.error:  # it is gone
                yield
                return
            try:
                yield
            finally:
                with contextlib.suppress(termios.error):
                    self._set(now)

        def _set(self, modes: list[int | list[bytes | int]]) -> None:
            self._modes = modes
            termios.tcsetattr(self._descriptor, termios.TCSANOW, modes)

        @contextlib.contextmanager
        def _signals_read(self) -> Iterator[None]:
            """Let the number of each signal be read in the block, whichever thread it comes to."""
            read, write = os.pipe()
            os.set_blocking(write, False)
            told_before = signal.set_wakeup_fd(write, warn_on_full_buffer=False)
            heeded_before = signal.signal(signal.SIGCONT, lambda *_: None)  # else nobody would be told of it
            self._signals = [read]
            try:
                yield
            finally:
                self._signals = []
                signal.signal(signal.SIGCONT, heeded_before)
                signal.set_wakeup_fd(told_before)
                os.close(read)
                os.close(write)

        def _go_on(self) -> None:
            """Have the terminal as before the process was stopped: shells leave it as they need it themselves."""
            with contextlib.suppress(termios.error):
                self._set(self._modes)
            _ask_terminal(_MARK_PASTES)
            self.on_return()

        def key_within(self, seconds: float) -> Stroke | None:
            """Return the next key; None where none comes within so many seconds."""
            return self.key() if self.has_more(seconds) else None

        def has_more(self, seconds: float) -> bool:
            """Tell whether something more is typed within so many seconds."""
            until = time.monotonic() + seconds
            while not self._pieces and (left := until - time.monotonic()) > 0:
                self._read(left)
            return bool(self._pieces)

        def following(self, seconds: float) -> int:
            """Return how many keys have come behind the last one, each within so many seconds of the one before it."""
            while True:
                number, until = len(self._pieces), time.monotonic() + seconds
                while len(self._pieces) == number and (left := until - time.monotonic()) > 0:
                    self._read(left)
                if len(self._pieces) == number:
                    return number

        def key(self) -> Stroke:
            """Return the next key."""
            while not self._pieces:
                self._read()
            piece, at = self._pieces.popleft()
            if piece == Typed("\x03"):
                raise KeyboardInterrupt
            return Stroke(of_piece(piece), at)

        def line(self) -> str | None:
            """Return a line of text, None where Esc was typed into it; typed and edited as everywhere in this terminal.

            What moves about in a line elsewhere does nothing here.
            """
            with self.relaxed():
                while not any(piece in _ENDS_OF_LINE for piece, _ in self._pieces):
                    self._read()
            text = ""
            dropped = False
            while (piece := self._pieces.popleft()[0]) not in _ENDS_OF_LINE:
                match piece:
                    case Typed("\x1b"):
                        dropped = True
                    case Sequence(keys) if len(keys) == 2:  # Esc, and what was typed behind it
                        dropped = True
                    case Typed("\x08" | "\x7f"):
                        text = text[:-1]
                    case Typed(character) if character.isprintable() or character == "\t":
                        text += character
                    case Pasted(pasted):
                        text += " ".join(pasted.split())
                    case _:
                        pass
            return None if dropped else text

        def _read(self, longest: float | None = None) -> None:
            """Read what has come, waiting for it at most so many seconds."""
            due = self._terminal.due_in(time.monotonic())
            waits = [one for one in (longest, due) if one is not None]
            ready, _, _ = select.select([self._descriptor, *self._signals], [], [], min(waits, default=None))
            if signal.SIGCONT in b"".join(os.read(one, 64) for one in self._signals if one in ready):
                self._go_on()
            if self._descriptor not in ready:
                self._keep(self._terminal.tick(time.monotonic()))
                return
            try:
                read = os.read(self._descriptor, 1024)
            except OSError:  # the terminal is gone
                read = b""
            if not read:
                raise InputEndedError
            self._keep(self._terminal.feed(read, time.monotonic()))

        def _keep(self, pieces: Iterable[Piece]) -> None:
            now = time.monotonic()
            self._pieces += [(piece, now) for piece in pieces]


@contextlib.contextmanager
def _pastes_marked() -> Iterator[None]:
    """Let the terminal mark what is pasted in the block, so that it is not taken for keys."""
    _ask_terminal(_MARK_PASTES)
    try:
        yield
    finally:
        _ask_terminal("\x1b[?2004l")


def _ask_terminal(sequence: str) -> None:
    if sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb":
        print(sequence, end="", flush=True)
