"""What a group is allowed: limits of absences, the weight of being late, and how long an absence can be justified."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction


class LateWeight(Enum):
    """How much of an absence it is to come late."""

    NONE = Fraction(0)
    HALF = Fraction(1, 2)
    THIRD = Fraction(1, 3)


class JustifyBy(Enum):
    """Until when an absence can be justified; the values are those of the configuration and of `overview --json`."""

    WORKING_DAYS_7 = "7 working days"
    DAYS_14 = "14 days"
    NEXT_CLASS = "next class"
    ANY_TIME = "none"


@dataclass(frozen=True, slots=True)
class AbsenceLimit:
    """How many absences are allowed: a number of meetings, or a share in percent of those of the term."""

    value: int
    percent: bool = False


@dataclass(frozen=True, slots=True)
class GroupRules:
    """The rules of one group; None stands for no limit.

    `unexcused_limit` is how many unexcused absences are allowed, `all_limit` how many of every kind. `excused_count`:
    whether an excused absence lowers the percentage of meetings attended. `notify_at` is the number of unexcused
    absences from which the dean's office is to be told.
    """

    unexcused_limit: int | None = None
    all_limit: AbsenceLimit | None = None
    late_weight: LateWeight = LateWeight.NONE
    excused_count: bool = True
    justify_by: JustifyBy = JustifyBy.DAYS_14
    notify_at: int | None = None
