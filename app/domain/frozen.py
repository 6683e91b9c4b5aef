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
_MADE = ("__dataclass_params__", "__match_args__", "__dataclass_fields__", "__init__")
_NOT_COPIED = {"__dict__", "__weakref__", *_MADE}


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
    own = {name: one for name, one in value.__dict__.items() if name not in _NOT_COPIED}
    like: Any = dataclass(eq=False, repr=False)(type(value)(value.__name__, value.__bases__, own))
    for one in fields(like):
        if one.name in like.__dict__:
            setattr(value, one.name, like.__dict__[one.name])
        elif one.name in value.__dict__:
            delattr(value, one.name)
    content = _content([one.name for one in fields(like) if one.compare])

    def equals(self: object, other: object) -> bool:
        return content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented

    value.__eq__ = equals
    value.__hash__ = lambda self: hash(content(self))
    if "__repr__" not in value.__dict__:
        value.__repr__ = _shown
    for name in _MADE:
        setattr(value, name, like.__dict__[name])


def _content(names: list[str]) -> Callable[[object], object]:
    return attrgetter(*names) if names else lambda _: ()


def _shown(self: Any) -> str:
    shown = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({shown})"
