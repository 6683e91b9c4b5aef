"""Why USOS refuses a call: the reasons that this program does something about or has words for."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """A reason; values are the API's. One that this program does not know stays a text, so that it can be shown."""

    LIST_NOT_FOUND = "attendance_list_not_found"
    STUDENT_NOT_IN_GROUP = "student_not_in_group"
    INTRAMURAL_NOT_ALLOWED = "intramural_attendance_not_allowed"
    REMOTE_NOT_ALLOWED = "remote_attendance_not_allowed"
    HAS_ENTRIES = "has_entries"
    ALREADY_EXISTS = "already_exists"
    NO_STUDENTS = "no_students"
    GROUP_NOT_FOUND = "group_not_found"
    MEETING_NOT_FOUND = "meeting_not_found"
    SCOPE_MISSING = "scope_missing"
    UNKNOWN_METHOD = "unknown_method"  # this program's own word for a method that the installation lacks
    SERVER_ERROR = "server_error"  # our own: USOS kept failing to store this mark with a 500 while it stored others
    UNEXPLAINED = "unexplained"  # our own: USOS refused and said nothing at all

    @classmethod
    def of(cls, text: str) -> Reason | str:
        """Return the reason of that name, or the text itself where this program does not know it."""
        return _BY_TEXT.get(text, text)


_BY_TEXT: dict[str, Reason] = {reason.value: reason for reason in Reason}  # asked for each row of a roll
