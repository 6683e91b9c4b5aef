"""What every screen works with."""

from __future__ import annotations

from dataclasses import dataclass

from app.register import Register
from app.sync.threads import Sync


@dataclass(frozen=True, slots=True)
class Desk:
    """The register to ask and tell, the sync that keeps it in step, and whose USOS it is, in a word or two."""

    register: Register
    sync: Sync
    place: str
