"""What is seen while the last marks go out before the program ends."""

from __future__ import annotations

import time

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from app.i18n import gettext, ngettext
from app.keymap import keys
from app.messages import sending
from app.store import StoreError
from app.workspace.workspace import Workspace

_PATIENCE = 10.0  # seconds for which quitting waits for marks to be sent
_LOOK = 0.05  # seconds after which it is looked again whether they are


class Leaving(ModalScreen[None]):
    """Says how many marks are being sent, and that nobody has to wait for it; ends the program when there are none."""

    def __init__(self, workspace: Workspace) -> None:
        """Wait for the marks of this workspace, which sync was told to send."""
        super().__init__()
        self._workspace = workspace
        self._leave_by = time.monotonic() + _PATIENCE
        self._failures = workspace.sync.connection.failures

    def compose(self) -> ComposeResult:
        """Lay out two lines in a box."""
        yield Static(id="leaving", markup=False)

    def on_mount(self) -> None:
        """Look from time to time whether all is sent."""
        self._look()
        self.set_interval(_LOOK, self._look)

    def _look(self) -> None:
        """End the program if nothing more can be sent, nor shown of a store that cannot be read; else show the rest."""
        try:
            if self._is_over():
                self.app.exit()
            else:
                self._show(self._workspace.register.unsent().total)
        except StoreError:
            self.app.exit()

    def _is_over(self) -> bool:
        connection = self._workspace.sync.connection
        in_vain = connection.stopped or connection.failures > self._failures
        return in_vain or time.monotonic() > self._leave_by or not self._workspace.sync.has_work()

    def _show(self, number: int) -> None:
        """Show how many are left."""
        if number:
            first = ngettext("Sending {number} mark …", "Sending {number} marks …", number).format(number=number)
        else:
            first = gettext("Checking in USOS what was sent …")
        hint = sending.leaves_at_once(keys.shown("every.quit"), self._workspace.register.store_state())
        self.query_one("#leaving", Static).update(Content.assemble((first, "bold"), "\n\n", hint))
