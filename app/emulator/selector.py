"""Field selectors: `id|course_unit[id]|owner[*]` (usos-api.md, section 3)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from app.emulator.errors import ApiError, field_error, param_invalid
from app.emulator.exchange import Json

Selection: TypeAlias = Mapping[str, "Selection | None"]
"""Field names in the order asked for, each with the selection inside it, if it has one."""

Record: TypeAlias = Mapping[str, "Value"]
"""All that can be said about one object; a callable value is worked out only when it is asked for."""
Value: TypeAlias = "Json | Record | Sequence[Record] | Callable[[], Value]"

_TOKEN = re.compile(r"[A-Za-z0-9_]+|[][|*]")


@dataclass(frozen=True)
class Shape:
    """What a method can return: the part of its reference that selectors are checked against."""

    method: str
    primary: Sequence[str]
    secondary: Sequence[str] = ()
    default: str | None = None
    refers: "Mapping[str, Reference]" = field(default_factory=dict)


@dataclass(frozen=True)
class Reference:
    """A field whose value is an object of another method."""

    shape: Shape
    primary_only: bool = False


def select(shape: Shape, text: str, *, primary_only: bool = False) -> Selection:
    """The fields that a selector asks for, or the error USOS answers."""
    return _resolve(shape, parse(text), primary_only=primary_only)


def pick(record: Record, selection: Selection) -> Json:
    """The asked-for part of a record."""
    return {name: _shown(record[name], inner) for name, inner in selection.items()}


def _shown(value: Value, inner: Selection | None) -> Json:
    if callable(value):
        value = value()
    if inner is None or value is None:
        return value  # type: ignore[return-value]  # a value without a selection inside is plain JSON
    if isinstance(value, Mapping):
        return pick(value, inner)
    return [pick(item, inner) for item in value]  # type: ignore[union-attr,arg-type]  # a list of records


def parse(text: str) -> Selection:
    """What a selector says, whether or not there are such fields; `param_invalid` where it cannot be read."""
    tokens = _tokens(text)
    position = 0

    def selector(closing: str) -> dict[str, Selection | None]:
        nonlocal position
        found: dict[str, Selection | None] = {}
        while True:
            name = tokens[position]
            if name in {"", "|", "[", "]"}:
                raise _unreadable(text, name or "end of selector")
            position += 1
            found[name] = None
            if tokens[position] == "[":
                if name == "*":
                    raise _unreadable(text, "[")
                position += 1
                found[name] = selector("]")
                position += 1
            if tokens[position] == closing:
                return found
            if tokens[position] != "|":
                raise _unreadable(text, tokens[position] or "end of selector")
            position += 1

    return selector("")


def _tokens(text: str) -> list[str]:
    tokens = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise _unreadable(text, text[position])
        tokens.append(match.group())
        position = match.end()
    return [*tokens, ""]


def _unreadable(text: str, found: str) -> ApiError:
    return param_invalid("fields", f"Unrecognized character or unexpected '{found}' in selector '{text}'.")


def _resolve(shape: Shape, wanted: Selection, *, primary_only: bool) -> Selection:
    allowed = [*shape.primary] if primary_only else [*shape.primary, *shape.secondary]
    chosen: dict[str, Selection | None] = {}
    for name, inner in wanted.items():
        if name == "*":
            # A field without default subfields cannot be meant by "all": nothing would be chosen inside it.
            chosen.update({each: _inside(shape, each, None) for each in allowed if _has_default(shape, each)})
        elif name in allowed:
            chosen[name] = _inside(shape, name, inner)
        elif name in shape.secondary:
            message = f"Field {name} is secondary, only primary fields are allowed here."
            raise field_error("field_invalid", name, shape.method, message)
        else:
            raise field_error("field_not_found", name, shape.method, f"Field {name} does not exist.")
    return chosen


def _has_default(shape: Shape, name: str) -> bool:
    reference = shape.refers.get(name)
    return reference is None or reference.shape.default is not None


def _inside(shape: Shape, name: str, inner: Selection | None) -> Selection | None:
    reference = shape.refers.get(name)
    if reference is None:
        if inner is not None:
            raise field_error("field_invalid", name, shape.method, f"Field {name} has no subfields.")
        return None
    if inner is not None:
        return _resolve(reference.shape, inner, primary_only=reference.primary_only)
    if reference.shape.default is None:
        raise field_error("field_invalid", name, shape.method, f"Field {name} needs subfields.")
    return select(reference.shape, reference.shape.default, primary_only=reference.primary_only)
