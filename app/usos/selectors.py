"""What we would like to ask of an installation, and what it takes: field selectors (usos-api.md, 3) and methods."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from app.domain.frozen import frozen
from app.usos.errors import RefusedError


@frozen
class Ladder:
    """Ways to ask for the same thing, the best first; the last one is needed for the program to work at all."""

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
EMAILS = Ladder("emails", ("student[id|email]", ""))
"""Apart from the entries: only who imports a report needs addresses. Where the first is refused, nothing is asked."""
_GROUP = "course_unit_id|group_number|term_id|course_name|class_type"
GROUPS = Ladder("groups", (f"{_GROUP}|participants", _GROUP))
_ACTIVITY = "start_time|end_time|unit_id|group_number"
ACTIVITIES = Ladder(
    "activities",
    (
        f"{_ACTIVITY}|room_number|type|frequency",  # AGH 7.3.1.0 takes just these (usos-facts-2.md, F1)
        f"{_ACTIVITY}|room_number|type",
        f"{_ACTIVITY}|room_number",
        _ACTIVITY,
    ),
)
TIMETABLE = Ladder("timetable", ("tt/user", "tt/staff"))
"""Methods: the first needs a scope that signing in does not ask for (usos-facts-2.md, F2)."""


class Selectors:
    """Which step of each ladder an installation takes. Threads may share it."""

    def __init__(
        self, known: Mapping[str, int] | None = None, changed: Callable[[Mapping[str, int]], None] | None = None
    ) -> None:
        """Begin with what is known of this installation; `changed` is told when more is, for whoever comes later."""
        self._steps = dict(known or {})
        self._lasting = dict(self._steps)
        self._failed: dict[str, str] = {}
        self._lock = threading.Lock()
        self._changed = changed

    def best(self, ladder: Ladder) -> str:
        """Return the best step not refused so far."""
        return ladder.steps[min(self._steps.get(ladder.name, 0), len(ladder.steps) - 1)]

    def smaller(self, ladder: Ladder, than: str) -> tuple[str, ...]:
        """Return the steps after this one, the best first."""
        return ladder.steps[ladder.steps.index(than) + 1 :]

    def failed_before(self, method: str, fields: str) -> bool:
        """Note that a method failed for these fields, and tell whether it did so the last time, too."""
        with self._lock:
            before, self._failed[method] = self._failed.get(method), fields
        return before == fields

    def worked(self, method: str) -> None:
        """Note that a method answered."""
        self._failed.pop(method, None)

    def step_down(self, ladder: Ladder, refused: str, *, lasting: bool) -> bool:
        """Ask for less than the step that was refused; False where that was the least.

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


def is_about_fields(error: RefusedError) -> bool:
    """Tell whether a refusal is about the selector: by its code, by the parameter it names, or in words alone."""
    said = error.message.lower()
    return (
        error.error.startswith("field_")
        or error.param == "fields"
        or (not error.error and ("unrecognized character" in said or "parameter 'fields'" in said))
    )
