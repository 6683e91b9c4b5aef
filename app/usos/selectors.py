"""Field selectors, from what we would like to what every installation takes (usos-api.md, 3)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.usos.errors import BusyError, RefusedError


@dataclass(frozen=True, slots=True)
class Ladder:
    """Selections of the same object, the best first; the last one is needed for the program to work at all."""

    name: str
    steps: tuple[str, ...]


_LIST = "id|course_unit[id]|group_number|date|mode"
LISTS = Ladder(
    "lists",
    (f"{_LIST}|owner[id|first_name|last_name]", f"{_LIST}|owner", _LIST, "id|course_unit|group_number|date|mode"),
)
ENTRIES = Ladder(
    "entries",
    (
        "student[id|first_name|last_name|student_number]|attendance_mode|comment",
        "student[id|first_name|last_name]|attendance_mode|comment",
        "student|attendance_mode|comment",
    ),
)
_GROUP = "course_unit_id|group_number|term_id|course_name|class_type"
GROUPS = Ladder("groups", (f"{_GROUP}|participants", _GROUP))
_ACTIVITY = "start_time|end_time|unit_id|group_number"
ACTIVITIES = Ladder("activities", (f"{_ACTIVITY}|room_number", _ACTIVITY))


class Selectors:
    """Which step of each ladder an installation takes. Threads may share it."""

    def __init__(
        self, known: Mapping[str, int] | None = None, changed: Callable[[Mapping[str, int]], None] | None = None
    ) -> None:
        """Begin with what is known of this installation; `changed` is told when more is, for whoever comes later."""
        self._steps = dict(known or {})
        self._lasting = dict(self._steps)
        self._lock = threading.Lock()
        self._changed = changed

    def fields(self, ladder: Ladder) -> str:
        """Return the best selection not refused so far."""
        return ladder.steps[min(self._steps.get(ladder.name, 0), len(ladder.steps) - 1)]

    def step_down(self, ladder: Ladder, refused: str, *, lasting: bool) -> bool:
        """Ask for less than the selection that was refused; False where that was the least.

        It is `lasting` if the installation cannot do it, not if only this person may not.
        """
        step = ladder.steps.index(refused) + 1
        if step == len(ladder.steps):
            return False
        with self._lock:
            if step > self._steps.get(ladder.name, 0):
                self._steps[ladder.name] = step
                if lasting:
                    self._lasting[ladder.name] = step
                    if self._changed is not None:
                        self._changed(dict(self._lasting))
        return True


def is_about_fields(error: RefusedError | BusyError) -> bool:
    """Tell whether a refusal is about the selector: `field_*`, or a 400 whose message says so in words."""
    if isinstance(error, RefusedError):
        return error.error.startswith("field_")
    return "unrecognized character" in error.message.lower()
