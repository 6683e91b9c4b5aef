"""Small files: those we did not write are read with care, and those that matter are on the disk before we go on."""

from __future__ import annotations

import errno
import json
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MOST = 2**20
"""Bytes of a file that is read whole: a list of accounts or of secrets has some thousand."""

_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)  # a pipe in its place would be waited for
_EXACT = getattr(os, "O_BINARY", 0)
_OURS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | _EXACT


def read(file: Path, most: int = MOST) -> bytes:
    """Return what is in a file. Raises `OSError`, also for what is no file, and for one of more bytes than `most`."""
    handle = os.open(file, os.O_RDONLY | _AT_ONCE | _EXACT)
    with os.fdopen(handle, "rb") as opened:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(file))
        content = opened.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(file))
    return content


@contextmanager
def left_as_found(folder: Path) -> Iterator[None]:
    """Remove a folder at the end that was made meanwhile, if nothing has come to be in it."""
    try:
        was_there = folder.exists()
    except OSError:  # nobody can look; whoever needs it says so
        was_there = True
    try:
        yield
    finally:
        if not was_there:
            with suppress(OSError):  # it is not empty, or was not made
                folder.rmdir()


def read_json(file: Path) -> object:
    """Return what a file of JSON says, None where there is none or it cannot be read."""
    try:
        content: object = json.loads(read(file))
    except (OSError, ValueError, RecursionError):
        return None
    return content


def write_new(file: Path, data: bytes) -> None:
    """Write a file that was not there, for its owner's eyes only, and see that it is on the disk.

    Raises `FileExistsError` where anything of that name is there, a link too, and `OSError` where the disk does not
    take it: nothing is left behind then.
    """
    handle = os.open(file, _OURS, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    _keep_names(file.parent)


def replace(file: Path, data: bytes) -> None:
    """Put a file, for its owner's eyes only, in place of another, whole or not at all. Raises `OSError`."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}.{threading.get_ident()}.new")  # threads may write at once
    fresh.unlink(missing_ok=True)
    write_new(fresh, data)
    try:
        fresh.replace(file)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    _keep_names(file.parent)


def _keep_names(folder: Path) -> None:
    """See that the names in a folder are on the disk, where a system can open one for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
