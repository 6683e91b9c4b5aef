"""`services/apiref/*`: the reference, told from the very declarations that calls are checked against.

What the declarations do not say is null (usos-api.md, section 4.5). `fields` of `method` is taken as required.
"""

from app.emulator.described import Described
from app.emulator.errors import object_not_found
from app.emulator.exchange import Json
from app.emulator.method import Call, anonymous_method
from app.emulator.scopes import SCOPES
from app.emulator.selector import Record, Shape, pick

_NAME = "services/apiref/method"
METHOD = Shape(
    method=_NAME,
    primary=(
        "name",
        "short_name",
        "description",
        "brief_description",
        "ref_url",
        "auth_options",
        "arguments",
        "returns",
        "errors",
        "result_fields",
        "beta",
        "deprecated",
        "admin_access",
        "is_internal",
    ),
)


def _method_index(call: Call) -> Json:
    methods = call.unordered([*call.methods.values()])
    return [{"name": method.name, "brief_description": method.brief} for method in methods]


def _method(call: Call) -> Json:
    method = call.methods.get(call.params["name"])
    if method is None:
        raise object_not_found("method", "name", _NAME)
    module, _, short_name = method.name.rpartition("/")
    record: Record = {
        **dict.fromkeys(METHOD.primary),
        "name": method.name,
        "short_name": short_name,
        "description": method.brief,
        "brief_description": method.brief,
        "ref_url": f"{call.base_url}developers/api/{module}/#{short_name}",
        "auth_options": {
            "consumer": method.consumer,
            "token": method.user,
            "administrative_only": False,
            "ssl_required": method.needs_ssl,
            "scopes": list(method.scopes),
        },
        "arguments": _arguments(method),
        "result_fields": [] if method.shape is None else _result_fields(method.shape),
        "beta": method.beta,
        "deprecated": None,
        "admin_access": False,
        "is_internal": False,
    }
    return pick(record, call.selection)


def _arguments(method: Described) -> Json:
    return [
        {
            "name": argument.name,
            "is_required": argument.is_required,
            "is_deprecated": False,
            "type": None,
            "default_value": argument.default,
            "description": None,
        }
        for argument in method.arguments
    ]


def _result_fields(shape: Shape) -> Json:
    return [
        {
            "name": name,
            "description": _field_description(shape, name),
            "is_primary": name in shape.primary,
            "is_secondary": name in shape.secondary,
        }
        for name in (*shape.primary, *shape.secondary)
    ]


def _field_description(shape: Shape, name: str) -> str | None:
    reference = shape.refers.get(name)
    if reference is None:
        return None
    which = " (only primary are allowed)" if reference.primary_only else ""
    return (
        f"This field references objects returned by {reference.shape.method} method. "
        f"See its returns section for possible subfields{which}."
    )


def _scopes(call: Call) -> Json:
    scopes = call.unordered([*SCOPES.items()])
    return [{"key": key, "developers_description": description} for key, description in scopes]


METHODS = (
    anonymous_method("services/apiref/method_index", "Get the list of all methods.", _method_index),
    anonymous_method(_NAME, "Get the reference of a method.", _method, required=("name",), shape=METHOD),
    anonymous_method("services/apiref/scopes", "Get the list of scopes.", _scopes),
)
