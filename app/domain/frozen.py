"""Frozen values: classes of named fields that never change, compared by what is in them.

They are dataclasses whose `==`, `hash` and `repr` are shared functions, and whose `__init__` is compiled when the first
value is made: to compile these for each of a hundred classes would take a tenth of the program's start, as would what
refuses a change at run time; that nobody assigns to a field is held by mypy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

ClassT = TypeVar("ClassT")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[ClassT]) -> type[ClassT]:
    """Make a class of annotated fields a value; a field with `compare=False` or `repr=False` is left out there."""
    made: Any = dataclass(init=False, eq=False, repr=False, slots=True)(cls)
    content = _content([one.name for one in fields(made) if one.compare])

    def equals(self: object, other: object) -> bool:
        return content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented

    def begin(self: object, *values: object, **named: object) -> None:
        made.__init__ = _init(made)
        made.__init__(self, *values, **named)

    made.__init__ = begin
    made.__eq__ = equals
    made.__hash__ = lambda self: hash(content(self))
    if "__repr__" not in made.__dict__:
        made.__repr__ = _shown
    return made  # type: ignore[no-any-return] # the class that was given, made anew with slots


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
