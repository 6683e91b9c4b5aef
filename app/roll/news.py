"""What has come about in a roll without a command: told apart by how its entries were before, and are now."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.model import Entry
from app.roll.outcomes import Outcome, Replaced, Stuck


def of_answer(before: Iterable[Entry], now: Iterable[Entry]) -> list[Outcome]:
    """Return what an answer of USOS about these has brought: who needs a decision since, and whose mark is another."""
    shown, answered = {entry.student.id: entry for entry in before}, list(now)
    was_stuck = {(entry.student.id, entry.found) for entry in shown.values() if entry.needs_decision}
    stuck = [Stuck(one) for one in answered if one.needs_decision and (one.student.id, one.found) not in was_stuck]
    replaced = tuple(
        one for one in answered if one.replaced and one.student.id in shown and not shown[one.student.id].replaced
    )
    return [*stuck, *([Replaced(replaced)] if replaced else [])]


def of_loading(before: Iterable[Entry], now: Iterable[Entry]) -> list[Outcome]:
    """Return the same of a whole roll that was loaded anew; who was not shown before is left out.

    What USOS has answered can be in the store before the news of it comes.
    """
    shown = {entry.student.id: entry for entry in before}
    return of_answer(shown.values(), [one for one in now if one.student.id in shown])
