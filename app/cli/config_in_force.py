"""What `rollcall config` tells of the settings in force: each value, and where it comes from. No secret is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.config import settings
from app.config.settings import Settings
from app.domain.group_rules import NO_LIMITS
from app.i18n import drawable, gettext

_SECRET = {"consumer_key", "consumer_secret", "token", "token_secret"}


def lines(file: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each setting. Raises `BadSettingError`."""
    tables = settings.tables(file)
    usual = Settings()
    defaults = {name: getattr(usual, name) for _, name in (*settings.SECONDS, *settings.MILLISECONDS)}
    defaults |= {"mouse": usual.mouse, **NO_LIMITS.as_table()}
    for table, name in settings.names():
        given = environment.get(settings.variable(name), "").strip() if table == "usos" else ""
        if given:
            yield _line(table, name, given, settings.variable(name))
        elif name in tables[table]:
            yield _line(table, name, tables[table][name], gettext("file"))
        else:
            yield _line(table, name, defaults.get(name), gettext("default"))
    for name, value in tables[settings.KEYS].items():
        yield _line(settings.KEYS, json.dumps(name), value, gettext("file"))


def _line(table: str, name: str, value: object, origin: str) -> str:
    shown = "…" if name in _SECRET and value else "–" if value is None else json.dumps(value, ensure_ascii=False)
    return drawable(f"{f'{table}.' if table else ''}{name} = {shown}  ({origin})")
