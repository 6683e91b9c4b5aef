"""Text as it is typed and corrected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.typed_text import control_signs, corrected
from app.i18n import drawable


@pytest.mark.parametrize("text", ["zwolnienie", "a\nb", "a\tb", "5\u00a0min", "co\u00adop", "👩\u200d🔬", "Ćwik–Żak"])
def test_what_people_write_has_no_control_signs(text):
    assert control_signs(text) == set()


@pytest.mark.parametrize("sign", ["\x1b", "\x07", "\x08", "\x9b", "\x7f", "\u202e", "\u2066", "\x00"])
def test_what_commands_a_terminal_is_found(sign):
    assert control_signs(f"a{sign}b") == {sign}


@pytest.mark.parametrize(
    ("before", "typed", "after"),
    [
        ("5\u00a0min\tpóźno", "15 min późno", "15\u00a0min\tpóźno"),
        ("5\u00a0min", "5 min.", "5\u00a0min."),
        ("a\nb", "a↵b↵c", "a\nb↵c"),
        ("5\u00a0min", "", ""),
        ("5\u00a0min", "grypa", "grypa"),
        ("aa", "aaa", "aaa"),
    ],
)
def test_what_is_not_touched_stays_as_it_was(before, typed, after):
    assert corrected(before, drawable(before), typed) == after


@given(st.text(), st.text(), st.text(), st.text())
def test_a_correction_in_the_middle_changes_only_the_middle(begin, old, new, end):
    before = f"{begin}{old}{end}".replace("\r\n", "\n")
    assert corrected(before, drawable(before), drawable(before)) == before
    typed = f"{drawable(begin)}{new}{drawable(end)}"
    assert drawable(corrected(before, drawable(before), typed)) == drawable(typed)
