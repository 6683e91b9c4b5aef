"""One program at a time writes a store. The operating system holds the lock, so a crash cannot leave it behind."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _try(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


_NAME_AT = 16  # the owner's name stands after the locked bytes: Windows lets nobody read those


class StoreLock:
    """The right to write a store, held until `release` or the end of the process."""

    def __init__(self, store: Path) -> None:
        """Speak of the lock of this store; nothing is locked yet."""
        self._file = store.with_name(f"{store.name}.lock")
        self._handle: int | None = None

    def take(self) -> bool:
        """Take the lock; False where another program has it. Raises `OSError` where the folder cannot be written."""
        handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _try(handle)
        except OSError:
            os.close(handle)
            return False
        self._handle = handle
        with suppress(OSError):  # a full disk takes no name; the lock holds all the same
            os.ftruncate(handle, 0)
            os.lseek(handle, _NAME_AT, os.SEEK_SET)
            os.write(handle, str(os.getpid()).encode())
        return True

    def owner(self) -> str:
        """Return the number of the process that has the lock, as far as it can be read."""
        try:
            with self._file.open("rb") as file:
                file.seek(_NAME_AT)
                return file.read(20).decode("ascii", "replace").strip() or "?"
        except OSError:
            return "?"

    def owned_by(self) -> str:
        """Return the number of the process that has the lock at present, "" if none has. Nothing is made or written."""
        try:
            handle = os.open(self._file, os.O_RDWR)
        except OSError:
            return ""
        try:
            _try(handle)  # the one way to know: an owner that died has left its number behind
        except OSError:
            return self.owner()
        finally:
            os.close(handle)
        return ""

    def release(self) -> None:
        """Give the lock back."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
