"""Installations that refuse a field which others give.

Selectors differ between versions, so clients keep a ladder of them and step down after a refusal (usos-api.md,
section 3). Only what a call asks for by name is refused: default fields and `*` never are.
"""

from app.emulator.errors import ApiError, field_error
from app.emulator.options import Options
from app.emulator.selector import Selection, Shape, parse


def check_fields(shape: Shape, text: str, options: Options) -> None:
    """Raise the refusal that the options have for a selector, if they have one."""
    _check(shape, parse(text), options, "")


def _check(shape: Shape, wanted: Selection, options: Options, outer: str) -> None:
    for name, inner in wanted.items():
        written = {f"{outer}[{name}]", f"{outer}[*]"} if outer else {name}
        if written & options.unknown_fields:
            raise field_error("field_not_found", name, shape.method, f"Field {name} does not exist.")
        if written & options.forbidden_fields:
            message = f"Access to field {name} is denied."
            raise field_error("field_forbidden", name, shape.method, message, reason="trusted_required")
        if inner is None:
            continue
        if name in options.flat_fields:
            # Such a version cannot read the selector at all; what it says has no `error` (usos-api.md, section 2.2).
            raise ApiError(400, {"message": f"Unrecognized character '[' after '{name}' in the field selector."})
        if name in shape.refers:
            _check(shape.refers[name].shape, inner, options, name)
