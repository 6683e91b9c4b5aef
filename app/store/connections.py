"""SQLite's connections, one for each thread that uses a file."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path


class ThreadConnections:
    """A connection for each thread, made when the thread first needs it."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        """Make connections by `connect`."""
        self._connect = connect
        self._mine = threading.local()

    def get(self) -> sqlite3.Connection:
        """Return the calling thread's connection; its rows can be asked by name. Raises `sqlite3.Error`."""
        connection: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if connection is None:
            connection = self._connect()
            connection.row_factory = sqlite3.Row
            self._mine.connection = connection
        return connection

    @property
    def beside(self) -> dict[Path, tuple[int, int]]:
        """The files that were beside the store when the calling thread's connection wrote first, and which they are."""
        known: dict[Path, tuple[int, int]] = getattr(self._mine, "beside", {})
        return known

    @beside.setter
    def beside(self, known: dict[Path, tuple[int, int]]) -> None:
        self._mine.beside = known

    def close(self) -> None:
        """Close the calling thread's connection, if it has one."""
        connection: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if connection is not None:
            connection.close()
            self._mine.connection, self._mine.beside = None, {}
