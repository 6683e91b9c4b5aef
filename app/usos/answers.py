"""What an HTTP answer means, decided by its body first (usos-api.md, 2). Plain functions, no I/O."""

from __future__ import annotations

import json
from email.utils import parsedate_to_datetime

from app.domain.model import Phrase
from app.domain.reason import Reason
from app.usos.errors import (
    BusyError,
    ErrorCode,
    NotAllowedError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    Silence,
    UnreadableError,
    UsosError,
)
from app.usos.reading import Json, mapping, phrase, text

# With another status than 400 a code of somebody else's (a gateway's) says less than the status.
_CODES = frozenset(ErrorCode)


def content(method: str, status: int, headers: dict[str, str], body: str) -> Json:
    """Return the JSON of a good answer, or raise the `UsosError` that names what the answer means.

    Header names are in lower case.
    """
    if status >= 500:
        raise OfflineError(Silence.SERVER, _pause(headers))
    if status >= 400:
        raise _refusal(method, status, headers, body)
    page = "html" in headers.get("content-type", "") or body.lstrip().startswith("<")
    if status >= 300 or page:
        raise OfflineError(Silence.NOT_USOS)
    if status != 200:
        raise UnreadableError(f"{method}: status {status}")
    return _json(method, body)


def _json(method: str, body: str) -> Json:
    try:
        answer: Json = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{method}: no JSON") from error
    return answer


def _refusal(method: str, status: int, headers: dict[str, str], body: str) -> UsosError:
    """Return what a 4xx means. Without USOS's JSON it is somebody else's, but for a few statuses that speak alone."""
    try:
        told = mapping(_json(method, body))
        code, reason = text(told.get("error")), text(told.get("reason"))
    except UnreadableError:
        told, code, reason = {}, "", ""
    if code == ErrorCode.METHOD_FORBIDDEN:
        return NotAllowedError(method, reason)
    if code in _CODES or (code and status == 400):
        return RefusedError(code, reason, _user_message(told))
    if status == 401 and (told or headers.get("www-authenticate", "").lower().startswith("oauth")):
        return SignInNeededError(f"{method}: 401")
    if status == 404:
        return NotAllowedError(method, Reason.UNKNOWN_METHOD)
    if status == 429 or (told and (status == 400 or "retry-after" in headers)):
        message = told.get("message")
        return BusyError(_pause(headers), message if isinstance(message, str) else "")
    return NotAllowedError(method, f"status_{status}") if told else OfflineError(Silence.NOT_USOS)


def _user_message(told: dict[str, Json]) -> Phrase | None:
    """Return the sentence USOS wrote for people, if it wrote one for the call as a whole."""
    try:
        message = phrase(mapping(told.get("user_messages")).get("generic_message"))
    except UnreadableError:
        return None
    return message if message.pl or message.en else None


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
    except (KeyError, TypeError, ValueError):
        return None
    return min(max(seconds, 0.0), 86400.0)
