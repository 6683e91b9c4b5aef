"""The rules of a group as lines of a form: what each is called and explained as, and how a key changes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace

from app.domain.frozen import frozen
from app.domain.group_rules import RULES, AbsenceLimit, GroupRules, JustifyBy, LateWeight
from app.i18n import N_, gettext

_WHOLE = 100  # percent
_WEIGHTS = {
    LateWeight.NONE: N_("nothing"),
    LateWeight.HALF: N_("½ of an absence"),
    LateWeight.THIRD: N_("⅓ of an absence"),
}
_DEADLINES = {
    JustifyBy.WORKING_DAYS_7: N_("7 working days"),
    JustifyBy.DAYS_14: N_("14 days"),
    JustifyBy.NEXT_CLASS: N_("until the next class"),
    JustifyBy.ANY_TIME: N_("at any time"),
}


def deadline(rule: JustifyBy) -> str:
    """Return how long an absence can be excused, in a few words."""
    return gettext(_DEADLINES[rule])


@frozen
class NumberField:
    """A rule that is a number, or `none`. `name` is its name in `group_rules.RULES`; `percent`: it may be a share."""

    name: str
    label: str
    explanation: str
    percent: bool = False
    none: str = N_("no limit")

    def explained(self, _: GroupRules) -> str:
        """Return what it means."""
        return gettext(self.explanation)

    def shown(self, rules: GroupRules) -> str:
        """Return the value as it stands in the form."""
        value = self._value(rules)
        if value is None:
            return gettext(self.none)
        return f"{value} %" if self._is_share(rules) else str(value)

    def stepped(self, rules: GroupRules, step: int) -> GroupRules:
        """Return the rules with one more or one less; less than the least is no limit."""
        value = self._value(rules)
        least = RULES[self.name].least
        now = least - 1 if value is None else value
        return self._with(rules, now + step if now + step >= least else None)

    def typed(self, rules: GroupRules, digit: str) -> GroupRules:
        """Return the rules with a digit more at the end of the number; as they were where that is too much."""
        value = self._value(rules)
        return self._with(rules, int(f"{'' if value is None else value}{digit}"))

    def cleared(self, rules: GroupRules) -> GroupRules:
        """Return the rules without the last digit of the number, at last without the limit."""
        value = self._value(rules)
        rest = "" if value is None else str(value)[:-1]
        return self._with(rules, int(rest) if rest else None)

    def written(self, rules: GroupRules, text: str) -> GroupRules | None:
        """Return the rules with a number as it is typed, "30 %" for a share, "-" for none; None where it cannot be."""
        number, share = text.removesuffix("%").strip(), text.endswith("%")
        if text == "-":
            return self._with(rules, None)
        if not (number.isascii() and number.isdecimal()) or len(number) > 4 or (share and not self.percent):
            return None
        if self.percent:
            value = AbsenceLimit(int(number), share)
            return None if share and value.value > _WHOLE else replace(rules, all_limit=value)
        return rules.changed_by({self.name: int(number)}) if RULES[self.name].takes(int(number)) else None

    def turned(self, rules: GroupRules) -> GroupRules:
        """Return the rules with a share in place of a number, or the other way round."""
        limit = rules.all_limit
        if not self.percent or limit is None or limit.value > _WHOLE:
            return rules
        return replace(rules, all_limit=AbsenceLimit(limit.value, percent=not limit.percent))

    def _value(self, rules: GroupRules) -> int | None:
        if self.percent:
            return rules.all_limit.value if rules.all_limit else None
        value = rules.as_table()[self.name]
        return value if isinstance(value, int) else None

    def _is_share(self, rules: GroupRules) -> bool:
        return self.percent and rules.all_limit is not None and rules.all_limit.percent

    def _with(self, rules: GroupRules, value: int | None) -> GroupRules:
        share = self._is_share(rules)
        if not RULES[self.name].takes(value) or (share and value is not None and value > _WHOLE):
            return rules
        if self.percent:
            return replace(rules, all_limit=None if value is None else AbsenceLimit(value, share))
        return rules.changed_by({self.name: value})


@frozen
class ChoiceField:
    """A rule that is one of a few; `choices` are the rules with each of them, and the word for it.

    `also` is what is to be explained of one of them alone, by its word.
    """

    label: str
    explanation: str
    choices: Callable[[GroupRules], dict[GroupRules, str]]
    also: Mapping[str, str] = field(default_factory=dict)

    def explained(self, rules: GroupRules) -> str:
        """Return what it means, as it stands in these rules."""
        also = self.also.get(self.choices(rules)[rules])
        return f"{gettext(self.explanation)} {gettext(also)}" if also else gettext(self.explanation)

    def shown(self, rules: GroupRules) -> str:
        """Return the choice as it stands in the form."""
        return gettext(self.choices(rules)[rules])

    def stepped(self, rules: GroupRules, step: int) -> GroupRules:
        """Return the rules with the next choice or the one before."""
        all_of_them = list(self.choices(rules))
        return all_of_them[(all_of_them.index(rules) + step) % len(all_of_them)]


Field = NumberField | ChoiceField

FIELDS: tuple[Field, ...] = (
    NumberField(
        name="unexcused_limit",
        label=N_("Unexcused absences allowed"),
        explanation=N_("One more is over the limit; made up ones do not count."),
    ),
    NumberField(
        name="all_limit",
        label=N_("Absences allowed in all"),
        explanation=N_("Excused ones too; % makes it a share of the term."),
        percent=True,
    ),
    ChoiceField(
        label=N_("Coming late counts as"),
        explanation=N_("What it adds to the absences that the limits count."),
        choices=lambda rules: {replace(rules, late_weight=one): word for one, word in _WEIGHTS.items()},
    ),
    ChoiceField(
        label=N_("Excused absences in the percentage"),
        explanation=N_("Left out: such a class is not among those held."),
        choices=lambda rules: {
            replace(rules, excused_count=True): N_("count"),
            replace(rules, excused_count=False): N_("are left out"),
        },
    ),
    ChoiceField(
        label=N_("An absence can be excused within"),
        explanation=N_("Counted from the absence."),
        choices=lambda rules: {replace(rules, justify_by=one): word for one, word in _DEADLINES.items()},
        also={_DEADLINES[JustifyBy.WORKING_DAYS_7]: N_("Holidays are not working days.")},
    ),
    NumberField(
        name="notify_at",
        label=N_("Tell the dean's office from"),
        explanation=N_("From so many unexcused on, you are reminded to do so."),
        none=N_("never"),
    ),
)
