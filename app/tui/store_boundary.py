"""Where a store that cannot be read is caught, whatever was being done: it is said, and the program goes on.

A screen that shows the store and the application hand every message they get, mount and unmount among them, to
handlers that Textual finds for them; `guarded` stands around each, so that one that fails keeps none of the others
from its turn. What Textual calls without a message, timers and callbacks, ends in `App._handle_exception`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Generic, TypeVar

from textual._callback import invoke
from textual.app import App
from textual.message import Message

from app.store import StoreError
from app.tui.base_screen import BaseScreen

ResultT = TypeVar("ResultT")
Handler = Callable[[Message], Awaitable[None]]


def guarded(app: App[ResultT], handlers: Iterable[tuple[type, Handler]]) -> Iterator[tuple[type, Handler]]:
    """Yield the handlers of a message, each of which says that the store cannot be read where it would raise that."""
    for owner, handler in handlers:
        yield owner, _Guarded(app, handler)


class _Guarded(Generic[ResultT]):
    """A handler that says so where it would raise that the store cannot be read."""

    _param_count = 1  # Textual asks for it before it counts, which takes longer than most handlers do

    def __init__(self, app: App[ResultT], handler: Handler) -> None:
        self._app, self._handler = app, handler

    async def __call__(self, message: Message) -> None:
        try:
            await invoke(self._handler, message)
        except StoreError:
            say_unreadable(self._app)


def say_unreadable(app: App[ResultT]) -> None:
    """Say on the topmost screen that has a line for it that the store cannot be read: the palette has none."""
    for screen in reversed(app.screen_stack):
        if isinstance(screen, BaseScreen):
            screen.say_unreadable()
            return
