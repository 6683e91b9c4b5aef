"""What a method of the API is, and the order in which a call to it is checked (usos-api.md, section 2)."""

import random
import re
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias, TypeVar

from app.emulator.errors import method_forbidden, param_invalid, param_missing
from app.emulator.exchange import Json
from app.emulator.options import Options
from app.emulator.selector import Selection, Shape, select

Need: TypeAlias = Literal["required", "optional", "ignored"]
Row = TypeVar("Row")

_CALLBACK = re.compile(r"[A-Za-z_$][\w$.]*")


@dataclass(frozen=True)
class Grant:
    """On whose behalf a call is made, as far as its signature proved it."""

    consumer_key: str | None = None
    token: str | None = None
    user_id: int | None = None
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Call:
    """A call that passed every check which needs no data."""

    db: sqlite3.Connection
    grant: Grant
    params: Mapping[str, str]
    selection: Selection
    options: Options
    now: datetime
    chance: random.Random

    def id(self, number: int) -> Json:
        """An id as this installation writes ids."""
        return str(number) if self.options.ids == "text" else number

    def unordered(self, rows: Sequence[Row]) -> list[Row]:
        """The rows in no particular order, since none is promised."""
        return self.chance.sample(rows, len(rows)) if self.options.shuffle else list(rows)


@dataclass(frozen=True)
class Method:
    """A method's reference page: who may call it, what it takes, and what works out the answer."""

    name: str
    answer: Callable[[Call], Json]
    consumer: Need = "required"
    needs_user: bool = False
    """Whether the call has to be made with an access token."""
    scopes: Sequence[str] = ()
    required: Sequence[str] = ()
    checks: Mapping[str, Callable[[str], bool]] = field(default_factory=dict)
    """By parameter: whether a value that was given is one that can be."""
    shape: Shape | None = None
    """What `fields` selects from; None for a method without `fields`."""


def jsonp_callback(params: Mapping[str, str]) -> str | None:
    """The JavaScript function that wants the answer, for `format=jsonp`."""
    callback = params.get("callback", "")
    return callback if params.get("format") == "jsonp" and _CALLBACK.fullmatch(callback) else None


def check_access(method: Method, grant: Grant) -> None:
    """Raise `method_forbidden` unless the grant is enough for the method."""
    if method.consumer == "required" and grant.consumer_key is None:
        raise method_forbidden("consumer_missing", "This method must be signed with a consumer key.")
    if method.needs_user and grant.user_id is None:
        raise method_forbidden("user_missing", "This method needs an access token.")
    missing = [scope for scope in method.scopes if scope not in grant.scopes]
    if missing:
        raise method_forbidden("scope_missing", "The access token lacks required scopes.", missing)


def check_params(method: Method, params: Mapping[str, str]) -> Selection:
    """Raise what is wrong with the parameters; return the fields asked for."""
    needed = [*method.required]
    if method.shape is not None and method.shape.default is None:
        needed.append("fields")
    if params.get("format") == "jsonp":
        needed.append("callback")
    for name in needed:
        if name not in params:
            raise param_missing(name)
    _check_format(params)
    for name, is_valid in method.checks.items():
        if name in params and not is_valid(params[name]):
            raise param_invalid(name, f"'{params[name]}' is not one of the possible values.")
    if method.shape is None:
        return {}
    return select(method.shape, params.get("fields", method.shape.default or ""))


def _check_format(params: Mapping[str, str]) -> None:
    if params.get("format", "json") not in {"json", "jsonp"}:
        raise param_invalid("format", "this installation speaks json and jsonp only.")
    if params.get("format") == "jsonp" and jsonp_callback(params) is None:
        raise param_invalid("callback", "it has to be the name of a JavaScript function.")


def one_of(values: Collection[str]) -> Callable[[str], bool]:
    """A check that a parameter has one of these values."""
    return lambda value: value in values


def number(text: str) -> int:
    """The number of an id; -1, which no object has, for a text that is not a number."""
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,17}", text) else -1


def pipe_list(text: str) -> list[str]:
    """The items of a pipe-separated list."""
    return text.split("|") if text else []
