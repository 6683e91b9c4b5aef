"""What an HTTP answer means, decided by its body first (usos-api.md, 2). Plain functions, no I/O."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

from app.domain.model import Phrase
from app.domain.reason import Reason
from app.usos.errors import (
    BusyError,
    ErrorCode,
    InternalError,
    NotAllowedError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    Silence,
    UnreadableError,
    UsosError,
)
from app.usos.reading import Json, mapping, parsed, phrase, text

# With another status than 400 a code of somebody else's (a gateway's) says less than the status.
_CODES = frozenset(ErrorCode)


# Methods whose only object is the list: what they do not find without saying what is the list.
_ABOUT_ONE_LIST = {
    f"services/attendance/{name}" for name in ("attendance", "attendance_list", "change_list_mode", "delete_list")
}

# How an installation says without a code that it has no such method; seen in no answer yet, so in several words.
_NO_METHOD = r"(no such|unknown) method|method\W{{1,3}}{}\W{{1,3}}(does not exist|not found|is unknown)"


def content(method: str, status: int, headers: dict[str, str], body: str) -> Json:
    """Return the JSON of a good answer, or raise the `UsosError` that names what the answer means.

    `method` is its full name; header names are in lower case.
    """
    if status >= 500:
        raise _failure(status, headers, body)
    if status >= 400:
        raise _refusal(method, status, headers, body)
    page = "html" in headers.get("content-type", "") or body.lstrip().startswith("<")
    if status >= 300 or page:
        raise OfflineError(Silence.NOT_USOS)
    if status != 200:
        raise UnreadableError(f"{method}: status {status}")
    try:
        return parsed(body)
    except UnreadableError as error:
        raise UnreadableError(f"{method}: no JSON") from error


def gone(method: str) -> RefusedError:
    """Return what it means that a method about one list found none, in the words of those that say it by a code."""
    return RefusedError("object_not_found", Reason.LIST_NOT_FOUND, message=f"{method}: no such list")


def _failure(status: int, headers: dict[str, str], body: str) -> OfflineError:
    """Return what a 5xx means: with USOS's JSON it is its own, without it a gateway's."""
    own = status == 500 and bool(_told(body).get("message"))
    return InternalError(_pause(headers)) if own else OfflineError(Silence.SERVER, _pause(headers))


def _refusal(method: str, status: int, headers: dict[str, str], body: str) -> UsosError:
    """Return what a 4xx means. Without USOS's JSON it is somebody else's, but for a few statuses that speak alone."""
    told = _told(body)
    code = _word(told, "error")
    if code == "method_forbidden":
        return NotAllowedError(method, _word(told, "reason"))
    if code in _CODES:
        return _refused(method, told)
    if status == 400 and told:
        return _bad_request(method, headers, told)
    return _by_status(method, status, headers, told)


def _refused(method: str, told: dict[str, Json]) -> RefusedError:
    code, reason, param, message = (_word(told, name) for name in ("error", "reason", "param_name", "message"))
    if not reason and _is_about_missing_list(method, code, param, message):
        reason = Reason.LIST_NOT_FOUND
    return RefusedError(code, reason, _user_message(told), param=param, message=message)


def _bad_request(method: str, headers: dict[str, str], told: dict[str, Json]) -> UsosError:
    """Return what a 400 means whose code is unknown or missing: of these USOS has several kinds (usos-api.md, 2.3)."""
    code, message = _word(told, "error"), _word(told, "message")
    if _lacks_method(method, code, message):
        return NotAllowedError(method, Reason.UNKNOWN_METHOD)
    if not code and ("retry-after" in headers or "spam" in message.lower()):
        return BusyError(_pause(headers))
    return _refused(method, told)


def _by_status(method: str, status: int, headers: dict[str, str], told: dict[str, Json]) -> UsosError:
    if status == 401 and (told or headers.get("www-authenticate", "").lower().startswith("oauth")):
        return SignInNeededError(f"{method}: 401")
    if status == 404:
        return NotAllowedError(method, Reason.UNKNOWN_METHOD)
    if status == 429 or (told and "retry-after" in headers):
        return BusyError(_pause(headers))
    return NotAllowedError(method, f"status_{status}") if told else OfflineError(Silence.NOT_USOS)


def _told(body: str) -> dict[str, Json]:
    """Return the object an answer consists of, empty where it is none."""
    try:
        return mapping(parsed(body))
    except UnreadableError:
        return {}


def _word(told: dict[str, Json], name: str) -> str:
    """Return a text of an answer, "" where it is none."""
    try:
        return text(told.get(name))
    except UnreadableError:
        return ""


def _lacks_method(method: str, code: str, message: str) -> bool:
    """Tell whether a 400 says in words, or by a code of its own, what others say by a 404."""
    said = re.search(_NO_METHOD.format(re.escape(method)), message.lower())
    return code.startswith("method_") or (not code and said is not None)


def _is_about_missing_list(method: str, code: str, param: str, message: str) -> bool:
    """Tell whether a refusal without a reason means that there is no such list (usos-facts-2.md, F5)."""
    if param == "list_id":
        return code in {"object_not_found", "param_invalid", ""}
    said = message.lower()
    in_words = not code and "field" not in said and ("does not exist" in said or "no such" in said)
    return method in _ABOUT_ONE_LIST and not param and (code == "object_not_found" or in_words)


def _user_message(told: dict[str, Json]) -> Phrase | None:
    """Return the sentence USOS wrote for people: for the call as a whole, else for its first field, else None."""
    try:
        messages = mapping(told.get("user_messages"))
    except UnreadableError:
        return None
    fields = messages.get("fields")
    candidates = [messages.get("generic_message"), *(fields.values() if isinstance(fields, dict) else ())]
    return next((found for one in candidates if (found := _sentence(one)) is not None), None)


def _sentence(value: Json) -> Phrase | None:
    try:
        sentence = phrase(value)
    except UnreadableError:
        return None
    return sentence if sentence.pl or sentence.en else None


def _pause(headers: dict[str, str]) -> float | None:
    """Return the seconds of a Retry-After header, a day at most.

    It holds seconds, or a date: then the answer's own Date tells how far off that is, whatever our clock says.
    """
    named = headers.get("retry-after", "").strip()
    try:
        if named.isdecimal():
            seconds = float(named)
        else:
            seconds = (parsedate_to_datetime(named) - parsedate_to_datetime(headers["date"])).total_seconds()
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), 86400.0)
