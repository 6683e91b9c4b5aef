"""Answers that installations were seen to give for a caller's own fault, by method, field and student.

A 500 with JSON, as for an outage, and a 400 without an error code, as for the spam lock (usos-facts-2.md, F3 and F4).
"""

from collections.abc import Iterator, Mapping

from app.emulator.errors import ApiError
from app.emulator.method import pipe_list
from app.emulator.options import Options
from app.emulator.selector import Selection, parse

_SENTENCE = {"pl": "Tej wartości nie można zapisać.", "en": "This value cannot be stored."}


def check_habits(method: str, given: Mapping[str, str], options: Options) -> None:
    """Raise what the options have for this method, a field that is asked for, or a student who is named."""
    touched = {method, given.get("student_id", ""), *pipe_list(given.get("student_ids", ""))}
    if "fields" in given:
        touched.update(_fields(parse(given["fields"])))
    if touched & options.failing:
        raise ApiError(500, {"message": "Internal USOS API error has occured. Administrators have been notified."})
    if touched & options.codeless:
        messages = {"fields": {"value": _SENTENCE}}
        raise ApiError(400, {"message": "Multiple errors in the user-supplied form.", "user_messages": messages})


def _fields(wanted: Selection, outer: str = "") -> Iterator[str]:
    """Yield the fields of a selector as options name them: `owner`, `student[student_number]`."""
    for name, inner in wanted.items():
        yield f"{outer}[{name}]" if outer else name
        yield from _fields(inner or {}, name)
