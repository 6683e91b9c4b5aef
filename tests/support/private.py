"""What libraries keep to themselves and have no public way to: each private name in one place, with its reason."""

from __future__ import annotations

import threading

import keyring
from rich.segment import Segment
from textual.app import App
from textual.keys import _character_to_key


def painted_lines(app: App[object]) -> list[list[Segment]]:
    """Return what is painted on the whole screen, line by line.

    In public Textual gives the screen as a picture only; making one takes too long for a look at every turn.
    """
    return [list(line) for line in app.screen._compositor.render_strips()]


def number_waiting(condition: threading.Condition) -> int:
    """Return how many threads wait on a condition. Python counts them, and tells nobody."""
    return len(condition._waiters)


def let_keyring_choose_anew() -> None:
    """Let keyring choose a keychain when it is next asked for one, as at the start of a process.

    In public one can only set a keychain, or have one chosen at once: the real one of whoever runs the tests.
    """
    keyring.core._keyring_backend = None


def key_of(character: str) -> str:
    """Return what Textual calls the key of a character. In public it says so only to a program that gets the key."""
    return _character_to_key(character)
