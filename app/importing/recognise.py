"""What a file is by its first bytes or its text, where it is no table at all."""

from __future__ import annotations

import re

from app.importing.report import ProblemKind

_FIRST_BYTES: tuple[tuple[bytes, ProblemKind], ...] = (
    (b"%PDF", ProblemKind.PDF),
    (b"\x89PNG", ProblemKind.PICTURE),
    (b"\xff\xd8\xff", ProblemKind.PICTURE),
    (b"GIF8", ProblemKind.PICTURE),
    (b"{\\rtf", ProblemKind.DOCUMENT),
    (b"7z\xbc\xaf", ProblemKind.DOCUMENT),
    (b"Rar!", ProblemKind.DOCUMENT),
)
_WEB_PAGE = re.compile(rb"\s*<(!doctype|html|head|body|table)\b", re.IGNORECASE)
_SAID = re.compile(
    r"\[?(?:\d[\d./-]*,? )?\d{1,2}:\d{2}(?::\d{2})?\]?\s+(?:(?:From|Od|Von|De)\s+)?[^\t;,|]{2,60}?\s?:(?:\s|$).*"
)
_LOOKED_AT = 200
ARCHIVE = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # XLS, and any workbook with a password
_WORKBOOK_PARTS = (b"xl/workbook.xml", b"opendocument.spreadsheet", b"xl/workbook.bin")


def by_bytes(data: bytes) -> ProblemKind | None:
    """Return what a file is that holds no table, by its bytes; None where it may be text or a workbook."""
    if not data.strip(b"\0 \r\n\t\xff\xfe\xef\xbb\xbf"):
        return ProblemKind.EMPTY
    for first, kind in _FIRST_BYTES:
        if data.startswith(first):
            return kind
    if _WEB_PAGE.match(data.removeprefix(b"\xef\xbb\xbf")):
        return ProblemKind.WEB_PAGE
    if data.startswith(ARCHIVE) and b"word/document.xml" in data and not any(one in data for one in _WORKBOOK_PARTS):
        return ProblemKind.DOCUMENT
    return None


def is_workbook(data: bytes) -> bool:
    """Tell whether a file can only be a workbook."""
    return data.startswith((ARCHIVE, COMPOUND))


def is_chat(text: str) -> bool:
    """Tell whether most lines of a text are a time, a name, and what was said; or it is a transcript."""
    lines = [line for line in text.replace("\r", "\n").split("\n", _LOOKED_AT)[:_LOOKED_AT] if line.strip()]
    said = sum(_SAID.match(line.strip()) is not None for line in lines)
    return text.lstrip().startswith("WEBVTT") or (bool(lines) and said * 2 >= len(lines))
