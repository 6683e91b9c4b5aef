"""How often somebody was absent."""

from __future__ import annotations

from app.domain.frozen import frozen


@frozen
class Absences:
    """How often somebody was absent without an excuse, and with one."""

    unexcused: int
    excused: int
