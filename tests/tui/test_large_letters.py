"""Names in large letters: what can be drawn, how it fits, and that nothing is drawn as something else."""

from __future__ import annotations

import pytest

from app.tui.roll.side_panel import spaced_lines
from app.tui.widgets.large_letters import large

POLISH = "AĄBCĆDEĘFGHIJKLŁMNŃOÓPRSŚTUWYZŹŻ"
FOREIGN = "QVXÁÀÂÄÃÅĀÇČĎĐÉÈÊËĚĞÍÎÏİĽŇÑÖÔÕØŐŘŠȘŤȚÚÙÛÜŮŰÝŸŽÆŒÞỄỊ'-0123456789"


def test_every_capital_has_a_shape_of_its_own_in_both_widths() -> None:
    letters = POLISH + FOREIGN
    for width in (5, 3):
        drawn = {letter: large(letter, width) for letter in letters}
        assert all(drawn.values()), [letter for letter, lines in drawn.items() if not lines]
        if width == 5:
            assert len(set(drawn.values())) == len(letters)


def test_polish_capitals_are_told_apart_when_they_are_narrow_too() -> None:
    assert len({large(letter, 3) for letter in POLISH}) == len(POLISH)


def test_an_ogonek_hangs_below_its_letter_and_an_accent_stands_above() -> None:
    assert large("Ą", 5)[:-1] == large("A", 5)[:-1]
    assert large("Ą", 5)[-1] != large("A", 5)[-1]
    assert large("Ó", 5)[-2:] == large("O", 5)[-2:]


@pytest.mark.parametrize("letter", "ĆŃÓŚŹÊÂÎÔŠŽŘ")
def test_between_an_accent_and_its_letter_is_a_gap(letter: str) -> None:
    accent, top, *_ = large(letter, 5)
    assert accent.strip()
    assert set(top) <= {" ", "▄"}  # nothing in the upper half of the first line of the letter


@pytest.mark.parametrize("width", [34, 48, 50])
def test_no_line_is_longer_than_asked_for(width: int) -> None:
    for name in ("Łoś", "Nowak-Kowalczyk", "de la Cruz", "Brzęczyszczykiewicz"):
        assert all(len(line) <= width for line in large(name, width))


def test_a_long_name_is_broken_after_its_hyphen_and_then_drawn_narrow() -> None:
    assert len(large("Nowak", 48)) == 4
    assert large("Nowak-Lis", 36) == large("Nowak-", 36) + large("Lis", 36)
    assert large("Nowak-Kowalczyk", 48) == large("Nowak-Kowalczyk", 45)


@pytest.mark.parametrize("name", ["Шевченко", "王伟", "Nowak☺", "", "Chrząszczyżewoszyckibrzęczyszczykiewicz"])
def test_what_cannot_be_drawn_or_does_not_fit_is_not_drawn_at_all(name: str) -> None:
    assert large(name, 48) == ()


def test_a_spaced_name_is_broken_after_its_hyphen_where_it_is_too_long_for_a_line() -> None:
    assert spaced_lines("Nowak-Lis", 17) == ["N O W A K - L I S"]
    assert spaced_lines("Nowak-Lis", 16) == ["N O W A K -", "L I S"]
    assert spaced_lines("Nowak-Lis", 7) == ["N O-", "W A K -", "L I S"]
