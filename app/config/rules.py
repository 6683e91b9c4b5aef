"""The table of rules in config.toml: what a group is allowed that has no rules of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.config.problems import BadSettingError, SettingFault
from app.domain.group_rules import NO_LIMITS, RULES, BadRuleError, GroupRules

TABLE = "rules"


def types() -> dict[str, type]:
    """Return of which type each rule is."""
    return {name: str if values.words else int if values.most else bool for name, values in RULES.items()}


def of_table(table: Mapping[str, object], place: Callable[[str], str]) -> GroupRules:
    """Return the rules of the table, whose types are checked; `place` is where a name stands in the file.

    Raises `BadSettingError`.
    """
    try:
        return NO_LIMITS.changed_by(table)
    except BadRuleError as error:
        name = str(error)
    values = RULES[name]
    if values.words:
        choices = ", ".join(f'"{word}"' for word in values.words)
        raise BadSettingError(SettingFault.NO_SUCH_WORD, place(name), name, choices=choices)
    most = 100 if name == "all_limit" and table.get("all_limit_percent") else values.most
    raise BadSettingError(SettingFault.OUT_OF_RANGE, place(name), name, least=values.least, most=most)
