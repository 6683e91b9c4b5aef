"""How a roll ends: its summary, and what is chosen there."""

from __future__ import annotations

from typing import Protocol

from app.roll.session import RollSession
from app.tui.navigator import AfterSummary, Navigator
from app.workspace.guide import GuideStep


class Host(Protocol):
    """The screen of the roll."""

    session: RollSession

    @property
    def navigator(self) -> Navigator:
        """What opens the other screens."""

    def did(self, step: GuideStep | None) -> None:
        """Let the guide of the demo go on."""

    def action_ask(self, name: str) -> None:
        """Ask for what a command needs."""

    def action_command(self, name: str) -> None:
        """Give a command to the session."""

    def action_back(self) -> None:
        """Leave the roll."""


class Ending:
    """Opens the summary, and lets the roll do what was chosen in it."""

    def __init__(self, host: Host) -> None:
        """End this roll."""
        self._host = host

    def open(self, *, asked: bool) -> None:
        """Show the summary, because it was `asked` for or the last student was marked."""
        self._host.did(GuideStep.SUMMARY)
        self._host.navigator.open_summary(self._host.session, asked=asked, then=self._go_on)

    def _go_on(self, after: AfterSummary) -> None:
        match after:
            case AfterSummary.FILL:
                self._host.action_ask("fill")
            case AfterSummary.UNDO:
                self._host.action_command("undo")
            case AfterSummary.LEAVE:
                self._host.action_back()
