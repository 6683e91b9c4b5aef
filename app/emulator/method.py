"""What a method of the API is, and the order in which a call to it is checked (usos-api.md, section 2)."""

import random
import re
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar

from app.emulator.described import Argument, Described
from app.emulator.errors import method_forbidden, param_invalid, param_missing
from app.emulator.exchange import Json
from app.emulator.options import Options
from app.emulator.refused_fields import check_fields
from app.emulator.selector import Selection, select

Row = TypeVar("Row")

_CALLBACK = re.compile(r"[A-Za-z_$][\w$.]*")


@dataclass(frozen=True)
class Grant:
    """On whose behalf a call is made, as far as its signature proved it."""

    consumer_key: str | None = None
    token: str | None = None
    user_id: int | None = None
    is_staff: bool = False
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Call:
    """A call that passed every check which needs no data."""

    db: sqlite3.Connection
    grant: Grant
    params: Mapping[str, str]
    """What was given of the method's arguments, and the defaults of the others. Nothing else can be read."""
    selection: Selection
    options: Options
    now: datetime
    chance: random.Random
    base_url: str
    methods: Mapping[str, Described]
    """All that the installation has, by name."""

    def id(self, number: int) -> Json:
        """An id as this installation writes ids."""
        return str(number) if self.options.ids == "text" else number

    def unordered(self, rows: Sequence[Row]) -> list[Row]:
        """The rows in no particular order, since none is promised."""
        return self.chance.sample(rows, len(rows)) if self.options.shuffle else list(rows)


@dataclass(frozen=True)
class Method(Described):
    """A method that answers with data: its reference, and what works out the answer."""

    answer: Callable[[Call], Json]
    checks: Mapping[str, Callable[[str], bool]] = field(default_factory=dict, kw_only=True)
    """By argument: whether a value that was given is one that can be."""

    @property
    def arguments(self) -> list[Argument]:
        """As described, and the format of the answer."""
        return [*super().arguments, Argument("format", default="json"), Argument("callback")]


anonymous_method = partial(Method, consumer="ignored", user="ignored")


def jsonp_callback(params: Mapping[str, str]) -> str | None:
    """The JavaScript function that wants the answer, for `format=jsonp`."""
    callback = params.get("callback", "")
    return callback if params.get("format") == "jsonp" and _CALLBACK.fullmatch(callback) else None


def check_access(method: Method, grant: Grant) -> None:
    """Raise `method_forbidden` unless the grant is enough for the method."""
    if method.consumer == "required" and grant.consumer_key is None:
        raise method_forbidden("consumer_missing", "This method must be signed with a consumer key.")
    if method.user == "required" and grant.user_id is None:
        raise method_forbidden("user_missing", "This method needs an access token.")
    missing = [scope for scope in method.scopes if scope not in grant.scopes]
    if missing:
        raise method_forbidden("scope_missing", "The access token lacks required scopes.", missing)


def bound_params(method: Method, given: Mapping[str, str]) -> dict[str, str]:
    """The method's arguments, as given or by default. Raise what is wrong with them; others are ignored."""
    arguments = method.arguments
    needed = [argument.name for argument in arguments if argument.is_required]
    if given.get("format") == "jsonp":
        needed.append("callback")
    for name in needed:
        if name not in given:
            raise param_missing(name)
    _check_format(given)
    for name, is_valid in method.checks.items():
        if name in given and not is_valid(given[name]):
            raise param_invalid(name, f"'{given[name]}' is not one of the possible values.")
    bound = {argument.name: given.get(argument.name, argument.default) for argument in arguments}
    return {name: value for name, value in bound.items() if value is not None}


def _check_format(params: Mapping[str, str]) -> None:
    if params.get("format", "json") not in {"json", "jsonp"}:
        raise param_invalid("format", "this installation speaks json and jsonp only.")
    if params.get("format") == "jsonp" and jsonp_callback(params) is None:
        raise param_invalid("callback", "it has to be the name of a JavaScript function.")


def selected(method: Method, given: Mapping[str, str], options: Options) -> Selection:
    """The fields asked for, or the default ones; raise what is wrong with them."""
    if method.shape is None:
        return {}
    if "fields" in given:
        check_fields(method.shape, given["fields"], options)
    return select(method.shape, given.get("fields", method.shape.default or ""))


def one_of(values: Collection[str]) -> Callable[[str], bool]:
    """A check that a parameter has one of these values."""
    return lambda value: value in values


is_bool = one_of({"true", "false"})


def number(text: str) -> int:
    """The number of an id; -1, which no object has, for a text that is not a number."""
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,17}", text) else -1


def pipe_list(text: str) -> list[str]:
    """The items of a pipe-separated list."""
    return text.split("|") if text else []
