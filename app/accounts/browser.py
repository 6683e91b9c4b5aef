"""Opening a page in the lecturer's browser, where there is one on this computer."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping


def opener(environment: Mapping[str, str]) -> Callable[[str], None] | None:
    """Return what opens an address, None where nobody would see the browser: over ssh, or without a desktop.

    Nothing it starts can write to the terminal, which belongs to the screens. What cannot be started does nothing:
    the address stands on the screen as well.
    """
    if any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")):
        return None
    named = environment.get("BROWSER", "").split(os.pathsep)[0].strip()
    if named:
        return lambda address: _start([*shlex.split(named.replace("%s", "")), address])
    if sys.platform == "win32":
        return os.startfile
    if sys.platform == "darwin":
        return lambda address: _start(["open", address])
    desktop = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    found = shutil.which("xdg-open", path=environment.get("PATH"))
    return (lambda address: _start([found, address])) if desktop and found else None


def _start(command: list[str]) -> None:
    silent = subprocess.DEVNULL
    try:
        subprocess.Popen(command, stdin=silent, stdout=silent, stderr=silent, start_new_session=True)  # noqa: S603 - the lecturer's own browser
    except (OSError, ValueError):
        return
