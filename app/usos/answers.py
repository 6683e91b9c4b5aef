"""What an HTTP answer means, decided by its body first (usos-api.md, 2). Plain functions, no I/O."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from app.model import Phrase
from app.usos.errors import (
    BusyError,
    NotAllowedError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    Silence,
    UnreadableError,
    UsosError,
)
from app.usos.reading import Json, mapping, phrase, text


def content(method: str, status: int, headers: dict[str, str], body: str) -> Json:
    """Return the JSON of a good answer, or raise the `UsosError` that names what the answer means.

    Header names are in lower case.
    """
    page = "html" in headers.get("content-type", "") or body.lstrip().startswith("<")
    if 300 <= status < 400 or (page and status in {200, 401, 403}):
        raise OfflineError(Silence.NOT_USOS)
    if status >= 500:
        raise OfflineError(Silence.SERVER, _pause(headers))
    if status == 429:
        raise BusyError(_pause(headers))
    if status != 200:
        raise _refusal(method, status, headers, body)
    try:
        answer: Json = json.loads(body)
    except ValueError as error:
        raise UnreadableError(f"{method}: no JSON") from error
    return answer


def _refusal(method: str, status: int, headers: dict[str, str], body: str) -> UsosError:
    try:
        told = mapping(json.loads(body))
        code, reason = text(told.get("error")), text(told.get("reason"))
    except (ValueError, UnreadableError):
        told, code, reason = {}, "", ""
    if code == "method_forbidden":
        return NotAllowedError(method, reason)
    if code:
        return RefusedError(code, reason, _user_message(told))
    if status == 401:
        signed_by_usos = told or headers.get("www-authenticate", "").startswith("OAuth")
        return SignInNeededError(f"{method}: 401") if signed_by_usos else OfflineError(Silence.NOT_USOS)
    if status == 400 and told:
        return BusyError(_pause(headers))
    return NotAllowedError(method, "unknown_method" if status == 404 else f"status_{status}")


def _user_message(told: dict[str, Json]) -> Phrase | None:
    """Return the sentence USOS wrote for people, if it wrote one for the call as a whole."""
    try:
        message = phrase(mapping(told.get("user_messages")).get("generic_message"))
    except UnreadableError:
        return None
    return message if message.pl or message.en else None


def _pause(headers: dict[str, str]) -> float | None:
    """Return the seconds of a Retry-After header, which holds seconds or a date."""
    named = headers.get("retry-after", "").strip()
    if named.isdigit():
        return float(named)
    try:
        return max(0.0, (parsedate_to_datetime(named) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
