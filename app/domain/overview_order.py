"""Which students of an overview are shown, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from app.domain.frozen import frozen
from app.domain.overview import LimitState, Overview, OverviewStudent
from app.i18n import N_

_NEAR = {LimitState.NEAR, LimitState.REACHED, LimitState.OVER}


class Sorting(Enum):
    """By what students are sorted; the values are words for it. Equals stay in the order of the class."""

    NAME = N_("by name")
    ABSENCES = N_("by absences")
    PERCENT = N_("by percent")

    def next(self) -> Sorting:
        """Return the one after it, the first after the last."""
        all_of_them = list(Sorting)
        return all_of_them[(all_of_them.index(self) + 1) % len(all_of_them)]


@frozen
class Ordering:
    """How the students are sorted, and whether only those near the limit of absences are shown."""

    sorting: Sorting = Sorting.NAME
    near_limit: bool = False

    def of(self, shown: Overview) -> Sequence[OverviewStudent]:
        """Return the students to show: most absences first, or the least percent first."""
        students = [one for one in shown.students if not self.near_limit or one.limit_state in _NEAR]
        match self.sorting:
            case Sorting.NAME:
                return students
            case Sorting.ABSENCES:
                return sorted(students, key=lambda one: (-one.counted, -one.unexcused, -one.absences))
            case Sorting.PERCENT:
                return sorted(students, key=lambda one: (one.percent is None, one.percent))


def near_limit(shown: Overview) -> int:
    """Return how many students are near the limit, at it or over it."""
    return sum(one.limit_state in _NEAR for one in shown.students)
