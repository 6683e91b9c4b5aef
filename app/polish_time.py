"""Polish wall-clock time, which is what USOS speaks."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

_POLAND = ZoneInfo("Europe/Warsaw")


def now() -> datetime:
    """Return it without a zone, wherever this computer thinks it is."""
    return datetime.now(_POLAND).replace(tzinfo=None)
