"""What the pages and calls of `services/oauth/*` are given and how they answer."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from app.emulator.described import Described
from app.emulator.exchange import HTML, Answer, Received
from app.emulator.oauth import Verifier
from app.emulator.options import Options

_TEXT = "text/plain; charset=utf-8"
_PRIVATE = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class SignIn:
    """One call to `services/oauth/*`."""

    db: sqlite3.Connection
    received: Received
    verifier: Verifier
    lecturer_id: int
    options: Options
    now: float


@dataclass(frozen=True)
class Endpoint(Described):
    """A call that answers with something else than data, and checks by itself who is calling."""

    answer: Callable[[SignIn], Answer]


def form(values: Mapping[str, str]) -> Answer:
    """An answer as OAuth 1.0a words it."""
    return Answer(status=200, body=urlencode(values), media_type=_TEXT, headers=_PRIVATE)


def page(status: int, html: str, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer to a person's browser."""
    return Answer(status=status, body=html, media_type=HTML, headers={**_PRIVATE, **(headers or {})})


def redirect(callback: str, values: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
    """Send the browser back to the application."""
    separator = "&" if "?" in callback else "?"
    return page(302, "", {**headers, "Location": callback + separator + urlencode(values)})
