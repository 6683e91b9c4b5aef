"""A screen that does something to lists: once, with a sign that it is under way and how long it has taken."""

from __future__ import annotations

import time
from typing import Generic, TypeVar

from textual.content import Content
from textual.timer import Timer

from app.messages.list_changes import Obstacle
from app.sync.requests import Action
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import Tone
from app.tui.widgets.rows import Rows
from app.usos.errors import UsosError
from app.workspace.workspace import Workspace

RowsT = TypeVar("RowsT", bound=Rows)


class Acting(StoreScreen[RowsT], Generic[RowsT]):
    """Does what is asked for, and shows it; how it has ended is told by every screen."""

    def __init__(self, workspace: Workspace, rows: RowsT) -> None:
        """Do nothing yet."""
        super().__init__(workspace, rows)
        self._begun: dict[Action, tuple[str, float]] = {}
        self._ticking: Timer | None = None

    def state(self) -> str:
        """Return what stands at the left of the state line while nothing is under way."""
        raise NotImplementedError

    def show_state(self) -> None:
        """Show what is under way, else the state, and the keys that go with it."""
        unsent = self.workspace.register.unsent().total
        left = Content.styled(self.progress() or self.state(), "$foreground-muted")
        self.state_line.show(left, self.sync_content(unsent))
        self.show_keys()

    def allowed(self, obstacle: Obstacle | None) -> bool:
        """Tell whether nothing stands in the way; what does is said."""
        if obstacle is not None:
            self.say(obstacle.why, Tone.WARNING)
        return obstacle is None

    def begin(self, action: Action, told: str) -> None:
        """Do it, and tell for how long it has been under way."""
        self.message.hush()
        self._begun[action] = told, time.monotonic()
        self.workspace.sync.act(action)
        self.show_state()
        if self._ticking is None:
            self._ticking = self.set_interval(1, self.show_state)

    def progress(self) -> str:
        """Return what is under way and for how many seconds, empty where nothing is."""
        for action in self.workspace.sync.actions():
            if action in self._begun:
                told, begun = self._begun[action]
                return f"{told} {int(time.monotonic() - begun)} s"
        return ""

    def ended(self, action: Action, error: UsosError | None) -> None:
        """Stop the clock; else as every screen."""
        self._begun.pop(action, None)
        if not self._begun and self._ticking is not None:
            self._ticking.stop()
            self._ticking = None
        super().ended(action, error)
