"""Where a store that cannot be read is caught, whatever was being done: it is said, and the program goes on.

A screen that shows the store and the application hand every message they get, mount and unmount among them, to
handlers that Textual finds for them; `guarded` stands around each, so that one that fails keeps none of the others
from its turn. What Textual calls without a message, timers and callbacks, ends in `App._handle_exception`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from textual._callback import invoke
from textual.app import App
from textual.message import Message

from app.messages import failures
from app.store import StoreError
from app.tui.base_screen import BaseScreen
from app.tui.widgets.bars import Tone

ResultT = TypeVar("ResultT")
Handler = Callable[[Message], Awaitable[None]]


def guarded(app: App[ResultT], handlers: Iterable[tuple[type, Handler]]) -> Iterator[tuple[type, Handler]]:
    """Yield the handlers of a message, each of which says that the store cannot be read where it would raise that."""
    for owner, handler in handlers:
        yield owner, partial(_handle, app, handler)


async def _handle(app: App[ResultT], handler: Handler, message: Message) -> None:
    try:
        await invoke(handler, message)
    except StoreError:
        say_unreadable(app)


def say_unreadable(app: App[ResultT]) -> None:
    """Say on the screen on top, if it has a line for it, that the store cannot be read."""
    for screen in app.screen_stack[-1:]:
        if isinstance(screen, BaseScreen):
            screen.say(failures.unreadable_store(), Tone.WARNING)
