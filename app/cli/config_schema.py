"""`rollcall config --schema`: what may stand in config.toml, as JSON Schema, for editors that complete and check it."""

from __future__ import annotations

from app.cli.config import explained
from app.cli.values import Value
from app.config import exports, rules, settings
from app.domain.group_rules import RULES
from app.i18n import LANGUAGES, gettext
from app.keymap.table import KEYS

_TYPES = {str: "string", float: "number", int: "integer", bool: "boolean"}


def schema() -> dict[str, Value]:
    """Return the schema; what it says of each setting is in the language in use."""
    tables: dict[str, dict[str, Value]] = {}
    for table, name in settings.names():
        tables.setdefault(table, {})[name] = _setting(table, name)
    top: dict[str, Value] = {**tables.pop("")}
    top |= {table: _table(properties) for table, properties in tables.items()}
    top[settings.KEYS] = _table({key.id: _key(gettext(key.help)) for key in KEYS})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "rollcall", **_table(top)}


def _table(properties: dict[str, Value]) -> dict[str, Value]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _setting(table: str, name: str) -> dict[str, Value]:
    told: dict[str, Value] = {"description": explained(table, name), "type": _TYPES[settings.type_of(table, name)]}
    limits = settings.SECONDS | settings.MILLISECONDS
    if (table, name) in limits:
        least, most = limits[table, name]
        return {**told, "minimum": least, "maximum": most}
    if table == rules.TABLE:
        rule = RULES[name]
        if rule.words:
            return {**told, "enum": [str(word) for word in rule.words]}
        return {**told, "minimum": rule.least, "maximum": rule.most} if told["type"] == "integer" else told
    if (table, name) == (exports.TABLE, "delimiter"):
        return {**told, "enum": [*exports.DELIMITERS]}
    if (table, name) == ("", "language"):
        return {**told, "enum": [*LANGUAGES]}
    return told


def _key(told: str) -> dict[str, Value]:
    one: dict[str, Value] = {"type": "string"}
    return {"description": told, "anyOf": [one, {"type": "array", "items": one}]}
