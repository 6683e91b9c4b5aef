"""A file with a line for each call, to find out what went wrong: no secret, no name, no id that could be looked up."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from app.domain import polish_time

# Of this process alone: within one file the same person has the same sign, and nobody can try out album numbers.
_KEY = secrets.token_bytes(16)


def begin(file: Path) -> None:
    """Make the file, for its owner's eyes only, where it is not there. Raises `OSError` where it cannot be written."""
    os.close(_opened(file))


def write(file: Path, method: str, parameters: Mapping[str, str], outcome: str, seconds: float) -> None:
    """Add a call: its method, the status or why there is none, how long it took, and signs for the ids it names.

    A disk that does not take it keeps no call from being made.
    """
    signs = [f"{name}={_signs(value)}" for name, value in sorted(parameters.items()) if name.endswith(("_id", "_ids"))]
    parts = (polish_time.now().isoformat(timespec="milliseconds"), method, outcome, f"{seconds * 1000:.0f} ms", *signs)
    with suppress(OSError):
        handle = _opened(file)
        try:
            os.write(handle, f"{'  '.join(parts)}\n".encode())  # at once, for several threads call
        finally:
            os.close(handle)


def _opened(file: Path) -> int:
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def _signs(ids: str) -> str:
    return "|".join(blake2b(one.encode(), key=_KEY, digest_size=4).hexdigest() for one in ids.split("|"))
