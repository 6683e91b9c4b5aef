"""Keys on their way to a screen on which they mark: those that are meant are obeyed in their order, others told of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from textual.events import Key
from textual.timer import Timer

from app.keymap import key_names, keys
from app.keymap.table import Place
from app.roll.bursts import Keystroke, Use
from app.roll.key_guard import KeyGuard
from app.roll.outcomes import Outcome, Repeated, TooFast
from app.tui.base_screen import BaseScreen
from app.tui.widgets.rows import Rows

RowsT = TypeVar("RowsT", bound=Rows)


class KeyGate(Generic[RowsT]):
    """Lets keys through to a screen as a guard judges them."""

    def __init__(
        self,
        screen: BaseScreen[RowsT, None],
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

    def came_to_front(self, at: float) -> None:
        """Take note that the window has come to the front, at that time of the keys' clock."""
        self._guard.came_to_front(at)

    async def take(self, event: Key) -> bool:
        """Take a key; return False where it does nothing on this screen, so that others may have it."""
        if key_names.is_modifier(event.key):
            return False
        taken = await self._go_through(self._guard.arrive(event, self._use(event.key)), event)
        if self._timer is not None:
            self._timer.stop()
        if self._guard.holds:
            self._timer = self._screen.set_timer(self._guard.rest, self.settle)
        return taken

    async def settle(self) -> None:
        """Deal with what was held back, for no key follows it."""
        await self._go_through(self._guard.settle())

    def _use(self, key: str) -> Use:
        question = self._screen.prompt.question
        if question is not None and question.line:
            return Use.IS_TEXT
        return self._guard.use_of(key, {*self._screen.actions, *self._everywhere})

    async def _go_through(self, strokes: Sequence[Keystroke | TooFast | Repeated], last: Key | None = None) -> bool:
        """Deal with keys in their order; return whether the `last` one did something here."""
        was_on_top, taken = self._screen.is_current, True
        for stroke in strokes:
            if was_on_top and not self._screen.is_current:
                break  # a key has opened another screen; what was typed before that was seen is nobody's
            self._screen.afterwards.settle()  # what the key before it has still to show
            match stroke:
                case TooFast():
                    if (question := self._screen.prompt.question) is not None:  # the first of them had opened it
                        question.dropped()
                    self._tell(stroke)
                case Repeated():
                    self._tell(stroke)
                case Key() as event:
                    taken = await self._judge(event)
                    if not taken and event is not last and event.key in self._everywhere:
                        await self._screen.run_action(self._everywhere[event.key])
        return taken or last is None

    async def _judge(self, event: Key) -> bool:
        question = self._screen.prompt.question
        is_typed, key = question is not None and question.line, event.key
        marks, goes_on = (not is_typed and does(key) for does in (self._guard.marks, self._guard.goes_on))
        not_counted = self._guard.judge(event, marks=marks, goes_on=goes_on)
        if not_counted is None:
            return await self._obey(event)
        self._tell(not_counted)
        return True
