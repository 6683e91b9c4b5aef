"""Keys and texts line by line, from a file or a program."""

from __future__ import annotations

import codecs
import contextlib
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import BinaryIO

from app.keymap import key_names
from app.plain.strokes import InputEndedError, Stroke

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Lines:
    """Lines from a file or a program: each is a key, as people write it, or a text.

    UTF-16, and a mark before UTF-8, are understood: programs of Windows write them.
    """

    echoes = False

    def __init__(self, source: BinaryIO, encoding: str) -> None:
        """Read from there; text without a mark is in this encoding."""
        self._source, self._encoding = source, encoding
        self._decoder: codecs.IncrementalDecoder | None = None
        self._text = ""  # read, and not given out yet
        self.on_return: Callable[[], None] = lambda: None  # nobody looks for the question

    def key_within(self, _: float) -> Stroke:
        """Return the next key, however long it takes: lines of a file are no keys that one can press too fast."""
        return self.key()

    def has_more(self, _: float) -> bool:
        """Return True: whether there is more is told by reading."""
        return True

    def following(self, _: float) -> int:
        """Return 0: lines of a file are no keys that one can press too fast."""
        return 0

    def key(self) -> Stroke:
        """Return the key a line names, or a whole number; an empty line is Enter."""
        line = self.line()
        if not line.strip():
            return Stroke("space" if line else "enter", time.monotonic())
        key = line.strip() if line.strip().isdecimal() else next(iter(key_names.read(line)), "")
        return Stroke(key, time.monotonic())

    def line(self) -> str:
        """Return the next line."""
        while "\n" not in self._text:
            read = self._source.readline()
            self._text += self._decoded(read)
            if not read:
                break
        if not self._text:
            raise InputEndedError
        line, _, self._text = self._text.partition("\n")
        return line.rstrip("\r")

    def _decoded(self, read: bytes) -> str:
        if self._decoder is None:
            mark, encoding = _encoding_of(read)
            self._decoder = codecs.getincrementaldecoder(encoding or self._encoding)("replace")
            read = read.removeprefix(mark)
        text = self._decoder.decode(read, final=not read)
        if self._decoder.getstate()[0] == b"\n":  # the first half of an end of line in UTF-16
            text += self._decoder.decode(self._source.read(1))
        return text

    def by_key(self) -> AbstractContextManager[None]:
        """Change nothing."""
        return contextlib.nullcontext()

    def relaxed(self) -> AbstractContextManager[None]:
        """Change nothing."""
        return contextlib.nullcontext()


def _encoding_of(beginning: bytes) -> tuple[bytes, str]:
    """Return the mark that stands before a text, and the encoding it is for; of UTF-16 without one the encoding."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if beginning.startswith(mark):
            return mark, encoding
    if b"\0" in beginning[:2]:
        return b"", "utf-16-be" if beginning[:1] == b"\0" else "utf-16-le"
    return b"", ""
