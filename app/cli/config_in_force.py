"""What `rollcall config` tells of the settings in force: each value, and where it comes from. No secret is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from app import i18n
from app.accounts import known_accounts
from app.accounts.accounts import Accounts
from app.config import language_choice, settings
from app.config.settings import Settings
from app.domain import excuse, late
from app.domain.group_rules import NO_LIMITS
from app.i18n import drawable, gettext
from app.messages import export_words
from app.register.roll_details import RollDetails
from app.store import Store, StoreError
from app.store.read_only import ReadOnlyDatabase

_SECRET = {"consumer_key", "consumer_secret", "token", "token_secret"}


def lines(file: Path, environment: Mapping[str, str], asked_language: str | None, chosen_theme: str) -> Iterator[str]:
    """Yield a line for each setting; `asked_language` is that of the command line, `chosen_theme` that of the palette.

    Raises `BadSettingError`.
    """
    tables = settings.tables(file)
    defaults = _defaults()
    for table, name in settings.names():
        if (table, name) == ("", "language"):
            yield _line(table, name, i18n.language(), _of_language(asked_language, in_file=name in tables[table]))
            continue
        given = environment.get(settings.variable(name), "").strip() if table == "usos" else ""
        if given:
            yield _line(table, name, given, settings.variable(name))
        elif name in tables[table]:
            yield _line(table, name, tables[table][name], gettext("file"))
        elif (table, name) == ("", "theme") and chosen_theme:
            yield _line(table, name, chosen_theme, gettext("chosen in the palette"))
        else:
            yield _line(table, name, defaults.get(name), gettext("default"))
    for name, value in tables[settings.KEYS].items():
        yield _line(settings.KEYS, json.dumps(name), value, gettext("file"))


def theme_of_palette(chosen: Settings) -> str:
    """Return the theme that was chosen for the account that a start would open, "" where none was or can be read."""
    try:
        accounts = Accounts(settings.data_folder())
        for account in known_accounts.known(accounts, chosen)[:1]:
            with closing(Store(accounts.store_file(account), ReadOnlyDatabase)) as store:
                return RollDetails(store).theme
    except (OSError, StoreError):
        pass
    return ""


def _defaults() -> dict[str, object]:
    """Return what holds where nobody has said anything; some of it goes by the language."""
    usual, language = Settings(), i18n.language()
    return {
        **{name: getattr(usual, name) for _, name in (*settings.SECONDS, *settings.MILLISECONDS)},
        **NO_LIMITS.as_table(),
        "mouse": usual.mouse,
        "late": late.TEMPLATES[language],
        "excused": excuse.TEXTS[language],
        "delimiter": export_words.words().delimiter,
        "folder": str(settings.export_folder()),
    }


def _of_language(asked: str | None, *, in_file: bool) -> str:
    """Return where the language in use comes from."""
    if asked:
        return "--lang"
    if in_file:
        return gettext("file")
    return gettext("chosen on the first screen") if language_choice.kept() else gettext("language of the terminal")


def _line(table: str, name: str, value: object, origin: str) -> str:
    shown = "…" if name in _SECRET and value else "–" if value is None else json.dumps(value, ensure_ascii=False)
    return drawable(f"{f'{table}.' if table else ''}{name} = {shown}  ({origin})")
