"""Numbers, and what they are compared with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Line:
    """One line of the table: `values` in `unit`, beside `bare` of the program to compare with, if there is one.

    `goal` is the target in words, `kept` whether it is met; None where there is no target. `note` says more.
    """

    what: str
    values: Sequence[float]
    unit: str = "ms"
    bare: Sequence[float] = ()
    goal: str = ""
    kept: bool | None = None
    note: str = ""

    def judged(self, goal: str, *, kept: bool) -> Line:
        """Return the line with its target, and whether it is met."""
        return replace(self, goal=goal, kept=kept)

    @property
    def ratio(self) -> float | None:
        """Median by median."""
        return median(self.values) / median(self.bare) if self.values and self.bare else None


@dataclass(frozen=True)
class Scenario:
    """What is measured under one name; `measure` is told whether to be quick."""

    name: str
    measure: Callable[[bool], Sequence[Line]] = field(repr=False)


def median(values: Sequence[float]) -> float:
    """Return the value in the middle."""
    return percentile(values, 50)


def percentile(values: Sequence[float], per_cent: float) -> float:
    """Return the value that so many per cent do not exceed, between two values in proportion."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * per_cent / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def milliseconds(seconds: Sequence[float]) -> list[float]:
    """Return the values as they are shown."""
    return [1000 * one for one in seconds]
