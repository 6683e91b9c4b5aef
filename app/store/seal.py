"""A seal beside a store: a program has closed it in order, and nobody has touched it since.

To look a store through takes half a second where three years are in it. So that not every start has to, the program
that leaves a store in which nothing was odd puts down how the file looks from outside. What is changed by anybody,
restored, or left behind by a crash or a power cut looks otherwise.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.config import files

_TRIES, _TICK = 5, 0.002  # seconds; a file system's clock goes by some milliseconds


def put(store: Path, sleep: Callable[[float], None] = time.sleep) -> None:
    """Seal a store that has just been closed. Where the disk does not take that, the next start looks it through."""
    seal = _beside(store)
    with suppress(OSError):
        for _ in range(_TRIES):
            seal.write_text(json.dumps(_looks(store)), encoding="ascii")
            if _is_newer(seal, store):
                break
            sleep(_TICK)


def holds(store: Path) -> bool:
    """Tell whether a store is as it was when it was sealed."""
    seal = _beside(store)
    try:
        return _is_whole(store) and _is_newer(seal, store) and files.read_json(seal) == _looks(store)
    except OSError:
        return False


def _beside(store: Path) -> Path:
    return store.with_suffix(".seal")


def _is_whole(store: Path) -> bool:
    """Tell whether all is in the file itself, and nothing in SQLite's log beside it."""
    log = store.with_name(f"{store.name}-wal")
    return not log.exists() or log.stat().st_size == 0


def _is_newer(seal: Path, store: Path) -> bool:
    """Tell whether a later change would show: of one in the same tick of the clock the time would be the same."""
    return seal.stat().st_mtime_ns > store.stat().st_mtime_ns


def _looks(store: Path) -> list[int]:
    """Return how a store looks from outside."""
    status = store.stat()
    return [status.st_ino, status.st_size, status.st_mtime_ns]
