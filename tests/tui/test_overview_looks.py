"""Pictures of the term of a group, of its rules, and of a student in all groups."""

from __future__ import annotations

import pytest

from tests.tui.test_screens import Compare, compare, compare_state

__all__ = ["compare", "compare_state"]


@pytest.mark.parametrize(
    ("size", "language"), [((60, 20), "en"), ((80, 24), "en"), ((80, 24), "pl"), ((120, 36), "pl"), ((200, 50), "en")]
)
def test_the_term_of_a_group(compare_state: Compare, size: tuple[int, int], language: str) -> None:
    compare_state("limited", size, language)


def test_the_term_in_the_sixteen_colours_of_the_terminal(compare_state: Compare) -> None:
    compare_state("term", theme="ansi-dark")


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_rules_of_a_group(compare_state: Compare, language: str) -> None:
    compare_state("rules", language=language)


def test_a_student_in_all_groups(compare_state: Compare) -> None:
    compare_state("student")
