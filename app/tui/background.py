"""Work that takes its time, on a daemon thread: it may hang without holding a key or the end of the program."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

from textual.message import Message
from textual.message_pump import MessagePump

ResultT = TypeVar("ResultT")


class Finished(Message, bubble=False):
    """Work has ended; `conclude` is to be called by who began it, on its own thread, if it still wants to know."""

    def __init__(self, ticket: object, conclude: Callable[[], None]) -> None:
        """Carry the end of the work that has this ticket."""
        super().__init__()
        self.ticket = ticket
        self.conclude = conclude


def start(
    sender: MessagePump,
    work: Callable[[], ResultT],
    then: Callable[[ResultT], None],
    failed: Callable[[Exception], None],
) -> object:
    """Do some work and post its end to the sender as `Finished`; return the ticket it will carry."""
    ticket, post = object(), poster(sender)

    def run() -> None:
        conclude: Callable[[], None]
        try:
            conclude = partial(then, work())
        except Exception as error:
            # Whatever it is must be seen by the lecturer, not die with a thread.
            conclude = partial(failed, error)
        post(Finished(ticket, conclude))

    threading.Thread(target=run, daemon=True, name="background").start()
    return ticket


def poster(receiver: MessagePump) -> Callable[[Message], None]:
    """Return how another thread posts to this one; what comes after the program's end is for nobody.

    By then a screen may have lost its program, which `post_message` would look for on that thread.
    """
    loop = asyncio.get_running_loop()

    def post(message: Message) -> None:
        with suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(receiver.post_message, message)

    return post
