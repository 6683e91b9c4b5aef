"""What the program's applications share: themes, styles, and how they end after a defect."""

from __future__ import annotations

from textual.app import App
from textual.theme import BUILTIN_THEMES

from app.texts import gettext
from app.ui.bars import Tone
from app.ui.entrance import Destination
from app.ui.page import Page
from app.ui.themes import DARK, LIGHT, stylesheets


class Program(App[Destination]):
    """An application of pages. Its result is where to go on; None to end."""

    TITLE = "rollcall"
    CSS_PATH = stylesheets("frame", "help")

    def __init__(self, theme: str | None = None) -> None:
        """Take this theme, or our own. Raises `LookupError` for an unknown one."""
        super().__init__()
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        if theme is not None and theme not in self.themes():
            raise LookupError(theme)
        self.theme = theme or DARK.name
        self.failure: BaseException | None = None

    @staticmethod
    def themes() -> set[str]:
        """Return the names of all themes."""
        return {DARK.name, LIGHT.name, *BUILTIN_THEMES}

    def action_help_quit(self) -> None:
        """Tell people who press Ctrl+C how to leave."""
        if isinstance(self.screen, Page):
            self.screen.say(gettext("Ctrl+Q quits; what is unsent is kept."), Tone.PLAIN)

    def _fatal_error(self) -> None:
        """End after a defect, in place of Textual's own way, which prints local variables: tokens and names."""
        self.failure = self._exception
        self._close_messages_no_wait()
