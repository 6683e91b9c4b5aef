"""Bytes of a text file to text, without guessing more than the bytes show."""

from __future__ import annotations

import codecs

from app.domain.frozen import frozen

_LETTERS = "ŚŹĄśźą"  # where Windows-1250 and ISO 8859-2 differ among Polish letters
_WINDOWS = frozenset(_LETTERS.encode("cp1250"))
_ISO = frozenset(_LETTERS.encode("iso8859-2"))
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LOOKED_AT = 4096


@frozen
class Text:
    """What a text file says; `cut` where it ends in the middle of a character."""

    text: str
    cut: bool


def decode(data: bytes) -> Text:
    """Return the text of a file: by its byte order mark, by NUL bytes, as UTF-8, else as one of two Polish code pages.

    Bytes that mean nothing become U+FFFD; a character cut off at the end is left out and told.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    if wide := _utf_16_without_mark(data[:_LOOKED_AT]):
        return _decoded(data, wide)
    try:
        decoder = codecs.getincrementaldecoder("utf-8")()
        text = decoder.decode(data, final=False)
    except UnicodeDecodeError:
        if _is_damaged_utf_8(data):
            return _decoded(data, "utf-8")
        return Text(data.decode(_code_page(data), errors="replace"), cut=False)
    pending, _ = decoder.getstate()
    return Text(text, cut=bool(pending))


def _decoded(data: bytes, encoding: str) -> Text:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    text = decoder.decode(data, final=False)
    pending, _ = decoder.getstate()
    return Text(text, cut=bool(pending))


def _utf_16_without_mark(start: bytes) -> str | None:
    """Return the byte order of text whose every second byte is NUL for the most part, None for other text."""
    if len(start) < 4:
        return None
    half = len(start) // 2
    if start[1::2].count(0) * 2 > half and start[0::2].count(0) * 10 < half:
        return "utf-16-le"
    if start[0::2].count(0) * 2 > half and start[1::2].count(0) * 10 < half:
        return "utf-16-be"
    return None


def _is_damaged_utf_8(data: bytes) -> bool:
    """Tell whether a file is UTF-8 but for some bytes; in a code page hardly two letters together look like it."""
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    return sum(sign > "\x7f" for sign in text) - damaged > 2 * damaged


def _code_page(data: bytes) -> str:
    """Return the code page whose own places for six Polish letters are used more often."""
    windows = sum(byte in _WINDOWS or 0x80 <= byte < 0xA0 for byte in data)  # 0x80-0x9F are no letters in ISO 8859-2
    iso = sum(byte in _ISO for byte in data)
    return "iso8859-2" if iso > windows else "cp1250"
