"""What is said to the terminal's window and not on a screen: its title, and a notification of the desktop.

No student is named in either: both are seen where the terminal is not.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TypeVar

from textual.app import App

from app.i18n import drawable
from app.messages import marks

ResultT = TypeVar("ResultT")

_ASCII_BELL = "\x07"
_KEEP, _RESTORE = "\x1b[22;0t", "\x1b[23;0t"  # xterm's stack of titles


def title(text: str) -> str:
    """Return what gives the window this title (OSC 0)."""
    return f"\x1b]0;{drawable(text)}{_ASCII_BELL}"


def notification(text: str, environment: Mapping[str, str]) -> str:
    """Return what shows a notification of the desktop, in the way that the terminal of this environment knows.

    OSC 777 is that of rxvt and foot, OSC 9 that of iTerm2, kitty, WezTerm, Ghostty and Windows Terminal; others ignore
    it.
    """
    told = drawable(text).replace(";", ",")
    if environment.get("TERM", "").startswith(("rxvt", "foot")):
        return f"\x1b]777;notify;rollcall;{told}{_ASCII_BELL}"
    return f"\x1b]9;{told}{_ASCII_BELL}"


def show_title(app: App[ResultT], text: str) -> None:
    """Give the window of an application a title."""
    _write(app, title(text))


def keep_title(app: App[ResultT]) -> None:
    """Let the terminal keep the title that the window has."""
    _write(app, _KEEP)


def restore_title(app: App[ResultT]) -> None:
    """Give the window the title back that it had."""
    _write(app, _RESTORE)


class Attention:
    """Calls somebody who looks at another window, once for each mark that needs a decision."""

    def __init__(self) -> None:
        """Begin with nothing to decide."""
        self._known = 0

    def look(self, app: App[ResultT], stuck: int) -> None:
        """Take note of how many marks need a decision now, and call where these are more and nobody sees the screen."""
        if stuck > self._known and not app.app_focus:
            _write(app, notification(marks.stuck_number(stuck), os.environ))
        self._known = stuck


def _write(app: App[ResultT], sequence: str) -> None:
    """Write to where Textual writes, whole; to a terminal alone."""
    output = sys.__stderr__
    if output is not None and output.isatty() and not app.is_headless:
        output.write(sequence)
        output.flush()
