"""Keys on their way to a roll's screen: those that somebody meant are obeyed in their order, the others are told of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from textual.events import Key
from textual.message import Message
from textual.timer import Timer

from app.keymap import key_names, keys
from app.keymap.table import Place
from app.roll.bursts import REST, Keystroke, Use
from app.roll.key_guard import KeyGuard, use_of
from app.roll.outcomes import Outcome, TooFast
from app.tui.base_screen import BaseScreen
from app.tui.roll.roster import Roster


class KeyGate:
    """Lets keys through to a screen as the guard of its roll judges them."""

    def __init__(
        self,
        screen: BaseScreen[Roster, None],
        guard: KeyGuard,
        *,
        obey: Callable[[Key], Awaitable[bool]],
        tell: Callable[[Outcome], None],
    ) -> None:
        """Guard this screen: `obey` does what a key does there, and returns False where it does nothing."""
        self._screen, self._guard = screen, guard
        self._obey, self._tell = obey, tell
        self._timer: Timer | None = None
        self._everywhere = {name: key.action for key in keys.of(Place.EVERY) for name in key.keys}

    def open(self) -> None:
        """Take note that the screen has just been opened."""
        self._guard.opened(Message().time)  # messages tell the time by the clock of the keys

    async def take(self, event: Key) -> bool:
        """Take a key; return False where it does nothing on this screen, so that others may have it."""
        if key_names.is_modifier(event.key):
            return False
        taken = await self._go_through(self._guard.arrive(event, self._use(event.key)), event)
        if self._timer is not None:
            self._timer.stop()
        if self._guard.holds:
            self._timer = self._screen.set_timer(REST, self.settle)
        return taken

    async def settle(self) -> None:
        """Deal with what was held back, for no key follows it."""
        await self._go_through(self._guard.settle())

    def _use(self, key: str) -> Use:
        question = self._screen.prompt.question
        if question is not None and question.line:
            return Use.IS_TEXT
        return use_of(key, {*self._screen.actions, *self._everywhere})

    async def _go_through(self, strokes: Sequence[Keystroke | TooFast], last: Key | None = None) -> bool:
        """Deal with keys in their order; return whether the `last` one did something here."""
        was_on_top, taken = self._screen.is_current, True
        for stroke in strokes:
            if was_on_top and not self._screen.is_current:
                break  # a key has opened another screen; what was typed before that was seen is nobody's
            match stroke:
                case TooFast():
                    if (question := self._screen.prompt.question) is not None:  # the first of them had opened it
                        question.dropped()
                    self._tell(stroke)
                case Key() as event:
                    taken = await self._judge(event)
                    if not taken and event is not last and event.key in self._everywhere:
                        await self._screen.run_action(self._everywhere[event.key])
        return taken or last is None

    async def _judge(self, event: Key) -> bool:
        marks = not self._screen.prompt.question and keys.marks(event.key)
        not_counted = self._guard.judge(event, marks=marks)
        if not_counted is None:
            return await self._obey(event)
        self._tell(not_counted)
        return True
