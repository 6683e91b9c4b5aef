"""Shares in percent, as people round them."""

from __future__ import annotations

import pytest

from app.domain.percentage import percentage


@pytest.mark.parametrize(("part", "of", "rounded"), [(1, 8, 13), (5, 8, 63), (7, 8, 88), (113, 200, 57), (1, 3, 33)])
def test_half_a_percent_goes_up(part: int, of: int, rounded: int):
    assert percentage(part, of) == rounded


def test_half_a_tenth_goes_up_as_well():
    assert [percentage(part, 16, decimals=1) for part in (1, 3, 5)] == [6.3, 18.8, 31.3]


def test_what_was_rounded_to_a_tenth_is_not_rounded_once_more():
    assert (percentage(5, 11, decimals=1), percentage(5, 11)) == (45.5, 45)
