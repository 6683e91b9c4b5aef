"""What of the demo's guided first roll has been tried in a roll."""

from __future__ import annotations

from app.register.reversal import Reversal
from app.roll.outcomes import Filled, Marked, Outcome
from app.workspace.guide import GuideStep

ASKED = {"find": GuideStep.FIND}
"""What asking for something tries, by the names of `Questions.by_name`."""


def tried(outcome: Outcome) -> GuideStep | None:
    """Return what a command has tried, by what it has come to."""
    match outcome:
        case Marked():
            return GuideStep.MARK
        case Reversal(back=True):
            return GuideStep.UNDO
        case Filled():
            return GuideStep.FILL
        case _:
            return None
