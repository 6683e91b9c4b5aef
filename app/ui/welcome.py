"""The page for somebody who has configured nothing yet."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from app.texts import gettext
from app.ui.themes import DARK, LIGHT, stylesheets

_EXAMPLE = """[usos]
url = "https://usosapps.example.edu.pl/"
consumer_key = "…"
consumer_secret = "…"
token = "…"
token_secret = "…"
"""


class Welcome(App[bool]):
    """Says what is missing and offers the demo; its result is True when the demo was chosen."""

    CSS_PATH = stylesheets("frame", "help")
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,D,enter", "exit(True)", show=False),
        Binding("escape,q,ctrl+q", "exit(False)", show=False, priority=True),
    ]

    def __init__(self, config: Path) -> None:
        """Name this file as the one to write."""
        super().__init__()
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name
        self._config = config

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        with VerticalScroll(id="welcome"):
            yield Static(
                Content.assemble(
                    ("rollcall", "bold $accent"),
                    " · ",
                    gettext("attendance from the keyboard, one key per student"),
                    "\n\n",
                    gettext("No USOS is configured yet, so there is nothing to call."),
                    "\n\n",
                    ("D  ", "bold $accent"),
                    gettext("Try the demo: a university on this computer. Nothing leaves it, nothing is kept."),
                    "\n\n",
                    gettext("To use your university's USOS, write its address and your credentials to"),
                    "\n",
                    (f"  {self._config}", "bold"),
                    "\n\n",
                    ("".join(f"  {line}\n" for line in _EXAMPLE.splitlines()), "$foreground-muted"),
                    gettext("or into the environment: {variables}.").format(
                        variables="ROLLCALL_URL, ROLLCALL_CONSUMER_KEY, ROLLCALL_CONSUMER_SECRET, "
                        "ROLLCALL_TOKEN, ROLLCALL_TOKEN_SECRET"
                    ),
                    " ",
                    gettext("A consumer key comes from the page developers/ of your university's USOS API."),
                    "\n\n",
                    ("Esc  ", "bold $accent"),
                    gettext("quit"),
                ),
                markup=False,
            )

    def action_exit(self, demo: bool) -> None:  # noqa: FBT001 - an action's arguments have no names
        """Leave, with or without the demo."""
        self.exit(demo)
