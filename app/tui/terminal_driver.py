"""Textual's driver of the terminal, given only what `TerminalBytes` lets through: whole keys, reports and pastes."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Callable, Iterable

from textual._xterm_parser import XTermParser
from textual.events import Key, Paste
from textual.message import Message

from app.keymap.terminal_bytes import ESC, Pasted, Piece, Sequence, TerminalBytes, Typed

_TURN = 0.1  # seconds after which the thread of the keys looks whether it is to end


def messages_of(piece: Piece) -> Iterable[Message]:
    """Return what Textual makes of a piece, which is whole: nothing of it is left for the next one."""
    match piece:
        case Typed("\x1b"):
            return [Key("escape", ESC)]
        case Pasted(text):
            return [Paste(text)]
        case Sequence(text) if len(text) == 2:
            return list(XTermParser().feed(text)) or [Key(f"alt+{text[1]}", None)]
        case Typed(text) | Sequence(text):
            return list(XTermParser().feed(text))


class ConsoleParser:
    """Takes the place of Textual's parser for the console of Windows; tells only what `TerminalBytes` lets through."""

    def __init__(self, *, debug: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin between two keys; `clock` is that of their times, and `debug` what Textual gives to its own."""
        self._terminal, self._clock = TerminalBytes(), clock

    def tick(self) -> list[Message]:
        """Return the key Esc if nothing has followed an escape for long enough."""
        return self._messages(self._terminal.tick(self._clock()))

    def feed(self, text: str) -> list[Message]:
        """Take in what the console has sent; return what is whole by now."""
        return self._messages(self._terminal.feed(text.encode("utf-8", "replace"), self._clock()))

    def _messages(self, pieces: Iterable[Piece]) -> list[Message]:
        return [message for piece in pieces for message in messages_of(piece)]


if sys.platform == "win32":  # pragma: no cover - not our system
    from textual.drivers import win32
    from textual.drivers.windows_driver import WindowsDriver

    win32.XTermParser = ConsoleParser  # its thread has no other place to put one

    class TerminalDriver(WindowsDriver):
        """The driver of Windows, which was never tried; `ConsoleParser` takes apart what it reads."""

        def start_application_mode(self) -> None:
            """Start without the keyboard protocol of kitty, in which AltGr and a letter are no Polish letter."""
            super().start_application_mode()
            self.write("\x1b[<u")

else:
    from textual.drivers.linux_driver import LinuxDriver

    class TerminalDriver(LinuxDriver):
        """The driver of Linux and macOS."""

        def _enable_mouse_support(self) -> None:
            # In place of Textual's: no reports of a mouse that only moves, of which hundreds come while one types.
            if self._mouse:
                self.write("\x1b[?1000h\x1b[?1002h\x1b[?1006h")
                self.flush()

        def _disable_mouse_support(self) -> None:
            if self._mouse:
                self.write("\x1b[?1002l")
            super()._disable_mouse_support()

        def run_input_thread(self) -> None:
            """Read until the application ends; a defect here ends it as one elsewhere does, with a report."""
            try:
                self._read()
            except Exception as error:  # whatever it is, the screen must not stay without keys
                self._app.call_later(_fail, error)

        def _read(self) -> None:
            terminal = TerminalBytes()
            while not self.exit_event.is_set():
                due = terminal.due_in(time.monotonic())
                ready, _, _ = select.select([self.fileno], [], [], _TURN if due is None else min(due, _TURN))
                if not ready:
                    self._tell(terminal.tick(time.monotonic()))
                    continue
                try:
                    data = os.read(self.fileno, 4096)
                except OSError:  # the terminal is gone
                    data = b""
                if not data:
                    return  # `cli.signals` hears that, too, and ends the program
                self._tell(terminal.feed(data, time.monotonic()))

        def _tell(self, pieces: Iterable[Piece]) -> None:
            for piece in pieces:
                for message in messages_of(piece):
                    self.process_message(message)


def _fail(error: Exception) -> None:
    raise error
