"""Errors as USOS words them (usos-api.md, section 2)."""

from collections.abc import Mapping, Sequence

from app.emulator.exchange import Json

# What people are shown, from the reasons that attendance-api.txt names for `object_invalid`.
_USER_MESSAGES: Mapping[str, tuple[str, str]] = {
    "has_entries": (
        "Lista obecności ma już wpisy.",
        "The attendance list already has entries.",
    ),
    "already_exists": (
        "Taka lista obecności już istnieje.",
        "This attendance list already exists.",
    ),
    "no_students": (
        "Grupa nie ma żadnych uczestników.",
        "The group does not have any participants.",
    ),
    "intramural_attendance_not_allowed": (
        "Na tej liście nie można zaznaczyć obecności stacjonarnej.",
        "Intramural attendance is not allowed in this attendance list.",
    ),
    "remote_attendance_not_allowed": (
        "Na tej liście nie można zaznaczyć obecności zdalnej.",
        "Remote attendance is not allowed in this attendance list.",
    ),
    "student_not_in_group": (
        "Student nie należy do grupy, której dotyczy lista.",
        "The student is not in the group of this attendance list.",
    ),
}


class ApiError(Exception):
    """A call is refused; `body` is the JSON dictionary that says why."""

    def __init__(self, status: int, body: Mapping[str, Json], headers: Mapping[str, str] | None = None) -> None:
        super().__init__(body["message"])
        self.status = status
        self.body = body
        self.headers = headers or {}


def unauthorized(message: str) -> ApiError:
    """Something is wrong with the consumer, token, signature, timestamp or nonce."""
    return ApiError(401, {"message": message}, {"WWW-Authenticate": 'OAuth realm="USOS API"'})


def method_forbidden(reason: str, message: str, missing_scopes: Sequence[str] = ()) -> ApiError:
    """The caller may not use the method at all."""
    body: dict[str, Json] = {"message": message, "error": "method_forbidden", "reason": reason}
    if missing_scopes:
        body["missing_scopes"] = missing_scopes
    return ApiError(400, body)


def param_missing(name: str) -> ApiError:
    """A required parameter was not given."""
    return ApiError(
        400,
        {
            "message": f"Required parameter {name} is missing.",
            "error": "param_missing",
            "param_name": name,
            "user_messages": {
                "fields": {name: {"pl": "To pole jest wymagane.", "en": "This field is required."}},
            },
        },
    )


def param_invalid(name: str, message: str) -> ApiError:
    """A parameter has a value that cannot be."""
    return ApiError(
        400,
        {
            "message": f"Invalid value of parameter {name}: {message}",
            "error": "param_invalid",
            "param_name": name,
            "user_messages": {
                "fields": {name: {"pl": "Nieprawidłowa wartość.", "en": "This value is not valid."}},
            },
        },
    )


def field_error(error: str, field: str, method: str, message: str, reason: str | None = None) -> ApiError:
    """A selector asks for what the method does not give (`field_not_found`, `field_invalid`, `field_forbidden`)."""
    body: dict[str, Json] = {"message": message, "error": error, "field_name": field, "method_name": method}
    if reason is not None:
        body["reason"] = reason
    return ApiError(400, body)


def object_not_found(reason: str, param: str, method: str) -> ApiError:
    """A parameter refers to something that is not there, or not there for this caller."""
    return ApiError(
        400,
        {
            "message": "Some of the referenced objects do not exist.",
            "error": "object_not_found",
            "reason": reason,
            "param_name": param,
            "method_name": method,
        },
    )


def object_invalid(reason: str) -> ApiError:
    """The object is there but its state does not allow the call."""
    polish, english = _USER_MESSAGES.get(reason, ("Operacja nie jest możliwa.", "The operation is not possible."))
    return ApiError(
        400,
        {
            "message": f"Object is in invalid state: {reason}.",
            "error": "object_invalid",
            "reason": reason,
            "user_messages": {"generic_message": {"pl": polish, "en": english}},
        },
    )
