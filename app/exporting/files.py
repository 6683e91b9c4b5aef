"""Writing a file that others will open: for its owner's eyes, whole or not at all, never over another."""

from __future__ import annotations

import os
from pathlib import Path

from app.config import files

_MOST_NAMES = 1000


def write_new(file: Path, data: bytes) -> None:
    """Write a file as `config.files` does, in a folder that is made if need be; raises as that does."""
    file.parent.mkdir(parents=True, exist_ok=True)
    files.write_new(file, data)


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
