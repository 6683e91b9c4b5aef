"""What the table of keys asks of a roll is something a roll can do: a name that nobody knows would end the program."""

from __future__ import annotations

import re

import pytest

from app.keymap.table import KEYS, Place
from app.roll.session import RollSession
from app.tui.roll import commands
from app.tui.roll.questions import Questions
from app.tui.roll.screen import RollScreen


def given(kind: str) -> set[str]:
    """The names in the actions of this kind that keys of the roll have."""
    pattern = re.compile(rf"{kind}\('(\w+)'\)")
    return {match[1] for key in KEYS if key.place is Place.ROLL and (match := pattern.fullmatch(key.action))}


def test_each_command_of_a_key_is_one_of_the_session_and_each_of_those_has_a_key():
    assert given("command") == set(commands.by_name(RollSession))


def test_each_question_of_a_key_is_one_that_a_roll_can_ask():
    assert given("ask")
    assert {name for name in given("ask") if not callable(getattr(Questions, name, None))} == set()


@pytest.mark.parametrize("action", sorted({key.action for key in KEYS if key.place is Place.ROLL}))
def test_each_action_of_a_key_is_one_of_the_screen(action: str):
    assert callable(getattr(RollScreen, f"action_{action.partition('(')[0]}", None))
