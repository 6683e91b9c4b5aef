"""Work that takes its time, on a daemon thread: it may hang without holding a key or the end of the program."""

from __future__ import annotations

import threading
from collections.abc import Callable
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
    ticket = object()

    def run() -> None:
        conclude: Callable[[], None]
        try:
            conclude = partial(then, work())
        except Exception as error:
            # Whatever it is must be seen by the lecturer, not die with a thread.
            conclude = partial(failed, error)
        sender.post_message(Finished(ticket, conclude))

    threading.Thread(target=run, daemon=True, name="background").start()
    return ticket
