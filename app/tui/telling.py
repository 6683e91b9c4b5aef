"""Saying on a screen what a command of a roll has come to."""

from __future__ import annotations

from typing import Protocol

from app.messages import roll
from app.roll.outcomes import Outcome
from app.tui.widgets.bars import Tone


class Speaker(Protocol):
    """A screen with a message line."""

    def say(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        """Say something until the next key."""


def tell(speaker: Speaker, outcome: Outcome, silent: str = "") -> None:
    """Say an outcome in its tone; one that has nothing to say is told as `silent`, if that is anything."""
    say(speaker, outcome, roll.told(outcome) or silent)


def say(speaker: Speaker, outcome: Outcome, text: str) -> None:
    """Say this of an outcome in its tone, if it is anything."""
    if text:
        speaker.say(text, Tone.WARNING if roll.is_warning(outcome) else Tone.PLAIN)
