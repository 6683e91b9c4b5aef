"""What the lecturer has chosen on the screens and finds again at the next start."""

from __future__ import annotations

from app.store.database import Database


class Preferences:
    """A text by what it is about."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database."""
        self._database = database

    def get(self, topic: str) -> str:
        """Return what was chosen, empty where nothing was."""
        rows = self._database.read("SELECT value FROM choice WHERE topic = ?", (topic,))
        return str(rows[0]["value"]) if rows else ""

    def keep(self, topic: str, value: str) -> None:
        """Keep a choice; an empty one is none. Raises `StoreError`."""
        with self._database.change() as change:
            if value:
                change.execute("INSERT OR REPLACE INTO choice VALUES (?, ?)", (topic, value))
            else:
                change.execute("DELETE FROM choice WHERE topic = ?", (topic,))
