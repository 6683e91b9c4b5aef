"""The application: wiring, the keys of every screen, themes, and what happens when the program itself fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.command import Provider
from textual.message import Message
from textual.screen import Screen

from app.sync.news import Broken, News
from app.texts import gettext
from app.ui import keys
from app.ui.desk import Desk
from app.ui.frame import Frame
from app.ui.groups import Groups
from app.ui.help import Help
from app.ui.palette import Actions, palette
from app.ui.roll_call import RollCall
from app.ui.themes import DARK, LIGHT, stylesheets


class SyncNews(Message):
    """A sync thread reports something."""

    def __init__(self, news: News) -> None:
        """Carry the news from its thread to ours."""
        super().__init__()
        self.news = news


class Rollcall(App[None]):
    """Picks a group, browses its lists, calls a roll."""

    TITLE = "rollcall"
    CSS_PATH = stylesheets("frame", "help")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings()
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {Actions}
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, desk: Desk, *, list_id: str | None = None, theme: str | None = None) -> None:
        """Work at this desk; with a list's id go straight to its roll. Raises `LookupError` for an unknown theme."""
        super().__init__()
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        if theme is not None and theme not in self.available_themes:
            raise LookupError(theme)
        self.theme = theme or DARK.name
        self.failure: BaseException | None = None
        self._desk = desk
        self._list_id = list_id

    def get_default_screen(self) -> Screen[None]:
        """Begin with the groups."""
        return Groups(self._desk)

    def on_mount(self) -> None:
        """Start the threads, and call the roll that was asked for."""
        self._desk.sync.start(self._report)
        if self._list_id is not None:
            self.push_screen(RollCall(self._desk, self._list_id))

    def _report(self, news: News) -> None:
        """Take news from a sync thread to this one."""
        self.post_message(SyncNews(news))

    def on_sync_news(self, message: SyncNews) -> None:
        """Hand news to the screens."""
        if isinstance(message.news, Broken):
            raise message.news.error
        for screen in self.screen_stack:
            if isinstance(screen, Frame):
                screen.take(message.news)

    def action_keys(self) -> None:
        """Show the keys of the screen on top."""
        if isinstance(self.screen, Frame):
            self.push_screen(Help(self.screen.PLACE))

    def action_command_palette(self) -> None:
        """Open the palette in the language in use."""
        if isinstance(self.screen, Frame):
            self.push_screen(palette())

    def action_help_quit(self) -> None:
        """Tell people who press Ctrl+C how to leave."""
        if isinstance(self.screen, Frame):
            self.screen.say(gettext("Ctrl+Q quits; what is unsent is kept."))

    def _fatal_error(self) -> None:
        """End after a defect, in place of Textual's own way, which prints local variables: tokens and names."""
        self.failure = self._exception
        self._close_messages_no_wait()
