"""Which comments say that an absence was made up for."""

from __future__ import annotations

import pytest

from app.domain import made_up


@pytest.mark.parametrize("text", made_up.TEXTS.values())
def test_what_is_written_is_known_again_in_every_language(text: str) -> None:
    assert made_up.is_made_up(text)


@pytest.mark.parametrize(
    "comment",
    ["Odrobione 12.11", "odrobiono na konsultacjach", "grypa; odrobiła", "ill, made up on 3 Dec", "odpracowane"],
)
def test_the_words_are_known_at_the_beginning_of_a_part_of_the_comment(comment: str) -> None:
    assert made_up.is_made_up(comment)


@pytest.mark.parametrize(
    "comment",
    ["", "grypa", "do odrobienia", "nie odrobione", "to be made up", "not made up", "odrobione?", "odrobionex"],
)
def test_what_is_still_to_be_made_up_for_is_not(comment: str) -> None:
    assert not made_up.is_made_up(comment)
