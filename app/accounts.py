"""Whose store it is: one file for each installation and each USOS user in it (DESIGN.md, section 5)."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

from app.model import Person
from app.settings import Access, private_folder


def store_file(data: Path, access: Access, who_am_i: Callable[[], Person]) -> Path:
    """Return the store of the person whose token this is.

    A token seen before is known from disk, so that the program starts without a network; for a new one `who_am_i`
    is asked, and what it raises is passed on.
    """
    folder = private_folder(data / _folder_name(access.url))
    index = folder / "tokens.json"
    known = _read(index)
    fingerprint = hashlib.sha256(f"{access.consumer_key} {access.token}".encode()).hexdigest()[:16]
    if fingerprint not in known:
        known[fingerprint] = who_am_i().id
        fresh = index.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(known, file, indent=1)
        fresh.replace(index)
    return folder / f"{_folder_name(known[fingerprint])}.sqlite3"


def _read(index: Path) -> dict[str, str]:
    """Return which user each token fingerprint belongs to; an unreadable file only means asking again."""
    try:
        content = json.loads(index.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {key: who for key, who in content.items() if isinstance(who, str)} if isinstance(content, dict) else {}


def _folder_name(text: str) -> str:
    """Return a name any file system takes; a hash keeps two that look alike apart."""
    readable = re.sub(r"[^a-z0-9.]+", "-", text.lower().removeprefix("https://").removeprefix("http://")).strip("-.")
    return f"{readable[:48]}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
