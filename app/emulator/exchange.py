"""One call as it came in and the answer to it, free of any web framework."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias
from urllib.parse import parse_qsl

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Received:
    """A call to `services/…`, by GET or POST."""

    method: str
    """Full name as in the reference, `services/attendance/group`."""
    verb: str = "POST"
    host: str = "127.0.0.1"
    path: str = "/"
    query: str = ""
    form: str = ""
    authorization: str | None = None
    origin: str | None = None
    cookie: str = ""
    language: str = ""

    @cached_property
    def query_pairs(self) -> list[tuple[str, str]]:
        """The parameters of the URL."""
        return parse_qsl(self.query, keep_blank_values=True)

    @cached_property
    def form_pairs(self) -> list[tuple[str, str]]:
        """The parameters of the body."""
        return parse_qsl(self.form, keep_blank_values=True)

    @cached_property
    def params(self) -> dict[str, str]:
        """All parameters, `oauth_*` too where they were not in the header; a later one wins."""
        return dict(self.query_pairs + self.form_pairs)

    @cached_property
    def own_params(self) -> dict[str, str]:
        """The method's own parameters."""
        return {name: value for name, value in self.params.items() if not name.startswith("oauth_")}


@dataclass(frozen=True)
class Answer:
    """What goes back over the wire."""

    status: int
    body: str
    media_type: str
    headers: Mapping[str, str] = field(default_factory=dict)
