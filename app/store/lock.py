"""One program at a time writes a store. The operating system holds the lock, so a crash cannot leave it behind."""

from __future__ import annotations

import errno
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


_TAKEN = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}
"""What it means that somebody else has a lock; anything else means that nobody can know."""

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)  # a link could lead to somebody else's file

_NAME_AT = 16  # the owner's name stands after the locked bytes: Windows lets nobody read those


class CannotLockError(OSError):
    """The file system does not lock files, as some of a network do not: nobody can tell whether the store is in use."""


class StoreLock:
    """The right to write a store, held until `release` or the end of the process."""

    def __init__(self, store: Path) -> None:
        """Speak of the lock of this store; nothing is locked yet."""
        self._file = store.with_name(f"{store.name}.lock")
        self._handle: int | None = None

    def take(self) -> bool:
        """Take the lock; False where another program has it.

        Raises `CannotLockError` where there are no locks, another `OSError` where the folder cannot be written.
        """
        handle = os.open(self._file, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600)
        try:
            free = _is_free(handle)
        except CannotLockError:
            os.close(handle)
            raise
        if not free:
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
        """Return the number of the process that has the lock at present, "" if none has. Nothing is made or written.

        Raises `CannotLockError`.
        """
        try:
            handle = os.open(self._file, os.O_RDWR)
        except OSError:
            return ""
        try:
            # The one way to know: an owner that died has left its number behind.
            return "" if _is_free(handle) else self.owner()
        finally:
            os.close(handle)

    def release(self) -> None:
        """Give the lock back."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _is_free(handle: int) -> bool:
    """Lock an open file if nobody has; return whether that was so. Raises `CannotLockError`."""
    try:
        _try(handle)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise CannotLockError(error.errno, error.strerror) from error
    return True
