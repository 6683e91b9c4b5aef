"""What the program says on the terminal when no screen is open, and where screens are drawn."""

from __future__ import annotations

import codecs
import io
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO, TypeVar

from app.i18n import drawable

ItemT = TypeVar("ItemT")

_WORTH_COUNTING = 4  # of fewer one does not see how far it is
_LAST_STREAM = 2  # standard error
_PLAINER = str.maketrans("…─━│┃▌▐●◐◇✗✓·–—„“”’↵✎↓↑←→⇥▶⌫█░", '.--||||*o+xv.--""""<~v^<>>><#.')


def complain(sentence: str, status: int) -> int:
    """Say on standard error what went wrong, and return the exit status that goes with it."""
    notice(f"rollcall: {sentence}")
    return status


def notice(sentence: str) -> None:
    """Say something on standard error beside what a command prints, harmlessly whatever file or name it quotes."""
    with suppress(OSError):  # where that cannot be written, only the exit status is left to tell
        print("\n".join(drawable(line) for line in sentence.split("\n")), file=sys.stderr)


class StatusLine:
    """A line of standard error that is written over again and again; where nobody looks at it, nothing is written."""

    def __init__(self) -> None:
        """Begin with an empty line."""
        self._seen, self._width = sys.stderr.isatty(), 0

    def show(self, text: str) -> None:
        """Show this in the place of what was shown last."""
        if self._seen:
            print(f"\r{drawable(text):<{self._width}}", end="", file=sys.stderr, flush=True)
            self._width = len(text)

    def clear(self) -> None:
        """Leave the line empty for what comes next."""
        if self._width:
            self.show("")
            print("\r", end="", file=sys.stderr, flush=True)


def counted(items: Iterable[ItemT], told: Callable[[int, int], str]) -> Iterator[ItemT]:
    """Yield these items, and tell in a `StatusLine` at which of how many one is."""
    known, line = list(items), StatusLine()
    try:
        for number, item in enumerate(known, 1):
            if len(known) >= _WORTH_COUNTING:
                line.show(told(number, len(known)))
            yield item
    finally:
        line.clear()


def use_streams() -> None:
    """Put nothing in the place of streams that a shell has closed, and let no sign be one that they cannot write.

    Else the next file that is opened, such as that of the marks, would be what is printed into.
    """
    while (nowhere := os.open(os.devnull, os.O_RDWR)) <= _LAST_STREAM:
        pass  # it is in the place of one that was closed
    os.close(nowhere)
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for as long as the process
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - as above
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - as above
    _write_plainer(sys.stdout)
    _write_plainer(sys.stderr)


def stop_writing(stream: TextIO) -> None:
    """Let what is still to be written to a stream go nowhere, and nobody hear of it when the program ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


@contextmanager
def complaints_written() -> Iterator[None]:
    """Write all complaints by the end of the block; that they could not be written changes no exit status."""
    try:
        yield
    finally:
        try:
            sys.stderr.flush()
        except OSError:
            stop_writing(sys.stderr)


@contextmanager
def drawn_on_terminal() -> Iterator[None]:
    """Let Textual draw on standard output in the block: it draws on standard error, which may go to a file."""
    usual = sys.__stderr__
    sys.__stderr__ = _Canvas(sys.stdout)  # type: ignore[assignment,misc] # what Textual draws on has no other name
    try:
        yield
    finally:
        sys.__stderr__ = usual  # type: ignore[misc] # as above


class _Canvas:
    """What screens are drawn on; Textual needs no more of a file. A terminal that has gone takes all, silently."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        _write_plainer(terminal)

    def write(self, text: str) -> int:
        with suppress(OSError):
            self._terminal.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._terminal.flush()

    def fileno(self) -> int:
        return self._terminal.fileno()

    def isatty(self) -> bool:
        return self._terminal.isatty()


def _write_plainer(stream: TextIO) -> None:
    """Let a stream write what looks alike in the place of signs that its encoding lacks."""
    codecs.register_error("plainer", _plainer)
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="plainer")


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """Return something that looks alike, or a question mark, for what the terminal's signs lack; as wide as it was."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_as_wide(sign) for sign in lacking), error.end


def _as_wide(sign: str) -> str:
    plainer = sign.translate(_PLAINER)
    if plainer.isascii():
        return plainer
    if unicodedata.combining(sign):
        return ""
    return "??" if unicodedata.east_asian_width(sign) in {"W", "F"} else "?"
