"""Writing a file that others will open: for its owner's eyes, whole or not at all, never over another."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_MOST_NAMES = 1000


def write_new(file: Path, data: bytes) -> None:
    """Write a file that was not there, readable by its owner only, and see that it is on the disk.

    Raises `FileExistsError` where anything of that name is there, a link or a pipe too, and `OSError` where the disk
    does not take it: nothing is left behind then. Its folder is made if need be.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    with suppress(OSError):  # what cannot be opened to be flushed is another system's folder
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def write_beside(file: Path, data: bytes) -> Path:
    """Write a file under that name, or the next one that is free, and return it; raises as `write_new` otherwise."""
    while True:
        chosen = free_name(file)
        try:
            write_new(chosen, data)
        except FileExistsError:
            if chosen == free_name(file):  # nobody was quicker: it is the folder that cannot be one
                raise
        else:
            return chosen


def write_to(typed: Path | None, usual: Path, data: bytes) -> Path:
    """Write what somebody wants written, and return the file.

    `typed` is the file they named, which must not be there, or a folder. Without it, and in that folder, the `usual`
    name or the next free one is taken. Raises as `write_new`.
    """
    if typed is None:
        return write_beside(usual, data)
    if typed.is_dir():
        return write_beside(typed / usual.name, data)
    write_new(typed, data)
    return typed


def free_name(file: Path) -> Path:
    """Return that name, or the next one that is free now."""
    names = (file.with_name(f"{file.stem} ({number}){file.suffix}") for number in range(2, _MOST_NAMES))
    return next((one for one in (file, *names) if not os.path.lexists(one)), file)
