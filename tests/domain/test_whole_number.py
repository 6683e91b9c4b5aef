"""Whole numbers as people type them."""

from __future__ import annotations

import pytest

from app.domain.whole_number import whole_number


@pytest.mark.parametrize(("text", "found"), [("0", 0), ("07", 7), ("30", 30), ("31", None), ("", None)])
def test_a_number_of_the_range_is_read_and_no_other(text: str, found: int | None) -> None:
    assert whole_number(text, range(31)) == found


@pytest.mark.parametrize("text", ["-1", "+1", "1.5", "1 0", "٣", "²", "x", "9" * 5000])
def test_what_is_no_plain_number_is_none(text: str) -> None:
    assert whole_number(text, range(10**6)) is None
