"""What a method's reference page says about calling it (usos-api.md, sections 0 and 4.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Literal, TypeAlias

from app.emulator.selector import Shape

Need: TypeAlias = Literal["required", "optional", "ignored"]


@dataclass(frozen=True)
class Argument:
    """A parameter that a method knows."""

    name: str
    is_required: bool = False
    default: str | None = None


@dataclass(frozen=True)
class Described:
    """A method as a caller has to know it. Calls are checked against this, and `services/apiref` tells it."""

    name: str
    brief: str
    _: KW_ONLY
    consumer: Need = "required"
    user: Need = "optional"
    """Whether the call has to be made with a token, and so on behalf of a user."""
    scopes: Sequence[str] = ()
    needs_ssl: bool = False
    beta: bool = False
    required: Sequence[str] = ()
    optional: Mapping[str, str | None] = field(default_factory=dict)
    """Each with the value that leaving it out stands for; None where that is no value."""
    shape: Shape | None = None
    """What `fields` selects from; None for a method without `fields`."""

    @property
    def arguments(self) -> list[Argument]:
        """Everything it can be called with, beside what signs the call."""
        required = [Argument(name, is_required=True) for name in self.required]
        optional = [Argument(name, default=default) for name, default in self.optional.items()]
        if self.shape is None:
            return [*required, *optional]
        default = self.shape.default
        return [*required, *optional, Argument("fields", default is None, default)]
