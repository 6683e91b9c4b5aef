"""What an account may do at its installation, and what speaks against it."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

METHODS = (
    *("attendance", "attendance_list", "attendance_lists", "change_list_mode", "create_attendance_list"),
    *("create_from_tt", "delete_list", "group", "update_attendance", "user"),
)
"""The methods of `services/attendance` that this program uses; some installations lack some (usos-api.md, 5.1)."""

_NEEDED = {"attendance", "group", "update_attendance"}


class Problem(StrEnum):
    """What speaks against an account, or will be missed with it."""

    NO_SCOPE = "no scope"
    NO_ATTENDANCE = "no attendance"
    STUDENT = "student"
    SHORT_LIVED = "short-lived"
    FEWER_METHODS = "fewer methods"


FATAL = frozenset({Problem.NO_SCOPE, Problem.NO_ATTENDANCE})
"""With these no roll can be called."""


def problems(scopes: Collection[str] | None, *, staff: bool | None, lacks: Collection[str]) -> tuple[Problem, ...]:
    """Return what speaks against a token with these scopes; they and `staff` are None where USOS does not tell."""
    found = {
        Problem.NO_SCOPE: scopes is not None and "staff_perspective" not in scopes,
        Problem.NO_ATTENDANCE: not _NEEDED.isdisjoint(lacks),
        Problem.STUDENT: staff is False,
        Problem.SHORT_LIVED: scopes is not None and "offline_access" not in scopes,
        Problem.FEWER_METHODS: bool(lacks),
    }
    return tuple(problem for problem, there in found.items() if there)
