"""Finding a group while one types; the search ends with the prompt, and with leaving the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.i18n import gettext
from app.tui.widgets.bars import KeyItem
from app.tui.widgets.prompt import Question
from app.tui.widgets.rows import Rows
from app.tui.widgets.searching import search_keys


class _Host(Protocol):
    """The screen of groups."""

    @property
    def rows(self) -> Rows:
        """The groups that match."""

    def load(self) -> None:
        """Show the groups that match."""

    def action_move(self, step: int) -> None:
        """Move among them."""

    def offer(self, items: tuple[KeyItem, ...]) -> None:
        """Show which keys work."""

    def close_prompt(self) -> None:
        """Put the prompt away."""


class Finding:
    """What is searched for on the screen of groups."""

    def __init__(self, host: _Host) -> None:
        """Search for nothing on this screen."""
        self.query = ""
        self._host = host

    def question(self, open_found: Callable[[], None]) -> Question:
        """Return the question for the prompt: Enter opens the group under the cursor, Esc shows all again."""

        def found(_: str) -> None:
            self._host.close_prompt()
            self.query = ""  # what is shown stays until one comes back
            open_found()

        def dropped() -> None:
            self._host.close_prompt()
            self.end()

        return Question(
            label="/",
            items=self._items(),
            accepted=found,
            dropped=dropped,
            changed=self._search,
            moved=self._host.action_move,
        )

    def _items(self) -> tuple[KeyItem, ...]:
        return search_keys(self._host.rows.choices, taking=gettext("lists"), leaving=gettext("all groups"))

    def end(self) -> None:
        """Show all groups again."""
        self._search("")

    def _search(self, text: str) -> None:
        if text != self.query:
            self.query = text
            self._host.load()
            self._host.offer(self._items())
