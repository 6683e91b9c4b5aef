"""What this process takes from its surroundings, and what it leaves there. Called first, before Textual is imported."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping

_OURS = {
    "TEXTUAL_FPS": "120",  # paints a second at most: with Textual's own 60 a key waits for up to 17 ms behind the last
    "TEXTUAL_SMOOTH_SCROLL": "0",  # with it the mouse is reported in pixels, and after a resize a click lands elsewhere
    # Its protocol takes Polish letters, the keypad and the keys of other layouts from us. On Windows Textual asks for
    # it whatever this says.
    **({} if sys.platform == "win32" else {"TEXTUAL_DISABLE_KITTY_KEY": "1"}),
}


def settle(environment: MutableMapping[str, str]) -> None:
    """Take Textual's variables out of the environment but for ours, and let nobody read what this process leaves.

    Of Textual's variables some press keys, some write what is typed into a file that anybody may read.
    """
    for name in [name for name in environment if name.startswith("TEXTUAL_")]:
        del environment[name]
    environment.update(_OURS)
    os.umask(0o077)
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - Windows has none

        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))  # a core dump would hold tokens and names
