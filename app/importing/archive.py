"""XLSX and ODS before they are read: an archive whose parts, and whose sheets as rectangles, are of a bearable size.

A reader makes a rectangle of every sheet; two cells in far corners would take all memory and end the program.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from app.importing.sheet_size import SheetSize, TooLargeError, WorkbookError

_MOST_UNPACKED = 100_000_000  # bytes of all parts; an honest list of 20,000 rows has 15 million
_MOST_PARTS = 2_000
_CHUNK = 1 << 16


def checked(data: bytes) -> bytes:
    """Return the same archive put together anew from the parts that were checked, so that nothing else can be read.

    Raises:
        WorkbookError: it is no XLSX or ODS, damaged, or too large; the error's kind says which.
    """
    clean = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(clean, "w") as repacked:
            parts = {one.filename: one for one in packed.infolist()}
            if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts.values()) > _MOST_UNPACKED:
                raise TooLargeError
            size = SheetSize()
            left = _MOST_UNPACKED
            for name, part in parts.items():
                content = _read(packed, part, left)
                left -= len(content)
                if name.startswith("xl/") and name.endswith(".bin") and "printerSettings" not in name:
                    raise WorkbookError  # XLSB: nobody sends lists in it, and its sheets cannot be checked like this
                if name == "content.xml" or name.startswith("xl/") or b"sheetData" in content:
                    size.add(content)
                repacked.writestr(zipfile.ZipInfo(name), content)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, RuntimeError, ValueError) as error:
        raise WorkbookError from error
    return clean.getvalue()


def _read(packed: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    """Return a part; what it really unpacks to counts, not what the archive says of it."""
    content = bytearray()
    with packed.open(part) as unpacked:
        while chunk := unpacked.read(_CHUNK):
            content += chunk
            if len(content) > most:
                raise TooLargeError
    return bytes(content)
