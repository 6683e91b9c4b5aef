"""The application of somebody who has not signed in yet, or not to the university that is wanted now."""

from __future__ import annotations

from textual.screen import Screen

from app.ui.entrance import Destination, Entrance
from app.ui.program import Program
from app.ui.sign_in import SignIn


class FirstRun(Program):
    """Signs somebody in."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, entrance: Entrance, *, told: str = "", back: Destination | None = None, theme: str | None = None
    ) -> None:
        """Sign in through this entrance; `told` is said first. Esc goes `back`, or ends the program if that is None."""
        super().__init__(theme)
        self._entrance, self._told, self._back = entrance, told, back

    def on_mount(self) -> None:
        """Begin with the choice of a university."""
        self.push_screen(SignIn(self._entrance, told=self._told, quits=self._back is None), self._go_on)

    def get_default_screen(self) -> Screen[None]:
        """Have nothing below the sign-in."""
        return Screen()

    def _go_on(self, where: Destination | None) -> None:
        self.exit(where or self._back)
