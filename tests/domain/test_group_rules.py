"""The rules of a group as values and as tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.group_rules import (
    NO_LIMITS,
    RULES,
    AbsenceLimit,
    BadRuleError,
    GroupRules,
    JustifyBy,
    LateWeight,
)

rules_ = st.builds(
    GroupRules,
    unexcused_limit=st.none() | st.integers(0, 30),
    all_limit=st.none() | st.builds(AbsenceLimit, st.integers(0, 100), st.booleans()),
    late_weight=st.sampled_from(LateWeight),
    excused_count=st.booleans(),
    justify_by=st.sampled_from(JustifyBy),
    notify_at=st.none() | st.integers(1, 30),
)


@given(rules_, rules_)
def test_a_whole_table_gives_the_rules_it_was_made_of_whatever_the_usual_ones_are(
    rules: GroupRules, usual: GroupRules
) -> None:
    assert usual.changed_by(rules.as_table()) == rules
    assert rules.as_table().keys() == RULES.keys()


def test_a_table_changes_only_what_it_names() -> None:
    usual = GroupRules(unexcused_limit=2, notify_at=3)
    assert usual.changed_by({"notify_at": 4}) == GroupRules(unexcused_limit=2, notify_at=4)
    assert usual.changed_by({"unexcused_limit": None}) == GroupRules(notify_at=3)


def test_a_limit_of_all_absences_is_a_number_or_a_share() -> None:
    by_share = GroupRules(all_limit=AbsenceLimit(30, percent=True))
    assert NO_LIMITS.changed_by({"all_limit": 30, "all_limit_percent": True}) == by_share
    assert by_share.changed_by({"all_limit": 5, "all_limit_percent": False}).all_limit == AbsenceLimit(5)
    assert NO_LIMITS.changed_by({"all_limit_percent": True}).all_limit is None
    with pytest.raises(BadRuleError, match="all_limit"):
        by_share.changed_by({"all_limit": 101})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("unexcused_limit", -1),
        ("unexcused_limit", "2"),
        ("unexcused_limit", True),
        ("all_limit_percent", 30),
        ("late_weight", "1/4"),
        ("late_weight", None),
        ("excused_count", 1),
        ("days_to_justify", "15 days"),
        ("notify_at", 0),
        ("tell_at", 3),
    ],
)
def test_a_rule_that_is_none_is_named(name: str, value: object) -> None:
    with pytest.raises(BadRuleError, match=name):
        NO_LIMITS.changed_by({name: value})
