"""Opening a page in the lecturer's browser, where there is one on this computer."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

_IN_TERMINAL = {"lynx", "w3m", "links", "elinks", "links2", "www-browser", "browsh"}
"""Browsers that draw where our screens are."""

_USUAL = 0o022 if os.name == "posix" else -1  # ours would hide what the browser saves


def opener(environment: Mapping[str, str]) -> Callable[[str], None] | None:
    """Return what opens an address, None where nobody would see the browser: over ssh, or without a desktop.

    Nothing it starts can write to the terminal, which belongs to the screens. What cannot be started does nothing:
    the address stands on the screen as well.
    """
    if any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")):
        return None
    if named := _named(environment):
        return lambda address: _start(_with(address, named), environment)
    if sys.platform == "win32":
        return os.startfile
    if sys.platform == "darwin":
        return lambda address: _start(["open", address], environment)
    desktop = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    found = shutil.which("xdg-open", path=environment.get("PATH"))
    return (lambda address: _start([found, address], environment)) if desktop and found else None


def _named(environment: Mapping[str, str]) -> list[str]:
    """Return the command that BROWSER names, empty where it names none that opens a window on this computer."""
    first = environment.get("BROWSER", "").split(os.pathsep)[0]
    try:
        words = [word for word in shlex.split(first, posix=sys.platform != "win32") if word != "&"]
    except ValueError:  # a quotation mark without another
        return []
    if not words or Path(words[0]).stem in _IN_TERMINAL:
        return []
    return words if shutil.which(words[0], path=environment.get("PATH")) else []


def _with(address: str, command: Sequence[str]) -> list[str]:
    """Return the command with the address in its place, or else at its end."""
    if any("%s" in word for word in command):
        return [word.replace("%s", address) for word in command]
    return [*command, address]


def _start(command: list[str], environment: Mapping[str, str]) -> None:
    """Start a program that shall know nothing of our secrets, and make its files as it always does."""
    known = {name: value for name, value in environment.items() if not name.startswith(("ROLLCALL_", "TEXTUAL_"))}
    silent = subprocess.DEVNULL
    with suppress(OSError, ValueError):
        started = subprocess.Popen(  # noqa: S603 - the lecturer's own browser
            command, stdin=silent, stdout=silent, stderr=silent, start_new_session=True, env=known, umask=_USUAL
        )
        threading.Thread(target=started.wait, daemon=True, name="browser").start()  # it is ours to bury
