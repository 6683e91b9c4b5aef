"""What a screen has asked USOS to do to lists: what stands in the way, what is under way, and for how long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from textual.content import Content
from textual.timer import Timer

from app.messages import list_changes
from app.sync.requests import Action
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import Tone
from app.tui.widgets.rows import Rows
from app.workspace.list_rules import Obstacle

RowsT = TypeVar("RowsT", bound=Rows)


class Progress(Generic[RowsT]):
    """The part of a screen that begins actions and shows in its state line for how long they have been under way.

    The screen hands on the end of every action, and calls `show` from its own `show_state`.
    """

    def __init__(self, screen: StoreScreen[RowsT], clock: Callable[[], float] = time.monotonic) -> None:
        """Begin nothing yet; `clock` gives seconds."""
        self._screen, self._clock = screen, clock
        self._begun: dict[Action, tuple[str, float]] = {}
        self._ticking: Timer | None = None

    def allows(self, obstacle: Obstacle | None) -> bool:
        """Return whether nothing stands in the way; what does is said."""
        if obstacle is not None:
            self._screen.say(list_changes.obstacle_sentence(obstacle), Tone.WARNING)
        return obstacle is None

    def begin(self, action: Action, sentence: str) -> None:
        """Let an action be done, and show the sentence and the seconds until it has ended."""
        self._screen.message.hush()
        self._begun[action] = sentence, self._clock()
        self._screen.workspace.sync.act(action)
        self._screen.show_state()
        if self._ticking is None:
            self._ticking = self._screen.set_interval(1, self._screen.show_state)

    def ended(self, action: Action) -> None:
        """Stop the clock of an action, if it was begun here."""
        self._begun.pop(action, None)
        if not self._begun and self._ticking is not None:
            self._ticking.stop()
            self._ticking = None

    def text(self) -> str:
        """Return what is under way and for how many seconds, empty where nothing is."""
        for action in self._screen.workspace.sync.actions():
            if action in self._begun:
                sentence, since = self._begun[action]
                return f"{sentence} {int(self._clock() - since)} s"
        return ""

    def show(self, state: str, *, shorter: Iterable[str] = ()) -> None:
        """Show what is under way, else the state of the screen or what is shorter; and the keys that go with it."""
        screen, under_way = self._screen, self.text()
        told = [under_way] if under_way else [state, *shorter]
        left, *others = (Content.styled(one, "$foreground-muted") for one in told)
        unsent = screen.workspace.register.unsent().total
        screen.state_line.show(left, screen.sync_content(unsent), shorter=others)
        screen.show_keys()
