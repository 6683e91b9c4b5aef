"""How sentences are broken into lines: a path stays readable, whatever its length."""

from __future__ import annotations

import pytest

from app.tui.widgets.wrapping import wrapped

SAVED = "Saved as /home/anna/Documents/bazy-danych-wyklad-gr-1-term-2026-11-23.xlsx; only you can read it."


@pytest.mark.parametrize("width", range(50, 100))
def test_a_path_is_broken_after_a_slash_and_never_at_a_hyphen(width: int) -> None:
    lines = wrapped(SAVED, width)
    assert all(len(line) <= width and not line.endswith("-") for line in lines)
    assert any("bazy-danych-wyklad-gr-1-term-2026-11-23.xlsx;" in line for line in lines)
    assert "".join(lines).replace(" ", "") == SAVED.replace(" ", "")


def test_a_path_begins_on_the_line_of_its_sentence_where_a_folder_of_it_fits() -> None:
    assert wrapped(SAVED, 70)[0] == "Saved as /home/anna/Documents/"


def test_words_are_kept_whole_and_what_is_too_long_ends_with_an_ellipsis() -> None:
    assert wrapped("one two three four", 9, 2) == ["one two", "three …"]
