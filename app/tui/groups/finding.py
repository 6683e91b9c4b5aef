"""Finding a group while one types; the search ends with the prompt, and with leaving the screen."""

from __future__ import annotations

from collections.abc import Callable

from app.i18n import gettext
from app.keymap import keys
from app.tui.widgets.bars import KeyItem
from app.tui.widgets.prompt import Question


class Finding:
    """What is searched for on the screen of groups."""

    def __init__(self, changed: Callable[[], None]) -> None:
        """Search for nothing; `changed` is called when other groups match."""
        self.query = ""
        self._changed = changed

    def question(self, open_found: Callable[[], None], close: Callable[[], None]) -> Question:
        """Return the question for the prompt: Enter opens the group under the cursor, Esc shows all again."""

        def found(_: str) -> None:
            close()
            self.query = ""  # what is shown stays until one comes back
            open_found()

        def dropped() -> None:
            close()
            self.end()

        items = (
            KeyItem(key=keys.name_of("enter"), word=gettext("lists")),
            KeyItem(key=keys.name_of("escape"), word=gettext("all groups")),
        )
        return Question(label="/", items=items, accepted=found, dropped=dropped, changed=self._search)

    def end(self) -> None:
        """Show all groups again."""
        self._search("")

    def _search(self, text: str) -> None:
        if text != self.query:
            self.query = text
            self._changed()
