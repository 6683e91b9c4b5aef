"""What the program's applications share: themes, styles, and how they end: from outside, or after a defect."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence

from rich.console import RenderableType
from textual.app import App
from textual.binding import Binding, BindingsMap, BindingType
from textual.driver import Driver
from textual.theme import BUILTIN_THEMES

from app.i18n import gettext
from app.keymap import keys
from app.keymap.table import Key
from app.tui.base_screen import BaseScreen
from app.tui.terminal_driver import TerminalDriver
from app.tui.themes import DARK, LIGHT, has_pale_colours, stylesheets, variables_of
from app.tui.widgets.bars import Tone
from app.workspace.destination import Destination


class Program(App[Destination]):
    """An application of screens. Its result is where to go on; None to end."""

    TITLE = "rollcall"
    CSS_PATH = stylesheets("screens", "help")

    def __init__(self, theme: str | None = None) -> None:
        """Take this theme, or our own. Raises `LookupError` for an unknown one."""
        if not os.environ.get("NO_COLOR"):
            os.environ.pop("NO_COLOR", None)  # an empty one means nothing (no-color.org), except to Textual
        super().__init__()
        self._bindings = BindingsMap(_bindings(self.keys_everywhere()))
        self.set_class(self._has_sixteen_colours(), "-sixteen-colours")
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        if theme is not None and theme not in self.themes():
            raise LookupError(theme)
        if theme is not None:
            self.theme = theme
        else:  # what `theme = ...` does, but without reading all styles a second time before the first paint
            self.set_reactive(App.theme, DARK.name)
            self.stylesheet.set_variables(self.get_css_variables())
        self.watch_theme()
        self.failure: BaseException | None = None
        self._events: asyncio.AbstractEventLoop | None = None
        self._is_told_to_leave = False  # before there were events

    def on_mount(self) -> None:
        """Be ready to be told from outside to leave, or to go on after the process was stopped."""
        events = self._events = asyncio.get_running_loop()
        if sys.platform != "win32" and not self.is_headless:
            # Textual's own way starts to read and to write a second time, beside what it has begun before.
            signal.signal(signal.SIGCONT, lambda *_: events.call_soon_threadsafe(self._return_to_terminal))
        if self._is_told_to_leave:
            self.leave_soon()

    def on_unmount(self) -> None:
        """Hear no more of it."""
        if sys.platform != "win32" and not self.is_headless:
            signal.signal(signal.SIGCONT, signal.SIG_DFL)

    def leave_soon(self) -> None:
        """Leave, also where the key that quits would say a word first.

        Any thread may call this, and a handler of signals.
        """
        if self._events is None:
            self._is_told_to_leave = True
        else:
            self._events.call_soon_threadsafe(self.call_later, self.leave)

    async def leave(self) -> None:
        """End the program."""
        self.exit()

    async def action_quit(self) -> None:
        """End the program; where a text that was typed to be kept would be lost, say so first."""
        if not (isinstance(self.screen, BaseScreen) and self.screen.warns_of_typed()):
            await self.leave()

    def _return_to_terminal(self) -> None:
        """Take the terminal anew, if it is there: the shell had it meanwhile. One that goes away says so, too."""
        if os.isatty(0):
            with self.suspend():
                pass

    @staticmethod
    def themes() -> set[str]:
        """Return the names of all themes."""
        return {DARK.name, LIGHT.name, *BUILTIN_THEMES}

    def get_css_variables(self) -> dict[str, str]:
        """Return the variables of the stylesheets, with the colours of the four marks among them."""
        variables = super().get_css_variables()  # in place, for styles of texts are looked up in the same ones
        variables.update(variables_of(self.current_theme, sixteen=self._has_sixteen_colours()))
        return variables

    def watch_theme(self) -> None:
        """Let the stylesheets know whether green and yellow are too pale for letters."""
        self.set_class(has_pale_colours(self.current_theme, sixteen=self._has_sixteen_colours()), "-pale")

    def _has_sixteen_colours(self) -> bool:
        return self.console.color_system == "standard"

    def keys_everywhere(self) -> Sequence[Key]:
        """Return the keys that work on all screens of this application."""
        return [keys.named("every.quit")]

    def keys_now(self) -> Sequence[Key]:
        """Return these, as far as they work on the screen on top: while one types, a character is none."""
        question = self.screen.prompt.question if isinstance(self.screen, BaseScreen) else None
        typing = question is not None and question.line
        return [keys.while_typing(key) if typing else key for key in self.keys_everywhere()]

    def action_help_quit(self) -> None:
        """Tell people who press Ctrl+C how to leave."""
        if isinstance(self.screen, BaseScreen):
            text = gettext("{key} quits; unsent marks are kept.").format(key=keys.shown("every.quit"))
            self.screen.say(text, Tone.PLAIN)

    def get_driver_class(self) -> type[Driver]:
        """Return the driver through which no broken report of the terminal becomes keys."""
        return TerminalDriver

    def panic(self, *_: RenderableType) -> None:
        """End after a defect, in place of Textual's own way, which prints local variables: tokens and names."""
        self.failure = self._exception or RuntimeError("Textual gave up")
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        self.panic()


def _bindings(everywhere: Sequence[Key]) -> list[BindingType]:
    """Return what Textual binds, in place of its own: quitting works whatever is on top, and Ctrl+C says how to."""
    return [
        Binding("ctrl+c", "help_quit", show=False, system=True),
        *(
            Binding(",".join(key.keys), key.action, key.help, show=False, id=key.id, priority=key.action == "app.quit")
            for key in everywhere
            if key.keys
        ),
    ]
