"""How the process ends where a thread is still at work."""

from __future__ import annotations

import os
import threading


def ended(status: int) -> int:
    """Return an exit status to end with; where a daemon thread is still at work, the process ends with it here and now.

    Such a thread may be inside a library, OpenSSL above all, that would be taken down under it: that is a crash, though
    all is done, stored and printed by now. After screens there is always one, which watches the terminal: what is
    registered with `atexit` is not called.
    """
    if any(thread.daemon for thread in threading.enumerate()):
        os._exit(status)
    return status
