"""Where files live, what config.toml and the environment say. Files and folders are made on use, never on import."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import TypedDict

import platformdirs

from app.config import exports, files, rules
from app.config.base_url import normal_url
from app.config.exports import ExportSettings
from app.config.problems import BadSettingError, SettingFault
from app.domain import late
from app.domain.frozen import frozen
from app.domain.group_rules import NO_LIMITS, GroupRules
from app.i18n import LANGUAGES

_NAMES: dict[str, dict[str, type]] = {
    "": {"language": str, "theme": str, "mouse": bool},
    "usos": {"url": str, "consumer_key": str, "consumer_secret": str, "token": str, "token_secret": str},
    "network": {"connect_timeout": float, "read_timeout": float},
    "sending": {"hold": float},
    "roll": {"late": str, "excused": str, "repeat_guard": float},
    rules.TABLE: rules.types(),
    exports.TABLE: exports.types(),
}

SECONDS = {
    ("network", "connect_timeout"): (1, 120),
    ("network", "read_timeout"): (1, 120),
    ("sending", "hold"): (0, 60),
}
"""The settings that are a number of seconds, by table and name: the least and the most."""

KEYS = "keys"
"""The table of keys; `keymap.rebinding` knows what may stand in it."""

MILLISECONDS = {("roll", "repeat_guard"): (0, 1000)}
"""The same for those that are a number of milliseconds."""

_WRONG_TYPES = {
    str: SettingFault.NOT_A_TEXT,
    float: SettingFault.NOT_A_NUMBER,
    int: SettingFault.NOT_WHOLE,
    bool: SettingFault.NOT_YES_OR_NO,
    dict: SettingFault.NOT_A_TABLE,
}
_MOST = 2**16
"""Bytes of the file; the example with everything in it has some thousand."""

_MOST_PARTS = 64

_CONSUMER = ("consumer_key", "consumer_secret")
_TOKEN = ("token", "token_secret")


@frozen
class Access:
    """An installation and the credentials for it. The secrets stay out of `repr`, so out of tracebacks and logs."""

    url: str
    consumer_key: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    token: str = field(repr=False)
    token_secret: str = field(repr=False)


@frozen
class Settings:
    """What the lecturer, or the institution for them, has chosen. Timeouts in seconds.

    `access` is there where everything needed for a call is given, token included; else somebody signs in, to `url` if
    that is given, with `consumer` (key and secret) if they are. `hold` is for how many seconds a mark can be taken
    back before it is sent. `late` is the comment on who comes late, `excused` the one on an absence excused afterwards,
    "" the usual one of the language in use; `repeat_guard` in how many milliseconds the same mark key again is a
    repeat. `rules` are those of groups that have none of their own, `export` how files are written out, `log` where
    calls are noted, for this run alone. Without `mouse` the terminal has it, to select text. `keys` is the table of
    keys as it stands in the file, not looked at yet.
    """

    access: Access | None = None
    url: str | None = None
    consumer: tuple[str, str] | None = field(default=None, repr=False)
    language: str | None = None
    theme: str | None = None
    connect_timeout: float = 5.0
    read_timeout: float = 15.0
    hold: float = 5.0
    keys: Mapping[str, object] = field(default_factory=dict)
    late: str = ""
    excused: str = ""
    repeat_guard: float = 100.0
    rules: GroupRules = NO_LIMITS
    export: ExportSettings = field(default_factory=ExportSettings)
    log: Path | None = None
    mouse: bool = True


class _Usos(TypedDict):
    access: Access | None
    url: str | None
    consumer: tuple[str, str] | None


def names() -> list[tuple[str, str]]:
    """Return table and name of every setting; the table is "" for those that stand above all tables."""
    return [(table, name) for table, known in _NAMES.items() for name in known]


def type_of(table: str, name: str) -> type:
    """Return of which type a setting is; one of type float may be a whole number, too."""
    return _NAMES[table][name]


def tables(file: Path) -> dict[str, dict[str, object]]:
    """Return what stands in the file by its tables, checked name by name. Raises `BadSettingError`."""
    return _tables(file, _read(file))


def config_file() -> Path:
    """Return where config.toml is looked for on this platform."""
    return platformdirs.user_config_path("rollcall", appauthor=False) / "config.toml"


def data_path() -> Path:
    """Return where the folder for stores is, or will be."""
    return platformdirs.user_data_path("rollcall", appauthor=False)


def data_folder() -> Path:
    """Return the folder for stores, made on first use and readable by its owner only."""
    return private_folder(data_path())


def log_folder() -> Path:
    """Return the folder for crash reports, made on first use and readable by its owner only."""
    return private_folder(platformdirs.user_log_path("rollcall", appauthor=False))


def export_folder() -> Path:
    """Return the folder for what the lecturer asks to be written out; it is made when something is."""
    return platformdirs.user_documents_path() / "rollcall"


def downloads_folder() -> Path:
    """Return the folder into which browsers and conference tools save files; it need not be there."""
    return platformdirs.user_downloads_path()


def private_folder(folder: Path) -> Path:
    """Make the folder if need be, see that only its owner can look into it, and return it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def load(file: Path, environment: Mapping[str, str]) -> Settings:
    """Read the file, where there is one, and the environment above it. Raises `BadSettingError`."""
    text = _read(file)
    tables = _tables(file, text)
    top = tables[""]
    language = top.get("language")
    if language is not None and language not in LANGUAGES:
        choices = ", ".join(f'"{name}"' for name in LANGUAGES)
        raise BadSettingError(
            SettingFault.UNKNOWN_LANGUAGE, _place(file, text, "", "language"), "language", choices=choices
        )
    ranges_of = {SettingFault.SECONDS_OUT_OF_RANGE: SECONDS, SettingFault.MILLISECONDS_OUT_OF_RANGE: MILLISECONDS}
    for fault, ranges in ranges_of.items():
        for (table, name), (least, most) in ranges.items():
            if name in tables[table] and not least <= float(str(tables[table][name])) <= most:
                raise BadSettingError(fault, _place(file, text, table, name), name, least=least, most=most)
    late_text = str(tables["roll"].get("late", "")).strip()
    if late_text and not late.is_template(late_text):
        raise BadSettingError(SettingFault.NO_LATE_TEMPLATE, _place(file, text, "roll", "late"), "late")
    given = (*SECONDS, *MILLISECONDS)
    numbers = {name: float(str(tables[table][name])) for table, name in given if name in tables[table]}
    return Settings(
        **_usos(file, text, tables["usos"], environment),
        language=str(language) if language is not None else None,
        theme=str(top["theme"]) if "theme" in top else None,
        keys=tables[KEYS],
        late=late_text,
        excused=" ".join(str(tables["roll"].get("excused", "")).split()),
        rules=rules.of_table(tables[rules.TABLE], lambda name: _place(file, text, rules.TABLE, name)),
        export=exports.of_table(tables[exports.TABLE], lambda name: _place(file, text, exports.TABLE, name)),
        mouse=bool(top.get("mouse", True)),
        log=None,  # an option of the command line alone
        **numbers,
    )


def _read(file: Path) -> str:
    try:
        text = files.read(file, _MOST).decode("utf-8-sig")  # some Windows editors put a byte order mark first
        return text.replace("\r\n", "\n")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise BadSettingError(SettingFault.NOT_UTF8, str(file)) from error
    except OSError as error:
        raise BadSettingError(SettingFault.NOT_READABLE, str(file), reason=error.strerror) from error


def _tables(file: Path, text: str) -> dict[str, dict[str, object]]:
    """Return the known tables of the file, checked name by name and type by type."""
    tables: dict[str, dict[str, object]] = {table: {} for table in (*_NAMES, KEYS)}
    if not text:
        return tables
    import tomllib  # noqa: PLC0415 - most lecturers have no such file, and need not wait for its reader

    if (line := _endless_key(text)) is not None:
        raise BadSettingError(SettingFault.NOT_TOML, f"{file}:{line}")
    try:
        read = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # an odd number, or a thousand brackets, is no TOMLDecodeError
        where = re.search(r"line (\d+)", str(error))
        place = f"{file}:{where[1]}" if where else str(file)
        raise BadSettingError(SettingFault.NOT_TOML, place) from error
    for name, value in read.items():
        if isinstance(value, dict) and name in tables:
            for inner, content in value.items():
                if name != KEYS:
                    _check(file, text, name, inner, content)
            tables[name] = value
        else:
            _check(file, text, "", name, value)
            tables[""][name] = value
    return tables


def _endless_key(text: str) -> int | None:
    """Return the line of a key of so many parts that `tomllib`, which is quadratic in them, would take minutes."""
    for number, line in enumerate(text.splitlines(), 1):
        unquoted = re.sub(r"\"[^\"]*\"|'[^']*'", "", line).partition("#")[0]
        if unquoted.count(".") > _MOST_PARTS:
            return number
    return None


def _check(file: Path, text: str, table: str, name: str, value: object) -> None:
    known = _NAMES[table] if table else _NAMES[""] | {other: dict for other in (*_NAMES, KEYS) if other}
    place = _place(file, text, table, name)
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        if near:
            raise BadSettingError(SettingFault.MISSPELT_NAME, place, name, near=near[0])
        raise BadSettingError(SettingFault.UNKNOWN_NAME, place, name, choices=", ".join(sorted(known)))
    wanted = known[name]
    fits = isinstance(value, (int, float)) and not isinstance(value, bool) if wanted is float else type(value) is wanted
    if not fits:
        raise BadSettingError(_WRONG_TYPES[wanted], place, name)


def _place(file: Path, text: str, table: str, name: str) -> str:
    """Return file and line of a setting, as editors and terminals link them."""
    current = ""
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\s*([^]\s]+)\s*]", line)
        if header:
            current = header[1]
        if (current == table and re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*[=.]", line)) or (
            header and not table and current.split(".")[0] == name
        ):
            return f"{file}:{number}"
    return str(file)


def _usos(file: Path, text: str, table: Mapping[str, object], environment: Mapping[str, str]) -> _Usos:
    """Return what is given of address, consumer and token; half a pair, or one without what it is for, is refused."""
    given: dict[str, str] = {}
    for name in _NAMES["usos"]:
        value = environment.get(variable(name), "").strip() or str(table.get(name, "")).strip()
        if value:
            given[name] = value
    needed = {"token": _TOKEN + _CONSUMER, "token_secret": _TOKEN + _CONSUMER, "consumer_key": _CONSUMER}
    needed["consumer_secret"] = _CONSUMER
    for name, others in needed.items():
        missing = [other for other in ("url", *others) if name in given and other not in given]
        if missing:
            raise BadSettingError(SettingFault.MISSING, str(file), missing[0], variable=variable(missing[0]))
    url = normal_url(given["url"]) if "url" in given else None
    if "url" in given and url is None:
        named = variable("url") if environment.get(variable("url")) else _place(file, text, "usos", "url")
        raise BadSettingError(SettingFault.NO_ADDRESS, named, "url", url=given["url"])
    consumer = (given["consumer_key"], given["consumer_secret"]) if "consumer_key" in given else None
    secrets = {name: given[name] for name in (*_CONSUMER, *_TOKEN) if name in given}
    access = Access(url=url, **secrets) if url and len(secrets) == len((*_CONSUMER, *_TOKEN)) else None
    return {"access": access, "url": url, "consumer": consumer}


def variable(name: str) -> str:
    """Return which variable of the environment goes before a setting of the table of USOS."""
    return f"ROLLCALL_{name.upper()}"
