"""What a group is allowed: limits of absences, the weight of being late, and how long an absence can be justified."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

from app.domain.frozen import frozen


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


@frozen
class AbsenceLimit:
    """How many absences are allowed: a number of meetings, or a share in percent of those of the term."""

    value: int
    percent: bool = False


@frozen
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

    def as_table(self) -> dict[str, int | str | bool | None]:
        """Return the rules by the names they have in config.toml, in the store and in `overview --json`."""
        return {
            "unexcused_limit": self.unexcused_limit,
            "all_limit": self.all_limit.value if self.all_limit else None,
            "all_limit_percent": bool(self.all_limit and self.all_limit.percent),
            "late_weight": self.late_weight.value,
            "excused_count": self.excused_count,
            "days_to_justify": self.justify_by.value,
            "notify_at": self.notify_at,
        }

    def changed_by(self, table: Mapping[str, object]) -> GroupRules:
        """Return these rules with those of such a table in their place. Raises `BadRuleError`."""
        for name, value in table.items():
            if name not in RULES or not RULES[name].takes(value):
                raise BadRuleError(name)
        given = self.as_table() | dict(table)
        most, percent = _number(given["all_limit"]), bool(given["all_limit_percent"])
        if percent and most is not None and most > 100:
            raise BadRuleError("all_limit")
        return GroupRules(
            unexcused_limit=_number(given["unexcused_limit"]),
            all_limit=None if most is None else AbsenceLimit(most, percent),
            late_weight=LateWeight(str(given["late_weight"])),
            excused_count=bool(given["excused_count"]),
            justify_by=JustifyBy(str(given["days_to_justify"])),
            notify_at=_number(given["notify_at"]),
        )


NO_LIMITS = GroupRules()


class BadRuleError(Exception):
    """A rule that is none, or has a value that it cannot have; its text is the name of the rule."""


@frozen
class RuleValues:
    """What a rule can be: one of these words, or a number between two, or yes and no where there is neither."""

    words: tuple[str, ...] = ()
    least: int = 0
    most: int = 0

    def takes(self, value: object) -> bool:
        """Tell whether a value is one of these; None is "no limit" and goes for a number alone."""
        if self.words:
            return value in self.words
        if not self.most:
            return isinstance(value, bool)
        return value is None or (type(value) is int and self.least <= value <= self.most)


RULES = {
    "unexcused_limit": RuleValues(most=9999),
    "all_limit": RuleValues(most=9999),
    "all_limit_percent": RuleValues(),
    "late_weight": RuleValues(words=tuple(LateWeight)),
    "excused_count": RuleValues(),
    "days_to_justify": RuleValues(words=tuple(JustifyBy)),
    "notify_at": RuleValues(least=1, most=9999),
}
"""The rules by their names in tables."""


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
