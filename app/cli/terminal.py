"""What the program says on the terminal when no screen is open."""

from __future__ import annotations

import sys
from collections.abc import MutableMapping


def complain(sentence: str, status: int) -> int:
    """Say on standard error what went wrong, and return the exit status that goes with it."""
    print(f"rollcall: {sentence}", file=sys.stderr)
    return status


def notice(sentence: str) -> None:
    """Say something on standard error beside what a command prints."""
    print(sentence, file=sys.stderr)


def settle_textual(environment: MutableMapping[str, str]) -> None:
    """Let no variable of Textual act on the program but ours; to be called before Textual is imported.

    `TEXTUAL_LOG` and its like would write what is typed into a file. The keyboard protocol of kitty makes keys nobody
    knows of Shift, of a number pad and of Ctrl on a foreign layout; smooth scrolling counts the mouse in pixels.
    """
    for name in [name for name in environment if name.startswith("TEXTUAL_")]:
        del environment[name]
    environment["TEXTUAL_SMOOTH_SCROLL"] = "0"
    if sys.platform != "win32":  # there Textual asks for it all the same, and `TerminalDriver` takes that back
        environment["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
