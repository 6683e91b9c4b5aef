"""The application of somebody who has not signed in yet, or not to the university that is wanted now."""

from __future__ import annotations

from collections.abc import Sequence

from textual.screen import Screen

from app.keymap import keys
from app.keymap.table import Key, Place
from app.tui.program import Program
from app.tui.sign_in.screen import SignIn
from app.workspace.destination import Destination, SignInContext


class FirstRun(Program):
    """Signs somebody in."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        sign_in_context: SignInContext,
        *,
        notice: str = "",
        back: Destination | None = None,
        theme: str | None = None,
    ) -> None:
        """Sign in; `notice` is said first. Esc goes `back`, or ends the program if that is None."""
        super().__init__(theme)
        self._sign_in_context, self._notice, self._back = sign_in_context, notice, back

    def keys_everywhere(self) -> Sequence[Key]:
        """Return the keys that work on all pages."""
        return [keys.named("every.help"), *super().keys_everywhere()]

    def action_keys(self) -> None:
        """Show the keys of these pages."""
        from app.tui.help import Help  # noqa: PLC0415 - hardly anybody asks

        self.push_screen(Help(Place.SIGN_IN, self.keys_now()))

    def on_mount(self) -> None:
        """Begin with the choice of a university."""
        self.push_screen(SignIn(self._sign_in_context, notice=self._notice, quits=self._back is None), self._go_on)

    def get_default_screen(self) -> Screen[None]:
        """Have nothing below the sign-in."""
        return Screen()

    def _go_on(self, where: Destination | None) -> None:
        self.exit(where or self._back)
