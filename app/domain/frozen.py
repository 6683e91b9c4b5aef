"""Frozen values: classes of named fields that never change, compared by what is in them.

They are dataclasses, but become so only when a first value is made or the fields are asked for: of the hundred of them
that a start imports it needs a third, and making all would take a tenth of it. Nothing refuses a change at run time,
which would cost as much; that nobody assigns to a field is held by mypy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from threading import RLock
from typing import Any, TypeVar, dataclass_transform

ClassT = TypeVar("ClassT")

_LOCK = RLock()  # a class may be used first by two threads at once


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[ClassT]) -> type[ClassT]:
    """Make a class of annotated fields a value; a field with `compare=False` or `repr=False` is left out there."""
    value: Any = cls

    def begin(self: object, *values: object, **named: object) -> None:
        with _LOCK:
            if value.__init__ is begin:
                _complete(value)
        value.__init__(self, *values, **named)

    value.__init__ = begin
    value.__dataclass_fields__ = _Fields(value)
    return cls


class _Fields:
    """Stands for the fields of a class until somebody asks for them: `dataclasses.replace`, or a class made of it."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def __get__(self, instance: object, owner: object) -> object:
        with _LOCK:
            if self._value.__dict__["__dataclass_fields__"] is self:
                _complete(self._value)
        return self._value.__dataclass_fields__


def _complete(value: Any) -> None:
    """Make a class a dataclass. Its `__init__` comes last, in one piece: another thread may be calling it."""
    made: Any = dataclass(init=False, eq=False, repr=False)(value)
    content = _content([one.name for one in fields(made) if one.compare])

    def equals(self: object, other: object) -> bool:
        return content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented

    made.__eq__ = equals
    made.__hash__ = lambda self: hash(content(self))
    if "__repr__" not in made.__dict__:
        made.__repr__ = _shown
    made.__init__ = _init(made)


def _init(made: Any) -> Callable[..., None]:
    """Compile the `__init__` of a dataclass that has none."""
    content: dict[str, Any] = {
        one.name: field(default=one.default, default_factory=one.default_factory, init=one.init, kw_only=one.kw_only)
        for one in fields(made)
    }
    content["__annotations__"] = {one.name: one.type for one in fields(made)}
    content |= {"__doc__": made.__doc__, "__qualname__": made.__qualname__}
    if hasattr(made, "__post_init__"):
        content["__post_init__"] = made.__post_init__
    like: Any = dataclass(eq=False, repr=False)(type(made.__name__, (), content))
    return like.__init__  # type: ignore[no-any-return] # a function that sets the fields of whatever it is given


def _content(names: list[str]) -> Callable[[object], object]:
    return attrgetter(*names) if names else lambda _: ()


def _shown(self: Any) -> str:
    shown = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({shown})"
