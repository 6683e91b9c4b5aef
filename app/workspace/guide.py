"""A first roll in the demo, guided step by step: what one is to try next, and when it has been tried."""

from __future__ import annotations

from enum import IntEnum, auto

FIRST_MARKS = 3
"""How many marks one is asked to make."""


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
        self._marks: dict[str, int] = {}

    @property
    def step(self) -> GuideStep:
        """What is to be tried next."""
        return next((step for step in GuideStep if step not in self._done), GuideStep.DONE)

    def made(self, list_id: str) -> int:
        """Return how many marks were made in a roll by whoever is guided."""
        return self._marks.get(list_id, 0)

    def did(self, step: GuideStep, list_id: str = "") -> None:
        """Take note that something was tried in a roll; of marks several are wanted."""
        if step is GuideStep.MARK:
            self._marks[list_id] = self.made(list_id) + 1
            if self.made(list_id) < FIRST_MARKS:
                return
        if step is not GuideStep.DONE:
            self._done.add(step)
