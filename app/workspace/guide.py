"""A first roll in the demo, guided step by step: what one is to try next, and when it has been tried."""

from __future__ import annotations

from enum import IntEnum, auto

_FIRST_MARKS = 3


class GuideStep(IntEnum):
    """What the guide speaks of; `messages.guide` has the words."""

    CALL = auto()  # open the class that is on
    MARK = auto()  # mark the first students
    UNDO = auto()  # take a mark back
    FIND = auto()  # find somebody
    FILL = auto()  # fill in the rest
    SUMMARY = auto()  # look who is absent
    DONE = auto()


class Guide:
    """Goes on by what a person does, in any order: a step that was done before its turn is not asked for."""

    def __init__(self) -> None:
        """Begin before the first roll."""
        self._done: set[GuideStep] = set()
        self._marks = 0

    @property
    def step(self) -> GuideStep:
        """What is to be tried next."""
        return next((step for step in GuideStep if step not in self._done), GuideStep.DONE)

    def did(self, step: GuideStep) -> None:
        """Take note that something was tried; of marks several are wanted."""
        if step is GuideStep.MARK:
            self._marks += 1
            if self._marks < _FIRST_MARKS:
                return
        if step is not GuideStep.DONE:
            self._done.add(step)
