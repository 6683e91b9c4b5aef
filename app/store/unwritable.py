"""A store on a disk that takes nothing, full or read-only: what waits in it can be seen and sent, nothing be decided.

The file is read into memory, and what USOS answers is kept there. The file itself says of those marks at the next start
that they wait; USOS is read before anything is sent, and found to hold them.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from app.store import schema
from app.store.connections import ThreadConnections
from app.store.database import FileState, NewerStoreError, StoreError, named_errors
from app.store.read_only import uri_of


class UnwritableDatabase:
    """A copy in memory. The thread that opens it is that of the keys, and changes nothing; the others do."""

    doubted = True
    """Whether it is sound is for the program to say that writes it."""

    def __init__(self, file: Path) -> None:
        """Read this file, of this or an older version. Raises `StoreError`."""
        self._turn = threading.RLock()
        self._of_keys = threading.get_ident()
        with named_errors():
            self._memory = _copied(file)
        weakref.finalize(self, self._memory.close)
        self._memory.row_factory = sqlite3.Row
        self.connections = ThreadConnections(lambda: self._memory)

    def read(self, sql: str, parameters: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """Read as `Database` says."""
        with named_errors(), self._turn:
            return self._memory.execute(sql, parameters).fetchall()

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Change the copy; raise `StoreError` on the thread of the keys."""
        if threading.get_ident() == self._of_keys:
            raise StoreError("nothing can be written")
        with named_errors(), self._turn:
            self._memory.execute("BEGIN")
            try:
                yield self._memory
                self._memory.execute("COMMIT")
            except BaseException:
                if self._memory.in_transaction:
                    self._memory.execute("ROLLBACK")
                raise

    def state(self) -> FileState:
        """Return that nothing can be written."""
        return FileState.UNWRITABLE

    def close(self) -> None:
        """Do nothing: there is no file open, and the copy ends with the last who uses it."""

    def close_thread(self) -> None:
        """Do nothing, as `close`."""


def _copied(file: Path) -> sqlite3.Connection:
    """Return a connection, for any thread, to a copy of the file with the present schema."""
    log = file.with_name(f"{file.name}-wal")
    # Beside an empty log all is in the file; SQLite would want to write, were it not told that nothing changes.
    whole = not log.exists() or not log.stat().st_size
    uri = f"{uri_of(file.absolute())}?mode=ro{'&immutable=1' if whole else ''}"
    with ExitStack() as in_vain:
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        in_vain.callback(memory.close)
        with closing(sqlite3.connect(uri, uri=True)) as source:
            source.backup(memory)
        if schema.version_of(memory) > schema.present_version():
            raise NewerStoreError(str(file))
        schema.migrate(memory)
        memory.execute("PRAGMA foreign_keys=ON")
        in_vain.pop_all()
    return memory
