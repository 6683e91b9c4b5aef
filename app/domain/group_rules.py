"""What a group is allowed: limits of absences, the weight of being late, and how long an absence can be justified."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class LateWeight(StrEnum):
    """How much of an absence it is to come late; the values are those of the configuration and of `overview --json`."""

    NONE = "off"
    HALF = "1/2"
    THIRD = "1/3"

    @property
    def fraction(self) -> Fraction:
        """The part of an absence that one late arrival counts as."""
        return Fraction(0) if self is LateWeight.NONE else Fraction(self.value)


class JustifyBy(StrEnum):
    """Until when an absence can be justified; values as those of `LateWeight`."""

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
    whether an excused absence lowers the percentage of meetings attended; where it does not, the meeting is left out
    for that student. `notify_at` is the number of unexcused absences from which the dean's office is to be told.
    """

    unexcused_limit: int | None = None
    all_limit: AbsenceLimit | None = None
    late_weight: LateWeight = LateWeight.NONE
    excused_count: bool = True
    justify_by: JustifyBy = JustifyBy.DAYS_14
    notify_at: int | None = None
