"""What is seen while the last marks go out before the program ends."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from app.i18n import gettext, ngettext
from app.keymap import keys


class Leaving(ModalScreen[None]):
    """Says how many marks are being sent, and that nobody has to wait for it."""

    def compose(self) -> ComposeResult:
        """Lay out two lines in a box."""
        yield Static(id="leaving", markup=False)

    def show(self, number: int) -> None:
        """Show how many are left."""
        if number:
            first = ngettext("Sending {number} mark …", "Sending {number} marks …", number).format(number=number)
        else:
            first = gettext("Reading back what was sent …")
        hint = gettext("{key} leaves at once; what is left is kept and goes out at the next start.").format(
            key=keys.shown("every.quit")
        )
        self.query_one("#leaving", Static).update(Content.assemble((first, "bold"), "\n\n", hint))
