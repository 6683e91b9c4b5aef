"""What has come about in a roll without a command: told apart by how its entries were before, and are now."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.model import Entry
from app.roll.outcomes import Outcome, Replaced, Stuck


def of_answer(before: Iterable[Entry], now: Iterable[Entry]) -> list[Outcome]:
    """Return what an answer of USOS about these has brought: who needs a decision since, and whose mark is another."""
    was_stuck = {(entry.student.id, entry.found) for entry in before if entry.needs_decision}
    answered = list(now)
    stuck = [Stuck(one) for one in answered if one.needs_decision and (one.student.id, one.found) not in was_stuck]
    return [*stuck, *of_reading(before, answered)]


def of_reading(before: Iterable[Entry], now: Iterable[Entry]) -> list[Outcome]:
    """Return whose mark, which was in USOS, somebody has changed there since; who was not shown before is left out."""
    shown = {entry.student.id: entry.replaced for entry in before}
    replaced = tuple(
        entry for entry in now if entry.replaced and entry.student.id in shown and not shown[entry.student.id]
    )
    return [Replaced(replaced)] if replaced else []
