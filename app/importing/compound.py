"""XLS before it is read: a container with the records of its workbook alone, and those of a bearable size.

The container is [MS-CFB], the records in it are BIFF, [MS-XLS]; only what tells places of cells is looked at. A reader
takes the sizes that a file tells for true and reserves memory for them, which would end the program.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from app.importing.sheet_size import (
    ProtectedError,
    TooLargeError,
    WorkbookError,
    check_size,
)

_END = 0xFFFF_FFFA  # this and all above it are no sectors
_TABLE, _LAST, _FREE = 0xFFFF_FFFD, 0xFFFF_FFFE, 0xFFFF_FFFF
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR = 512  # bytes, in what is written
_MINI_CUTOFF = 4096  # bytes; shorter streams would lie in another one
_ENTRY = 128  # bytes of an entry of the directory
_STREAM, _ROOT = 2, 5
_FIRST_FAT_SECTORS = 109  # stand in the header
_CELLS = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x0206, 0x027E, 0x0406, 0x00BD, 0x00D6, 0x00FD})
_SHARED_TEXT, _SHARED_TEXTS, _CONTINUED, _DIMENSIONS, _SEVERAL = 0x00FD, 0x00FC, 0x003C, 0x0200, 0x00BD
_LONGEST_TEXT = 32_767
_MOST_CHARACTERS = 2_000_000_000  # if every text were as long as it may be: their lengths are not looked at one by one


def checked(data: bytes) -> bytes:
    """Return a compound file put together anew from the stream of the workbook, so that nothing else can be read.

    Raises:
        WorkbookError: it is damaged, locked or too large; the error's kind says which.
    """
    try:
        streams = _streams(data)
        name = next((one for one in ("Workbook", "Book") if one in streams), None)
        if name is None:
            raise ProtectedError if "EncryptedPackage" in streams else WorkbookError
        stream = streams[name]
        _check_records(stream)
    except (struct.error, IndexError) as error:
        raise WorkbookError from error
    return _container(name, stream.ljust(_MINI_CUTOFF, b"\0"))


def _check_records(stream: bytes) -> None:
    rows = columns = texts = shared = place = unique = 0
    before = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        place += 4
        if kind == _DIMENSIONS:
            form = "<IIHH" if size >= 14 else "<HHHH"
            first_row, row, first_column, column = struct.unpack_from(form, stream, place)
            if first_row > row or first_column > column:
                raise WorkbookError
            rows, columns = max(rows, row), max(columns, column)
        elif kind in _CELLS:
            row, column = struct.unpack_from("<HH", stream, place)
            if kind == _SEVERAL and size >= 6:
                (column,) = struct.unpack_from("<H", stream, place + size - 2)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            texts += kind == _SHARED_TEXT
        elif kind == _SHARED_TEXTS or (kind == _CONTINUED and before == _SHARED_TEXTS):
            unique = struct.unpack_from("<I", stream, place + 4)[0] if kind == _SHARED_TEXTS else unique
            shared += size
        check_size(rows, columns)
        if texts * min(shared, _LONGEST_TEXT) > _MOST_CHARACTERS:
            raise TooLargeError
        if unique > len(stream):
            raise WorkbookError
        before = before if kind == _CONTINUED else kind
        place += size


def _streams(data: bytes) -> dict[str, bytes]:
    """Return the streams of a compound file by their names; of each name the first."""
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    if not 7 <= shift <= 16 or not 2 <= mini_shift <= shift:
        raise WorkbookError
    directory_at, _, cutoff, mini_fat_at, _, more_at, _ = struct.unpack_from("<IIIIIII", data, 48)
    fat = _fat(data, shift, more_at)
    directory = _chain(data, fat, directory_at, shift, header=1)
    mini_fat = _numbers(_chain(data, fat, mini_fat_at, shift, header=1))
    entries = [directory[at : at + _ENTRY] for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
    root = next((one for one in entries if one[66] == _ROOT), None)
    mini = _chain(data, fat, struct.unpack_from("<I", root, 116)[0], shift, header=1) if root else b""
    found: dict[str, bytes] = {}
    for entry in entries:
        name = entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le", errors="replace")
        if entry[66] == _STREAM and name in {"Workbook", "Book", "EncryptedPackage"}:
            start, size = struct.unpack_from("<II", entry, 116)
            if size < cutoff:
                content = _chain(mini, mini_fat, start, mini_shift, header=0)
            else:
                content = _chain(data, fat, start, shift, header=1)
            found.setdefault(name, content[:size])
    return found


def _container(name: str, stream: bytes) -> bytes:
    """Return a compound file of one stream: its allocation table, its directory, the stream."""
    numbers = _SECTOR // 4
    used = -(-len(stream) // _SECTOR)
    tables = -(-(used + 1) // (numbers - 1))  # each table's sector has a number too
    if tables > _FIRST_FAT_SECTORS:
        raise TooLargeError
    directory_at, stream_at = tables, tables + 1
    fat = [_TABLE] * tables + [_LAST] + [*range(stream_at + 1, stream_at + used), _LAST]
    fat += [_FREE] * (tables * numbers - len(fat))
    header = _header(tables, directory_at)
    entries = _entry("Root Entry", _ROOT, child=1, start=_LAST, size=0)
    entries += _entry(name, _STREAM, child=_FREE, start=stream_at, size=len(stream))
    parts = (header, struct.pack(f"<{len(fat)}I", *fat), entries.ljust(_SECTOR, b"\0"), stream)
    return b"".join(parts).ljust((1 + stream_at + used) * _SECTOR, b"\0")


def _header(tables: int, directory_at: int) -> bytes:
    numbers = (0, tables, directory_at, 0, _MINI_CUTOFF, _LAST, 0, _LAST, 0)
    places = [*range(tables), *[_FREE] * (_FIRST_FAT_SECTORS - tables)]
    start = struct.pack("<8s16xHHHHH6x", _MAGIC, 0x3E, 3, 0xFFFE, 9, 6)
    return start + struct.pack(f"<9I{_FIRST_FAT_SECTORS}I", *numbers, *places)


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    head = struct.pack("<64sHBBIII", written, len(written) + 2, kind, 1, _FREE, _FREE, child)
    return head + struct.pack("<36xIQ", start, size)


def _fat(data: bytes, shift: int, more_at: int) -> Sequence[int]:
    """Return which sector follows which."""
    sectors = list(struct.unpack_from(f"<{_FIRST_FAT_SECTORS}I", data, 76))
    for _ in range(len(data) >> shift):
        if more_at >= _END:
            break
        *further, more_at = _numbers(_sector(data, more_at, shift, header=1))
        sectors += further
    told = [one for one in sectors if one < _END]
    if len(told) > (len(data) >> shift) + 1:
        raise WorkbookError
    return [number for one in told for number in _numbers(_sector(data, one, shift, header=1))]


def _chain(data: bytes, following: Sequence[int], start: int, shift: int, *, header: int) -> bytes:
    parts: list[bytes] = []
    while start < _END:
        parts.append(_sector(data, start, shift, header=header))
        start = following[start]
        if len(parts) > (len(data) >> shift) + 1:
            raise WorkbookError  # a chain that goes in a circle
    return b"".join(parts)


def _sector(data: bytes, number: int, shift: int, *, header: int) -> bytes:
    at = (number + header) << shift
    if at >= len(data):
        raise WorkbookError
    return data[at : at + (1 << shift)]


def _numbers(sector: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
